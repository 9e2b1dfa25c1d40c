package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Pictures of another size, mixed from the nearest pixels: `(N, C, H, W)` to `(N, C, height, width)`.
///
/// The middle of pixel `i` of the result lies at `s = (i + 1/2) H / height - 1/2` of the input, in units of its
/// pixels and counted from the middle of the first; what lies before the first or behind the last counts as
/// there. With `a = floor(s)` it is `(1 - (s - a)) x[a] + (s - a) x[a + 1]`, and likewise along the width. This is
/// PyTorch's `interpolate(mode="bilinear", align_corners=False)`; as there, a picture that shrinks by more than
/// half skips pixels.
///
/// Mixing is linear along each axis, so it is a product with a matrix of two numbers a row, `y = R x Q^T`, and the
/// gradient is that with the transposed matrices. In a product everything is added up, zeros as well: one
/// pixel that is infinite or NaN makes its rows and columns NaN.
///
/// @param height of the result, in pixels
/// @param width of the result, in pixels
public record ResizeBilinear2d(int height, int width) implements Module {
  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if one is below 1
  public ResizeBilinear2d {
    Check.atLeastOne("ResizeBilinear2d", "the height", height);
    Check.atLeastOne("ResizeBilinear2d", "the width", width);
  }

  @Override
  public Variable forward(Variable x) {
    if (x.rank() != 4 || x.value().elementCount() == 0) {
      throw new IllegalArgumentException("ResizeBilinear2d: the input should be (N, C, H, W) with one pixel or"
          + " more, not " + Shape.text(x.shape()));
    }
    return alongLast(alongLast(x, width).t(), height).t();
  }

  /// `(N, C, A, B)` to `(N, C, A, length)`.
  private static Variable alongLast(Variable x, int length) {
    Variable mix = Variable.constant(mixing(x.size(3), length, x.dtype()));             // (length, B)
    return x.reshape(-1, x.size(3)).matmul(mix.t()).reshape(x.size(0), x.size(1), x.size(2), length);
  }

  /// The matrix `(to, from)` that mixes `from` pixels in a row to `to` pixels; each row has the sum 1.
  ///
  /// @throws IllegalArgumentException if a number is below 1
  public static Tensor mixing(int from, int to, DType dtype) {
    Check.atLeastOne("ResizeBilinear2d", "the number of pixels", Math.min(from, to));
    double[] shares = new double[Math.multiplyExact(to, from)];
    for (int i = 0; i < to; i++) {
      double place = Math.clamp((i + 0.5) * from / to - 0.5, 0, from - 1);
      int before = (int) place;
      int after = Math.min(before + 1, from - 1);
      shares[i * from + before] += 1 - (place - before);
      shares[i * from + after] += place - before;
    }
    return Tensor.wrap(shares, to, from).to(dtype);
  }
}
