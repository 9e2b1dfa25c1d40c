package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.matmul.Packing;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Scratch;

/// The gradient of the weights of a convolution: in each image, the sums of what 8 kernel positions meet times the
/// slopes of 16 or 32 output channels, a panel; then the sums of all images, one after another.
///
/// The weights are shared among threads ([#byWeights]): each lays out all images and keeps the totals of some tiles of
/// the result. But where all output channels are one panel, each thread would also lay out all slopes, which takes a
/// first layer, with few weights, as long as its sums. There the images are shared ([#byImages]), their sums kept, and
/// added up in the end: in the same order, so with the same bits.
final class WeightGradient {

  private static final int ROWS = ConvolutionTile.ROWS;
  /// Elements of a laid out plane from which on the gradient is taken block by block ([WeightGradientBlocks]).
  private static final int LARGE = 1 << 24;
  /// Most tiles of the weights for which the sums of all images are kept: 8 times 8 kernel positions.
  private static final int FEW = 8;
  /// Most elements of these sums, 2 MB.
  private static final int KEPT = 1 << 19;

  private final ConvGeometry g;
  private final ShiftedInput input;
  private final int[] positions;
  private final int width;
  private final int tiles;
  /// Rows of the output that are added up in one chain, and how many such strips an image has.
  private final int strip;
  private final int strips;
  private final float[] x;
  private final float[] gy;
  private final float[] rectified;

  /// @param gy the gradient with respect to y
  /// @param rectified y itself if it was rectified, else null
  WeightGradient(ConvGeometry g, float[] x, float[] gy, float[] rectified) {
    this.g = g;
    this.input = new ShiftedInput(g);
    this.positions = input.positions();
    this.width = width(g);
    this.tiles = ConvolutionTile.tiles(g.window());
    this.strip = Math.min(g.stripRows(), g.outHeight());
    this.strips = Math.ceilDiv(g.outHeight(), strip);
    this.x = x;
    this.gy = gy;
    this.rectified = rectified;
  }

  /// Whether a plane of the output can be laid out.
  static boolean fits(ConvGeometry g) {
    return (long) g.outPlane() * width(g) < LARGE;
  }

  private static int width(ConvGeometry g) {
    return g.outChannels() <= ConvolutionTile.NARROW ? ConvolutionTile.NARROW : ConvolutionTile.COLUMNS;
  }

  /// gw = the gradient.
  void run(float[] gw) {
    boolean areKept = tiles <= FEW && (long) g.n() * strips * tiles * ROWS * width <= KEPT;
    if (g.outChannels() <= width && areKept && g.n() > 1 && Parallel.threads() > 1) {
      byImages(gw);
    } else {
      byWeights(gw);
    }
  }

  private void byWeights(float[] gw) {
    int units = (g.outChannels() + width - 1) / width * tiles;
    Parallel.forRange(units, (units + Parallel.threads() - 1) / Parallel.threads(), (from, to) -> {
      float[] sums = Scratch.borrow((to - from) * ROWS * width);
      Arrays.fill(sums, 0, (to - from) * ROWS * width, 0);
      addUp(0, g.n(), from, to, sums, 0);
      take(from, to, sums, gw);
      Scratch.giveBack(sums);
    });
  }

  private void byImages(float[] gw) {
    int size = tiles * ROWS * width;
    int all = g.n() * strips * size;
    float[] sums = Scratch.borrow(all);
    Arrays.fill(sums, 0, all, 0);
    Parallel.forRange(g.n(), 1, (image, end) -> addUp(image, end, 0, tiles, sums, size));
    for (int at = size; at < all; at += size) {
      for (int i = 0; i < size; i++) {
        sums[i] += sums[at + i];
      }
    }
    take(0, tiles, sums, gw);
    Scratch.giveBack(sums);
  }

  /// Adds what some images give to the sums of the tiles `from <= unit < to` of gw: unit `panel tiles + tile` holds the
  /// output channels of one panel and the kernel positions of one tile. An image is added strip by strip of its rows;
  /// the sums of one strip lie `apart` behind those of the one before, in a batch, or in the same place if that is 0.
  private void addUp(int firstImage, int endImage, int from, int to, float[] sums, int apart) {
    float[] arranged = Scratch.borrow(input.size());
    float[] slopes = Scratch.borrowForPanels(strip * g.outWidth() * width);
    int start = firstImage * strips * apart;
    for (int image = firstImage; image < endImage; image++) {
      input.arrange(x, image * g.inSize(), arranged);
      for (int row = 0; row < g.outHeight(); row += strip) {
        int rows = Math.min(strip, g.outHeight() - row);
        int[] offsets = input.offsetsFrom(row);
        for (int unit = from; unit < to; unit++) {
          if (unit == from || unit % tiles == 0) {
            packSlopes(unit / tiles * width, image, row, rows, slopes);
          }
          ConvolutionTile.weights(width, rows, g.outWidth(), input.pitch(), positions, arranged, offsets,
              unit % tiles * ROWS, slopes, Scratch.LINE_START, sums, start + (unit - from) * ROWS * width);
        }
        start += apart;
      }
    }
    Scratch.giveBack(slopes);
    Scratch.giveBack(arranged);
  }

  /// Packs the slopes of one panel of output channels, from `o` on, in some rows of an image.
  private void packSlopes(int o, int image, int row, int rows, float[] slopes) {
    int plane = g.outPlane();
    int length = rows * g.outWidth();
    int channels = Math.min(width, g.outChannels() - o);
    int start = image * g.outSize() + o * plane + row * g.outWidth();
    if (rectified == null) {
      Packing.packLines(width, length, channels, gy, start, plane, slopes, Scratch.LINE_START);
      return;
    }
    float[] passed = Scratch.borrow(width * length);
    for (int channel = 0; channel < channels; channel++) {
      ConvolutionTile.pass(gy, rectified, start + channel * plane, passed, channel * length, length);
    }
    Arrays.fill(passed, channels * length, width * length, 0);             // a full panel is packed by blocks
    Packing.packLines(width, length, width, passed, 0, length, slopes, Scratch.LINE_START);
    Scratch.giveBack(passed);
  }

  /// Puts the sums of the tiles `from <= unit < to` in their places.
  private void take(int from, int to, float[] sums, float[] gw) {
    for (int unit = from; unit < to; unit++) {
      for (int window = unit % tiles * ROWS; window < Math.min(g.window(), (unit % tiles + 1) * ROWS); window++) {
        int sum = (unit - from) * ROWS * width + (window - unit % tiles * ROWS) * width;
        for (int o = unit / tiles * width; o < Math.min(g.outChannels(), (unit / tiles + 1) * width); o++) {
          gw[o * g.window() + window] = sums[sum++];
        }
      }
    }
  }
}
