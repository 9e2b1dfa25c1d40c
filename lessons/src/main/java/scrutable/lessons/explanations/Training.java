package scrutable.lessons.explanations;

import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.defence.AdversarialTraining;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Objective;
import scrutable.tensor.Rng;

/// The three trainings that are compared, all of the same MLP.
enum Training {
  /// On the images as they are.
  USUAL("trained as usual"),
  /// On images with normal noise of standard deviation 0.6, which is not clipped.
  NOISE("trained on noise"),
  /// On images attacked in L2, at most 1.5 away (projected gradient descent, 4 steps).
  ATTACKED("trained on attacks");

  private static final double SIGMA = 0.6;
  private static final double EPS = 1.5;
  private static final int STEPS = 4;

  private final String label;

  Training(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  Module train(Dataset data, int epochs, Rng rng, Progress progress) {
    return Learner.MLP.train(data, epochs, objective(rng.split(label)), rng, "the MLP " + label, progress);
  }

  private Objective objective(Rng rng) {
    return switch (this) {
      case USUAL -> Objective.ofLogits(Losses::crossEntropy);
      case NOISE -> (network, batch, step) -> {
        var noise = rng.split(step).normalAround(0, SIGMA, batch.inputs().shape());
        Variable logits = network.forward(batch.inputs().add(noise));
        return new Objective.Outcome(logits, Losses.crossEntropy(logits, batch.labels()));
      };
      case ATTACKED -> AdversarialTraining.pgd(Ball.l2(EPS).within(Box.unbounded()), STEPS, EPS / 2, rng);
    };
  }
}
