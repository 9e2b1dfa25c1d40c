package scrutable.tensor.kernel.convolution;

import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.reduce.ChannelReductions;

/// Two-dimensional convolution (cross-correlation, as usual in deep learning) and its two derivatives.
///
/// [ConvGeometry] gives the formula and the layouts, [PlainConvolution] the order in which each element is
/// accumulated. All three are matrix products in which one factor is an image, shifted ([ShiftedInput],
/// [ShiftedGradient]); that factor is never built, as the tiles ([ConvolutionTile]) read the image itself. The usual
/// way builds it ("im2col": K. Chellapilla, S. Puri, P. Simard, "High Performance Convolutional Neural Networks for
/// Document Processing", 2006) and spends a third of the time on copies.
///
/// The images are shared among threads, for the gradient of the weights the weights, or if they are few, images whose
/// sums are added up in order at the end; so no order of adding depends on the threads.
///
/// Outputs must not overlap inputs. The entries for double are the plain loops.
public final class Convolution {

  private static final int ROWS = ConvolutionTile.ROWS;

  private Convolution() {}

  /// y = w * x.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void forward(ConvGeometry g, float[] x, float[] w, float[] y) {
    forward(g, x, w, null, y);
  }

  /// y = w * x + bias, with one bias per output channel, or none if it is null.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void forward(ConvGeometry g, float[] x, float[] w, float[] bias, float[] y) {
    forward(g, x, w, bias, false, y);
  }

  /// y = w * x + bias (none if null), and if it is to be rectified, y = max(w * x + bias, 0): while the numbers are in
  /// the nearest cache, where a pass of its own would fetch them from memory.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void forward(ConvGeometry g, float[] x, float[] w, float[] bias, boolean rectify, float[] y) {
    g.requireArrays("conv forward", x.length, w.length, y.length);
    g.requireBias("conv forward", bias == null ? g.outChannels() : bias.length);
    ConvolutionForward.run(g, x, w, bias, rectify, y);
  }

  /// gx = the gradient with respect to x, from the gradient gy with respect to y.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void inputGradient(ConvGeometry g, float[] gy, float[] w, float[] gx) {
    inputGradient(g, gy, null, w, gx);
  }

  /// The same for a rectified y, from the gradient gy with respect to it: only what passes where y is above 0 counts.
  ///
  /// @param rectified y itself, or null if it was not rectified
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void inputGradient(ConvGeometry g, float[] gy, float[] rectified, float[] w, float[] gx) {
    g.requireArrays("conv input gradient", gx.length, w.length, shorter(gy, rectified));
    ShiftedGradient gradient = new ShiftedGradient(g);
    if (BandedInputGradient.paysFor(g, gradient)) {
      new BandedInputGradient(g, gradient).run(gy, rectified, w, gx);
      return;
    }
    int tiles = ConvolutionTile.tiles(g.inChannels());
    for (int phase = 0; phase < g.strideHeight() * g.strideWidth(); phase++) {
      phaseOfInputGradient(g, gradient, gradient.phase(phase / g.strideWidth(), phase % g.strideWidth()), tiles,
          gy, rectified, w, gx);
    }
  }

  private static void phaseOfInputGradient(ConvGeometry g, ShiftedGradient gradient, ShiftedGradient.Phase phase,
      int tiles, float[] gy, float[] rectified, float[] w, float[] gx) {
    int depth = phase.offsets().length;
    float[] panels = Scratch.borrow(tiles * ROWS * depth);
    packWeightsByInput(g, phase, tiles, w, panels);
    ImageLoop.run(g.n(), tiles, (image, fromTile, toTile) -> {
      int length = gradient.rows() * gradient.pitch();
      float[] arranged = Scratch.borrow(gradient.size());
      float[] rows = Scratch.borrow(ROWS * length);
      gradient.arrange(gy, rectified, image * g.outSize(), arranged);
      for (int tile = fromTile; tile < toTile; tile++) {
        int last = Math.min(g.inChannels(), (tile + 1) * ROWS);
        int start = image * g.inSize() + tile * ROWS * g.inHeight() * g.inWidth();
        ConvolutionTile.correlateRows(last - tile * ROWS, depth, panels, tile * ROWS * depth, arranged,
            phase.offsets(), length, g.isPlain() ? gx : rows, g.isPlain() ? start : 0, length);
        for (int c = tile * ROWS; c < last && !g.isPlain(); c++) {
          takePhase(g, gradient, phase, rows, (c - tile * ROWS) * length,
              gx, image * g.inSize() + c * g.inHeight() * g.inWidth());
        }
      }
      Scratch.giveBack(rows);
      Scratch.giveBack(arranged);
    });
    Scratch.giveBack(panels);
  }

  private static void packWeightsByInput(ConvGeometry g, ShiftedGradient.Phase phase, int tiles, float[] w,
      float[] panels) {
    int kernel = g.kernelHeight() * g.kernelWidth();
    int depth = phase.weights().length;
    for (int c = 0; c < tiles * ROWS; c++) {
      int to = c / ROWS * ROWS * depth + c % ROWS;
      for (int p = 0; p < depth; p++) {
        panels[to + p * ROWS] = c < g.inChannels() ? w[phase.weights()[p] + c * kernel] : 0;
      }
    }
  }

  /// Puts the elements of one phase in their places; those that no window met are 0.
  private static void takePhase(ConvGeometry g, ShiftedGradient gradient, ShiftedGradient.Phase phase,
      float[] rows, int from, float[] gx, int gxStart) {
    for (int i = 0; i < g.inHeight(); i++) {
      int a = i + g.paddingHeight();
      if (a % g.strideHeight() != phase.row()) {
        continue;
      }
      int to = gxStart + i * g.inWidth();
      boolean met = a / g.strideHeight() < gradient.rows();
      int rowStart = from + a / g.strideHeight() * gradient.pitch();
      if (g.strideWidth() == 1 && met) {
        System.arraycopy(rows, rowStart + g.paddingWidth(), gx, to, g.inWidth());
        continue;
      }
      for (int j = 0; j < g.inWidth(); j++) {
        int b = j + g.paddingWidth();
        if (b % g.strideWidth() == phase.column()) {
          int column = b / g.strideWidth();
          gx[to + j] = met && column < gradient.pitch() ? rows[rowStart + column] : 0;
        }
      }
    }
  }

  /// gw = the gradient with respect to w, from the gradient gy with respect to y.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void weightGradient(ConvGeometry g, float[] x, float[] gy, float[] gw) {
    weightGradient(g, x, gy, null, gw);
  }

  /// The same for a rectified y, from the gradient gy with respect to it.
  ///
  /// @param rectified y itself, or null if it was not rectified
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void weightGradient(ConvGeometry g, float[] x, float[] gy, float[] rectified, float[] gw) {
    g.requireArrays("conv weight gradient", x.length, gw.length, shorter(gy, rectified));
    if (WeightGradient.fits(g)) {
      new WeightGradient(g, x, gy, rectified).run(gw);
    } else {
      WeightGradientBlocks.run(g, x, gy, rectified, gw);
    }
  }

  /// gb = the sum of each channel of gy where `rectified` is above 0, in the order of [ChannelReductions].
  ///
  /// What the rectifier lets pass of a channel is gathered and added up while it is near; of all channels at once it
  /// would be as large as gy, and go to memory and back.
  ///
  /// @throws IllegalArgumentException if an array is too short
  public static void biasGradient(int n, int channels, int positions, float[] gy, float[] rectified, float[] gb) {
    if ((long) n * channels * positions > shorter(gy, rectified) || channels > gb.length) {
      throw new IllegalArgumentException("conv2d bias gradient: (" + n + ", " + channels + ", " + positions
          + ") does not fit: arrays of " + gy.length + " and " + rectified.length + " elements, of the bias "
          + gb.length);
    }
    ChannelReductions.forChannels(n, channels, positions, channel -> {
      float[] passed = Scratch.borrow(n * positions);
      for (int image = 0; image < n; image++) {
        ConvolutionTile.pass(gy, rectified, (image * channels + channel) * positions, passed, image * positions,
            positions);
      }
      gb[channel] = ChannelReductions.sum(passed, n, 1, positions, 0);
      Scratch.giveBack(passed);
    });
  }

  private static int shorter(float[] gy, float[] rectified) {
    return rectified == null ? gy.length : Math.min(gy.length, rectified.length);
  }

  /// y = w * x + bias (none if null), in double.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void forward(ConvGeometry g, double[] x, double[] w, double[] bias, double[] y) {
    g.requireArrays("conv forward", x.length, w.length, y.length);
    g.requireBias("conv forward", bias == null ? g.outChannels() : bias.length);
    PlainConvolution.forward(g, Precision.FLOAT64, x, w, bias, y);
  }

  /// gx = the gradient with respect to x, in double.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void inputGradient(ConvGeometry g, double[] gy, double[] w, double[] gx) {
    g.requireArrays("conv input gradient", gx.length, w.length, gy.length);
    PlainConvolution.inputGradient(g, Precision.FLOAT64, gy, w, gx);
  }

  /// gw = the gradient with respect to w, in double.
  ///
  /// @throws IllegalArgumentException if an array is too short for the geometry
  public static void weightGradient(ConvGeometry g, double[] x, double[] gy, double[] gw) {
    g.requireArrays("conv weight gradient", x.length, gw.length, gy.length);
    PlainConvolution.weightGradient(g, Precision.FLOAT64, x, gy, gw);
  }
}
