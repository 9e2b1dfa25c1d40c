package scrutable.nn.optim;

import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Storage;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.reduce.ChunkReductions;

/// A gradient as an optimiser wants it: one flat array that holds neither NaN nor infinity.
///
/// One bad number would not pass with its step: it would stay in every running mean for ever. So it is an
/// error at the first step it appears in. So is a number whose square overflows, where a formula squares it: divided by
/// an infinite root, every later step would be 0, and the parameter would stand still without a word.
final class FiniteGradient {
  private FiniteGradient() {}

  /// @param squared whether the optimiser squares the gradient
  static Storage of(Gradients gradients, Parameter parameter, int index, boolean squared) {
    Tensor gradient = gradients.get(parameter);
    if (!gradient.sameShape(parameter.value()) || gradient.dtype() != parameter.dtype()) {
      throw new IllegalArgumentException("the gradient of parameter " + index + " is "
          + gradient.dtype() + " " + Shape.text(gradient.shape()) + ", the parameter "
          + parameter.dtype() + " " + Shape.text(parameter.shape()));
    }
    Storage numbers = flat(gradient);
    int bad = switch (numbers) {
      case Storage.Float32(float[] array, _) ->
          firstBeyond(squared ? (float) Math.sqrt(Float.MAX_VALUE) : Float.MAX_VALUE, array);
      case Storage.Float64(double[] array, _) ->
          firstBeyond(squared ? Math.sqrt(Double.MAX_VALUE) : Double.MAX_VALUE, array);
      case Storage.Int32 whole -> -1;
    };
    if (bad >= 0) {
      throw new ArithmeticException("the gradient of parameter " + index + " "
          + Shape.text(parameter.shape()) + " is " + numbers.get(bad) + " at element " + bad
          + (Double.isFinite(numbers.get(bad))
              ? ", and its square is more than " + parameter.dtype() + " can hold" : "")
          + "; no parameter was changed. Find its origin with NumericsGuard, or lower the learning rate");
    }
    return numbers;
  }

  /// The array behind the tensor itself where it holds just these elements, else a copy.
  private static Storage flat(Tensor gradient) {
    Tensor rows = gradient.contiguous();
    if (rows.offset() == 0 && rows.storage().length() == rows.elementCount()) {
      return rows.storage();
    }
    return gradient.dtype() == DType.FLOAT32
        ? new Storage.Float32(gradient.toFloatArray())
        : new Storage.Float64(gradient.toDoubleArray());
  }

  private static int firstBeyond(float limit, float[] numbers) {
    if (ChunkReductions.allWithin(limit, numbers, numbers.length)) {
      return -1;
    }
    for (int i = 0; i < numbers.length; i++) {
      if (!(Math.abs(numbers[i]) <= limit)) {
        return i;
      }
    }
    return -1;
  }

  private static int firstBeyond(double limit, double[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      if (!(Math.abs(numbers[i]) <= limit)) {
        return i;
      }
    }
    return -1;
  }
}
