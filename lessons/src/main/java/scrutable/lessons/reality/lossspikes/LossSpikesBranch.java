package scrutable.lessons.reality.lossspikes;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import scrutable.nn.data.BatchSource;
import scrutable.nn.model.LanguageTransformer;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Schedule;
import scrutable.nn.sequence.TextWindows;
import scrutable.nn.train.Checkpoint;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The training of a small language model, which can be stopped, branched and watched.
///
/// A checkpoint holds everything that training changes: weights, both moments of Adam, the count of steps that its bias
/// correction needs, and how far the data were used. So a branch is what the training would have been.
///
/// @param size     of the model
/// @param beta2    how much of its mean of squared gradients Adam keeps in each step
/// @param clipNorm the largest norm of a gradient; infinite for none
/// @param cooled   the step at which the learning rate has come down, after it rose in a quarter of them; it stays
/// @param rng      of the first weights
record LossSpikesBranch(LanguageTransformer.Size size, double beta2, double clipNorm, int cooled, Rng rng) {
  private static final double LAST_RATE = 1.2e-3;
  private static final double RATE = 3e-3;
  private static final String OPTIMIZER = "optimizer";
  private static final String SQUARES = "exp_avg_sq";

  /// What was seen in each step of a branch.
  ///
  /// @param trained perplexity of the batch of the step, before it
  /// @param clean   perplexity of the same clean windows, after the step
  /// @param update  root of the mean squared change of a parameter, in units of the learning rate
  /// @param scores  the largest attention score on the clean windows, after the last step
  record Watched(double[] trained, double[] clean, double[] update, double scores) {}

  /// This training, but with gradients clipped.
  LossSpikesBranch clippedTo(double norm) {
    return new LossSpikesBranch(size, beta2, norm, cooled, rng);
  }

  private Schedule schedule() {
    return Schedule.warmUpThenCosine(RATE, LAST_RATE, cooled / 4, cooled);
  }

  private LanguageTransformer network() {
    return LanguageTransformer.causal(size, rng.split("initialise"));
  }

  private TrainingLoop loop(LanguageTransformer network, TrainingSettings settings, Optional<Checkpoint> from) {
    Adam adam = new Adam(network.parameters(), RATE, 0.9, beta2, 1e-8);
    TrainingLoop loop = new TrainingLoop(network, adam, settings.withSchedule(schedule()).withClipping(clipNorm),
        rng);
    from.ifPresent(loop.state()::load);
    return loop;
  }

  private static void run(TrainingLoop loop, LanguageTransformer network, LongFunction<TextWindows.Batch> batches) {
    loop.run(BatchSource.steps(1, none -> () -> none), (none, step) -> {
      TextWindows.Batch batch = batches.apply(step.number());
      return batch.loss(network.forward(batch.inputs()));
    });
  }

  /// Trains up to a step.
  ///
  /// @param from    where to go on; the first step if there is nothing
  /// @param batches by the number of the step
  Checkpoint train(Optional<Checkpoint> from, int to, LongFunction<TextWindows.Batch> batches) {
    LanguageTransformer network = network();
    TrainingLoop loop = loop(network, TrainingSettings.ofSteps(to), from);
    run(loop, network, batches);
    return loop.state().checkpoint();
  }

  //: code watch
  /// The same, looked at in each step.
  Watched watch(Checkpoint from, int steps, LongFunction<TextWindows.Batch> batches, TextWindows.Batch fixed) {
    LanguageTransformer network = network();
    double[] trained = new double[steps];
    double[] clean = new double[steps];
    double[] update = new double[steps];
    long first = Long.parseLong(from.progress().get("step"));
    Map<String, Tensor> before = new LinkedHashMap<>();
    TrainingSettings settings = TrainingSettings.ofSteps(first + steps)
        .beforeEachStep(step -> network.state().forEach((name, value) -> before.put(name, copy(value))))
        .afterEachStep(report -> {
          int i = (int) (report.step().number() - first);
          trained[i] = StrictMath.exp(report.loss());
          clean[i] = perplexity(network, fixed);
          update[i] = rootMeanSquare(before, network.state()) / schedule().rate(report.step().number());
        });
    run(loop(network, settings, Optional.of(from)), network, batches);
    return new Watched(trained, clean, update, network.largestScore(fixed.inputs()));
  }
  //: end

  private static Tensor copy(Tensor tensor) {
    return Tensor.of(tensor.toFloatArray(), tensor.shape());
  }

  /// The perplexity of a checkpoint on some windows.
  double perplexity(Checkpoint checkpoint, TextWindows.Batch windows) {
    LanguageTransformer network = network();
    network.load(checkpoint.network());
    return perplexity(network, windows);
  }

  private static double perplexity(LanguageTransformer network, TextWindows.Batch windows) {
    return StrictMath.exp(new Recycler().run(() -> windows.loss(network.forward(windows.inputs())).item()));
  }

  private static double rootMeanSquare(Map<String, Tensor> before, Map<String, Tensor> after) {
    double sum = 0;
    long count = 0;
    for (Map.Entry<String, Tensor> entry : after.entrySet()) {
      float[] old = before.get(entry.getKey()).toFloatArray();
      float[] now = entry.getValue().toFloatArray();
      for (int i = 0; i < now.length; i++) {
        sum += ((double) now[i] - old[i]) * ((double) now[i] - old[i]);
      }
      count += now.length;
    }
    return Math.sqrt(sum / count);
  }

  //: code transplant
  /// A checkpoint in which Adam remembers the squares of a batch's gradient, as if every batch had had one like it
  /// besides its own; weights, mean gradients and all else stay as they are.
  Checkpoint remembering(Checkpoint all, LongFunction<TextWindows.Batch> batches, int step) {
    LossSpikesBranch forgetful = new LossSpikesBranch(size, 0, clipNorm, cooled, rng);
    Checkpoint once = forgetful.train(Optional.of(all), step + 1, batches);     // its squares are those of one gradient
    Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>(all.parts());
    Map<String, Tensor> optimizer = new LinkedHashMap<>(all.parts().get(OPTIMIZER));
    once.parts().get(OPTIMIZER).forEach((name, value) -> {
      if (name.endsWith(SQUARES)) {
        optimizer.merge(name, value, Tensor::add);
      }
    });
    parts.put(OPTIMIZER, optimizer);
    return new Checkpoint(all.network(), parts, all.generators(), all.progress());
  }
  //: end

  /// By how much the mean squared gradients of one exceed those of another, on average.
  static double excess(Checkpoint one, Checkpoint other) {
    return meanSquare(one) / meanSquare(other);
  }

  private static double meanSquare(Checkpoint checkpoint) {
    return checkpoint.parts().get(OPTIMIZER).entrySet().stream().filter(entry -> entry.getKey().endsWith(SQUARES))
        .flatMapToDouble(entry -> Arrays.stream(entry.getValue().toDoubleArray())).average().orElseThrow();
  }
}
