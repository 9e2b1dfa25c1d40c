package scrutable.lessons.modalities.segmentation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scrutable.attacks.Ball;
import scrutable.attacks.Norm;
import scrutable.attacks.dense.Aim;
import scrutable.attacks.dense.DenseAttack;
import scrutable.attacks.dense.DenseAttackResult;
import scrutable.attacks.dense.DenseGradientSign;
import scrutable.attacks.dense.DenseIterativeGradientSign;
import scrutable.attacks.dense.DenseNoise;
import scrutable.attacks.dense.Segmenter;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.ShapeScenes;
import scrutable.nn.data.generate.ShapeScenes.Sample;
import scrutable.nn.model.ScaleEnsemble;
import scrutable.nn.validation.ConfusionMatrix;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A small U-Net learns which pixel belongs to which shape. Then all its answers are attacked at once: with one step,
/// with many small ones, and through an ensemble over several sizes of the picture.
///
/// Arnab, Miksik and Torr, "On the robustness of semantic segmentation models to adversarial attacks", CVPR 2018.
///
/// @param ensemble the network, asked at several scales
/// @param measured what it showed
record SegmentationExperiment(ScaleEnsemble ensemble, Measurement measured) {
  /// The budget that is judged, in grey levels of 255.
  static final int LEVELS = 8;
  static final int[] BUDGETS = {1, 2, 4, LEVELS, 16};
  static final ShapeScenes.Options SCENES = new ShapeScenes.Options(24, 2, 2, 12, 18, 0.03);
  static final int CLASSES = ShapeScenes.classNames().size();

  /// How much is done.
  ///
  /// @param train    how many pictures
  /// @param epochs   how often each
  /// @param attacked how many pictures of the test are attacked
  record Effort(int train, int epochs, int attacked) {}

  /// How every pixel is moved.
  enum Attack {
    RANDOM("random signs"), STEP("one step"), ITERATED("many steps"), FIVE_TIMES("five times as many"),
    LEAST_LIKELY("towards the least likely"), OPPOSITE("the opposite step");

    final String label;

    Attack(String label) {
      this.label = label;
    }

    //: code attacks
    DenseAttack with(int levels) {
      DenseIterativeGradientSign ofPaper = DenseIterativeGradientSign.ofPaper(Aim.AWAY, levels);
      return switch (this) {
        case RANDOM -> new DenseNoise();
        case STEP -> new DenseGradientSign(Aim.AWAY);
        case ITERATED -> ofPaper;
        case FIVE_TIMES -> new DenseIterativeGradientSign(Aim.AWAY, 5 * ofPaper.steps(), ofPaper.stepSize());
        case LEAST_LIKELY -> DenseIterativeGradientSign.ofPaper(Aim.LEAST_LIKELY, levels);
        case OPPOSITE -> new DenseGradientSign(Aim.OPPOSITE);
      };
    }
    //: end
  }

  /// How much of its budget a change uses.
  ///
  /// @param attack  1, or 0 for attacks that do nothing
  /// @param control the same for random signs and the opposite step
  record Strength(double attack, double control) {
    double of(Attack which) {
      return which == Attack.RANDOM || which == Attack.OPPOSITE ? control : attack;
    }
  }

  /// What came of an attack.
  ///
  /// @param kept the share of the mean intersection over union that is left
  /// @param moved how far a picture was moved, in the mean, in L2
  /// @param accuracy the share of pixels that are right
  record Outcome(double kept, double moved, double accuracy) {}

  /// What was measured.
  ///
  /// @param clean the mean intersection over union on the whole test
  /// @param cleanEnsemble the same of the ensemble
  /// @param accuracy the share of pixels that are right
  /// @param curves for the attacks that are made with every budget, the share that is left of each
  /// @param outcomes of all attacks with the budget that is judged
  /// @param scaled an attack on the network, shown to the ensemble
  /// @param adaptive an attack on the ensemble itself
  /// @param shared how many pictures of the test were learned from
  record Measurement(double clean, double cleanEnsemble, double accuracy, Map<Attack, double[]> curves,
      Map<Attack, Outcome> outcomes, Outcome scaled, Outcome adaptive, int shared) {
    Outcome of(Attack attack) {
      return outcomes.get(attack);
    }

    /// What the ensemble keeps more than the network, of an attack that does not know of it.
    double regained() {
      return scaled.kept - of(Attack.ITERATED).kept;
    }

    /// The share of that which an attack on the ensemble takes back.
    double takenBack() {
      return (scaled.kept - adaptive.kept) / regained();
    }
  }

  /// Trains a network and attacks it.
  static SegmentationExperiment of(Sample train, Sample test, Effort effort, Strength strength, Rng rng,
      Progress progress) {
    ScaleEnsemble ensemble = SegmentationNetwork.train(train, effort.epochs, rng, progress);
    return new SegmentationExperiment(ensemble, measure(ensemble, train, test, effort, strength, rng, progress));
  }

  private static Measurement measure(ScaleEnsemble ensemble, Sample train, Sample test, Effort effort, Strength strength,
      Rng rng, Progress progress) {
    Segmenter network = Segmenter.of(ensemble.network());
    Segmenter whole = Segmenter.of(ensemble);
    Target target = new Target(test.pictures().slice(0, 0, effort.attacked), test.labels().slice(0, 0, effort.attacked),
        strength, rng.split("attack"));
    Map<Attack, double[]> curves = new EnumMap<>(Attack.class);
    for (Attack attack : List.of(Attack.RANDOM, Attack.STEP, Attack.ITERATED)) {
      progress.update("attacking", attack.ordinal(), Attack.values().length);
      curves.put(attack, Arrays.stream(BUDGETS).mapToDouble(levels -> target.hit(network, network, attack, levels).kept)
          .toArray());
    }
    Map<Attack, Outcome> outcomes = new EnumMap<>(Attack.class);
    for (Attack attack : Attack.values()) {
      outcomes.put(attack, target.hit(network, network, attack, LEVELS));
    }
    Tensor answers = network.labels(test.pictures());
    ConfusionMatrix all = ConfusionMatrix.of(test.labels(), answers, CLASSES);
    return new Measurement(all.meanIntersectionOverUnion(), target.intersectionOverUnion(whole.labels(target.pictures)),
        all.accuracy(), curves, outcomes, target.hit(network, whole, Attack.ITERATED, LEVELS),
        target.hit(whole, whole, Attack.ITERATED, LEVELS), shared(train, test));
  }

  /// The pictures that are attacked.
  private record Target(Tensor pictures, Tensor labels, Strength strength, Rng rng) {
    //: code hit
    /// Attacks by looking at one network, and asks another what came of it.
    Outcome hit(Segmenter seen, Segmenter victim, Attack attack, int levels) {
      Ball ball = Ball.linf(strength.of(attack) * levels / 255);
      DenseAttackResult result = attack.with(levels).run(seen, victim, pictures, labels, ball, rng);
      double kept = intersectionOverUnion(result.after()) / intersectionOverUnion(result.before());
      Tensor change = result.adversarial().sub(pictures);
      return new Outcome(kept, Arrays.stream(Norm.L2.of(change)).average().orElseThrow(), result.pixelAccuracy());
    }

    double intersectionOverUnion(Tensor answers) {
      return ConfusionMatrix.of(labels, answers, CLASSES).meanIntersectionOverUnion();
    }
    //: end
  }

  /// How many pictures of the test were learned from, pixel by pixel.
  static int shared(Sample train, Sample test) {
    return unlabelled(test).countSharedWith(unlabelled(train));
  }

  private static Dataset unlabelled(Sample sample) {
    Tensor none = Tensor.wrap(new int[sample.count()], sample.count());
    return new Dataset("scenes", sample.pictures(), none, List.of("any"));
  }
}
