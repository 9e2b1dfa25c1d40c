package scrutable.tensor.kernel.convolution;

import java.util.List;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.TestData;

/// A convolution with numbers for it, and what it gives: by Winograd's method in plain loops, and by the definition.
record WinogradCase(ConvGeometry g, float[] x, float[] w, float[] bias, float[] gy) {

  /// Whole tiles and tiles that jut out, no padding to the largest, channels that fill vectors and some that do not, no
  /// image, one, and more than a block holds; images larger than a block, one wider; more channels than a chain.
  static final List<ConvGeometry> SHAPES = List.of(shape(1, 1, 3, 3, 1, 0, 0), shape(2, 3, 6, 10, 5, 0, 0),
      shape(3, 16, 5, 7, 17, 1, 1), shape(2, 2, 9, 4, 32, 2, 0), shape(1, 18, 1, 6, 3, 1, 2),
      shape(9, 4, 12, 13, 6, 0, 2), shape(33, 3, 5, 6, 2, 1, 1), shape(2, 3, 50, 57, 4, 1, 0),
      shape(1, 2, 4, 530, 3, 1, 1), shape(1, 4_100, 3, 4, 2, 0, 0), shape(1, 2, 3, 4, 4_097, 0, 0),
      shape(0, 3, 8, 8, 4, 1, 1));

  static ConvGeometry shape(int n, int in, int height, int width, int out, int down, int across) {
    return new ConvGeometry(n, in, height, width, out, 3, 3, 1, 1, down, across, 1, 1);
  }

  static WinogradCase of(ConvGeometry g) {
    return new WinogradCase(g, TestData.floats(1, g.n() * g.inSize()), TestData.floats(2, g.outChannels() * g.window()),
        TestData.floats(3, g.outChannels()), TestData.floats(4, g.n() * g.outSize()));
  }

  double[] output(WinogradMatrices f, Precision precision) {
    double[] y = new double[gy.length];
    PlainWinograd.forward(f, g, precision, TestData.widen(x), TestData.widen(w), TestData.widen(bias), y);
    return y;
  }

  double[] inputGradient(WinogradMatrices f, Precision precision) {
    double[] gx = new double[x.length];
    PlainWinograd.inputGradient(f, g, precision, TestData.widen(gy), TestData.widen(w), gx);
    return gx;
  }

  double[] exactOutput() {
    double[] y = new double[gy.length];
    Convolution.forward(g, TestData.widen(x), TestData.widen(w), TestData.widen(bias), y);
    return y;
  }

  double[] exactInputGradient() {
    double[] gx = new double[x.length];
    Convolution.inputGradient(g, TestData.widen(gy), TestData.widen(w), gx);
    return gx;
  }

  /// The same with absolute values everywhere.
  WinogradCase absolute() {
    return new WinogradCase(g, positive(x), positive(w), positive(bias), positive(gy));
  }

  private static float[] positive(float[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = Math.abs(values[i]);
    }
    return result;
  }

  static float[] narrow(double[] wide) {
    float[] values = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }
}
