package scrutable.bench;

import java.util.Arrays;
import java.util.List;
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
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Whole steps, as the training loop runs them: forward, loss, gradients, update, in recycled memory; and an attack of
/// forty steps. The counter `images` is images per second; `-prof gc` shows the garbage of a step.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow"})
public class TrainingBenchmark {
  private static final int BATCH = 64;

  @Param
  public Networks network;

  private final Recycler memory = new Recycler();
  private Module net;
  private List<Parameter> parameters;
  private Sgd optimizer;
  private Tensor images;
  private Tensor labels;

  /// Counts images.
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    public long images;
  }

  @Setup
  public void fill() {
    Rng rng = Rng.seed(2);
    net = network.build();
    parameters = net.parameters();
    optimizer = new Sgd(parameters, 0.01);
    images = rng.uniform(BATCH, 1, 28, 28);
    int[] drawn = new int[BATCH];
    Arrays.setAll(drawn, i -> rng.nextInt(10));
    labels = Tensor.ofInts(drawn, BATCH);
  }

  @Benchmark
  public double step(Work work) {
    work.images += BATCH;
    return memory.run(() -> {
      Variable loss = Losses.crossEntropy(net.forward(images), labels);
      optimizer.step(Gradients.of(loss, parameters));
      return loss.item();
    });
  }

  /// PGD-40; the gradients of the weights are not computed.
  @Benchmark
  public double attack(Work work) {
    Classifier victim = Classifier.of(net);
    Tensor predicted = victim.logits(images).argmax(1);
    AttackResult result = new ProjectedGradientDescent(40, 0.01)
        .run(victim, Examples.of(images, new Untargeted(predicted), Rng.seed(3)), Ball.linf(0.3));
    work.images += BATCH;
    return result.robustAccuracy();
  }
}
