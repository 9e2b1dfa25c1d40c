package scrutable.bench;

import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.matmul.Transpose;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// The convolution of [WinogradMatrices] for kernels of 3 x 3 and stride 1, with vectors and the engine's own matrix
/// product; the bits are those of [PlainWinograd].
///
/// The formula needs a quarter of the multiplications of the definition (F(4x4, 3x3)), and pays for it with two passes
/// over the images and one over the outputs. So a group of images is transformed, multiplied and transformed back while
/// it is in the second cache ([WinogradTiling] shows the layout).
final class WinogradConvolution {

  private WinogradConvolution() {}

  /// y = w * x.
  ///
  /// @throws IllegalArgumentException if the kernel is not 3 x 3 or stride or dilation are not 1
  static void forward(WinogradVectors f, ConvGeometry g, float[] x, float[] w, float[] y) {
    WinogradTiling tiling = WinogradTiling.of(f, g);
    int a = f.matrices().inputs();
    int row = tiling.outRow();
    float[] turned = Scratch.borrow(g.window() * row);
    Transpose.transpose(g.outChannels(), g.window(), w, 0, g.window(), turned, 0, row);
    float[] kernels = Scratch.borrow(a * a * g.inChannels() * row);
    for (int c = 0; c < g.inChannels(); c++) {
      WinogradVectors.sandwich(f.kernel(), 3, a, row, turned, c * 9 * row, 3 * row, row,
          kernels, c * row, a * g.inChannels() * row, g.inChannels() * row);
    }
    Scratch.giveBack(turned);
    correlate(tiling, x, kernels, y);
    Scratch.giveBack(kernels);
  }

  /// gx from gy: the convolution of gy with the kernels turned by 180 degrees.
  ///
  /// @throws IllegalArgumentException if the kernel is not 3 x 3 or stride or dilation are not 1
  static void inputGradient(WinogradVectors f, ConvGeometry g, float[] gy, float[] w, float[] gx) {
    WinogradTiling tiling = WinogradTiling.of(f, WinogradTiling.ofGradient(g));
    int a = f.matrices().inputs();
    int row = tiling.outRow();
    float[] turned = Scratch.borrow(9 * row);
    float[] kernels = Scratch.borrow(a * a * g.outChannels() * row);
    for (int o = 0; o < g.outChannels(); o++) {
      Transpose.transpose(g.inChannels(), 9, w, o * g.window(), 9, turned, 0, row);
      // Read from the last number to the first: the kernel turned by 180 degrees.
      WinogradVectors.sandwich(f.kernel(), 3, a, row, turned, 8 * row, -3 * row, -row,
          kernels, o * row, a * g.outChannels() * row, g.outChannels() * row);
    }
    Scratch.giveBack(turned);
    correlate(tiling, gy, kernels, gx);
    Scratch.giveBack(kernels);
  }

  private static void correlate(WinogradTiling tiling, float[] x, float[] kernels, float[] y) {
    ConvGeometry g = tiling.g();
    int in = tiling.inRow();
    int out = tiling.outRow();
    Parallel.forRange(g.n(), tiling.imagesOfGroup(), (from, to) -> {
      int tiles = (to - from) * tiling.tiles();
      int inPlane = tiling.plane(to - from, in);
      int outPlane = tiling.plane(to - from, out);
      float[] inputs = Scratch.borrow(tiling.planes() * inPlane);
      float[] sums = Scratch.borrow(tiling.planes() * outPlane);
      tiling.transformInputs(x, from, to, inputs, inPlane);
      for (int q = 0; q < tiling.planes(); q++) {
        Gemm.sgemm(false, false, tiles, g.outChannels(), g.inChannels(), inputs, q * inPlane, in,
            kernels, q * g.inChannels() * out, out, sums, q * outPlane, out, false);
      }
      tiling.transformOutputs(sums, outPlane, from, to, y);
      Scratch.giveBack(sums);
      Scratch.giveBack(inputs);
    });
  }

  /// gw from x and gy. Each group of images gives a gradient of its own, with the output channels last; these are added
  /// in order, so that the bits do not depend on the number of threads.
  ///
  /// @throws IllegalArgumentException if the kernel is not 3 x 3 or stride or dilation are not 1
  static void weightGradient(WinogradVectors f, ConvGeometry g, float[] x, float[] gy, float[] gw) {
    WinogradTiling tiling = WinogradTiling.of(f, g);
    int images = tiling.imagesOfGroup();
    int size = g.window() * tiling.outRow();
    int groups = (g.n() + images - 1) / images;
    float[] gradients = Scratch.borrow(groups * size);
    Parallel.forRange(g.n(), images, (from, to) ->
        gradientOfGroup(tiling, from, to, x, gy, gradients, from / images * size));
    for (int group = 1; group < groups; group++) {
      Elementwise.add(gradients, 0, gradients, group * size, gradients, 0, size);
    }
    Transpose.transpose(g.window(), g.outChannels(), gradients, 0, tiling.outRow(), gw, 0, g.window());
    Scratch.giveBack(gradients);
  }

  private static void gradientOfGroup(WinogradTiling tiling, int from, int to, float[] x, float[] gy,
      float[] gradients, int start) {
    ConvGeometry g = tiling.g();
    WinogradVectors f = tiling.f();
    int a = f.matrices().inputs();
    int in = tiling.inRow();
    int out = tiling.outRow();
    int tiles = (to - from) * tiling.tiles();
    int inPlane = tiling.plane(to - from, in);
    int outPlane = tiling.plane(to - from, out);
    float[] inputs = Scratch.borrow(tiling.planes() * inPlane);
    float[] slopes = Scratch.borrow(tiling.planes() * outPlane);
    float[] sums = Scratch.borrow(tiling.planes() * g.inChannels() * out);
    tiling.transformInputs(x, from, to, inputs, inPlane);
    tiling.transformSlopes(gy, from, to, slopes, outPlane);
    for (int q = 0; q < tiling.planes(); q++) {
      Gemm.sgemm(true, false, g.inChannels(), g.outChannels(), tiles, inputs, q * inPlane, in,
          slopes, q * outPlane, out, sums, q * g.inChannels() * out, out, false);
    }
    for (int c = 0; c < g.inChannels(); c++) {
      WinogradVectors.sandwich(f.gradient(), a, 3, out,
          sums, c * out, a * g.inChannels() * out, g.inChannels() * out, gradients, start + c * 9 * out, 3 * out, out);
    }
    Scratch.giveBack(sums);
    Scratch.giveBack(slopes);
    Scratch.giveBack(inputs);
  }
}
