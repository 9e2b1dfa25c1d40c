package scrutable.nn.train;

import java.util.function.Consumer;
import scrutable.nn.Progress;

/// Who looks on while a [TrainingLoop] trains. All are called between steps, outside of recycled memory; what
/// they throw ends the training at that place, and a checkpoint then resumes it.
///
/// @param progress is told of the steps
/// @param stage what the progress is told is being done
/// @param beforeStep is called before each step
/// @param afterStep is called after each step
/// @param afterEpoch is called after each epoch; its checkpoint has been written already
public record TrainingWatch(Progress progress, String stage, Consumer<Step> beforeStep,
    Consumer<StepReport> afterStep, Consumer<EpochReport> afterEpoch) {

  /// Nobody looks.
  static TrainingWatch none() {
    return new TrainingWatch(Progress.silent(), "training", step -> {}, report -> {}, report -> {});
  }

  TrainingWatch withProgress(Progress teller, String what) {
    return new TrainingWatch(teller, what, beforeStep, afterStep, afterEpoch);
  }

  TrainingWatch before(Consumer<Step> eachStep) {
    return new TrainingWatch(progress, stage, beforeStep.andThen(eachStep), afterStep, afterEpoch);
  }

  TrainingWatch after(Consumer<StepReport> eachStep) {
    return new TrainingWatch(progress, stage, beforeStep, afterStep.andThen(eachStep), afterEpoch);
  }

  TrainingWatch afterEpochs(Consumer<EpochReport> eachEpoch) {
    return new TrainingWatch(progress, stage, beforeStep, afterStep, afterEpoch.andThen(eachEpoch));
  }
}
