package scrutable.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import scrutable.bench.compare.Canary;
import scrutable.bench.compare.OneProcessor;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.parallel.Parallel;

/// Looks for the boxing cliff: are the kernels fast in every JVM, or only in most?
///
/// What the JIT compiler inlines depends on what it has compiled before, so a kernel that keeps its vectors in
/// registers today may box them tomorrow. Starts ten fresh JVMs one after another; each warms the kernels up and
/// measures them beside the [Canary]. The product has k = 1024, four blocks deep, as a cliff may show only from the
/// second block on.
///
/// ```sh
/// bench/run CliffCheck
/// ```
///
/// Then it measures a layer of another kind, 6 to 16 channels as in LeNet-5: its narrow tiles can reach little more
/// than half of the canary, but what was compiled for the first layer must not make them slower still.
///
/// A JVM in which the processor itself was slow does not count, and another one is started for it: the canary sings
/// after each kernel, too.
///
/// Exit code 1 if a kernel reached less than 60 % of the canary in any JVM, or the second layer less than 30 %; 2 if
/// the machine was too busy to tell.
public final class CliffCheck {
  private static final int MACHINES = 10;
  private static final int MOST_MACHINES = 40;
  /// A canary below this share of the best one spoils what was measured before it.
  private static final double QUIET = 0.9;
  private static final int WIDE_KERNELS = 3;
  private static final double LEAST_SHARE = 0.6;
  private static final double LEAST_SHARE_OF_NARROW = 0.3;
  private static final double SECONDS = 1.5;

  private CliffCheck() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length == 1 && arguments[0].equals("once")) {
      once();
      return;
    }
    System.out.println("| JVM | canary (GFLOP/s) | product, share | convolution, share | its gradients, share |"
        + " narrow layer, share | its weight gradient, share |");
    System.out.println("|---|---|---|---|---|---|---|");
    double worst = 1;
    double worstNarrow = 1;
    int started = 0;
    for (int i = 1; i <= MACHINES; started++) {
      if (started == MOST_MACHINES) {
        System.out.println("of " + started + " JVMs only " + (i - 1) + " had the processor for themselves: try again"
            + " when it is quiet");
        System.exit(2);
      }
      String[] line = freshMachine().split(" ", 2);
      if (Double.parseDouble(line[0]) < QUIET) {
        continue;
      }
      String[] shares = line[1].split(" ");
      System.out.println("| " + i + " | " + String.join(" | ", shares) + " |");
      i++;
      for (int kernel = 1; kernel < shares.length; kernel++) {
        double share = Double.parseDouble(shares[kernel]);
        if (kernel <= WIDE_KERNELS) {
          worst = Math.min(worst, share);
        } else {
          worstNarrow = Math.min(worstNarrow, share);
        }
      }
    }
    System.out.println((started - MACHINES) + " more JVMs do not count, as the canary was slow in them");
    System.out.printf(Locale.ROOT, "worst share %.2f, required %.2f; of the narrow layer %.2f, required %.2f%n", worst,
        LEAST_SHARE, worstNarrow, LEAST_SHARE_OF_NARROW);
    System.exit(worst >= LEAST_SHARE && worstNarrow >= LEAST_SHARE_OF_NARROW ? 0 : 1);
  }

  private static String freshMachine() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector",
        "-cp", System.getProperty("java.class.path"), CliffCheck.class.getName(), "once"))
        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader lines = new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new IOException("a fresh JVM ended with code " + process.exitValue() + " and said: " + line);
      }
      return line;
    }
  }

  /// Measures in this JVM, on one thread, and prints the worst canary's share of the best, the best, and the kernels'
  /// shares of it.
  private static void once() {
    int n = 512;
    int k = 1024;
    float[] a = ones(n * k);
    float[] b = ones(k * n);
    float[] c = new float[n * n];
    Layer wide = new Layer(ConvGeometry.of(16, 32, 26, 26, 64, 3, 3));
    Layer narrow = new Layer(ConvGeometry.of(64, 6, 14, 14, 16, 5, 5));
    double[] speeds = new double[5];
    double[] songs = new double[speeds.length];
    OneProcessor.keep(OneProcessor.quietest());
    Parallel.withThreads(1, () -> {
      speeds[0] = best(2.0 * n * n * k, () -> Gemm.sgemm(false, false, n, n, k, a, 0, k, b, 0, n, c, 0, n, false));
      // The canary has to be compiled as well: the first songs are slow.
      songs[0] = IntStream.range(0, 10).mapToDouble(_ -> Canary.gflops(1)).max().orElseThrow();
      speeds[1] = best(wide.flop(), wide::forward);
      songs[1] = Canary.gflops(1);
      speeds[2] = best(2 * wide.flop(), () -> {
        wide.inputGradient();
        wide.weightGradient();
      });
      songs[2] = Canary.gflops(1);
      speeds[3] = best(narrow.flop(), narrow::forward);
      songs[3] = Canary.gflops(1);
      speeds[4] = best(narrow.flop(), narrow::weightGradient);
      songs[4] = Canary.gflops(1);
    });
    double canary = Arrays.stream(songs).max().orElseThrow();
    System.out.printf(Locale.ROOT, "%.2f %.1f", Arrays.stream(songs).min().orElseThrow() / canary, canary);
    for (double speed : speeds) {
      System.out.printf(Locale.ROOT, " %.2f", speed / canary);
    }
    System.out.println();
  }

  /// A convolution with its arrays.
  private record Layer(ConvGeometry g, float[] x, float[] w, float[] y) {
    Layer(ConvGeometry g) {
      this(g, ones(g.n() * g.inSize()), ones(g.outChannels() * g.window()), ones(g.n() * g.outSize()));
    }

    double flop() {
      return 2.0 * g.n() * g.outSize() * g.window();
    }

    void forward() {
      Convolution.forward(g, x, w, y);
    }

    void inputGradient() {
      Convolution.inputGradient(g, y, w, x);
    }

    void weightGradient() {
      Convolution.weightGradient(g, x, y, w);
    }
  }

  /// The greatest speed in the second half of the time; the first is for the compiler.
  private static double best(double flop, Runnable kernel) {
    long start = System.nanoTime();
    double best = 0;
    while (System.nanoTime() - start < SECONDS * 1e9) {
      long before = System.nanoTime();
      kernel.run();
      long after = System.nanoTime();
      if (before - start > SECONDS * 0.5e9) {
        best = Math.max(best, flop / (after - before));
      }
    }
    return best;
  }

  private static float[] ones(int length) {
    float[] values = new float[length];
    Arrays.fill(values, 1f / 64);
    return values;
  }
}
