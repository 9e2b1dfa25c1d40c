package scrutable.nn.train;

import java.nio.file.Path;
import java.util.Optional;
import scrutable.nn.optim.Schedule;

/// How long and how a [TrainingLoop] trains. Start from [#of] and add what is wanted:
///
/// ```java
/// TrainingSettings settings = TrainingSettings.of(20, 64)
///     .withSchedule(Schedule.cosine(1e-3, 1e-5, 20 * 94))
///     .withEarlyStopping(3)
///     .withCheckpoints(Path.of("digits.safetensors"), 1);
/// ```
///
/// @param epochs how many times every example is used, at most
/// @param batchSize examples per step
/// @param schedule the learning rate of each step; without one, the optimiser's own
/// @param clipNorm the largest norm of the gradients (see [scrutable.nn.optim.GradientClipping#byNorm]);
///     infinity does not clip
/// @param averageDecay of the moving average of the weights (see
///     [scrutable.nn.optim.ExponentialMovingAverage]), which is then what is validated; 0 does not average
/// @param patience how many epochs without a lower validation loss are waited for; then training stops, and
///     the best weights are restored. 0 never stops early
/// @param checkpointFile where checkpoints go; without one, nowhere
/// @param checkpointEvery how many epochs lie between checkpoints
public record TrainingSettings(int epochs, int batchSize, Optional<Schedule> schedule, double clipNorm,
    double averageDecay, int patience, Optional<Path> checkpointFile, int checkpointEvery) {

  public TrainingSettings {
    requireAtLeast(0, "epochs", epochs);
    requireAtLeast(1, "the batch size", batchSize);
    requireAtLeast(0, "the patience", patience);
    requireAtLeast(1, "the epochs between checkpoints", checkpointEvery);
    if (!(clipNorm > 0) || !(averageDecay >= 0 && averageDecay < 1)) {
      throw new IllegalArgumentException("the norm to clip to must be above 0 and the decay of the average"
          + " lie in [0, 1), but they are " + clipNorm + " and " + averageDecay);
    }
  }

  private static void requireAtLeast(int least, String what, int value) {
    if (value < least) {
      throw new IllegalArgumentException(what + " must be at least " + least + ", not " + value);
    }
  }

  /// Plain training: every batch a step, nothing else.
  public static TrainingSettings of(int epochs, int batchSize) {
    return new TrainingSettings(epochs, batchSize, Optional.empty(), Double.POSITIVE_INFINITY, 0, 0,
        Optional.empty(), 1);
  }

  public TrainingSettings withSchedule(Schedule rate) {
    return new TrainingSettings(epochs, batchSize, Optional.of(rate), clipNorm, averageDecay, patience,
        checkpointFile, checkpointEvery);
  }

  public TrainingSettings withClipping(double norm) {
    return new TrainingSettings(epochs, batchSize, schedule, norm, averageDecay, patience, checkpointFile,
        checkpointEvery);
  }

  public TrainingSettings withAveraging(double decay) {
    return new TrainingSettings(epochs, batchSize, schedule, clipNorm, decay, patience, checkpointFile,
        checkpointEvery);
  }

  public TrainingSettings withEarlyStopping(int epochsToWait) {
    return new TrainingSettings(epochs, batchSize, schedule, clipNorm, averageDecay, epochsToWait,
        checkpointFile, checkpointEvery);
  }

  public TrainingSettings withCheckpoints(Path file, int everyEpochs) {
    return new TrainingSettings(epochs, batchSize, schedule, clipNorm, averageDecay, patience,
        Optional.of(file), everyEpochs);
  }
}
