package scrutable.tensor;

import java.util.function.DoubleUnaryOperator;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.elementwise.FloatFunctions;

/// Functions of one number, applied to every element.
final class Mapping {
  private Mapping() {}

  static Tensor apply(UnaryFunction function, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(function + ": int32 tensors hold labels and indices;"
          + " convert the tensor with to(DType.FLOAT32) to calculate with it");
    }
    Tensor in = x.contiguous();
    int n = x.elementCount();
    Storage out = Storage.uncleared(x.dtype(), n);
    if (!(out instanceof Storage.Float32(float[] y, _)
        && kernel(function, (float[]) in.storage().array(), in.offset(), y, n))) {
      plain(function.reference(), in, out, n);
    }
    return new Tensor(out, x);
  }

  /// The functions that have a `float32` kernel; false for the others.
  private static boolean kernel(UnaryFunction function, float[] x, int offset, float[] y, int n) {
    switch (function) {
      case NEG -> Elementwise.neg(x, offset, y, 0, n);
      case ABS -> Elementwise.abs(x, offset, y, 0, n);
      case SQUARE -> Elementwise.square(x, offset, y, 0, n);
      case SQRT -> Elementwise.sqrt(x, offset, y, 0, n);
      case RELU -> Elementwise.relu(x, offset, y, 0, n);
      case EXP -> FloatFunctions.exp(x, offset, y, 0, n);
      case LOG -> FloatFunctions.log(x, offset, y, 0, n);
      case SIN -> FloatFunctions.sin(x, offset, y, 0, n);
      case COS -> FloatFunctions.cos(x, offset, y, 0, n);
      case TANH -> FloatFunctions.tanh(x, offset, y, 0, n);
      case SIGMOID -> FloatFunctions.sigmoid(x, offset, y, 0, n);
      case ERF -> FloatFunctions.erf(x, offset, y, 0, n);
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          y[i] = Math.signum(x[offset + i]);
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void plain(DoubleUnaryOperator function, Tensor in, Storage out, int n) {
    for (int i = 0; i < n; i++) {
      out.set(i, function.applyAsDouble(in.storage().get(in.offset() + i)));
    }
  }
}
