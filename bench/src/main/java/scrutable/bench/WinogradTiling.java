package scrutable.bench;

import java.util.Arrays;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.matmul.MatrixProduct;
import scrutable.tensor.kernel.matmul.Transpose;
import scrutable.tensor.kernel.parallel.Scratch;

/// How [WinogradConvolution] cuts images in tiles, and the ways into and out of its layout.
///
/// Images are written with the channels last, so that a vector holds one number of 16 channels, and each step of a
/// transform is one instruction for all of them. A transformed tile has (m + 2)^2 numbers; number q of all tiles of a
/// group of images is a matrix (tiles, channels), and the product of that with the kernels' number q, a matrix
/// (channels, output channels), adds up over the channels. Rows are as long as whole vectors; what fills them up is
/// computed and never used.
///
/// @param f        the vector transforms
/// @param g        the convolution
/// @param down     tiles of an image from top to bottom
/// @param across   tiles of an image from left to right
/// @param inRow    length of a row of input channels
/// @param outRow   length of a row of output channels
record WinogradTiling(WinogradVectors f, ConvGeometry g, int down, int across, int inRow, int outRow) {

  /// Tiles of a group of images: the transformed inputs and outputs share the second cache (1 MB).
  private static final int TOGETHER = 128;
  /// Groups that a batch is cut in at least, if it has as many images: work for threads.
  private static final int GROUPS = 8;

  /// Checks that this way of computing can be used.
  ///
  /// @throws IllegalArgumentException if the kernel is not 3 x 3, stride or dilation not 1 or the padding larger than
  ///     2, if there are no images, or if a sum would be longer than one chain of the matrix product
  static WinogradTiling of(WinogradVectors f, ConvGeometry g) {
    require(g);
    int m = f.matrices().outputs();
    int down = (g.outHeight() + m - 1) / m;
    int across = (g.outWidth() + m - 1) / m;
    if (Math.max(Math.max(g.inChannels(), g.outChannels()), down * across) > MatrixProduct.CHAIN) {
      throw new IllegalArgumentException("winograd: more than " + MatrixProduct.CHAIN + " channels or tiles: " + g);
    }
    return new WinogradTiling(f, g, down, across, roundUp(g.inChannels()), roundUp(g.outChannels()));
  }

  private static void require(ConvGeometry g) {
    if (g.n() == 0) {
      throw new IllegalArgumentException("winograd: there are no images: " + g);
    }
    boolean threeByThree = g.kernelHeight() == 3 && g.kernelWidth() == 3;
    boolean dense = g.strideHeight() == 1 && g.strideWidth() == 1 && g.dilationHeight() == 1 && g.dilationWidth() == 1;
    if (!threeByThree || !dense || g.paddingHeight() > 2 || g.paddingWidth() > 2) {
      throw new IllegalArgumentException(
          "winograd: needs a kernel of 3 x 3, stride and dilation 1 and a padding of at most 2, not " + g);
    }
  }

  private static int roundUp(int channels) {
    return (channels + WinogradVectors.LANES - 1) / WinogradVectors.LANES * WinogradVectors.LANES;
  }

  /// The convolution of the slopes that gives the gradient of the inputs: 2 - p zeros around them.
  static ConvGeometry ofGradient(ConvGeometry g) {
    require(g);
    return new ConvGeometry(g.n(), g.outChannels(), g.outHeight(), g.outWidth(), g.inChannels(), 3, 3, 1, 1,
        2 - g.paddingHeight(), 2 - g.paddingWidth(), 1, 1);
  }

  /// Images whose tiles are multiplied together; it does not depend on the number of threads.
  static int imagesOfGroup(WinogradMatrices matrices, ConvGeometry g) {
    int m = matrices.outputs();
    int tiles = ((g.outHeight() + m - 1) / m) * ((g.outWidth() + m - 1) / m);
    return Math.max(1, Math.min((g.n() + GROUPS - 1) / GROUPS, TOGETHER / tiles));
  }

  int imagesOfGroup() {
    return imagesOfGroup(f.matrices(), g);
  }

  /// Tiles of one image.
  int tiles() {
    return down * across;
  }

  /// Numbers of a transformed tile.
  int planes() {
    return f.matrices().inputs() * f.matrices().inputs();
  }

  /// How far the matrices of `images` images with rows of length `row` are apart.
  int plane(int images, int row) {
    return Scratch.spread(images * tiles() * row);
  }

  /// Writes `B^T d B` of all tiles of the images `from <= image < to`, in matrices that are `plane` apart.
  void transformInputs(float[] x, int from, int to, float[] transformed, int plane) {
    int m = f.matrices().outputs();
    int a = f.matrices().inputs();
    int width = across * m + 2;
    float[] image = Scratch.borrow((down * m + 2) * width * inRow);
    for (int i = from; i < to; i++) {
      channelsLast(g.inChannels(), g.inHeight(), g.inWidth(), x, i * g.inSize(), g.paddingHeight(), g.paddingWidth(),
          down * m + 2, width, image, inRow);
      for (int tile = 0; tile < tiles(); tile++) {
        WinogradVectors.sandwich(f.input(), a, a, inRow, image, (tile / across * width + tile % across) * m * inRow,
            width * inRow, inRow, transformed, ((i - from) * tiles() + tile) * inRow, a * plane, plane);
      }
    }
    Scratch.giveBack(image);
  }

  /// Writes `A s A^T` of all tiles of slopes.
  void transformSlopes(float[] gy, int from, int to, float[] transformed, int plane) {
    int m = f.matrices().outputs();
    int a = f.matrices().inputs();
    int width = across * m;
    float[] image = Scratch.borrow(down * m * width * outRow);
    for (int i = from; i < to; i++) {
      channelsLast(g.outChannels(), g.outHeight(), g.outWidth(), gy, i * g.outSize(), 0, 0, down * m, width,
          image, outRow);
      for (int tile = 0; tile < tiles(); tile++) {
        WinogradVectors.sandwich(f.slopes(), m, a, outRow, image, (tile / across * width + tile % across) * m * outRow,
            width * outRow, outRow, transformed, ((i - from) * tiles() + tile) * outRow, a * plane, plane);
      }
    }
    Scratch.giveBack(image);
  }

  /// Transforms sums of products back and puts the outputs of the images `from <= image < to` in their places.
  void transformOutputs(float[] sums, int plane, int from, int to, float[] y) {
    int m = f.matrices().outputs();
    int a = f.matrices().inputs();
    int width = across * m;
    float[] image = Scratch.borrow(down * m * width * outRow);
    for (int i = from; i < to; i++) {
      for (int tile = 0; tile < tiles(); tile++) {
        WinogradVectors.sandwich(f.output(), a, m, outRow, sums, ((i - from) * tiles() + tile) * outRow,
            a * plane, plane, image, (tile / across * width + tile % across) * m * outRow, width * outRow, outRow);
      }
      for (int o = 0; o < g.outChannels(); o += WinogradVectors.LANES) {
        int channels = Math.min(WinogradVectors.LANES, g.outChannels() - o);
        for (int row = 0; row < g.outHeight(); row++) {
          Transpose.transpose(g.outWidth(), channels, image, row * width * outRow + o, outRow,
              y, i * g.outSize() + o * g.outPlane() + row * g.outWidth(), g.outPlane());
        }
      }
    }
    Scratch.giveBack(image);
  }

  /// Writes an image of `height` times `width` with the channels last, zeros around it.
  private static void channelsLast(int channels, int height, int width, float[] from, int start, int top, int left,
      int toHeight, int toWidth, float[] to, int toRow) {
    if (toHeight > height || toWidth > width) {
      Arrays.fill(to, 0, toHeight * toWidth * toRow, 0);
    }
    for (int c = 0; c < channels; c += WinogradVectors.LANES) {
      for (int row = 0; row < height; row++) {
        Transpose.transpose(Math.min(WinogradVectors.LANES, channels - c), width,
            from, start + (c * height + row) * width, height * width,
            to, ((top + row) * toWidth + left) * toRow + c, toRow);
      }
    }
  }
}
