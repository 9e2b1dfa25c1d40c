package scrutable.tensor;

import static scrutable.tensor.Elements.floats;

import scrutable.tensor.kernel.elementwise.GeluKernel;

/// The Gaussian error linear unit in its approximation by tanh: `x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2`.
///
/// Source: D. Hendrycks, K. Gimpel, "Gaussian Error Linear Units (GELUs)", 2016, section 2.
public final class TanhGelu {
  private static final double ROOT_TWO_OVER_PI = StrictMath.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715;

  private TanhGelu() {}

  /// The function of every element.
  public static Tensor of(Tensor x) {
    if (x.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(x.dtype(), x.elementCount());
      GeluKernel.forward(floats(x), (float[]) out.array(), out.length());
      return new Tensor(out, x);
    }
    return x.mul(0.5).mul(tanh(x).add(1));
  }

  /// The gradient with respect to x, from that with respect to the result.
  ///
  /// @throws IllegalArgumentException if shapes or types differ
  public static Tensor gradient(Tensor gradient, Tensor x) {
    Broadcasting.requireSameType("gelu gradient", gradient, x);
    if (!gradient.sameShape(x)) {
      throw new IllegalArgumentException("gelu gradient: " + Shape.text(gradient.sizes()) + " and "
          + Shape.text(x.sizes()) + " must have the same shape");
    }
    if (x.dtype() == DType.FLOAT32) {
      Storage out = Storage.uncleared(x.dtype(), x.elementCount());
      GeluKernel.backward(floats(x), floats(gradient), (float[]) out.array(), out.length());
      return new Tensor(out, x);
    }
    //: leak 1.3
    Tensor t = tanh(x);
    Tensor near = x.clamp(-1000, 1000);          // beyond, 1 - t^2 is 0, and times infinity it would be NaN
    Tensor slope = near.square().mul(3 * CUBIC).add(1).mul(ROOT_TWO_OVER_PI);
    Tensor bend = t.square().neg().add(1).mul(slope).mul(x).mul(0.5);
    return gradient.mul(t.add(1).mul(0.5).add(bend));
    //: end
  }

  private static Tensor tanh(Tensor x) {
    return x.add(x.mul(x).mul(x).mul(CUBIC)).mul(ROOT_TWO_OVER_PI).map(UnaryFunction.TANH);
  }
}
