package scrutable.lessons.defences.faileddefences;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.defence.BitDepthReduction;
import scrutable.attacks.defence.DctQuantization;
import scrutable.attacks.defence.DefensiveDistillation;
import scrutable.attacks.defence.InputTransformation;
import scrutable.attacks.defence.RandomResizeAndPad;
import scrutable.attacks.defence.SqueezingDetector;
import scrutable.attacks.defence.ThermometerEncoding;
import scrutable.attacks.evaluation.DefenceTrial;
import scrutable.attacks.evasion.DeepFool;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.attacks.physical.ExpectationOverTransformation;
import scrutable.attacks.physical.RandomTransform;
import scrutable.lessons.data.Digits;
import scrutable.lessons.defences.SmallNetwork;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Objective;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Six ways to defend one small network, each attacked twice within the same ball: by somebody who does not know the
/// defence, and by somebody who does ([DefenceTrial]). The seventh, louder logits, is in [LoudLogits].
///
/// Athalye, Carlini and Wagner, "Obfuscated gradients give a false sense of security", ICML 2018; Carlini and Wagner,
/// "Adversarial examples are not easily detected", AISec 2017.
final class FailedDefencesExperiment {
  static final double EPS = 0.2;
  private static final Objective CROSS_ENTROPY = Objective.ofLogits(Losses::crossEntropy);
  private static final double RATE = 2e-3;
  private static final double HOT_RATE = 1e-2;

  private final Digits digits;
  private final int epochs;
  private final Rng rng;
  private final Progress progress;
  final Module undefended;                                                  // the network without a defence

  /// Trains the network that is to be defended.
  FailedDefencesExperiment(Digits digits, int epochs, Rng rng, Progress progress) {
    this.digits = digits;
    this.epochs = epochs;
    this.rng = rng;
    this.progress = progress;
    this.undefended = train(SmallNetwork.fresh(1, rng.split("initialise")), CROSS_ENTROPY, RATE, digits.train(),
        "shuffle");
  }

  enum Defence {
    NONE("none"), DISTILLATION("distillation, T = 100"), ROUNDING("8 greys"), COSINES("JPEG-like, quality 50"),
    THERMOMETER("thermometer, 8 levels"), DETECTOR("compression detector"), RANDOM_SIZE("random size and place");

    private final String label;

    Defence(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /// What one defence withstood.
  ///
  /// @param clean accuracy without an attack
  /// @param noise the share withstood under random signs of size eps
  /// @param naive the share withstood under the naive attack, likewise the next
  /// @param longer the adaptive attack with twice as many steps; NaN where nothing is claimed, likewise the next
  /// @param everything the adaptive attack when every pixel may become anything
  record Measurement(double clean, double noise, double naive, double adaptive, double longer, double everything) {}

  /// @param adapts false for a sham: the adaptive attack is the naive one
  Map<Defence, Measurement> measure(List<Defence> defences, int steps, boolean adapts) {
    Map<Defence, Measurement> measured = new EnumMap<>(Defence.class);
    defences.forEach(defence -> measured.put(defence, measure(defence, build(defence), steps, adapts)));
    return measured;
  }

  private Measurement measure(Defence defence, DefenceTrial trial, int steps, boolean adapts) {
    DefenceTrial.Attempt adaptive = adapts ? trial.adaptive() : trial.naive();
    boolean inFull = defence != Defence.RANDOM_SIZE;
    Ball ball = Ball.linf(EPS);
    Dataset test = digits.test();
    Rng attack = rng.split("attack");
    Tensor noisy = RandomNoise.signs().perturb(trial.deployed(),
        Examples.of(test.inputs(), new Untargeted(test.labels()), attack), ball);
    return new Measurement(trial.accuracy(test.inputs(), test), trial.withstood(noisy, test),
        trial.withstood(trial.naive().images(test, ball, steps, attack), test),
        trial.withstood(adaptive.images(test, ball, steps, attack), test),
        inFull ? trial.withstood(adaptive.images(test, ball, 2 * steps, attack), test) : Double.NaN,
        inFull ? trial.withstood(adaptive.images(test, Ball.linf(1), steps, attack), test) : Double.NaN);
  }

  private DefenceTrial build(Defence defence) {
    Classifier plain = Classifier.of(undefended);
    return switch (defence) {
      case NONE -> DefenceTrial.withMargin(plain, plain);
      case DISTILLATION -> distillation(defence.label);
      case ROUNDING -> DefenceTrial.inFrontOf(undefended, new BitDepthReduction(3));
      case COSINES -> DefenceTrial.inFrontOf(undefended, new DctQuantization(50));
      case THERMOMETER -> thermometer(defence.label);
      case DETECTOR -> detector(plain);
      case RANDOM_SIZE -> randomSize(defence.label);
    };
  }

  private DefenceTrial distillation(String label) {
    DefensiveDistillation distillation = new DefensiveDistillation(100);
    Module teacher = train(SmallNetwork.fresh(1, rng.split("teacher")), distillation.ofLabels(), HOT_RATE,
        digits.train(), label + " teacher");
    WhiteBox student = Classifier.of(train(SmallNetwork.fresh(1, rng.split("student")), distillation.of(teacher),
        HOT_RATE, digits.train(), label + " student"));
    return DefenceTrial.withMargin(student, student);
  }

  private DefenceTrial thermometer(String label) {
    InputTransformation thermometer = new ThermometerEncoding(8);
    Module reader = train(SmallNetwork.fresh(8, rng.split("thermometer")), CROSS_ENTROPY, RATE,
        digits.train().withInputs(thermometer.apply(digits.train().inputs())), label);
    return DefenceTrial.inFrontOf(reader, thermometer);
  }

  //: code detector
  /// Rejects one legitimate image in twenty. The naive attack stops as soon as it has crossed the boundary.
  private DefenceTrial detector(WhiteBox plain) {
    InputTransformation compression = new DctQuantization(50);
    Tensor legitimate = digits.train().take(Math.min(1_000, digits.train().size())).inputs();
    SqueezingDetector detector = SqueezingDetector.calibrated(undefended, List.of(compression), legitimate, 0.05);
    WhiteBox attackable = Classifier.of(detector.with(List.of(compression.straightThrough())));
    return new DefenceTrial(Classifier.of(detector), detector.rejected(), 1,
        DefenceTrial.of(new DeepFool().withinBudget(), plain),
        DefenceTrial.descentTowardsSecond(attackable, plain, AttackLoss.CROSS_ENTROPY));
  }
  //: end

  /// Shrinks each image to 20 to 28 pixels. Each image is judged five times, for the dice fall anew each time.
  private DefenceTrial randomSize(String label) {
    Module inner = SmallNetwork.fresh(1, rng.split("random size"));
    RandomResizeAndPad resize = new RandomResizeAndPad(20, rng.split("dice"));
    WhiteBox deployed = Classifier.of(
        train(new Sequential(resize, inner), CROSS_ENTROPY, RATE, digits.train(), label));
    WhiteBox oneDraw = Classifier.of(new Sequential(resize.withLoadedDice(), inner));
    WhiteBox mean = ExpectationOverTransformation.of(deployed, RandomTransform.none(), 10, rng.split("eot"));
    return new DefenceTrial(deployed, -1, 5, DefenceTrial.descent(oneDraw, AttackLoss.CROSS_ENTROPY),
        DefenceTrial.descent(mean, AttackLoss.MARGIN));
  }

  private Module train(Module network, Objective objective, double rate, Dataset data, String stream) {
    ClassifierTraining.minimizing(objective, network, new Adam(network.parameters(), rate),
        TrainingSettings.of(epochs, 64).withProgress(progress, "training the networks"), rng.split(stream)).run(data);
    return network;
  }
}
