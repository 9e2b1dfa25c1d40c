package scrutable.tensor.kernel.convolution;

import scrutable.tensor.kernel.SlidingWindow;
import scrutable.tensor.kernel.matmul.MatrixProduct;
import scrutable.tensor.kernel.parallel.Scratch;

//: hide 2.2
//: instead /// The sizes of a two-dimensional convolution.
//: instead ///
//: instead /// Input x is (n, inChannels, inHeight, inWidth), weights w are (outChannels, inChannels, kernelHeight,
//: instead /// kernelWidth), output y is (n, outChannels, outHeight, outWidth), all contiguous.
/// The sizes of a two-dimensional convolution.
///
/// Input x is (n, inChannels, inHeight, inWidth), weights w are (outChannels, inChannels, kernelHeight,
/// kernelWidth), output y is (n, outChannels, outHeight, outWidth), all contiguous. With strides s, paddings
/// p and dilations d: `y[n, o, i, j]` = sum over c, u, v of `w[o, c, u, v]` x[n, c, i s - p + u d, j s - p + v
/// d], where x counts as 0 outside of the image.
//: end
public record ConvGeometry(int n, int inChannels, int inHeight, int inWidth, int outChannels,
    int kernelHeight, int kernelWidth, int strideHeight, int strideWidth, int paddingHeight, int paddingWidth,
    int dilationHeight, int dilationWidth) {

  /// What the tiles may read beyond the end of a layout, generously.
  private static final int ROOM = 1 << 16;
  /// What spreading the planes may take, see [Scratch#spread].
  private static final int ROOM_OF_PLANE = 32;

  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if a size, stride or dilation is not positive, a padding is negative, the kernel
  /// is larger than the padded image, or an image or an output, laid out, does not fit into an array
  public ConvGeometry {
    requireAtLeast(0, n, "batch size");
    requireAtLeast(1, inChannels, "input channels");
    requireAtLeast(1, outChannels, "output channels");
    requireAtLeast(1, inHeight, "input height");
    requireAtLeast(1, inWidth, "input width");
    SlidingWindow.require("convolution", "height", inHeight, kernelHeight, strideHeight, paddingHeight, dilationHeight);
    SlidingWindow.require("convolution", "width", inWidth, kernelWidth, strideWidth, paddingWidth, dilationWidth);
    requireLayout("images with their padding", inChannels,
        inHeight + 2L * paddingHeight + strideHeight, inWidth + 2L * paddingWidth + strideWidth,
        (long) strideHeight * strideWidth);
    requireLayout("outputs with the reach of the kernel around them", outChannels,
        SlidingWindow.outputs(inHeight, kernelHeight, strideHeight, paddingHeight, dilationHeight)
            + 2L * dilationHeight * (kernelHeight - 1) / strideHeight,
        SlidingWindow.outputs(inWidth, kernelWidth, strideWidth, paddingWidth, dilationWidth)
            + (long) dilationWidth * (kernelWidth - 1) / strideWidth, 1);
  }

  /// Stride 1, no padding, no dilation.
  public static ConvGeometry of(int n, int inChannels, int inHeight, int inWidth, int outChannels,
      int kernelHeight, int kernelWidth) {
    return new ConvGeometry(n, inChannels, inHeight, inWidth, outChannels, kernelHeight, kernelWidth,
        1, 1, 0, 0, 1, 1);
  }

  /// The height of y, see [SlidingWindow#outputs].
  public int outHeight() {
    return SlidingWindow.outputs(inHeight, kernelHeight, strideHeight, paddingHeight, dilationHeight);
  }

  /// The width of y.
  public int outWidth() {
    return SlidingWindow.outputs(inWidth, kernelWidth, strideWidth, paddingWidth, dilationWidth);
  }

  /// Elements of one image of x.
  public int inSize() {
    return inChannels * inHeight * inWidth;
  }

  /// Rows of the output that the gradient of the weights adds up in one chain: as many as have no more positions than a
  /// chain of a matrix product has steps, but at least one.
  int stripRows() {
    return Math.max(1, MatrixProduct.CHAIN / Math.max(1, outWidth()));
  }

  /// Elements of one channel of y.
  public int outPlane() {
    return outHeight() * outWidth();
  }

  /// Elements of one image of y.
  public int outSize() {
    return outChannels * outPlane();
  }

  /// Elements of the weights of one output channel: the length of the sum that makes an output element.
  public int window() {
    return inChannels * kernelHeight * kernelWidth;
  }

  /// Whether each window is one step further than the last and none juts out of the image.
  boolean isPlain() {
    return strideHeight == 1 && strideWidth == 1 && paddingHeight == 0 && paddingWidth == 0;
  }

  void requireArrays(String kernel, int x, int w, int y) {
    requireArray(kernel, "x", (long) n * inSize(), x);
    requireArray(kernel, "w", (long) outChannels * window(), w);
    requireArray(kernel, "y", (long) n * outSize(), y);
  }

  void requireBias(String kernel, int bias) {
    requireArray(kernel, "bias", outChannels, bias);
  }

  private void requireArray(String kernel, String name, long needed, int length) {
    if (length < needed) {
      throw new IllegalArgumentException(kernel + ": " + name + " has " + length + " elements, but " + this
          + " needs " + needed);
    }
  }

  /// The fast kernels lay out one image at a time, with some room for whole strides and tiles.
  private static void requireLayout(String what, int channels, long height, long width, long planes) {
    double size = (double) height * width;
    if (channels * (size + Math.min(planes * ROOM_OF_PLANE, size / 2)) > Integer.MAX_VALUE - ROOM) {
      throw new IllegalArgumentException("convolution: " + channels + " channels of " + what + ", " + height + " x "
          + width + " with room for a stride, have more than 2^31 - 1 elements, the limit of a Java array");
    }
  }

  private static void requireAtLeast(int least, int value, String what) {
    if (value < least) {
      throw new IllegalArgumentException(
          "convolution: " + what + " must be at least " + least + ", got " + value);
    }
  }
}
