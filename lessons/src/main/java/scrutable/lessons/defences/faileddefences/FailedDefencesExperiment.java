package scrutable.lessons.defences.faileddefences;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.blackbox.Square;
import scrutable.attacks.defence.BitDepthReduction;
import scrutable.attacks.defence.DctQuantization;
import scrutable.attacks.defence.DefensiveDistillation;
import scrutable.attacks.defence.InputTransformation;
import scrutable.attacks.defence.RandomResizeAndPad;
import scrutable.attacks.defence.SqueezingDetector;
import scrutable.attacks.defence.ThermometerEncoding;
import scrutable.attacks.evaluation.DefenceTrial;
import scrutable.attacks.evaluation.Perturbations;
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

/// Six ways to defend one small network, each attacked four times within the same ball: along the gradient that the
/// defence hands out, along one that is made for it ([DefenceTrial]), with images made for the network without a
/// defence, and by a search that needs no gradient. The seventh way, louder logits, is in [LoudLogits].
///
/// Athalye, Carlini and Wagner, "Obfuscated gradients give a false sense of security", ICML 2018; Carlini and Wagner,
/// "Adversarial examples are not easily detected", AISec 2017.
final class FailedDefencesExperiment {
  static final double EPS = 0.2;
  /// Small enough for some images to withstand every attack, so that attacks can be compared.
  static final double NEAR = 0.08;
  private static final Ball FAR = Ball.linf(EPS);
  private static final Ball NEARBY = Ball.linf(NEAR);
  private static final int QUERIES = 400;
  private static final double OVERSHOOT = 0.02;
  private static final Objective CROSS_ENTROPY = Objective.ofLogits(Losses::crossEntropy);
  private static final double RATE = 2e-3;
  private static final double HOT_RATE = 1e-2;

  private final Digits digits;
  private final Dataset test;
  private final int epochs;
  private final Rng rng;
  private final Rng attack;
  private final Progress progress;
  final Module undefended;                                                  // the network without a defence
  private final WhiteBox plain;                                             // the same, for attackers

  /// Trains the network that is to be defended.
  FailedDefencesExperiment(Digits digits, int epochs, Rng rng, Progress progress) {
    this.digits = digits;
    this.test = digits.test();
    this.epochs = epochs;
    this.rng = rng;
    this.attack = rng.split("attack");
    this.progress = progress;
    this.undefended = train(SmallNetwork.fresh(1, rng.split("initialise")), CROSS_ENTROPY, RATE, digits.train(),
        "shuffle");
    this.plain = Classifier.of(undefended);
  }

  /// How many of the images that are attacked are among those that were learned from.
  int shared() {
    return test.countSharedWith(digits.train());
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

  /// What is withstood at one radius, as shares of the images.
  ///
  /// @param naive under the gradient that the defence hands out
  /// @param adaptive under the attack made for it
  /// @param transferred of the images that the naive attack makes for the network without a defence
  /// @param square under a search that asks for scores; NaN where the answers are random
  /// @param worst if the attacker keeps the best of the last three for each image
  record Withstood(double naive, double adaptive, double transferred, double square, double worst) {}

  /// What one defence withstood.
  ///
  /// @param clean accuracy without an attack
  /// @param noise the share withstood under random signs of size eps
  /// @param noiseLength how far the random signs moved an image, in lengths of the adaptive attack
  /// @param slopeless the share of the images at which the naive attack's gradient is exactly zero
  /// @param early of the images that the naive attack turns, the share that the network without a defence takes for
  ///     something else at four fifths of the way; NaN where that attack is not meant to stop there
  /// @param judged at [#EPS], and `near` at [#NEAR]
  /// @param longer the adaptive attack at [#NEAR] with twice as many steps; NaN where nothing is claimed, likewise the
  ///     next
  /// @param everything the adaptive attack when every pixel may become anything
  record Measurement(double clean, double noise, double noiseLength, double slopeless, double early, Withstood judged,
      Withstood near, double longer, double everything) {}

  /// A defence on trial.
  ///
  /// @param handsOut whose gradient the naive attack follows
  /// @param square the search by scores
  private record Case(DefenceTrial trial, WhiteBox handsOut, DefenceTrial.Attempt square) {}

  /// The images that four attacks make of the test images within one ball.
  ///
  /// @param square of a search by scores, if there is one
  private record Attempts(Tensor naive, Tensor adaptive, Tensor transferred, Optional<Tensor> square) {}

  /// What is done wrong on purpose.
  ///
  /// @param adapts false for a sabotage: the adaptive attack is the naive one
  /// @param noise  the size of the random signs, in units of eps
  /// @param stops  by how much the naive attack on the detector goes too far, in lengths of its way
  record Fault(boolean adapts, double noise, double stops) {}

  Map<Defence, Measurement> measure(List<Defence> defences, int steps, Fault fault) {
    DefenceTrial.Attempt unaware = DefenceTrial.descent(plain, AttackLoss.CROSS_ENTROPY);
    Map<Ball, Tensor> transferred = Map.of(FAR, unaware.images(test, FAR, steps, attack),
        NEARBY, unaware.images(test, NEARBY, steps, attack));
    Map<Defence, Measurement> measured = new EnumMap<>(Defence.class);
    defences.forEach(defence ->
        measured.put(defence, measure(defence, build(defence, fault), transferred, steps, fault)));
    return measured;
  }

  private Measurement measure(Defence defence, Case on, Map<Ball, Tensor> transferred, int steps, Fault fault) {
    DefenceTrial trial = on.trial;
    DefenceTrial.Attempt adaptive = fault.adapts ? trial.adaptive() : trial.naive();
    boolean inFull = defence != Defence.RANDOM_SIZE;
    Tensor images = test.inputs();
    Attempts far = attempts(on, adaptive, inFull, FAR, transferred, steps);
    Attempts close = attempts(on, adaptive, inFull, NEARBY, transferred, steps);
    Tensor noisy = RandomNoise.signs().perturb(trial.deployed(), Examples.of(images, new Untargeted(test.labels()),
        attack), Ball.linf(fault.noise * EPS));
    return new Measurement(trial.accuracy(images, test), trial.withstood(noisy, test),
        Perturbations.meanSize(Norm.L2, images, noisy)
            / Perturbations.meanSize(Norm.L2, images, far.adaptive),
        LoudLogits.slopeless(on.handsOut, test),
        defence == Defence.DETECTOR ? early(far.naive) : Double.NaN, withstood(trial, far), withstood(trial, close),
        inFull ? trial.withstood(adaptive.images(test, NEARBY, 2 * steps, attack), test) : Double.NaN,
        inFull ? trial.withstood(adaptive.images(test, Ball.linf(1), steps, attack), test) : Double.NaN);
  }

  //: code withstood
  /// @param scores whether a search by scores is worth its time
  private Attempts attempts(Case on, DefenceTrial.Attempt adaptive, boolean scores, Ball ball,
      Map<Ball, Tensor> transferred, int steps) {
    return new Attempts(on.trial.naive().images(test, ball, steps, attack),
        adaptive.images(test, ball, steps, attack), transferred.get(ball),
        scores ? Optional.of(on.square.images(test, ball, steps, attack)) : Optional.empty());
  }

  private Withstood withstood(DefenceTrial trial, Attempts made) {
    List<Tensor> aware = new ArrayList<>(List.of(made.adaptive, made.transferred));
    made.square.ifPresent(aware::add);
    double[] each = aware.stream().mapToDouble(images -> trial.withstood(images, test)).toArray();
    return new Withstood(trial.withstood(made.naive, test), each[0], each[1],
        made.square.isPresent() ? each[2] : Double.NaN, trial.withstoodAll(aware, test));
  }
  //: end

  private double early(Tensor naive) {
    Tensor change = naive.sub(test.inputs());
    int[] there = plain.labels(naive);
    int[] before = plain.labels(test.inputs().add(change.mul(0.8)));
    int[] truth = test.labels().toIntArray();
    int[] turned = IntStream.range(0, truth.length)
        .filter(i -> there[i] != truth[i] && Norm.L2.of(change.slice(0, i, i + 1))[0] > 0).toArray();
    return Arrays.stream(turned).filter(i -> before[i] != truth[i]).count() / (double) turned.length;
  }

  private Case build(Defence defence, Fault fault) {
    return switch (defence) {
      case NONE -> answering(DefenceTrial.withMargin(plain, plain), plain);
      case DISTILLATION -> distillation(defence.label);
      case ROUNDING -> inFront(undefended, new BitDepthReduction(3));
      case COSINES -> inFront(undefended, new DctQuantization(50));
      case THERMOMETER -> thermometer(defence.label);
      case DETECTOR -> detector(fault);
      case RANDOM_SIZE -> randomSize(defence.label);
    };
  }

  private static Case answering(DefenceTrial trial, WhiteBox deployed) {
    return new Case(trial, deployed, DefenceTrial.of(new Square(QUERIES), deployed));
  }

  private static Case inFront(Module network, InputTransformation transformation) {
    return answering(DefenceTrial.inFrontOf(network, transformation),
        Classifier.of(new Sequential(transformation, network)));
  }

  private Case distillation(String label) {
    DefensiveDistillation distillation = new DefensiveDistillation(100);
    Module teacher = train(SmallNetwork.fresh(1, rng.split("teacher")), distillation.ofLabels(), HOT_RATE,
        digits.train(), label + " teacher");
    WhiteBox student = Classifier.of(train(SmallNetwork.fresh(1, rng.split("student")), distillation.of(teacher),
        HOT_RATE, digits.train(), label + " student"));
    return answering(DefenceTrial.withMargin(student, student), student);
  }

  private Case thermometer(String label) {
    InputTransformation thermometer = new ThermometerEncoding(8);
    Module reader = train(SmallNetwork.fresh(8, rng.split("thermometer")), CROSS_ENTROPY, RATE,
        digits.train().withInputs(thermometer.apply(digits.train().inputs())), label);
    return inFront(reader, thermometer);
  }

  //: code detector
  /// Rejects one legitimate image in twenty. The naive attack stops as soon as it has crossed the boundary.
  private Case detector(Fault fault) {
    InputTransformation compression = new DctQuantization(50);
    Tensor legitimate = digits.train().take(Math.min(1_000, digits.train().size())).inputs();
    SqueezingDetector detector = SqueezingDetector.calibrated(undefended, List.of(compression), legitimate, 0.05);
    WhiteBox deployed = Classifier.of(detector);
    WhiteBox attackable = Classifier.of(detector.with(List.of(compression.straightThrough())));
    DefenceTrial trial = new DefenceTrial(deployed, detector.rejected(), 1,
        DefenceTrial.of(new DeepFool(50, OVERSHOOT + fault.stops).withinBudget(), plain),
        DefenceTrial.descentTowardsSecond(attackable, plain, AttackLoss.CROSS_ENTROPY));
    return new Case(trial, plain, DefenceTrial.towardsSecond(new Square(QUERIES), deployed, plain));
  }
  //: end

  /// Shrinks each image to 20 to 28 pixels. Each image is judged five times, for the dice fall anew each time.
  private Case randomSize(String label) {
    Module inner = SmallNetwork.fresh(1, rng.split("random size"));
    RandomResizeAndPad resize = new RandomResizeAndPad(20, rng.split("dice"));
    WhiteBox deployed = Classifier.of(
        train(new Sequential(resize, inner), CROSS_ENTROPY, RATE, digits.train(), label));
    WhiteBox oneDraw = Classifier.of(new Sequential(resize.withLoadedDice(), inner));
    WhiteBox mean = ExpectationOverTransformation.of(deployed, RandomTransform.none(), 5, rng.split("eot"));
    DefenceTrial trial = new DefenceTrial(deployed, -1, 5, DefenceTrial.descent(oneDraw, AttackLoss.CROSS_ENTROPY),
        DefenceTrial.descent(mean, AttackLoss.MARGIN));
    return new Case(trial, oneDraw, null);
  }

  private Module train(Module network, Objective objective, double rate, Dataset data, String stream) {
    ClassifierTraining.minimizing(objective, network, new Adam(network.parameters(), rate),
        TrainingSettings.of(epochs, 64).withProgress(progress, "training the networks"), rng.split(stream)).run(data);
    return network;
  }
}
