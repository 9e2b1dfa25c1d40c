package scrutable.autograd;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;

/// One line of the op catalogue: a function, inputs to try it with, and what it should give.
///
/// @param subject what is tested: the simple name of an operation's record, or the name of a method
/// @param name the subject with its constants and shapes, for the test report
/// @param op the record that the function must apply last; null for functions composed of several
/// @param function the function under test
/// @param formula the same, written independently: plain loops over doubles
/// @param inputs where to try it
record OpRow(String subject, String name, Class<? extends Op> op, Function<Variable[], Variable> function,
    Formula formula, NdArray... inputs) {

  /// What the function should give.
  interface Formula {
    NdArray of(NdArray... inputs);
  }

  /// A row for an operation.
  static OpRow of(Op op, String constants, Formula formula, NdArray... inputs) {
    return of(dtype -> op, constants, formula, inputs);
  }

  /// A row for an operation that holds a tensor of the type of its inputs.
  static OpRow of(Function<DType, Op> op, String constants, Formula formula, NdArray... inputs) {
    Class<? extends Op> record = op.apply(DType.FLOAT64).getClass();
    return new OpRow(record.getSimpleName(), text(record.getSimpleName(), constants, inputs), record,
        x -> Graph.apply(op.apply(x[0].dtype()), x), formula, inputs);
  }

  /// A row for a method of [Variable] or [Functions].
  static OpRow method(String subject, String constants, Function<Variable[], Variable> function,
      Formula formula, NdArray... inputs) {
    return new OpRow(subject, text(subject, constants, inputs), null, function, formula, inputs);
  }

  private static String text(String subject, String constants, NdArray[] inputs) {
    String shapes = Arrays.stream(inputs).map(x -> Shape.text(x.shape())).collect(Collectors.joining(" "));
    return subject + (constants.isEmpty() ? "" : " " + constants) + " of " + shapes;
  }

  @Override
  public String toString() {
    return name;
  }
}
