package scrutable.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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
import scrutable.tensor.Convolution2d;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Convolution and its two gradients, for layers of small networks; batches of 64.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow"})
public class ConvolutionBenchmark {
  private static final int BATCH = 64;

  /// Input channels, side, output channels, kernel, padding.
  @Param({"1x28-32k3p0", "32x26-64k3p0", "6x14-16k5p0", "64x16-64k3p1"})
  public String layer;

  private Tensor x;
  private Tensor w;
  private Tensor gradient;
  private Window window;

  @Setup
  public void fill() {
    int[] sizes = Arrays.stream(layer.split("[x\\-kp]")).mapToInt(Integer::parseInt).toArray();
    Rng rng = Rng.seed(1);
    window = Window.square(sizes[3], 1, sizes[4]);
    x = rng.normal(BATCH, sizes[0], sizes[1], sizes[1]);
    w = rng.normal(sizes[2], sizes[0], sizes[3], sizes[3]);
    gradient = rng.normal(Convolution2d.forward(x, w, window).shape());
  }

  @Benchmark
  public Tensor forward() {
    return Convolution2d.forward(x, w, window);
  }

  @Benchmark
  public Tensor inputGradient() {
    return Convolution2d.inputGradient(gradient, w, x.shape(), window);
  }

  @Benchmark
  public Tensor weightGradient() {
    return Convolution2d.weightGradient(x, gradient, window);
  }
}
