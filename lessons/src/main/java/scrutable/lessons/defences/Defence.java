package scrutable.lessons.defences;

import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Classifier;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.defence.BitDepthReduction;
import scrutable.attacks.defence.DctQuantization;
import scrutable.attacks.defence.DefensiveDistillation;
import scrutable.attacks.defence.InputTransformation;
import scrutable.attacks.defence.RandomResizeAndPad;
import scrutable.attacks.defence.SqueezingDetector;
import scrutable.attacks.defence.ThermometerEncoding;
import scrutable.attacks.evasion.DeepFool;
import scrutable.attacks.physical.ExpectationOverTransformation;
import scrutable.attacks.physical.RandomTransform;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Objective;
import scrutable.tensor.Rng;

/// The defences of lesson L26, each with the attack that takes it at its word and the one that is made for
/// it.
enum Defence {
  NONE("none", "", "CE", "margin"),
  DISTILLATION("distillation, T = 100", "vanishing gradients", "CE", "margin of the logits"),
  ROUNDING("8 greys", "shattered gradients", "CE", "straight through"),
  COSINES("JPEG-like, quality 50", "shattered gradients", "CE", "straight through"),
  THERMOMETER("thermometer, 8 levels", "shattered gradients", "CE", "through ramps"),
  DETECTOR("compression detector", "another target", "DeepFool, stops when fooled", "both answers at once"),
  RANDOM_SIZE("random size and place", "stochastic gradients", "one draw", "mean over 10 draws");

  private static final double TEMPERATURE = 100;
  private static final double HOT_RATE = 1e-2;
  private static final double FALSE_ALARMS = 0.05;
  private static final int LEGITIMATE = 1_000;
  private static final int SMALLEST = 20;
  private static final int DRAWS = 10;
  private static final int LOOKS = 5;

  private final String label;
  private final String diagnosis;
  private final String naive;
  private final String adaptive;

  Defence(String label, String diagnosis, String naive, String adaptive) {
    this.label = label;
    this.diagnosis = diagnosis;
    this.naive = naive;
    this.adaptive = adaptive;
  }

  String label() {
    return label;
  }

  /// What keeps the naive attack from succeeding, in the words of Athalye, Carlini and Wagner 2018.
  String diagnosis() {
    return diagnosis;
  }

  /// The naive attack, in a few words.
  String naive() {
    return naive;
  }

  /// The adaptive attack, in a few words.
  String adaptive() {
    return adaptive;
  }

  /// Whether the naive attack was ever held off; the lesson reports the one that was not, and claims nothing
  /// of it.
  boolean isClaimed() {
    return this != NONE && this != RANDOM_SIZE;
  }

  /// What the defences of one seed are built with.
  ///
  /// @param undefended trained as usual
  record Workshop(Dataset data, int epochs, Module undefended, Rng rng, Progress progress) {
    Module train(Module network, Objective objective, double rate, Dataset on, Defence defence,
        String part) {
      return SmallNetwork.train(network, objective, rate, on, epochs, rng.split(defence.label + part),
          defence.label, progress);
    }
  }

  Trial build(Workshop workshop) {
    Classifier undefended = Classifier.of(workshop.undefended);
    return switch (this) {
      case NONE -> Trial.of(undefended, Trial.descent(undefended, AttackLoss.CROSS_ENTROPY),
          Trial.descent(undefended, AttackLoss.MARGIN));
      case DISTILLATION -> {
        WhiteBox student = Classifier.of(distilled(workshop));
        yield Trial.of(student, Trial.descent(student, AttackLoss.CROSS_ENTROPY),
            Trial.descent(student, AttackLoss.MARGIN));
      }
      case ROUNDING -> inFrontOf(new BitDepthReduction(3), workshop.undefended);
      case COSINES -> inFrontOf(new DctQuantization(50), workshop.undefended);
      case THERMOMETER -> {
        InputTransformation thermometer = new ThermometerEncoding(8);
        Dataset encoded = workshop.data.withInputs(thermometer.apply(workshop.data.inputs()));
        Module reader = workshop.train(SmallNetwork.fresh(8, workshop.rng.split("thermometer")),
            SmallNetwork.CROSS_ENTROPY, SmallNetwork.RATE, encoded, this, "");
        yield inFrontOf(thermometer, reader);
      }
      case DETECTOR -> detector(workshop, undefended);
      case RANDOM_SIZE -> randomSize(workshop);
    };
  }

  private Module distilled(Workshop workshop) {
    DefensiveDistillation distillation = new DefensiveDistillation(TEMPERATURE);
    Module teacher = workshop.train(SmallNetwork.fresh(1, workshop.rng.split("teacher")),
        distillation.ofLabels(), HOT_RATE, workshop.data, this, " teacher");
    return workshop.train(SmallNetwork.fresh(1, workshop.rng.split("student")), distillation.of(teacher),
        HOT_RATE, workshop.data, this, " student");
  }

  private static Trial inFrontOf(InputTransformation transformation, Module network) {
    WhiteBox deployed = Classifier.of(new Sequential(transformation, network));
    WhiteBox attackable = Classifier.of(new Sequential(transformation.straightThrough(), network));
    return Trial.of(deployed, Trial.descent(deployed, AttackLoss.CROSS_ENTROPY),
        Trial.descent(attackable, AttackLoss.MARGIN));
  }

  private static Trial detector(Workshop workshop, WhiteBox undefended) {
    InputTransformation compression = new DctQuantization(50);
    SqueezingDetector detector = SqueezingDetector.calibrated(workshop.undefended, List.of(compression),
        workshop.data.take(Math.min(LEGITIMATE, workshop.data.size())).inputs(), FALSE_ALARMS);
    WhiteBox attackable = Classifier.of(detector.with(List.of(compression.straightThrough())));
    return new Trial(Classifier.of(detector), detector.rejected(), 1,
        Trial.of(new DeepFool().withinBudget(), undefended),
        Trial.descentTowardsSecond(attackable, undefended, AttackLoss.CROSS_ENTROPY));
  }

  /// The naive attack fixes the dice: it computes all its gradients for one and the same size and place.
  private Trial randomSize(Workshop workshop) {
    Module inner = SmallNetwork.fresh(1, workshop.rng.split("random size"));
    Rng dice = workshop.rng.split("dice");
    Module defended = new Sequential(new RandomResizeAndPad(SMALLEST, dice), inner);
    workshop.train(defended, SmallNetwork.CROSS_ENTROPY, SmallNetwork.RATE, workshop.data, this, "");
    Rng.State cast = dice.state();
    Rng loaded = Rng.restore(cast);
    Module fixed = new Sequential(new RandomResizeAndPad(SMALLEST, loaded), inner);
    WhiteBox oneDraw = Classifier.of(images -> {
      loaded.moveTo(cast);
      return fixed.forward(images);
    });
    WhiteBox deployed = Classifier.of(defended);
    WhiteBox mean = ExpectationOverTransformation.of(deployed, RandomTransform.none(), DRAWS,
        workshop.rng.split("eot"));
    return new Trial(deployed, -1, LOOKS, Trial.descent(oneDraw, AttackLoss.CROSS_ENTROPY),
        Trial.descent(mean, AttackLoss.MARGIN));
  }
}
