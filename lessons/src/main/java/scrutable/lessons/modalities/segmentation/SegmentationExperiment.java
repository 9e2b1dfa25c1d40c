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
import scrutable.lessons.modalities.segmentation.SegmentationScenes.Scenes;
import scrutable.nn.Progress;
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

  /// How much is done.
  ///
  /// @param train    how many pictures
  /// @param epochs   how often each
  /// @param attacked how many pictures of the test are attacked
  record Effort(int train, int epochs, int attacked) {}

  /// How every pixel is moved.
  enum Attack {
    RANDOM("random signs"), STEP("one step"), ITERATED("many steps"), FIVE_TIMES("five times as many"),
    LEAST_LIKELY("towards the least likely"), OPPOSITE_STEP("one opposite step"), OPPOSITE("many opposite steps");

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
        case OPPOSITE_STEP -> new DenseGradientSign(Aim.OPPOSITE);
        case OPPOSITE -> DenseIterativeGradientSign.ofPaper(Aim.OPPOSITE, levels);
      };
    }
    //: end
  }

  /// How the ensemble is attacked: by an attack on the network alone, or on the ensemble itself.
  enum Against {
    UNKNOWN("many steps on the network", Attack.ITERATED, false),
    UNKNOWN_PATIENT("five times as many on the network", Attack.FIVE_TIMES, false),
    KNOWN("many steps on the ensemble", Attack.ITERATED, true),
    KNOWN_PATIENT("five times as many on the ensemble", Attack.FIVE_TIMES, true);

    final String label;
    private final Attack attack;
    private final boolean knows;

    Against(String label, Attack attack, boolean knows) {
      this.label = label;
      this.attack = attack;
      this.knows = knows;
    }
  }

  /// How much of its budget a change uses.
  ///
  /// @param attack  1, or 0 for attacks that do nothing
  /// @param control the same for random signs and opposite steps
  record Strength(double attack, double control) {
    double of(Attack which) {
      return switch (which) {
        case RANDOM, OPPOSITE_STEP, OPPOSITE -> control;
        case STEP, ITERATED, FIVE_TIMES, LEAST_LIKELY -> attack;
      };
    }

    /// How many grey levels that is, of so many: none, or one at least, which is the length of a step.
    double levels(Attack which, int budget) {
      return of(which) == 0 ? 0 : Math.max(1, of(which) * budget);
    }
  }

  /// What came of an attack.
  ///
  /// @param kept the share of the mean intersection over union that is left
  /// @param same the mean intersection over union with the answers to the clean pictures, right or not
  /// @param moved how far a picture was moved, in the mean, in L2
  /// @param accuracy the share of pixels that are right
  record Outcome(double kept, double same, double moved, double accuracy) {}

  /// What was measured.
  ///
  /// @param clean the mean intersection over union on the whole test
  /// @param cleanEnsemble the same of the ensemble
  /// @param accuracy the share of pixels that are right
  /// @param curves for the attacks that are made with every budget, the share that is left of each
  /// @param outcomes of all attacks with the budget that is judged
  /// @param ensemble what attacks leave of the ensemble
  /// @param shared how many pictures of the test were learned from
  record Measurement(double clean, double cleanEnsemble, double accuracy, Map<Attack, double[]> curves,
      Map<Attack, Outcome> outcomes, Map<Against, Outcome> ensemble, int shared) {
    Outcome of(Attack attack) {
      return outcomes.get(attack);
    }

    Outcome of(Against against) {
      return ensemble.get(against);
    }

    /// What the ensemble keeps more than the network, of an attack that does not know of it.
    double regained() {
      return of(Against.UNKNOWN).kept - of(Attack.ITERATED).kept;
    }

    /// The share of that which a patient attack on the ensemble takes back.
    double takenBack() {
      return (of(Against.UNKNOWN).kept - of(Against.KNOWN_PATIENT).kept) / regained();
    }

    /// What knowing of the ensemble takes, beyond what as many steps take without.
    double byKnowing() {
      return of(Against.UNKNOWN_PATIENT).kept - of(Against.KNOWN_PATIENT).kept;
    }
  }

  /// Trains a network and attacks it.
  static SegmentationExperiment of(SegmentationScenes scenes, Effort effort, Strength strength, Rng rng,
      Progress progress) {
    ScaleEnsemble ensemble = SegmentationNetwork.train(scenes, effort.epochs, rng, progress);
    return new SegmentationExperiment(ensemble, measure(ensemble, scenes, effort, strength, rng, progress));
  }

  private static Measurement measure(ScaleEnsemble scales, SegmentationScenes scenes, Effort effort,
      Strength strength, Rng rng, Progress progress) {
    Scenes test = scenes.test();
    int classes = scenes.classes().size();
    Segmenter network = Segmenter.of(scales.network());
    Segmenter whole = Segmenter.of(scales);
    Target target = new Target(test.pictures().slice(0, 0, effort.attacked), test.labels().slice(0, 0, effort.attacked),
        classes, strength, rng.split("attack"));
    Map<Attack, double[]> curves = new EnumMap<>(Attack.class);
    for (Attack attack : List.of(Attack.RANDOM, Attack.STEP, Attack.ITERATED, Attack.OPPOSITE)) {
      curves.put(attack, Arrays.stream(BUDGETS)
          .mapToDouble(levels -> target.judge(network, target.attacked(network, attack, levels), attack, levels).kept)
          .toArray());
    }
    Map<Attack, Outcome> outcomes = new EnumMap<>(Attack.class);
    Map<Against, Outcome> ensemble = new EnumMap<>(Against.class);
    for (Attack attack : Attack.values()) {
      progress.update("attacking", attack.ordinal(), Attack.values().length);
      Tensor attacked = target.attacked(network, attack, LEVELS);
      outcomes.put(attack, target.judge(network, attacked, attack, LEVELS));
      for (Against against : Against.values()) {
        if (against.attack == attack) {
          Tensor shown = against.knows ? target.attacked(whole, attack, LEVELS) : attacked;
          ensemble.put(against, target.judge(whole, shown, attack, LEVELS));
        }
      }
    }
    ConfusionMatrix clean = ConfusionMatrix.of(test.labels(), network.labels(test.pictures()), classes);
    return new Measurement(clean.meanIntersectionOverUnion(),
        target.intersectionOverUnion(test.labels(), whole.labels(test.pictures())), clean.accuracy(), curves, outcomes,
        ensemble, scenes.shared());
  }

  /// The pictures that are attacked.
  private record Target(Tensor pictures, Tensor labels, int classes, Strength strength, Rng rng) {
    Ball ball(Attack attack, int levels) {
      return Ball.linf(strength.levels(attack, levels) / 255);
    }

    /// What an attack makes of the pictures by looking at a network.
    Tensor attacked(Segmenter seen, Attack attack, int levels) {
      return attack.with(levels).perturb(seen, pictures, ball(attack, levels), rng);
    }

    //: code judge
    /// Asks a victim about the very pictures that came out.
    Outcome judge(Segmenter victim, Tensor attacked, Attack attack, int levels) {
      DenseAttackResult result = DenseAttackResult.judge(victim, pictures, labels, attacked, ball(attack, levels));
      double kept = intersectionOverUnion(labels, result.after()) / intersectionOverUnion(labels, result.before());
      double[] lengths = Norm.L2.of(attacked.sub(pictures));
      return new Outcome(kept, intersectionOverUnion(result.before(), result.after()),
          Arrays.stream(lengths).average().orElseThrow(), result.pixelAccuracy());
    }

    double intersectionOverUnion(Tensor wanted, Tensor answers) {
      return ConfusionMatrix.of(wanted, answers, classes).meanIntersectionOverUnion();
    }
    //: end
  }
}
