package scrutable.nn.optim;

import java.util.List;
import java.util.function.Function;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.Tensor;

/// All parameters as one vector of `float64` numbers, one parameter behind the other.
final class FlatParameters {
  private FlatParameters() {}

  static int count(List<Parameter> parameters) {
    return parameters.stream().mapToInt(parameter -> parameter.value().elementCount()).sum();
  }

  static double[] read(List<Parameter> parameters) {
    return flat(parameters, Parameter::value);
  }

  static double[] read(Gradients gradients, List<Parameter> parameters) {
    return flat(parameters, gradients::get);
  }

  private static double[] flat(List<Parameter> parameters, Function<Parameter, Tensor> tensorOf) {
    double[] vector = new double[count(parameters)];
    int at = 0;
    for (Parameter parameter : parameters) {
      double[] part = tensorOf.apply(parameter).toDoubleArray();
      System.arraycopy(part, 0, vector, at, part.length);
      at += part.length;
    }
    return vector;
  }

  /// Sets every parameter, rounded to its type.
  static void write(double[] vector, List<Parameter> parameters) {
    int at = 0;
    for (Parameter parameter : parameters) {
      int from = at;
      parameter.update(values -> {
        for (int i = 0; i < values.length(); i++) {
          values.set(i, vector[from + i]);
        }
      });
      at += parameter.value().elementCount();
    }
  }
}
