package scrutable.tensor.kernel.convolution;

import java.util.List;
import scrutable.tensor.kernel.matmul.Packing;
import scrutable.tensor.kernel.parallel.Scratch;

/// The output of a convolution: a matrix product of the weights and the shifted images ([ShiftedInput]).
///
/// There are two ways to lay vectors over it. Along the channels ([ChannelSums]), 8 positions of the output meet 16 or
/// 32 output channels: it computes exactly the outputs there are, if the channels fill the vectors. Along the positions
/// ([#byPositions]), 8 channels meet 16 or 32 positions, also those beyond the right edge: better if there are few
/// channels. In either way the outputs must be put in their places afterwards, which takes as long as a few dozen
/// multiply-adds each; where an output is the sum of hardly more, the image is copied so that they come out in their
/// places ([#byCopies]). All add up each output in the same order, so the choice changes no bit.
final class ConvolutionForward {

  private static final int ROWS = ConvolutionTile.ROWS;
  /// Length of the sums up to which copies pay.
  private static final int SHORT = 64;

  private ConvolutionForward() {}

  /// y = w * x + bias (none if null), or `max(w * x + bias, 0)` if it is to be rectified.
  static void run(ConvGeometry g, float[] x, float[] w, float[] bias, boolean rectify, float[] y) {
    if (g.window() <= SHORT && ColumnCopies.fit(g)) {
      byCopies(g, x, w, bias, rectify, y);
      return;
    }
    ShiftedInput input = new ShiftedInput(g);
    long byChannels = ChannelSums.cost(g.outChannels(), g.outPlane());
    long byPositions = (long) ConvolutionTile.tiles(g.outChannels()) * ROWS * ConvolutionTile.widthOf(input.length());
    if (byChannels <= byPositions) {
      byChannels(g, input, x, w, bias, rectify, y);
    } else {
      byPositions(g, input, x, w, bias, rectify, y);
    }
  }

  private static void byChannels(ConvGeometry g, ShiftedInput input, float[] x, float[] w, float[] bias,
      boolean rectify, float[] y) {
    int width = ConvolutionTile.widthOf(g.outChannels());
    float[] panels = Scratch.borrowForPanels(width * g.window());
    for (int o = 0; o < width; o += ConvolutionTile.panel(width, o)) {
      int panel = ConvolutionTile.panel(width, o);
      Packing.packLines(panel, g.window(), Math.min(panel, g.outChannels() - o), w, o * g.window(), g.window(),
          panels, Scratch.LINE_START + o * g.window());
    }
    ChannelSums.Band whole = new ChannelSums.Band(g.outPlane(), g.window(), input.offsets(), panels);
    new ChannelSums(g.n(), g.outChannels(), input.positions(), g.outPlane(), List.of(whole)).run(
        (image, to) -> input.arrange(x, image * g.inSize(), to), input.size(), bias, rectify, y);
    Scratch.giveBack(panels);
  }

  private static void byPositions(ConvGeometry g, ShiftedInput input, float[] x, float[] w, float[] bias,
      boolean rectify, float[] y) {
    int tiles = ConvolutionTile.tiles(g.outChannels());
    float[] panels = Scratch.borrow(tiles * ROWS * g.window());
    Packing.packLines(ROWS, g.window(), g.outChannels(), w, 0, g.window(), panels, 0);
    ImageLoop.run(g.n(), tiles, (image, fromTile, toTile) -> {
      int pitch = Scratch.spread(ConvolutionTile.roundUp(input.length()));
      float[] arranged = Scratch.borrow(input.size());
      float[] rows = Scratch.borrow(ROWS * pitch);
      input.arrange(x, image * g.inSize(), arranged);
      for (int tile = fromTile; tile < toTile; tile++) {
        int last = Math.min(g.outChannels(), (tile + 1) * ROWS);
        ConvolutionTile.correlateRows(last - tile * ROWS, g.window(), panels, tile * ROWS * g.window(), arranged,
            input.offsets(), input.length(), rows, 0, pitch);
        for (int o = tile * ROWS; o < last; o++) {
          int plane = image * g.outSize() + o * g.outPlane();
          takeOutputs(g, rows, (o - tile * ROWS) * pitch, input.pitch(), bias == null ? -0f : bias[o], y, plane);
          if (rectify) {
            ConvolutionTile.rectify(y, plane, g.outPlane());
          }
        }
      }
      Scratch.giveBack(rows);
      Scratch.giveBack(arranged);
    });
    Scratch.giveBack(panels);
  }

  /// Leaves out the columns beyond the last output, and adds the bias.
  private static void takeOutputs(ConvGeometry g, float[] rows, int from, int pitch, float bias,
      float[] y, int yStart) {
    int outWidth = g.outWidth();
    for (int i = 0; i < g.outHeight(); i++) {
      ConvolutionTile.addTo(rows, from + i * pitch, bias, y, yStart + i * outWidth, outWidth);
    }
  }

  private static void byCopies(ConvGeometry g, float[] x, float[] w, float[] bias, boolean rectify, float[] y) {
    ColumnCopies copies = new ColumnCopies(g);
    int tiles = ConvolutionTile.tiles(g.outChannels());
    float[] panels = Scratch.borrow(tiles * ROWS * g.window());
    Packing.packLines(ROWS, g.window(), g.outChannels(), w, 0, g.window(), panels, 0);
    ImageLoop.run(g.n(), tiles, (image, fromTile, toTile) -> {
      float[] arranged = Scratch.borrow(copies.size());
      for (int row = 0; row < g.outHeight(); row += copies.height()) {
        int length = Math.min(copies.height(), g.outHeight() - row) * g.outWidth();
        copies.arrange(x, image * g.inSize(), row, arranged);
        for (int o = fromTile * ROWS; o < Math.min(g.outChannels(), toTile * ROWS); o += ROWS) {
          int start = image * g.outSize() + o * g.outPlane() + row * g.outWidth();
          int channels = Math.min(ROWS, g.outChannels() - o);
          ConvolutionTile.correlateRows(channels, g.window(), panels, o * g.window(), arranged, copies.offsets(),
              length, y, start, g.outPlane());
          for (int c = 0; c < channels; c++) {
            if (bias != null) {
              ConvolutionTile.add(bias[o + c], y, start + c * g.outPlane(), length);
            }
            if (rectify) {
              ConvolutionTile.rectify(y, start + c * g.outPlane(), length);
            }
          }
        }
      }
      Scratch.giveBack(arranged);
    });
    Scratch.giveBack(panels);
  }
}
