package scrutable.tensor;

/// Two-dimensional convolution (cross-correlation, as everywhere in deep learning) and its two transposes.
///
/// Shapes: images `x (N, C, H, W)`, weights `w (O, C, KH, KW)`, output `y (N, O, OH, OW)`:
///
/// `y[n, o, i, j] = sum over c, p, q of x[n, c, i s - pad + p d, j s - pad + q d] * w[o, c, p, q]`
///
/// The operation is linear in `x` and in `w`. [#inputGradient] and [#weightGradient] are its transposes with
/// respect to each, which is what a gradient needs; the first is also called transposed convolution.
public final class Convolution2d {
  private Convolution2d() {}

  /// The convolution of images with weights; the kernel size of `window` must be that of the weights.
  ///
  /// @throws IllegalArgumentException if ranks, channels, types or sizes do not fit
  public static Tensor forward(Tensor x, Tensor w, Window window) {
    requireImages("conv2d", x, w, window);
    if (x.size(1) != w.size(1)) {
      throw new IllegalArgumentException("conv2d: images " + Shape.text(x.shape()) + " have " + x.size(1)
          + " channels, weights " + Shape.text(w.shape()) + " expect " + w.size(1));
    }
    int[] shape = {x.size(0), w.size(0), window.outHeight(x.size(2)), window.outWidth(x.size(3))};
    Storage y = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    Tensor in = x.contiguous();
    Tensor weights = w.contiguous();
    eachTerm(in.shape(), shape, window, (atX, atW, atY) -> y.set(atY, fma(x.dtype(),
        in.storage().get(in.offset() + atX), weights.storage().get(weights.offset() + atW), y.get(atY))));
    return Tensor.wrap(y, shape);
  }

  /// The transpose with respect to the images: the gradient of `x` given that of `y`.
  ///
  /// @param gradient `(N, O, OH, OW)`
  /// @param inShape the shape `(N, C, H, W)` of the images
  public static Tensor inputGradient(Tensor gradient, Tensor w, int[] inShape, Window window) {
    requireImages("conv2d input gradient", gradient, w, window);
    requireOutput(gradient, inShape, w.size(0), window);
    if (inShape[1] != w.size(1)) {
      throw new IllegalArgumentException("conv2d input gradient: images " + Shape.text(inShape)
          + " and weights " + Shape.text(w.shape()) + " differ in channels");
    }
    Storage x = Storage.allocate(gradient.dtype(), Shape.elementCount(inShape));
    Tensor g = gradient.contiguous();
    Tensor weights = w.contiguous();
    eachTerm(inShape, g.shape(), window, (atX, atW, atY) -> x.set(atX, fma(g.dtype(),
        g.storage().get(g.offset() + atY), weights.storage().get(weights.offset() + atW), x.get(atX))));
    return Tensor.wrap(x, inShape);
  }

  /// The transpose with respect to the weights: the gradient of `w` given that of `y`.
  public static Tensor weightGradient(Tensor x, Tensor gradient, Window window) {
    requireOutput(gradient, x.shape(), gradient.size(1), window);
    int[] shape = {gradient.size(1), x.size(1), window.kernelHeight(), window.kernelWidth()};
    Storage w = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    Tensor in = x.contiguous();
    Tensor g = gradient.contiguous();
    eachTerm(in.shape(), g.shape(), window, (atX, atW, atY) -> w.set(atW, fma(g.dtype(),
        g.storage().get(g.offset() + atY), in.storage().get(in.offset() + atX), w.get(atW))));
    return Tensor.wrap(w, shape);
  }

  private interface Term {
    void at(int x, int w, int y);
  }

  /// Visits every product of the sum, with the flat positions of its three parties.
  private static void eachTerm(int[] in, int[] out, Window window, Term term) {
    int kernel = window.kernelHeight() * window.kernelWidth();
    for (int n = 0; n < in[0]; n++) {
      for (int o = 0; o < out[1]; o++) {
        for (int c = 0; c < in[1]; c++) {
          for (int k = 0; k < kernel; k++) {
            int p = k / window.kernelWidth();
            int q = k % window.kernelWidth();
            for (int i = 0; i < out[2]; i++) {
              int row = i * window.strideHeight() - window.paddingHeight() + p * window.dilationHeight();
              if (row < 0 || row >= in[2]) {
                continue;
              }
              for (int j = 0; j < out[3]; j++) {
                int column = j * window.strideWidth() - window.paddingWidth() + q * window.dilationWidth();
                if (column >= 0 && column < in[3]) {
                  term.at(((n * in[1] + c) * in[2] + row) * in[3] + column, (o * in[1] + c) * kernel + k,
                      ((n * out[1] + o) * out[2] + i) * out[3] + j);
                }
              }
            }
          }
        }
      }
    }
  }

  private static double fma(DType dtype, double a, double b, double c) {
    return dtype == DType.FLOAT32 ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
  }

  private static void requireImages(String operation, Tensor x, Tensor w, Window window) {
    Broadcasting.requireSameType(operation, x, w);
    if (x.rank() != 4 || w.rank() != 4) {
      throw new IllegalArgumentException(operation + ": images must be (N, C, H, W) and weights (O, C, KH, KW),"
          + " not " + Shape.text(x.shape()) + " and " + Shape.text(w.shape()));
    }
    if (w.size(2) != window.kernelHeight() || w.size(3) != window.kernelWidth()) {
      throw new IllegalArgumentException(operation + ": weights " + Shape.text(w.shape())
          + " do not have the window's kernel " + window.kernelHeight() + "x" + window.kernelWidth());
    }
  }

  private static void requireOutput(Tensor gradient, int[] inShape, int outChannels, Window window) {
    int[] expected = {inShape[0], outChannels, window.outHeight(inShape[2]), window.outWidth(inShape[3])};
    if (!java.util.Arrays.equals(expected, gradient.shape())) {
      throw new IllegalArgumentException("conv2d gradient: images " + Shape.text(inShape) + " give an output "
          + Shape.text(expected) + ", not " + Shape.text(gradient.shape()));
    }
  }
}
