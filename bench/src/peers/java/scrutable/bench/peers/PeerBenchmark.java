package scrutable.bench.peers;

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
import scrutable.bench.OurEngine;
import scrutable.bench.compare.Engine;
import scrutable.bench.compare.Task;
import scrutable.bench.compare.Tasks;

/// The tasks of the comparison, each by each library on the JVM that can do it. The counter `amount` is in
/// the unit of the task: GFLOP/s, images/s, billion/s. `-p task=nn_512x512x512` chooses one.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector",
    "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", "-Dai.djl.offline=true"})
public class PeerBenchmark {
  /// Who does it.
  @Param({"ours", "ejml", "nd4j", "djl"})
  public String engine;

  /// What is done; the name of a task.
  @Param({"nn_256x256x256", "nn_1024x1024x1024", "nn_32x25x36864", "nn_64x288x9216", "small_cnn_b64",
      "lenet5_b64", "mlp_b64", "exp_1605632", "add_1605632"})
  public String task;

  /// With how many threads.
  @Param({"1", "2"})
  public int threads;

  private Runnable work;
  private double amount;

  /// Counts work.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public double amount;
  }

  @Setup
  public void prepare() {
    Engine library = switch (engine) {
      case "ours" -> new OurEngine();
      case "ejml" -> new EjmlEngine();
      case "nd4j" -> new Nd4jEngine();
      case "djl" -> new DjlEngine();
      default -> throw new IllegalArgumentException("there is no engine " + engine);
    };
    Task chosen = Tasks.all().stream().filter(known -> known.name().equals(task)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no task " + task));
    work = library.prepare(chosen, threads)
        .orElseThrow(() -> new IllegalArgumentException(engine + " does not offer " + task));
    amount = chosen.amount();
  }

  @Benchmark
  public void work(Work done) {
    work.run();
    done.amount += amount;
  }
}
