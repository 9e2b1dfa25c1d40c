package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.matmul.Transpose;
import scrutable.tensor.kernel.parallel.Scratch;

/// How [WinogradConvolution] cuts images in tiles, and the ways into and out of its layout.
///
/// Images are written with the channels last, so that a vector holds one number of 16 channels, and each step of a
/// transform is one instruction for all of them. A transformed tile has 36 numbers; number q of all tiles of a [Block]
/// is a matrix (tiles, channels), and the product of that with the kernels' number q, a matrix (channels, output
/// channels), adds up over the channels. Rows are as long as whole vectors; what fills them up is computed and never
/// used.
///
/// A block is several images, or a part of a large one. Which tiles are together changes no bit.
///
/// @param g       the convolution
/// @param down    tiles of an image from top to bottom
/// @param across  tiles of an image from left to right
/// @param images  images of a block
/// @param high    tiles of a block from top to bottom
/// @param wide    tiles of a block from left to right
/// @param inRow   length of a row of input channels
/// @param outRow  length of a row of output channels
record WinogradTiling(ConvGeometry g, int down, int across, int images, int high, int wide, int inRow, int outRow) {

  /// Side of a tile of outputs.
  static final int SIDE = 4;
  /// Side of a tile of inputs.
  private static final int REACH = SIDE + 2;
  /// Numbers of a transformed tile.
  static final int PLANES = REACH * REACH;
  /// Tiles of a block: the transformed inputs and outputs share the second cache (1 MB).
  private static final int TOGETHER = 128;
  /// Elements of a matrix of a block at most, so that 36 of them fit into an array.
  private static final int LARGEST = 1 << 24;
  /// Blocks that a batch is cut in at least, if it has as many images: work for threads.
  private static final int BLOCKS = 8;

  static WinogradTiling of(ConvGeometry g) {
    int down = Math.ceilDiv(g.outHeight(), SIDE);
    int across = Math.ceilDiv(g.outWidth(), SIDE);
    int inRow = WinogradTransforms.rowOf(g.inChannels());
    int outRow = WinogradTransforms.rowOf(g.outChannels());
    int together = Math.clamp(LARGEST / Math.max(inRow, outRow), 1, TOGETHER);
    int wide = Math.min(across, together);
    int high = Math.min(down, together / wide);
    int images = Math.clamp(together / (wide * high), 1, Math.max(1, Math.ceilDiv(g.n(), BLOCKS)));
    return new WinogradTiling(g, down, across, images, high, wide, inRow, outRow);
  }

  /// The convolution that gives the gradient of the inputs: that of the slopes, with 2 - p zeros around them.
  static ConvGeometry ofGradient(ConvGeometry g) {
    return new ConvGeometry(g.n(), g.outChannels(), g.outHeight(), g.outWidth(), g.inChannels(), 3, 3, 1, 1,
        2 - g.paddingHeight(), 2 - g.paddingWidth(), 1, 1);
  }

  /// Tiles that are transformed, multiplied and transformed back together.
  ///
  /// @param image   the first image
  /// @param images  how many
  /// @param top     the first row of outputs
  /// @param left    the first column of outputs
  /// @param down    tiles from top to bottom
  /// @param across  tiles from left to right
  record Block(int image, int images, int top, int left, int down, int across) {
    int tiles() {
      return images * down * across;
    }

    private int height() {
      return down * SIDE;
    }

    private int width() {
      return across * SIDE;
    }
  }

  /// How many blocks there are.
  int blocks() {
    return Math.ceilDiv(g.n(), images) * Math.ceilDiv(down, high) * Math.ceilDiv(across, wide);
  }

  Block block(int index) {
    int perRow = Math.ceilDiv(across, wide);
    int perImage = perRow * Math.ceilDiv(down, high);
    int image = index / perImage * images;
    int row = index % perImage / perRow * high;
    int column = index % perRow * wide;
    return new Block(image, Math.min(images, g.n() - image), row * SIDE, column * SIDE, Math.min(high, down - row),
        Math.min(wide, across - column));
  }

  /// How far the matrices of a block with rows of length `row` are apart.
  static int plane(Block block, int row) {
    return Scratch.spread(block.tiles() * row);
  }

  /// Writes `B^T d B` of all tiles of a block, in matrices that are `plane` apart; of x counts what passes the
  /// rectifier whose output is `rectified`, or all of it if that is null.
  void transformInputs(float[] x, float[] rectified, Block block, float[] transformed, int plane) {
    int width = block.width() + 2;
    float[] image = Scratch.borrow((block.height() + 2) * width * inRow);
    int tile = 0;
    for (int i = block.image; i < block.image + block.images; i++) {
      channelsLast(x, rectified, i, block, image);
      for (int row = 0; row < block.height(); row += SIDE) {
        for (int column = 0; column < block.width(); column += SIDE) {
          WinogradTransforms.sandwich(WinogradTransforms.INPUT, REACH, REACH, inRow, image,
              (row * width + column) * inRow, width * inRow, inRow, transformed, tile * inRow, REACH * plane, plane);
          tile++;
        }
      }
    }
    Scratch.giveBack(image);
  }

  /// Writes the inputs of a block with the channels last, zeros where they jut out of the image.
  private void channelsLast(float[] x, float[] rectified, int image, Block block, float[] to) {
    int firstRow = block.top - g.paddingHeight();
    int firstColumn = block.left - g.paddingWidth();
    int height = block.height() + 2;
    int width = block.width() + 2;
    int top = Math.max(firstRow, 0);
    int left = Math.max(firstColumn, 0);
    int rows = Math.min(firstRow + height, g.inHeight()) - top;
    int columns = Math.min(firstColumn + width, g.inWidth()) - left;
    if (rows < height || columns < width) {
      Arrays.fill(to, 0, height * width * inRow, 0);
    }
    int plane = g.inHeight() * g.inWidth();
    int lanes = WinogradTransforms.LANES;
    float[] passed = Scratch.borrow(rectified == null ? 0 : lanes * rows * columns);
    for (int c = 0; c < g.inChannels(); c += lanes) {
      int channels = Math.min(lanes, g.inChannels() - c);
      int start = image * g.inSize() + c * plane + top * g.inWidth() + left;
      int end = ((top - firstRow) * width + left - firstColumn) * inRow + c;
      if (rectified != null) {
        pass(x, rectified, start, channels, rows, columns, passed);
      }
      for (int row = 0; row < rows; row++) {
        if (rectified == null) {
          Transpose.transpose(channels, columns, x, start + row * g.inWidth(), plane, to, end + row * width * inRow,
              inRow);
        } else {
          Transpose.transpose(channels, columns, passed, row * columns, rows * columns, to,
              end + row * width * inRow, inRow);
        }
      }
    }
    Scratch.giveBack(passed);
  }

  /// Copies what passes the rectifier of some rows and columns of some channels; whole rows are one run.
  private void pass(float[] x, float[] rectified, int start, int channels, int rows, int columns, float[] to) {
    int run = columns == g.inWidth() ? rows * columns : columns;
    for (int channel = 0; channel < channels; channel++) {
      int from = start + channel * g.inHeight() * g.inWidth();
      for (int at = 0; at < rows * columns; at += run) {
        ConvolutionTile.pass(x, rectified, from + at / columns * g.inWidth(), to, channel * rows * columns + at, run);
      }
    }
  }

  /// Transforms sums of products back, adds `addends` (as long as a row), rectifies if that is wanted, and puts the
  /// outputs of a block in their places.
  void transformOutputs(float[] sums, int plane, Block block, float[] addends, boolean rectify, float[] y) {
    int width = block.width();
    float[] image = Scratch.borrow(block.height() * width * outRow);
    int tile = 0;
    for (int i = block.image; i < block.image + block.images; i++) {
      for (int row = 0; row < block.height(); row += SIDE) {
        for (int column = 0; column < width; column += SIDE) {
          WinogradTransforms.outputs(outRow, sums, tile * outRow, REACH * plane, plane, addends, rectify,
              image, (row * width + column) * outRow, width * outRow, outRow);
          tile++;
        }
      }
      int columns = Math.min(width, g.outWidth() - block.left);
      for (int o = 0; o < g.outChannels(); o += WinogradTransforms.LANES) {
        int channels = Math.min(WinogradTransforms.LANES, g.outChannels() - o);
        for (int row = 0; row < Math.min(block.height(), g.outHeight() - block.top); row++) {
          Transpose.transpose(columns, channels, image, row * width * outRow + o, outRow, y,
              i * g.outSize() + o * g.outPlane() + (block.top + row) * g.outWidth() + block.left, g.outPlane());
        }
      }
    }
    Scratch.giveBack(image);
  }
}
