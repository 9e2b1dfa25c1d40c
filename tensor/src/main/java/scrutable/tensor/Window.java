package scrutable.tensor;

import scrutable.tensor.kernel.SlidingWindow;

//: hide 2.2
//: instead /// A window that slides over the last two axes of an image: the geometry of convolution and pooling. How
//: instead /// many outputs an axis gives says [SlidingWindow#outputs].
/// A window that slides over the last two axes of an image: the geometry of convolution and pooling.
///
/// Output position `o` looks at the input positions `o * stride - padding + k * dilation` for `k = 0 .. kernel - 1`;
/// how many outputs an axis gives says [SlidingWindow#outputs].
//: end
public record Window(int kernelHeight, int kernelWidth, int strideHeight, int strideWidth,
    int paddingHeight, int paddingWidth, int dilationHeight, int dilationWidth) {

  /// @throws IllegalArgumentException if a kernel size, stride or dilation is below 1 or a padding negative
  public Window {
    if (Math.min(kernelHeight, kernelWidth) < 1 || Math.min(strideHeight, strideWidth) < 1
        || Math.min(dilationHeight, dilationWidth) < 1 || Math.min(paddingHeight, paddingWidth) < 0) {
      throw new IllegalArgumentException("window: kernel " + kernelHeight + "x" + kernelWidth + ", stride "
          + strideHeight + "x" + strideWidth + " and dilation " + dilationHeight + "x" + dilationWidth
          + " must be at least 1, padding " + paddingHeight + "x" + paddingWidth + " at least 0");
    }
  }

  /// A square window without dilation.
  public static Window square(int kernel, int stride, int padding) {
    return new Window(kernel, kernel, stride, stride, padding, padding, 1, 1);
  }

  /// This geometry with another kernel size.
  public Window withKernel(int height, int width) {
    return new Window(height, width, strideHeight, strideWidth, paddingHeight, paddingWidth,
        dilationHeight, dilationWidth);
  }

  /// The output height for an input height.
  ///
  /// @throws IllegalArgumentException if the window does not fit into the padded input
  public int outHeight(int inHeight) {
    return out("height", inHeight, kernelHeight, strideHeight, paddingHeight, dilationHeight);
  }

  /// The output width for an input width; see [#outHeight].
  public int outWidth(int inWidth) {
    return out("width", inWidth, kernelWidth, strideWidth, paddingWidth, dilationWidth);
  }

  /// What is not usual: `3x3`, `2x2, stride 2`, `3x3, stride 2x1, padding 1, dilation 2`.
  @Override
  public String toString() {
    return kernelHeight + "x" + kernelWidth + unless(1, ", stride ", strideHeight, strideWidth)
        + unless(0, ", padding ", paddingHeight, paddingWidth)
        + unless(1, ", dilation ", dilationHeight, dilationWidth);
  }

  private static String unless(int usual, String name, int height, int width) {
    if (height == usual && width == usual) {
      return "";
    }
    return name + height + (height == width ? "" : "x" + width);
  }

  private static int out(String side, int size, int kernel, int stride, int padding, int dilation) {
    SlidingWindow.require("window", side, size, kernel, stride, padding, dilation);
    return SlidingWindow.outputs(size, kernel, stride, padding, dilation);
  }
}
