package scrutable.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.parallel.Parallel;

/// How cost grows: the time of a matrix product with n, of a training step with the batch and the depth, and of both
/// with the threads; the expected law beside the measured one.
///
/// Each time is the median of many calls in this one JVM. What is reported is a ratio of neighbours in the series, so
/// the clock of the machine cancels; `expected` is the ratio of the multiply-adds. Prints Markdown.
///
/// ```sh
/// bench/run CostGrowth
/// ```
public final class CostGrowth {
  private static final long BUDGET_NANOSECONDS = 1_000_000_000L;
  private static double sink;

  private CostGrowth() {}

  public static void main(String[] arguments) {
    System.out.println("| what grows | from | to | time expected | time measured |");
    System.out.println("|---|---|---|---|---|");
    series("matrix product, n", new int[] {128, 256, 512, 1024}, 3, CostGrowth::product);
    series("training step, batch (4 layers of 512)", new int[] {32, 64, 128, 256}, 1, batch -> step(batch, 4));
    series("training step, layers of 512 (batch 128)", new int[] {2, 4, 8, 16}, 1, depth -> step(128, depth));
    threads("matrix product, n = 1024", product(1024));
    threads("training step, batch 256, 8 layers of 512", step(256, 8));
    if (Double.isNaN(sink)) {
      throw new IllegalStateException("the training step gave NaN");
    }
  }

  private interface Work {
    Runnable of(int size);
  }

  private static void series(String name, int[] sizes, int power, Work work) {
    double before = 0;
    for (int i = 0; i < sizes.length; i++) {
      Runnable task = work.of(sizes[i]);
      double[] seconds = new double[1];
      Parallel.withThreads(1, () -> seconds[0] = seconds(task));
      if (i > 0) {
        row(name, sizes[i - 1], sizes[i], Math.pow((double) sizes[i] / sizes[i - 1], power), seconds[0] / before);
      }
      before = seconds[0];
    }
  }

  private static void threads(String name, Runnable task) {
    double[] seconds = new double[2];
    for (int threads = 1; threads <= 2; threads++) {
      int index = threads - 1;
      Parallel.withThreads(threads, () -> seconds[index] = seconds(task));
    }
    row(name + ": threads", 1, 2, 0.5, seconds[1] / seconds[0]);
  }

  private static void row(String name, int from, int to, double expected, double measured) {
    System.out.printf(Locale.ROOT, "| %s | %d | %d | x %.2f | x %.2f |%n", name, from, to, expected, measured);
  }

  private static double seconds(Runnable task) {
    List<Long> times = new ArrayList<>();
    long start = System.nanoTime();
    while (System.nanoTime() - start < 2 * BUDGET_NANOSECONDS) {
      long before = System.nanoTime();
      task.run();
      if (before - start > BUDGET_NANOSECONDS) {                 // the first half is for the compiler
        times.add(System.nanoTime() - before);
      }
    }
    long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
    return sorted[sorted.length / 2] * 1e-9;
  }

  private static Runnable product(int n) {
    Rng rng = Rng.seed(1);
    float[] a = rng.uniform(n, n).toFloatArray();
    float[] b = rng.uniform(n, n).toFloatArray();
    float[] c = new float[n * n];
    return () -> Gemm.sgemm(false, false, n, n, n, a, 0, n, b, 0, n, c, 0, n, false);
  }

  private static Runnable step(int batch, int depth) {
    Rng rng = Rng.seed(2);
    List<Module> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      layers.add(new Linear(512, 512, rng));
      layers.add(new Relu());
    }
    Module net = new Sequential(layers.toArray(Module[]::new));
    List<Parameter> parameters = net.parameters();
    Sgd optimizer = new Sgd(parameters, 1e-3);
    Tensor inputs = rng.uniform(batch, 512);
    int[] drawn = new int[batch];
    Arrays.setAll(drawn, i -> rng.nextInt(10));
    Tensor labels = Tensor.ofInts(drawn, batch);
    Recycler memory = new Recycler();
    return () -> memory.run(() -> {
      Variable loss = Losses.crossEntropy(net.forward(Variable.constant(inputs)), labels);
      optimizer.step(Gradients.of(loss, parameters));
      sink += loss.item();
    });
  }
}
