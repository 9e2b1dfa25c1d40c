package scrutable.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.matmul.Gemm;
import scrutable.tensor.kernel.parallel.Parallel;

/// The matrix product from the triple loop to the engine's kernel: each rung adds one idea, explained in
/// [LadderRungs]. The counter `flop` divided by 10^9 is GFLOP/s.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow"})
public class Ladder {
  /// Rows and columns of the matrices.
  @Param({"256", "512", "1024"})
  public int n;

  private float[] a;
  private float[] b;
  private float[] c;

  /// Counts floating-point operations, two for each multiply-add.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public double flop;
  }

  @Setup(Level.Trial)
  public void fill() {
    Rng rng = Rng.seed(1);
    a = rng.uniformBetween(-1, 1, n * n).toFloatArray();
    b = rng.uniformBetween(-1, 1, n * n).toFloatArray();
    c = new float[n * n];
  }

  private float[] counted(Work work) {
    work.flop += 2.0 * n * n * n;
    return c;
  }

  @Benchmark
  public float[] rung0Boxed(Work work) {
    LadderRungs.boxed(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] rung1TripleLoop(Work work) {
    LadderRungs.tripleLoop(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] rung2RowOrder(Work work) {
    LadderRungs.rowOrder(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] rung3Fused(Work work) {
    LadderRungs.fused(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] rung4OneAccumulator(Work work) {
    LadderRungs.oneAccumulator(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] rung5RegisterTile(Work work) {
    LadderRungs.registerTile(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] rung6PackedPanels(Work work) {
    Parallel.withThreads(1, this::product);
    return counted(work);
  }

  @Benchmark
  public float[] rung7TwoThreads(Work work) {
    Parallel.withThreads(2, this::product);
    return counted(work);
  }

  @Benchmark
  public float[] wrong1Masked(Work work) {
    WrongTurns.masked(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] wrong2TwentyFourAccumulators(Work work) {
    WrongTurns.twentyFourAccumulators(n, a, b, c);
    return counted(work);
  }

  @Benchmark
  public float[] wrong3Allocating(Work work) {
    counted(work);
    return WrongTurns.allocating(n, a, b);
  }

  private void product() {
    Gemm.sgemm(false, false, n, n, n, a, 0, n, b, 0, n, c, 0, n, false);
  }
}
