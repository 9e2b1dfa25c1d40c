package scrutable.tensor.kernel;

/// The sizes of a two-dimensional pooling: a window slides over each channel of (n, channels, height, width).
///
/// Output element (i, j) belongs to the window of rows i s - p + u and columns j s - p + v, with 0 <= u, v <
/// kernel. A padding may not exceed half the kernel, so that every window meets the image.
public record PoolGeometry(int n, int channels, int inHeight, int inWidth, int kernelHeight, int kernelWidth,
    int strideHeight, int strideWidth, int paddingHeight, int paddingWidth) {

  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if a size or stride is not positive, a padding is negative or more than
  ///     half the kernel, or the kernel is larger than the padded image
  public PoolGeometry {
    requireAtLeast(0, n, "batch size");
    requireAtLeast(1, channels, "channels");
    requireAtLeast(1, inHeight, "height");
    requireAtLeast(1, inWidth, "width");
    requireSide("height", inHeight, kernelHeight, strideHeight, paddingHeight);
    requireSide("width", inWidth, kernelWidth, strideWidth, paddingWidth);
  }

  /// Square windows without padding, side by side.
  public static PoolGeometry of(int n, int channels, int inHeight, int inWidth, int kernel) {
    return new PoolGeometry(n, channels, inHeight, inWidth, kernel, kernel, kernel, kernel, 0, 0);
  }

  /// floor((inHeight + 2 padding - kernelHeight) / stride) + 1.
  public int outHeight() {
    return (inHeight + 2 * paddingHeight - kernelHeight) / strideHeight + 1;
  }

  /// floor((inWidth + 2 padding - kernelWidth) / stride) + 1.
  public int outWidth() {
    return (inWidth + 2 * paddingWidth - kernelWidth) / strideWidth + 1;
  }

  /// Elements of one channel of the input.
  public int inPlane() {
    return inHeight * inWidth;
  }

  /// Elements of one channel of the output.
  public int outPlane() {
    return outHeight() * outWidth();
  }

  void requireArrays(String kernel, int x, int y) {
    requireArray(kernel, "input", (long) n * channels * inPlane(), x);
    requireArray(kernel, "output", (long) n * channels * outPlane(), y);
  }

  private void requireArray(String kernel, String name, long needed, int length) {
    if (length < needed) {
      throw new IllegalArgumentException(
          kernel + ": the " + name + " has " + length + " elements, but " + this + " needs " + needed);
    }
  }

  private static void requireSide(String side, int in, int kernel, int stride, int padding) {
    requireAtLeast(1, kernel, "kernel", side);
    requireAtLeast(1, stride, "stride", side);
    requireAtLeast(0, padding, "padding", side);
    if (padding > kernel / 2) {
      throw new IllegalArgumentException("pooling: padding (" + side + ") " + padding
          + " is more than half the kernel " + kernel + ": some windows would lie in the padding alone");
    }
    if (in + 2L * padding < kernel) {
      throw new IllegalArgumentException("pooling: the kernel does not fit into the image: " + side + " " + in
          + " + 2 * padding " + padding + " < kernel " + kernel);
    }
  }

  /// The message is put together only when it is needed.
  private static void requireAtLeast(int least, int value, String what, String side) {
    if (value < least) {
      requireAtLeast(least, value, what + " (" + side + ")");
    }
  }

  private static void requireAtLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(
          "pooling: " + what + " must be at least " + least + ", got " + value);
    }
  }
}
