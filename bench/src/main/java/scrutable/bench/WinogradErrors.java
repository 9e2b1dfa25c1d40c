package scrutable.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.convolution.PlainWinograd;
import scrutable.tensor.kernel.convolution.WinogradMatrices;

/// How much [PlainWinograd] loses to rounding, beside the direct sum of the engine: the largest and the mean (root mean
/// square) difference from the same sums in double, for inputs and slopes from N(0, 1) and weights of He's scale. With
/// the engine's own points ("balanced") and, for comparison, with others ([WinogradPoints]).
///
/// ```sh
/// bench/run WinogradErrors
/// bench/run WinogradErrors 64
/// ```
///
/// The argument is the batch, 4 if there is none; the plain loops take minutes for one of 64.
///
/// For the direct sum the table gives the error divided by the root mean square of the results, for the others how many
/// times larger their error is. Prints Markdown.
public final class WinogradErrors {
  private static final int BATCH = 4;

  private record Named(String name, WinogradMatrices matrices) {}

  private static final List<Named> ALL = List.of(new Named("F(2x2)", WinogradPoints.two()),
      new Named("F(4x4)", WinogradPoints.fourOfLavin()), new Named("F(4x4), balanced", WinogradMatrices.four()));

  private WinogradErrors() {}

  private record Errors(double largest, double mean) {
    static Errors of(double[] exact, double[] actual) {
      double largest = 0;
      double squares = 0;
      for (int i = 0; i < exact.length; i++) {
        double difference = Math.abs(actual[i] - exact[i]);
        largest = Math.max(largest, difference);
        squares += difference * difference;
      }
      return new Errors(largest, Math.sqrt(squares / exact.length));
    }
  }

  public static void main(String[] arguments) {
    int batch = arguments.length == 0 ? BATCH : Integer.parseInt(arguments[0]);
    System.out.print("| batch of " + batch + " | result | direct: largest, mean |");
    ALL.forEach(named -> System.out.print(" " + named.name + ": largest, mean |"));
    System.out.println("\n|---|---|---|---|---|---|");
    layer("32x26-64k3p0", batch, 32, 26, 64, 0);
    layer("32x32-64k3p1", batch, 32, 32, 64, 1);
    layer("32x12-64k3p0", batch, 32, 12, 64, 0);
    layer("64x14-64k3p1", batch, 64, 14, 64, 1);
  }

  private static void layer(String name, int batch, int in, int side, int out, int padding) {
    ConvGeometry g = new ConvGeometry(batch, in, side, side, out, 3, 3, 1, 1, padding, padding, 1, 1);
    Rng rng = Rng.seed(1);
    float[] x = rng.normal(g.n() * g.inSize()).toFloatArray();
    float[] w = rng.normal(out * g.window()).toFloatArray();
    for (int i = 0; i < w.length; i++) {
      w[i] *= (float) Math.sqrt(2.0 / g.window());
    }
    float[] gy = rng.normal(g.n() * g.outSize()).toFloatArray();
    double[] xs = doubles(x);
    double[] ws = doubles(w);
    double[] gys = doubles(gy);
    double[] exactY = new double[gy.length];
    Convolution.forward(g, xs, ws, null, exactY);
    float[] y = new float[gy.length];
    Convolution.forward(g, x, w, y);
    row(name + " | output", exactY, y, (f, to) -> PlainWinograd.forward(f, g, Precision.FLOAT32, xs, ws, null, to));
    double[] exactGx = new double[x.length];
    Convolution.inputGradient(g, gys, ws, exactGx);
    float[] gx = new float[x.length];
    Convolution.inputGradient(g, gy, w, gx);
    row(name + " | gradient of inputs", exactGx, gx,
        (f, to) -> PlainWinograd.inputGradient(f, g, Precision.FLOAT32, gys, ws, to));
    double[] exactGw = new double[w.length];
    Convolution.weightGradient(g, xs, gys, exactGw);
    float[] gw = new float[w.length];
    Convolution.weightGradient(g, x, gy, gw);
    row(name + " | gradient of weights", exactGw, gw, (f, to) -> WinogradWeightGradient.run(f, g, xs, gys, to));
  }

  private interface Way {
    void compute(WinogradMatrices matrices, double[] to);
  }

  /// A row of the table.
  private static void row(String name, double[] exact, float[] sums, Way way) {
    Errors direct = Errors.of(exact, doubles(sums));
    double scale = Math.sqrt(Arrays.stream(exact).map(value -> value * value).average().orElseThrow());
    System.out.printf(Locale.ROOT, "| %s | %.1e, %.1e |", name, direct.largest / scale, direct.mean / scale);
    for (Named named : ALL) {
      double[] actual = new double[exact.length];
      way.compute(named.matrices, actual);
      Errors errors = Errors.of(exact, actual);
      System.out.printf(Locale.ROOT, " x %.2f, x %.2f |", errors.largest / direct.largest, errors.mean / direct.mean);
    }
    System.out.println();
  }

  private static double[] doubles(float[] from) {
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
    return to;
  }
}
