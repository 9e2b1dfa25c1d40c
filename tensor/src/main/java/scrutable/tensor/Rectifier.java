package scrutable.tensor;

import static scrutable.tensor.Elements.floats;

import scrutable.tensor.kernel.elementwise.Elementwise;

/// The gradient of the rectifier `y = max(x, 0)` in one pass, instead of a mask and a product.
public final class Rectifier {
  private Rectifier() {}

  /// `gradient` where `output` is above 0, else 0.
  ///
  /// @throws IllegalArgumentException if shapes or types differ
  public static Tensor gradient(Tensor gradient, Tensor output) {
    Broadcasting.requireSameType("relu gradient", gradient, output);
    if (!gradient.sameShape(output)) {
      throw new IllegalArgumentException("relu gradient: " + Shape.text(gradient.sizes()) + " and "
          + Shape.text(output.sizes()) + " must have the same shape");
    }
    if (output.dtype() == DType.FLOAT32) {
      Storage result = Storage.uncleared(DType.FLOAT32, output.elementCount());
      Elementwise.reluGradient(floats(gradient), floats(output), (float[]) result.array(), result.length());
      return new Tensor(result, output);
    }
    Tensor zero = Tensor.full(0, output.dtype());
    return Tensor.where(output.greater(zero), gradient, zero);
  }
}
