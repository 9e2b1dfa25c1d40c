package scrutable.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import scrutable.bench.compare.Task;
import scrutable.bench.compare.Tasks;

/// Layers that read sequences, forward and backward: a gated recurrent unit, and attention of a sequence to itself.
///
/// Each is made of many small products, whose cost is more than their arithmetic: what is prepared for a product is
/// used for little.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow"})
public class SequenceBenchmark {
  /// The layer and its sizes; the name of a [Task.Sequence].
  @Param({"gru_64x20x64_64", "gru_64x20x64_128", "gru_64x20x128_128", "attention_64x20x64_4", "attention_32x64x128_4",
      "attention_32x64x256_4"})
  public String layer;

  /// With how many threads.
  @Param({"1", "2"})
  public int threads;

  private Task task;
  private Runnable step;

  /// Counts tokens.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public long tokens;
  }

  @Setup
  public void prepare() {
    task = Tasks.all().stream().filter(known -> known.name().equals(layer)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no layer " + layer));
    step = new OurEngine().prepare(task, threads).orElseThrow();
  }

  @Benchmark
  public void step(Work work) {
    step.run();
    work.tokens += (long) task.amount();
  }
}
