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
import scrutable.tensor.ConvolutionMethod;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.convolution.ConvGeometry;
import scrutable.tensor.kernel.convolution.Convolution;
import scrutable.tensor.kernel.convolution.WinogradConvolution;

/// The two methods of convolution, direct and Winograd's; batches of 64, kernels of 3 x 3. (The gradient of the weights
/// is computed directly by both.)
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow"})
public class WinogradBenchmark {
  private static final int BATCH = 64;

  /// Input channels, side, output channels, padding.
  @Param({"32x26-64p0", "32x32-64p1", "32x12-64p0", "64x14-64p1"})
  public String layer;

  @Param
  public ConvolutionMethod method;

  private ConvGeometry g;
  private float[] x;
  private float[] w;
  private float[] gy;
  private float[] y;
  private float[] gx;

  @Setup
  public void fill() {
    int[] sizes = Arrays.stream(layer.split("[x\\-p]")).mapToInt(Integer::parseInt).toArray();
    g = new ConvGeometry(BATCH, sizes[0], sizes[1], sizes[1], sizes[2], 3, 3, 1, 1, sizes[3], sizes[3], 1, 1);
    Rng rng = Rng.seed(1);
    x = rng.normal(BATCH * g.inSize()).toFloatArray();
    w = rng.normal(sizes[2] * g.window()).toFloatArray();
    gy = rng.normal(BATCH * g.outSize()).toFloatArray();
    y = new float[gy.length];
    gx = new float[x.length];
  }

  @Benchmark
  public float[] forward() {
    switch (method) {
      case DIRECT -> Convolution.forward(g, x, w, y);
      case WINOGRAD -> WinogradConvolution.forward(g, x, w, null, false, y);
    }
    return y;
  }

  @Benchmark
  public float[] inputGradient() {
    switch (method) {
      case DIRECT -> Convolution.inputGradient(g, gy, w, gx);
      case WINOGRAD -> WinogradConvolution.inputGradient(g, gy, null, w, gx);
    }
    return gx;
  }
}
