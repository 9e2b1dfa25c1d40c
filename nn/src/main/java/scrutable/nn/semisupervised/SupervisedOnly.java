package scrutable.nn.semisupervised;

import scrutable.autograd.Variable;
import scrutable.nn.Losses;

/// The baseline that ignores the unlabelled inputs: cross-entropy of the labelled ones, for as many steps.
///
/// @param isStrong whether the labelled inputs get the large change instead of the small one. A method that
///     augments strongly and beats only the weakly augmented baseline has shown that augmentation helps
public record SupervisedOnly(boolean isStrong) implements GradientLearner {

  @Override
  public String name() {
    return isStrong ? "supervised, strong" : "supervised";
  }

  @Override
  public Variable loss(TrainingStep step) {
    return isStrong
        ? Losses.crossEntropy(step.logits(step.strongly(step.labelled().inputs())), step.labelled().labels())
        : step.supervisedLoss();
  }
}
