package scrutable.bench;

import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.PlainWinograd;
import scrutable.tensor.kernel.convolution.WinogradMatrices;

/// The gradient of the weights by Winograd's method, in plain loops, for [WinogradErrors]. The engine computes it
/// directly, as the errors of this are too large.
///
/// The formula of [WinogradMatrices] read the other way round: `G^T [sum of (B^T d B) * (A s A^T)] G` for tiles d of
/// inputs and s of slopes. Each group of images gives a gradient of its own, and these are added up.
final class WinogradWeightGradient {

  /// Tiles of a group of images at most.
  private static final int TOGETHER = 128;
  /// Groups that a batch is cut in at least.
  private static final int GROUPS = 8;

  private WinogradWeightGradient() {}

  /// gw from x and gy, in float.
  static void run(WinogradMatrices f, ConvGeometry g, double[] x, double[] gy, double[] gw) {
    double[][] outputs = PlainWinograd.transposed(f.output());
    double[][] kernels = PlainWinograd.transposed(f.kernel());
    int group = imagesOfGroup(f, g);
    for (int o = 0; o < g.outChannels(); o++) {
      for (int c = 0; c < g.inChannels(); c++) {
        double[] gradient = new double[9];
        for (int first = 0; first < g.n(); first += group) {
          double[][] sums = new double[f.inputs()][f.inputs()];
          for (int image = first; image < Math.min(g.n(), first + group); image++) {
            addTiles(f, outputs, g, x, gy, image, c, o, sums);
          }
          double[][] ofGroup = PlainWinograd.sandwich(Precision.FLOAT32, kernels, sums);
          for (int i = 0; i < 9; i++) {
            gradient[i] = Precision.FLOAT32.add(gradient[i], ofGroup[i / 3][i % 3]);
          }
        }
        System.arraycopy(gradient, 0, gw, o * g.window() + c * 9, 9);
      }
    }
  }

  private static int imagesOfGroup(WinogradMatrices f, ConvGeometry g) {
    int tiles = Math.ceilDiv(g.outHeight(), f.outputs()) * Math.ceilDiv(g.outWidth(), f.outputs());
    return Math.max(1, Math.min(Math.ceilDiv(g.n(), GROUPS), TOGETHER / tiles));
  }

  private static void addTiles(WinogradMatrices f, double[][] outputs, ConvGeometry g, double[] x, double[] gy,
      int image, int c, int o, double[][] sums) {
    int plane = (image * g.outChannels() + o) * g.outPlane();
    for (int i = 0; i < g.outHeight(); i += f.outputs()) {
      for (int j = 0; j < g.outWidth(); j += f.outputs()) {
        double[][] slopes = PlainWinograd.sandwich(Precision.FLOAT32, outputs,
            PlainWinograd.piece(gy, plane, g.outHeight(), g.outWidth(), i, j, f.outputs()));
        double[][] inputs = PlainWinograd.inputTile(f, g, Precision.FLOAT32, x, image, c, i, j);
        for (int q = 0; q < f.inputs() * f.inputs(); q++) {
          int u = q / f.inputs();
          int v = q % f.inputs();
          sums[u][v] = Precision.FLOAT32.fma(inputs[u][v], slopes[u][v], sums[u][v]);
        }
      }
    }
  }
}
