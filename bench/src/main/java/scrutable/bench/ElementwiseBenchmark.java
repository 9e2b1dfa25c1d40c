package scrutable.bench;

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
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.elementwise.FloatFunctions;
import scrutable.tensor.kernel.elementwise.FloatMath;

/// Functions and arithmetic of every element, each vector kernel beside its plain twin. One operation is one pass
/// over `n` elements; divide by `n` for the time of one.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow",
    "-Dscrutable.threads=1"})
public class ElementwiseBenchmark {
  /// How many numbers: the first fits into the first-level cache, the last into none.
  @Param({"4096", "262144", "4194304"})
  public int n;

  private float[] x;
  private float[] y;
  private float[] out;

  @Setup
  public void fill() {
    Rng rng = Rng.seed(1);
    x = rng.uniformBetween(-5, 5, n).toFloatArray();
    y = rng.uniformBetween(-5, 5, n).toFloatArray();
    out = new float[n];
  }

  @Benchmark
  public float[] exp() {
    FloatFunctions.exp(x, 0, out, 0, n);
    return out;
  }

  @Benchmark
  public float[] expPlain() {
    for (int i = 0; i < n; i++) {
      out[i] = FloatMath.exp(x[i]);
    }
    return out;
  }

  @Benchmark
  public float[] tanh() {
    FloatFunctions.tanh(x, 0, out, 0, n);
    return out;
  }

  @Benchmark
  public float[] tanhPlain() {
    for (int i = 0; i < n; i++) {
      out[i] = FloatMath.tanh(x[i]);
    }
    return out;
  }

  /// What the JDK offers: `double`, and other bits on other platforms.
  @Benchmark
  public float[] tanhOfTheJdk() {
    for (int i = 0; i < n; i++) {
      out[i] = (float) Math.tanh(x[i]);
    }
    return out;
  }

  @Benchmark
  public float[] add() {
    Elementwise.add(x, 0, y, 0, out, 0, n);
    return out;
  }

  @Benchmark
  public float[] relu() {
    Elementwise.relu(x, 0, out, 0, n);
    return out;
  }
}
