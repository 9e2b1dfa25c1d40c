package scrutable.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import scrutable.tensor.ChannelStandardization;
import scrutable.tensor.Pooling2d;
import scrutable.tensor.Rectifier;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.RowStandardization;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.TanhGelu;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;
import scrutable.tensor.Window;

/// The other parts of a training step: pooling, normalisation, softmax, GELU, sums, transposes; in recycled memory,
/// with vectors and without.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow",
    "-Dscrutable.threads=1"})
public class PartsBenchmark {
  /// Whether the vector kernels run, or their plain twins.
  @Param({"true", "false"})
  public boolean vectors;

  private final Recycler memory = new Recycler();
  private final Window two = Window.square(2, 2, 0);
  private Tensor images;
  private Tensor pooled;
  private Tensor narrow;
  private Tensor wide;
  private Tensor hidden;
  private Tensor square;

  @Setup
  public void fill() {
    System.setProperty("scrutable.simd", Boolean.toString(vectors));      // read when the first kernel runs
    Rng rng = Rng.seed(1);
    images = rng.normal(64, 64, 24, 24);
    pooled = rng.normal(64, 64, 12, 12);
    narrow = rng.normal(4096, 10);
    wide = rng.normal(512, 4096);
    hidden = rng.normal(2048, 512);
    square = rng.normal(1024, 1024);
  }

  /// One element of the result, so that nothing of it escapes the run.
  private double one(Supplier<Tensor> work) {
    return memory.run(() -> work.get().storage().get(0));
  }

  @Benchmark
  public double maxPool() {
    return one(() -> Pooling2d.largest(images, two));
  }

  @Benchmark
  public double maxPoolGradient() {
    return one(() -> Pooling2d.maxGradient(images, pooled, two));
  }

  @Benchmark
  public double reluGradient() {
    return one(() -> Rectifier.gradient(images, images));
  }

  @Benchmark
  public double batchNorm() {
    return one(() -> ChannelStandardization.standardize(images, 1e-5).values());
  }

  @Benchmark
  public double layerNorm() {
    return one(() -> RowStandardization.standardize(hidden, 1e-5).values());
  }

  @Benchmark
  public double narrowSoftmax() {
    return one(() -> Softmaxes.softmax(narrow));
  }

  @Benchmark
  public double wideSoftmax() {
    return one(() -> Softmaxes.softmax(wide));
  }

  @Benchmark
  public double gelu() {
    return one(() -> TanhGelu.of(hidden));
  }

  @Benchmark
  public double geluGradient() {
    return one(() -> TanhGelu.gradient(hidden, hidden));
  }

  @Benchmark
  public double exp() {
    return one(() -> hidden.map(UnaryFunction.EXP));
  }

  @Benchmark
  public double sumOfChannels() {
    return one(() -> images.sum(false, 0, 2, 3));
  }

  @Benchmark
  public double transpose() {
    return one(() -> square.t().contiguous());
  }
}
