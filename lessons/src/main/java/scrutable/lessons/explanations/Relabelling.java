package scrutable.lessons.explanations;

import java.util.Arrays;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Targeted;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The data sets of the lesson: images of one class, labelled as another.
///
/// @param images   before any change
/// @param attacked each image moved towards its target, labelled as the target
record Relabelling(Dataset images, Dataset attacked) {

  /// Which class an image is moved towards and labelled as.
  enum Kind {
    /// Any class, drawn by a fair die with as many sides as classes; the true one may come up.
    RANDOM("random class"),
    /// The class after the true one. What an image looks like now says reliably what it is *not* called.
    NEXT("next class");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    private Tensor targets(Dataset data, Rng rng) {
      int[] labels = data.labels().toIntArray();
      int classes = data.classCount();
      int[] targets = new int[labels.length];
      Arrays.setAll(targets, i -> this == RANDOM ? rng.nextInt(classes) : (labels[i] + 1) % classes);
      return Tensor.wrap(targets, targets.length);
    }
  }

  /// Moves every image by at most `eps` in L2 towards its target for a network, and labels it as the target,
  /// whether the network was fooled or not.
  static Relabelling of(Dataset data, Kind kind, Module network, double eps, int steps, Rng rng) {
    Tensor targets = kind.targets(data, rng.split("targets"));
    Tensor moved = eps == 0 ? data.inputs()
        : new ProjectedGradientDescent(steps, 2.5 * eps / steps, false).perturb(Classifier.of(network),
            Examples.of(data.inputs(), new Targeted(targets), rng.split("attack")), Ball.l2(eps));
    return new Relabelling(data, data.withInputs(moved).withLabels(targets));
  }

  /// The control: the same labels on the images as they were.
  Dataset unmoved() {
    return images.withLabels(attacked.labels());
  }

  /// The ablation: the same labels and the same changes, each change on the image of somebody else.
  Dataset changesShuffled(Rng rng) {
    int[] order = rng.permutation(images.size());
    Tensor changes = attacked.inputs().sub(images.inputs());
    Tensor others = Indexing.select(changes, 0, Tensor.wrap(order, order.length));
    return attacked.withInputs(images.inputs().add(others).clamp(0, 1));
  }
}
