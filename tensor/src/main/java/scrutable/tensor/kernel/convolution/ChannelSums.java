package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import java.util.List;
import scrutable.tensor.kernel.matmul.Transpose;
import scrutable.tensor.kernel.parallel.Scratch;

/// What a convolution adds up, with vectors along the channels of the result: 8 positions meet 16 or 32 channels. It
/// computes exactly the elements there are, if the channels fill the vectors. What comes out of a tile has the channels
/// last, and is transposed while it is in the nearest cache.
///
/// A long sum is added up in parts, each for all tiles of a block before the next: then the weights of a part and what
/// they meet stay in the nearest cache from tile to tile, where those of the whole sum would push each other out. Each
/// element is still one chain, which goes on where the last part left it.
///
/// @param images how many
/// @param channels of the result
/// @param positions where the sum of each element of a plane of the result begins in the layout; filled up with the
///     last one to a whole number of tiles
/// @param plane elements of one channel of the result
/// @param bands which terms the sums have, from the first element of a plane to the last
record ChannelSums(int images, int channels, int[] positions, int plane, List<Band> bands) {

  private static final int ROWS = ConvolutionTile.ROWS;
  /// Positions after which what was computed is put in its place, while it is in the nearest cache.
  private static final int BLOCK = 8 * ROWS;
  /// Most terms of a part; their weights take 18 KB.
  private static final int PART = 144;

  /// Neighbouring elements of a plane whose sums have the same terms.
  ///
  /// @param end before which element it ends: at that of a tile, or the plane
  /// @param depth how many terms a sum has
  /// @param offsets how far they are behind the beginning of the sum
  /// @param panels the weights: those of the channels of a tile, which begins at channel o, from `o depth` behind
  ///     [Scratch#LINE_START] on, term by term
  record Band(int end, int depth, int[] offsets, float[] panels) {}

  /// Lays out what the sums of one image meet.
  interface Layout {
    void arrange(int image, float[] to);
  }

  /// Multiply-adds for each term, those included that fill up vectors and tiles.
  static long cost(int channels, int plane) {
    return (long) ConvolutionTile.tiles(plane) * ROWS * ConvolutionTile.widthOf(channels);
  }

  /// Channels, filled up to whole vectors.
  int width() {
    return ConvolutionTile.widthOf(channels);
  }

  /// Computes the sums.
  ///
  /// @param layout gives `size` elements for each image
  /// @param bias   to be added, or null
  void run(Layout layout, int size, float[] bias, boolean rectify, float[] y) {
    // What each part of a sum ends with, and the last one. Adding -0 changes no bit.
    float[] addends = Scratch.borrow(2 * width());
    Arrays.fill(addends, 0, 2 * width(), -0f);
    if (bias != null) {
      System.arraycopy(bias, 0, addends, width(), channels);
    }
    ImageLoop.run(images, (plane + BLOCK - 1) / BLOCK, (image, fromBlock, toBlock) -> {
      float[] arranged = Scratch.borrow(size);
      float[] out = Scratch.borrow(BLOCK * ConvolutionTile.COLUMNS);
      layout.arrange(image, arranged);
      for (int o = 0; o < width(); o += ConvolutionTile.panel(width(), o)) {
        int panel = ConvolutionTile.panel(width(), o);
        for (int block = fromBlock * BLOCK; block < Math.min(plane, toBlock * BLOCK); block += BLOCK) {
          int count = Math.min(BLOCK, plane - block);
          block(o, panel, block, count, arranged, addends, out);
          if (rectify) {
            ConvolutionTile.rectify(out, 0, count * panel);
          }
          Transpose.transpose(count, Math.min(panel, channels - o), out, 0, panel,
              y, (image * channels + o) * plane + block, plane);
        }
      }
      Scratch.giveBack(out);
      Scratch.giveBack(arranged);
    });
    Scratch.giveBack(addends);
  }

  /// The sums of `panel` channels from o on, at `count` positions from `block` on.
  private void block(int o, int panel, int block, int count, float[] arranged, float[] addends, float[] out) {
    int done = 0;
    for (Band band : bands) {
      int end = Math.min(count, band.end() - block);
      if (end > done) {
        tiles(band, o, panel, block, done, end, arranged, addends, out);
        done = end;
      }
    }
  }

  /// The same for those from `first` to `end` of them, which belong to one band.
  private void tiles(Band band, int o, int panel, int block, int first, int end, float[] arranged, float[] addends,
      float[] out) {
    int depth = band.depth();
    int parts = Math.max(1, (depth + PART - 1) / PART);
    int part = (depth + parts - 1) / parts;
    for (int i = 0; i < parts; i++) {
      int to = Math.min(depth, (i + 1) * part);
      for (int at = first; at < end; at += ROWS) {
        ConvolutionTile.outputs(panel, i * part, to, i > 0, arranged, positions, block + at, band.offsets(),
            band.panels(), Scratch.LINE_START + o * depth, addends, i + 1 < parts ? o : width() + o, out, at * panel);
      }
    }
  }
}
