package scrutable.tensor.kernel.pooling;

import scrutable.tensor.kernel.SlidingWindow;
import scrutable.tensor.kernel.matmul.MatrixProduct;

/// The sizes of a two-dimensional pooling: a window slides over each channel of (n, channels, height, width).
///
/// Output element (i, j) belongs to the window of rows i s - p + u and columns j s - p + v, with 0 <= u, v <
/// kernel. A padding may not exceed half the kernel, so that every window meets the image.
public record PoolGeometry(int n, int channels, int inHeight, int inWidth, int kernelHeight, int kernelWidth,
    int strideHeight, int strideWidth, int paddingHeight, int paddingWidth) {

  /// The longest chain of a matrix product as well.
  private static final int CHAIN = MatrixProduct.CHAIN;

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

  /// The height of the output, see [SlidingWindow#outputs].
  public int outHeight() {
    return SlidingWindow.outputs(inHeight, kernelHeight, strideHeight, paddingHeight, 1);
  }

  /// The width of the output.
  public int outWidth() {
    return SlidingWindow.outputs(inWidth, kernelWidth, strideWidth, paddingWidth, 1);
  }

  /// The first row of the image in the windows of output row i.
  int top(int i) {
    return Math.max(0, i * strideHeight - paddingHeight);
  }

  /// The row behind the last one of the image in the windows of output row i.
  int bottom(int i) {
    return Math.min(inHeight, i * strideHeight - paddingHeight + kernelHeight);
  }

  /// The first column of the image in the windows of output column j.
  int left(int j) {
    return Math.max(0, j * strideWidth - paddingWidth);
  }

  /// The column behind the last one of the image in the windows of output column j.
  int right(int j) {
    return Math.min(inWidth, j * strideWidth - paddingWidth + kernelWidth);
  }

  /// Whether a window has so many elements that each of its rows is added up by itself: a long float32 sum in one chain
  /// no longer notices what is added to it.
  boolean rowsApart() {
    return (long) kernelHeight * kernelWidth > CHAIN;
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
    SlidingWindow.require("pooling", side, in, kernel, stride, padding, 1);
    if (padding > kernel / 2) {
      throw new IllegalArgumentException("pooling: padding (" + side + ") " + padding
          + " is more than half the kernel " + kernel + ": some windows would lie in the padding alone");
    }
  }

  private static void requireAtLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(
          "pooling: " + what + " must be at least " + least + ", got " + value);
    }
  }
}
