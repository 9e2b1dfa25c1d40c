package scrutable.tensor;

/// Pooling: each window of a channel becomes its largest number or its average.
///
/// Shapes: `(N, C, H, W)` gives `(N, C, OH, OW)`, see [Window].
public final class Pooling2d {
  private Pooling2d() {}

  /// Which number of each window is the largest: flat indices `row * W + column` into the channel's plane, as
  /// `int32 (N, C, OH, OW)`. The first one wins; padding never does; NaN wins over numbers.
  ///
  /// @throws IllegalArgumentException if the padding exceeds half the kernel (a window could hold nothing)
  public static Tensor maxIndices(Tensor x, Window window) {
    int[] shape = outShape("max pooling", x, window);
    if (2 * window.paddingHeight() > window.kernelHeight() || 2 * window.paddingWidth() > window.kernelWidth()) {
      throw new IllegalArgumentException("max pooling: padding " + window.paddingHeight() + "x"
          + window.paddingWidth() + " exceeds half the kernel " + window.kernelHeight() + "x"
          + window.kernelWidth() + ": a window could lie outside the image");
    }
    Tensor in = x.contiguous();
    int[] best = new int[Shape.elementCount(shape)];
    java.util.Arrays.fill(best, -1);
    int plane = x.size(2) * x.size(3);
    eachCell(x.shape(), shape, window, (channel, at, out) -> {
      int start = in.offset() + channel * plane;
      double value = in.storage().get(start + at);
      if (best[out] < 0 || value > in.storage().get(start + best[out])
          || (Double.isNaN(value) && !Double.isNaN(in.storage().get(start + best[out])))) {
        best[out] = at;
      }
    });
    return Tensor.wrap(best, shape);
  }

  /// The largest number of each window.
  public static Tensor max(Tensor x, Window window) {
    Tensor indices = maxIndices(x, window);
    int[] out = indices.shape();
    return Indexing.gather(x.reshape(out[0], out[1], x.size(2) * x.size(3)), 2,
        indices.reshape(out[0], out[1], out[2] * out[3])).reshape(out);
  }

  /// The average of each window; padding counts as zeros.
  public static Tensor average(Tensor x, Window window) {
    int[] shape = outShape("average pooling", x, window);
    Tensor in = x.contiguous();
    Storage sums = Storage.allocate(x.dtype(), Shape.elementCount(shape));
    int plane = x.size(2) * x.size(3);
    eachCell(x.shape(), shape, window, (channel, at, out) ->
        sums.set(out, sums.get(out) + in.storage().get(in.offset() + channel * plane + at)));
    return Tensor.wrap(sums, shape).div(window.kernelHeight() * window.kernelWidth());
  }

  /// The transpose of [#average]: spreads each number evenly over its window.
  public static Tensor averageGradient(Tensor gradient, int[] inShape, Window window) {
    Tensor share = gradient.div(window.kernelHeight() * window.kernelWidth()).contiguous();
    Storage x = Storage.allocate(gradient.dtype(), Shape.elementCount(inShape));
    int plane = inShape[2] * inShape[3];
    eachCell(inShape, gradient.shape(), window, (channel, at, out) -> x.set(channel * plane + at,
        x.get(channel * plane + at) + share.storage().get(share.offset() + out)));
    return Tensor.wrap(x, inShape);
  }

  private interface Cell {
    void at(int channel, int inPlane, int out);
  }

  /// Visits every cell of every window: which channel (of all images), where in its plane, which output.
  private static void eachCell(int[] in, int[] out, Window window, Cell cell) {
    for (int channel = 0; channel < in[0] * in[1]; channel++) {
      for (int i = 0; i < out[2]; i++) {
        for (int j = 0; j < out[3]; j++) {
          for (int p = 0; p < window.kernelHeight(); p++) {
            int row = i * window.strideHeight() - window.paddingHeight() + p * window.dilationHeight();
            for (int q = 0; q < window.kernelWidth(); q++) {
              int column = j * window.strideWidth() - window.paddingWidth() + q * window.dilationWidth();
              if (row >= 0 && row < in[2] && column >= 0 && column < in[3]) {
                cell.at(channel, row * in[3] + column, (channel * out[2] + i) * out[3] + j);
              }
            }
          }
        }
      }
    }
  }

  private static int[] outShape(String operation, Tensor x, Window window) {
    if (x.rank() != 4) {
      throw new IllegalArgumentException(operation + ": images must be (N, C, H, W), not "
          + Shape.text(x.shape()));
    }
    return new int[] {x.size(0), x.size(1), window.outHeight(x.size(2)), window.outWidth(x.size(3))};
  }
}
