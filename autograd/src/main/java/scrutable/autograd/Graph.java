package scrutable.autograd;

import java.util.List;
import java.util.function.Supplier;
import scrutable.tensor.Tensor;

/// Where operations enter the graph.
public final class Graph {
  /// Whether operations are being recorded in this thread; recorded unless somebody says otherwise.
  private static final ScopedValue<Boolean> RECORDING = ScopedValue.newInstance();

  private Graph() {}

  /// Applies an operation: computes its value and, if an input is tracked, remembers how.
  public static Variable apply(Op op, Variable... inputs) {
    return applyTo(inputs.clone(), op);
  }

  /// The same with one input, as most operations have it: the array that remembers it is made here, and not copied.
  public static Variable apply(Op op, Variable input) {
    return applyTo(new Variable[] {input}, op);
  }

  /// The same with two inputs.
  public static Variable apply(Op op, Variable first, Variable second) {
    return applyTo(new Variable[] {first, second}, op);
  }

  /// @param inputs an array that nobody else has
  private static Variable applyTo(Variable[] inputs, Op op) {
    Tensor[] values = new Tensor[inputs.length];
    boolean tracked = false;
    for (int i = 0; i < inputs.length; i++) {
      values[i] = inputs[i].value();
      tracked |= inputs[i].isTracked();
    }
    Tensor value = op.forward(values);
    NumericsGuard.check(op, values, value);
    return tracked && isRecording() ? new Variable(value, op, inputs) : Variable.unrecorded(value, inputs);
  }

  /// The variables that the operation of a variable was applied to; none for a leaf.
  public static List<Variable> inputsOf(Variable variable) {
    return List.of(variable.inputs());
  }

  /// What a variable was computed from, and itself: every tracked variable after all those that it depends on.
  public static List<Variable> variables(Variable output) {
    return List.copyOf(Gradients.inTopologicalOrder(output));
  }

  /// Whether operations on tracked variables are being recorded.
  public static boolean isRecording() {
    return RECORDING.orElse(true);
  }

  /// Runs `work` without recording: the results are constants and nothing is kept alive for a backward pass.
  public static <T> T withoutRecording(Supplier<T> work) {
    return ScopedValue.where(RECORDING, false).call(work::get);
  }

  /// Runs `work` without recording.
  public static void withoutRecording(Runnable work) {
    ScopedValue.where(RECORDING, false).run(work);
  }

  /// Records again, inside a scope that does not.
  static <T> T recording(Supplier<T> work) {
    return ScopedValue.where(RECORDING, true).call(work::get);
  }
}
