package scrutable.tensor.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.convolution.WinogradConvolution;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.elementwise.ElementwiseScalar;
import scrutable.tensor.kernel.elementwise.FloatFunctions;
import scrutable.tensor.kernel.elementwise.ShortRuns;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.normalize.ChannelNormalization;
import scrutable.tensor.kernel.normalize.RowNormalization;
import scrutable.tensor.kernel.normalize.SoftmaxKernel;
import scrutable.tensor.kernel.pooling.PoolGeometry;
import scrutable.tensor.kernel.pooling.Pooling;
import scrutable.tensor.kernel.reduce.ColumnReductions;
import scrutable.tensor.kernel.reduce.RowReductions;

/// Runs every kernel on seeded data and prints one SHA-256 per group of kernels.
final class KernelFingerprint {

  private final StringBuilder lines = new StringBuilder();

  private KernelFingerprint() {}

  public static void main(String[] arguments) throws NoSuchAlgorithmException {
    System.out.print(of());
  }

  static String of() throws NoSuchAlgorithmException {
    var fingerprint = new KernelFingerprint();
    // The second round runs compiled code where the first began in the interpreter.
    for (int round = 0; round < 2; round++) {
      fingerprint.products();
      fingerprint.functions();
      fingerprint.arithmetic();
      fingerprint.shortRuns();
      fingerprint.reductions();
      fingerprint.normalisations();
      fingerprint.images();
    }
    return fingerprint.lines.toString();
  }

  private void products() throws NoSuchAlgorithmException {
    int m = 37;
    int n = 70;
    int k = 530;
    float[] a = TestData.floats(1, m * k);
    float[] b = TestData.floats(2, k * n);
    float[][] c = new float[5][m * n];
    double[] wide = new double[m * n];
    for (int transposes = 0; transposes < 4; transposes++) {
      boolean transposeA = (transposes & 1) != 0;
      boolean transposeB = (transposes & 2) != 0;
      Gemm.sgemm(transposeA, transposeB, m, n, k, a, 0, transposeA ? m : k, b, 0, transposeB ? k : n,
          c[transposes], 0, n, false);
    }
    Gemm.sgemm(false, false, 3, 5, 7, a, 2, 7, b, 3, 5, c[4], 1, 6, true);
    Gemm.dgemm(false, true, m, n, k, TestData.widen(a), 0, k, TestData.widen(b), 0, k, wide, 0, n, false);
    print("products", c);
    print("float64 products", wide);
  }

  private void functions() throws NoSuchAlgorithmException {
    int n = 20_003;
    float[] x = TestData.anyBits(3, n);
    float[] moderate = TestData.floats(4, n);
    ElementwiseScalar.mul(moderate, 0, 12, moderate, 0, n);
    float[][] y = new float[14][n];
    for (int i = 0; i < 2; i++) {
      float[] input = i == 0 ? x : moderate;
      FloatFunctions.exp(input, 0, y[7 * i], 0, n);
      FloatFunctions.log(input, 0, y[7 * i + 1], 0, n);
      FloatFunctions.tanh(input, 0, y[7 * i + 2], 0, n);
      FloatFunctions.sigmoid(input, 0, y[7 * i + 3], 0, n);
      FloatFunctions.erf(input, 0, y[7 * i + 4], 0, n);
      FloatFunctions.sin(input, 0, y[7 * i + 5], 0, n);
      FloatFunctions.cos(input, 0, y[7 * i + 6], 0, n);
    }
    print("functions", y);
  }

  private void arithmetic() throws NoSuchAlgorithmException {
    int n = 20_003;
    float[] x = TestData.anyBits(5, n);
    float[] y = TestData.anyBits(6, n);
    float[][] out = new float[9][n];
    Elementwise.add(x, 0, y, 0, out[0], 0, n);
    Elementwise.sub(x, 0, y, 0, out[1], 0, n);
    Elementwise.mul(x, 0, y, 0, out[2], 0, n);
    Elementwise.div(x, 0, y, 0, out[3], 0, n);
    Elementwise.max(x, 0, y, 0, out[4], 0, n);
    Elementwise.min(x, 0, y, 0, out[5], 0, n);
    Elementwise.sqrt(x, 0, out[6], 0, n);
    Elementwise.relu(x, 0, out[7], 0, n);
    Elementwise.axpy(1.7f, x, 0, out[8], 0, n);
    Elementwise.axpy(0.3f, y, 1, out[8], 0, n - 1);
    print("arithmetic", out);
  }

  private void shortRuns() throws NoSuchAlgorithmException {
    int n = 1_000;
    float[] x = TestData.anyBits(13, n);
    float[] y = TestData.anyBits(14, n);
    float[][] out = new float[6][n];
    ShortRuns.add(x, 1, y, 3, out[0], 2, n - 3);
    ShortRuns.sub(x, 1, y, 3, out[1], 2, n - 3);
    ShortRuns.mul(x, 1, y, 3, out[2], 2, n - 3);
    ShortRuns.add(x, 1, 0.1f, out[3], 2, n - 2);
    ShortRuns.sub(x, 1, 0.1f, out[4], 2, n - 2);
    ShortRuns.mul(x, 1, 0.1f, out[5], 2, n - 2);
    print("short runs", out);
  }

  private void reductions() throws NoSuchAlgorithmException {
    int rows = 7;
    int columns = 9_111;
    float[] x = TestData.floats(7, rows * columns);
    float[] y = TestData.floats(8, rows * columns);
    float[][] out = new float[6][rows];
    RowReductions.sumRows(x, 0, rows, columns, out[0], 0);
    RowReductions.sumSquaredDeviationRows(x, 0, rows, columns, out[0], 0, out[1], 0);
    RowReductions.dotRows(x, 0, y, 0, rows, columns, out[2], 0);
    RowReductions.maxRows(x, 0, rows, columns, out[3], 0);
    RowReductions.minRows(x, 0, rows, columns, out[4], 0);
    ColumnReductions.sumColumns(x, 0, columns, rows, out[5], 0);
    print("reductions", out);
  }

  private void normalisations() throws NoSuchAlgorithmException {
    int rows = 36;
    int columns = 130;
    float[] x = TestData.floats(9, rows * columns);
    float[] g = TestData.floats(10, rows * columns);
    float[][] out = new float[9][rows * columns];
    SoftmaxKernel.softmaxRows(x, rows, columns, out[0]);
    SoftmaxKernel.logSoftmaxRows(x, rows, columns, out[1]);
    SoftmaxKernel.logSumExpRows(x, rows, columns, out[2]);
    float[] mean = new float[rows];
    float[] rstd = new float[rows];
    RowNormalization.normalize(x, rows, columns, 1e-5f, out[3], mean, rstd);
    RowNormalization.backward(g, out[3], rstd, rows, columns, out[4]);
    ChannelNormalization.normalize(x, 6, 6, columns, 1e-5f, out[5], mean, rstd);
    ChannelNormalization.backward(g, out[5], rstd, 6, 6, columns, out[6]);
    RowNormalization.normalizeAndScale(x, rows, columns, 1e-5f, g, x, out[7], mean, rstd);
    ChannelNormalization.normalizeAndScale(x, 6, 6, columns, 1e-5f, g, x, out[8], mean, rstd);
    print("normalisations", out);
    print("statistics", mean, rstd);
  }

  private void images() throws NoSuchAlgorithmException {
    var g = new ConvGeometry(3, 5, 14, 13, 18, 3, 3, 1, 1, 1, 1, 1, 1);
    float[] x = TestData.floats(11, g.n() * g.inSize());
    float[] w = TestData.floats(12, g.outChannels() * g.window());
    float[] y = new float[g.n() * g.outSize()];
    float[] gx = new float[x.length];
    float[] gw = new float[w.length];
    Convolution.forward(g, x, w, y);
    Convolution.inputGradient(g, y, w, gx);
    Convolution.weightGradient(g, x, y, gw);
    print("convolutions", y, gx, gw);
    WinogradConvolution.forward(g, x, w, w, true, y);
    WinogradConvolution.inputGradient(g, y, y, w, gx);
    print("Winograd's convolutions", y, gx);
    var pool = PoolGeometry.of(3, 5, 14, 13, 2);
    float[] pooled = new float[3 * 5 * pool.outPlane()];
    float[] averaged = new float[pooled.length];
    Pooling.maxForward(pool, x, pooled, new int[pooled.length]);
    Pooling.averageForward(pool, x, averaged);
    print("pooling", pooled, averaged);
  }

  private void print(String name, float[]... results) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (float[] result : results) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * result.length);
      for (float value : result) {
        bytes.putInt(Float.floatToIntBits(value));
      }
      digest.update(bytes.array());
    }
    lines.append(name).append(' ').append(HexFormat.of().formatHex(digest.digest())).append('\n');
  }

  private void print(String name, double[] result) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    ByteBuffer bytes = ByteBuffer.allocate(8 * result.length);
    for (double value : result) {
      bytes.putLong(Double.doubleToLongBits(value));
    }
    digest.update(bytes.array());
    lines.append(name).append(' ').append(HexFormat.of().formatHex(digest.digest())).append('\n');
  }
}
