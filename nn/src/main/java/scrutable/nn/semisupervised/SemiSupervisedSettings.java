package scrutable.nn.semisupervised;

import java.util.function.BiConsumer;
import java.util.function.Function;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.augment.Augmentation;
import scrutable.nn.train.Step;
import scrutable.tensor.Rng;

/// What has to be equal for all methods if a comparison is to mean anything (Oliver et al. 2018, "Realistic
/// evaluation of deep semi-supervised learning algorithms"): the network, the steps, the batches, the
/// augmentations.
///
/// ```java
/// var settings = SemiSupervisedSettings.of(Networks::small, 1_000)
///     .withBatches(40, 64)
///     .withAugmentations(Augmentation.weak(14), Augmentation.strong(14));
/// ```
///
/// @param network makes a network with fresh weights
/// @param steps how many steps are taken
/// @param labelledBatch labelled examples in each step
/// @param unlabelledBatch unlabelled examples in each step
/// @param learningRate of Adam in the first step; it falls to a tenth along half a cosine
/// @param averageDecay of the moving average of the weights, which is the mean teacher's teacher, and the
///     network that is returned by every method
/// @param weak a change so small that a prediction may be trusted after it
/// @param strong a change as large as the class can bear
/// @param observer is shown every step and the network after it, with its present weights, not the averaged
///     ones: for defences that look at how predictions change. It must not change the network
/// @param progress is told of the steps
/// @param stage what the progress is told is being done
public record SemiSupervisedSettings(Function<Rng, Module> network, int steps, int labelledBatch,
    int unlabelledBatch, double learningRate, double averageDecay, Augmentation weak, Augmentation strong,
    BiConsumer<Step, Module> observer, Progress progress, String stage) {

  public SemiSupervisedSettings {
    if (steps < 1 || labelledBatch < 1 || unlabelledBatch < 1) {
      throw new IllegalArgumentException("steps and batches must be at least 1, but there are " + steps
          + " steps of " + labelledBatch + " labelled and " + unlabelledBatch + " unlabelled examples");
    }
  }

  /// Batches of 32 and 64, a rate of 0.002, an average over about 50 steps, and no augmentation.
  public static SemiSupervisedSettings of(Function<Rng, Module> network, int steps) {
    return new SemiSupervisedSettings(network, steps, 32, 64, 2e-3, 0.98, Augmentation.none(),
        Augmentation.none(), (step, trained) -> {}, Progress.silent(), "training");
  }

  public SemiSupervisedSettings withSteps(int count) {
    return new SemiSupervisedSettings(network, count, labelledBatch, unlabelledBatch, learningRate,
        averageDecay, weak, strong, observer, progress, stage);
  }

  public SemiSupervisedSettings withBatches(int labelled, int unlabelled) {
    return new SemiSupervisedSettings(network, steps, labelled, unlabelled, learningRate, averageDecay,
        weak, strong, observer, progress, stage);
  }

  public SemiSupervisedSettings withLearningRate(double rate) {
    return new SemiSupervisedSettings(network, steps, labelledBatch, unlabelledBatch, rate, averageDecay,
        weak, strong, observer, progress, stage);
  }

  public SemiSupervisedSettings withAveraging(double decay) {
    return new SemiSupervisedSettings(network, steps, labelledBatch, unlabelledBatch, learningRate, decay,
        weak, strong, observer, progress, stage);
  }

  public SemiSupervisedSettings withAugmentations(Augmentation weaker, Augmentation stronger) {
    return new SemiSupervisedSettings(network, steps, labelledBatch, unlabelledBatch, learningRate,
        averageDecay, weaker, stronger, observer, progress, stage);
  }

  public SemiSupervisedSettings withObserver(BiConsumer<Step, Module> watcher) {
    return new SemiSupervisedSettings(network, steps, labelledBatch, unlabelledBatch, learningRate,
        averageDecay, weak, strong, watcher, progress, stage);
  }

  public SemiSupervisedSettings withProgress(Progress teller, String what) {
    return new SemiSupervisedSettings(network, steps, labelledBatch, unlabelledBatch, learningRate,
        averageDecay, weak, strong, observer, teller, what);
  }
}
