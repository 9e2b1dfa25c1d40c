package scrutable.lessons.explanations.nonrobustfeatures;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.lessons.data.Digits;
import scrutable.lessons.explanations.GreyImageNetwork;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.Objective;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Every training image is moved towards some class until a first network falls for it, and is given the name of that
/// class. What does a second network learn that sees nothing else? The control leaves the images as they were, the
/// ablation gives each the change of another.
///
/// Ilyas, Santurkar, Tsipras, Engstrom, Tran and Madry, "Adversarial examples are not bugs, they are features", NeurIPS
/// 2019, section 3.2.
final class NonRobustFeaturesExperiment {
  static final double EPS = 3;
  private static final Objective CROSS_ENTROPY = Objective.ofLogits(Losses::crossEntropy);
  private static final int READ = 500;

  private final Digits digits;
  private final int epochs;
  private final double strength;
  private final Rng rng;
  private final Progress progress;
  private final Module first;
  final Map<Kind, Relabelled> sets = new EnumMap<>(Kind.class);

  /// Trains the first network and makes the data sets of the second.
  ///
  /// @param steps    of the attack
  /// @param disarmed whether the images are moved towards classes of a network that has learned nothing
  /// @param strength of the changes that are given to other images; 1 unless for a sham
  NonRobustFeaturesExperiment(Digits digits, int epochs, int steps, boolean disarmed, double strength, Rng rng,
      Progress progress) {
    this.digits = digits;
    this.epochs = epochs;
    this.rng = rng;
    this.strength = strength;
    this.progress = progress;
    this.first = train(GreyImageNetwork.MLP, digits.train(), rng.split("first"));
    Module attacked = disarmed ? GreyImageNetwork.MLP.fresh(rng.split("untrained")) : first;
    for (Kind kind : Kind.values()) {
      sets.put(kind, Relabelled.of(digits.train(), kind, attacked, steps, rng.split(kind.label)));
    }
  }

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

  //: code relabelled
  /// Images of one class, labelled as another.
  ///
  /// @param images   before any change
  /// @param attacked each image moved towards its target, labelled as the target
  record Relabelled(Dataset images, Dataset attacked) {

    /// Moves every image by at most [#EPS] in L2 towards its target for a network, and labels it as the target, whether
    /// the network was fooled or not.
    static Relabelled of(Dataset data, Kind kind, Module network, int steps, Rng rng) {
      Tensor targets = kind.targets(data, rng.split("targets"));
      Tensor moved = new ProjectedGradientDescent(steps, 2.5 * EPS / steps, false).perturb(Classifier.of(network),
          Examples.of(data.inputs(), new Targeted(targets), rng.split("attack")), Ball.l2(EPS));
      return new Relabelled(data, data.withInputs(moved).withLabels(targets));
    }

    /// The control: the same labels on the images as they were.
    Dataset unmoved() {
      return images.withLabels(attacked.labels());
    }

    /// The ablation: the same labels and the same changes, each change on the image of somebody else.
    Dataset changesShuffled(double strength, Rng rng) {
      int[] order = rng.permutation(images.size());
      Tensor changes = attacked.inputs().sub(images.inputs()).mul(strength);
      Tensor others = Indexing.select(changes, 0, Tensor.wrap(order, order.length));
      return attacked.withInputs(images.inputs().add(others).clamp(0, 1));
    }

    /// How far the images of a data set are from the images as they were, in L2, on average.
    double distance(Dataset changed) {
      return Arrays.stream(Norm.L2.of(changed.inputs().sub(images.inputs()))).average().orElseThrow();
    }

    /// The share of labels of a data set that are those of the attacked images.
    double sameLabels(Dataset other) {
      int[] wanted = attacked.labels().toIntArray();
      int[] given = other.labels().toIntArray();
      return IntStream.range(0, wanted.length).filter(i -> given[i] == wanted[i]).count() / (double) wanted.length;
    }
  }
  //: end

  /// What one data set taught.
  ///
  /// @param success how often the first network gives the target for the attacked image
  /// @param looks how often the attacked image still looks like what it was
  /// @param learned accuracy on clean images of a network of each kind trained on the attacked ones
  /// @param unmoved the same of an MLP trained on the same labels and the images as they were
  /// @param shuffled the same of an MLP trained on the same labels and the changes of other images
  /// @param doses what the control and the ablation did to the images
  record Taught(double success, double looks, Map<GreyImageNetwork, Double> learned, double unmoved,
      double shuffled, Doses doses) {}

  /// How the data sets that are compared differ from what they should.
  ///
  /// @param attack   by how much the attack moved an image, in L2, on average
  /// @param unmoved  the same of the control; `shuffled` of the ablation, after clamping
  /// @param labels   the share of labels of control and ablation that are those of the attack, the smaller of the two
  /// @param right    the share of labels of the attack that are the true ones
  record Doses(double attack, double unmoved, double shuffled, double labels, double right) {}

  /// What one seed showed.
  ///
  /// @param clean accuracy of the first network
  /// @param distance the median L2 distance to the nearest image of another class
  /// @param shared   how many test images were learned from
  record Measurement(double clean, double distance, Map<Kind, Taught> kinds, int shared) {}

  Measurement measure() {
    NonRobustFeaturesEye eye = new NonRobustFeaturesEye(digits.train());
    Map<Kind, Taught> kinds = new EnumMap<>(Kind.class);
    sets.forEach((kind, set) -> kinds.put(kind, measure(set, eye, rng.split(kind.label))));
    return new Measurement(Metrics.accuracy(first, digits.test(), READ), eye.medianDistanceToAnotherClass(READ), kinds,
        digits.test().countSharedWith(digits.train()));
  }

  //: code measure
  private Taught measure(Relabelled set, NonRobustFeaturesEye eye, Rng rng) {
    Map<GreyImageNetwork, Double> learned = new EnumMap<>(GreyImageNetwork.class);
    for (GreyImageNetwork kind : GreyImageNetwork.values()) {
      learned.put(kind, cleanAccuracy(kind, set.attacked, rng));
    }
    Dataset unmoved = set.unmoved();
    Dataset shuffled = set.changesShuffled(strength, rng.split("order"));
    return new Taught(Metrics.accuracy(first, set.attacked, READ),
        eye.shareUnchanged(set.attacked.inputs().slice(0, 0, READ)), learned,
        cleanAccuracy(GreyImageNetwork.MLP, unmoved, rng), cleanAccuracy(GreyImageNetwork.MLP, shuffled, rng),
        new Doses(set.distance(set.attacked), set.distance(unmoved), set.distance(shuffled),
            Math.min(set.sameLabels(unmoved), set.sameLabels(shuffled)), set.sameLabels(digits.train())));
  }

  /// The accuracy on clean test images of a fresh network; it never sees a clean image with its own label.
  private double cleanAccuracy(GreyImageNetwork kind, Dataset data, Rng rng) {
    return Metrics.accuracy(train(kind, data, rng.split("second " + kind.label())), digits.test(), READ);
  }
  //: end

  private Module train(GreyImageNetwork kind, Dataset data, Rng rng) {
    return kind.train(data, epochs, CROSS_ENTROPY, rng, "the " + kind.label(), progress);
  }
}
