package scrutable.nn.train;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import scrutable.nn.Progress;
import scrutable.nn.optim.Schedule;

/// How long and how a [TrainingLoop] trains. Start from [#of] or [#ofSteps] and add what is wanted:
///
/// ```java
/// TrainingSettings settings = TrainingSettings.of(20, 64)
///     .withSchedule(Schedule.cosine(1e-3, 1e-5, 20 * 94))
///     .withEarlyStopping(3)
///     .withCheckpoints(Path.of("digits.safetensors"), 1)
///     .withProgress(progress, "training the CNN");
/// ```
///
/// @param epochs how many times every example is used, at most
/// @param steps how many steps are taken, at most, even if that is in the middle of an epoch
/// @param batchSize examples per step
/// @param dropsLast whether the last examples of an epoch that fill no batch are left out
/// @param rate the learning rate of each step; without one, the optimiser's own
/// @param clipNorm the largest norm of the gradients (see [scrutable.nn.optim.GradientClipping#byNorm]);
///     infinity does not clip
/// @param averageDecay of the moving average of the weights (see
///     [scrutable.nn.optim.ExponentialMovingAverage]), which is then what is validated; without one, none is
///     kept
/// @param patience how many epochs without a lower validation loss are waited for; then training stops, and
///     the best weights are restored. 0 never stops early
/// @param checkpoints where checkpoints go, and how often; without it, nowhere
/// @param watch who looks on
public record TrainingSettings(int epochs, long steps, int batchSize, boolean dropsLast,
    Optional<ToDoubleFunction<Step>> rate, double clipNorm, OptionalDouble averageDecay, int patience,
    Optional<Checkpoints> checkpoints, TrainingWatch watch) {

  /// Where checkpoints go.
  ///
  /// @param every how many epochs or steps lie between two of them
  /// @param countsSteps whether they are steps
  public record Checkpoints(Path file, long every, boolean countsSteps) {
    public Checkpoints {
      requireAtLeast(1, countsSteps ? "the steps between checkpoints" : "the epochs between checkpoints", every);
    }
  }

  public TrainingSettings {
    requireAtLeast(0, "epochs", epochs);
    requireAtLeast(0, "steps", steps);
    requireAtLeast(1, "the batch size", batchSize);
    requireAtLeast(0, "the patience", patience);
    double decay = averageDecay.orElse(0);
    if (!(clipNorm > 0) || !(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("the norm to clip to must be above 0 and the decay of the average"
          + " lie in [0, 1), but they are " + clipNorm + " and " + decay);
    }
  }

  private static void requireAtLeast(long least, String what, long value) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", not " + value);
    }
  }

  /// Plain training: every batch a step, nothing else.
  public static TrainingSettings of(int epochs, int batchSize) {
    return new TrainingSettings(epochs, Long.MAX_VALUE, batchSize, false, Optional.empty(),
        Double.POSITIVE_INFINITY, OptionalDouble.empty(), 0, Optional.empty(), TrainingWatch.none());
  }

  /// Plain training for a number of steps, through as many epochs as that takes. The last epoch may end early;
  /// its report is then of the batches that were used.
  public static TrainingSettings ofSteps(long steps, int batchSize) {
    return new TrainingSettings(Integer.MAX_VALUE, steps, batchSize, false, Optional.empty(),
        Double.POSITIVE_INFINITY, OptionalDouble.empty(), 0, Optional.empty(), TrainingWatch.none());
  }

  /// The same for batches that come whole: all examples at once, or dealt by
  /// [scrutable.nn.data.BatchSource#steps].
  public static TrainingSettings ofSteps(long steps) {
    return ofSteps(steps, 1);
  }

  /// Leaves the last examples of an epoch out if they fill no batch: a loss that compares the examples of a
  /// batch means something else in a smaller one, and batch normalisation has nothing to do with a single one.
  public TrainingSettings droppingLast() {
    return new TrainingSettings(epochs, steps, batchSize, true, rate, clipNorm, averageDecay, patience,
        checkpoints, watch);
  }

  /// The learning rate by the number of the step.
  public TrainingSettings withSchedule(Schedule schedule) {
    return withRate(step -> schedule.rate(step.number()));
  }

  /// The learning rate by anything a [Step] knows, such as its epoch:
  /// `withRate(step -> 0.05 * (epochs - step.epoch()) / epochs)`.
  public TrainingSettings withRate(ToDoubleFunction<Step> rateOf) {
    return new TrainingSettings(epochs, steps, batchSize, dropsLast, Optional.of(rateOf), clipNorm, averageDecay,
        patience, checkpoints, watch);
  }

  public TrainingSettings withClipping(double norm) {
    return new TrainingSettings(epochs, steps, batchSize, dropsLast, rate, norm, averageDecay, patience,
        checkpoints, watch);
  }

  public TrainingSettings withAveraging(double decay) {
    return new TrainingSettings(epochs, steps, batchSize, dropsLast, rate, clipNorm, OptionalDouble.of(decay),
        patience, checkpoints, watch);
  }

  public TrainingSettings withEarlyStopping(int epochsToWait) {
    return new TrainingSettings(epochs, steps, batchSize, dropsLast, rate, clipNorm, averageDecay, epochsToWait,
        checkpoints, watch);
  }

  /// Writes a checkpoint after every so many epochs.
  public TrainingSettings withCheckpoints(Path file, int everyEpochs) {
    return with(new Checkpoints(file, everyEpochs, false));
  }

  /// Writes a checkpoint after every so many steps, also in the middle of an epoch.
  public TrainingSettings withCheckpointsBetweenSteps(Path file, long everySteps) {
    return with(new Checkpoints(file, everySteps, true));
  }

  private TrainingSettings with(Checkpoints written) {
    return new TrainingSettings(epochs, steps, batchSize, dropsLast, rate, clipNorm, averageDecay, patience,
        Optional.of(written), watch);
  }

  private TrainingSettings with(TrainingWatch watched) {
    return new TrainingSettings(epochs, steps, batchSize, dropsLast, rate, clipNorm, averageDecay, patience,
        checkpoints, watched);
  }

  /// Tells a progress of the steps.
  ///
  /// @param stage what is being done, like `training the CNN`
  public TrainingSettings withProgress(Progress progress, String stage) {
    return with(watch.withProgress(progress, stage));
  }

  /// Calls before each step, for measurements of the network as the step finds it.
  public TrainingSettings beforeEachStep(Consumer<Step> observer) {
    return with(watch.before(observer));
  }

  /// Calls after each step.
  public TrainingSettings afterEachStep(Consumer<StepReport> observer) {
    return with(watch.after(observer));
  }

  /// Calls after each epoch.
  public TrainingSettings afterEachEpoch(Consumer<EpochReport> observer) {
    return with(watch.afterEpochs(observer));
  }
}
