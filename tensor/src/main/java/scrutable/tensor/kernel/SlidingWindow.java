package scrutable.tensor.kernel;

//: hide 2.2
//: instead /// A window that slides along one side of an image, in convolution and in pooling: how often it fits.
/// A window that slides along one side of an image, in convolution and in pooling: how often it fits.
///
/// Window `o` covers the elements `o stride - padding + k dilation` for `0 <= k < kernel`.
//: end
public final class SlidingWindow {

  private SlidingWindow() {}

  /// The number of windows: floor((in + 2 padding - dilation (kernel - 1) - 1) / stride) + 1.
  ///
  /// Source: V. Dumoulin, F. Visin, "A guide to convolution arithmetic for deep learning", 2016, relationship 15.
  public static int outputs(int in, int kernel, int stride, int padding, int dilation) {
    return (in + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
  }

  /// Checks one side of an image before [#outputs] is asked for.
  ///
  /// @param side `height` or `width`, for the message
  /// @throws IllegalArgumentException if a kernel size, stride or dilation is below 1, a padding is negative, the
  ///     padded side is longer than an array, or the window is longer than the padded side
  public static void require(String what, String side, int in, int kernel, int stride, int padding, int dilation) {
    requireAtLeast(1, kernel, what, "kernel", side);
    requireAtLeast(1, stride, what, "stride", side);
    requireAtLeast(0, padding, what, "padding", side);
    requireAtLeast(1, dilation, what, "dilation", side);
    long reach = (long) dilation * (kernel - 1) + 1;
    long padded = in + 2L * padding;
    if (padded > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(what + ": " + side + " " + in + " + 2 * padding " + padding + " = " + padded
          + " is more than 2^31 - 1, the limit of a Java array");
    }
    if (padded < reach) {
      throw new IllegalArgumentException(what + ": the kernel does not fit into the image: " + side + " " + in
          + " + 2 * padding " + padding + " < " + reach + " = dilation " + dilation + " * (kernel " + kernel
          + " - 1) + 1");
    }
  }

  /// The message is put together only when it is needed.
  private static void requireAtLeast(int least, int value, String what, String name, String side) {
    if (value < least) {
      throw new IllegalArgumentException(
          what + ": " + name + " (" + side + ") must be at least " + least + ", got " + value);
    }
  }
}
