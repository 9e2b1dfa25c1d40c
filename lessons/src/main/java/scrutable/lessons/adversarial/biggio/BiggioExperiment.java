package scrutable.lessons.adversarial.biggio;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.Perturbations;
import scrutable.attacks.evasion.DensityEvasion;
import scrutable.attacks.evasion.LaplaceDensity;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.lessons.data.Digits;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Sorting;
import scrutable.tensor.Tensor;

/// Sevens that must pass as ones, against three classifiers: what descent on the score makes of them, with and without
/// a density that draws them to where ones are, what a random change does, and what steps the other way do.
///
/// Biggio et al., "Evasion attacks against machine learning at test time", ECML-PKDD 2013.
final class BiggioExperiment {
  /// Budgets as shares of the distance to the nearest example of the other class.
  static final double[] SHARES = {0, 0.1, 0.2, 0.3, 0.4, 0.5};
  static final double JUDGED = 0.5;
  private static final int STEPS = 40;
  /// Widths of the density in the distance from a seven to the nearest one.
  private static final double WIDTHS = 15;
  private static final int ONE = 0;
  private static final int SEVEN = 1;

  private final Dataset test;
  final Examples sevens;
  private final LaplaceDensity ones;
  /// From a seven to the nearest one, in L2.
  final double distance;
  private final Fault fault;
  private final Rng rng;
  /// How many of the images that the victims are judged and attacked on are among those they learned from.
  final int shared;
  final Map<BiggioVictim, WhiteBox> victims = new EnumMap<>(BiggioVictim.class);

  /// What is done wrong on purpose.
  ///
  /// @param shuffles true for a sabotage: what the attack finds is added to the wrong pixels
  /// @param controls how far the random change and the opposite steps go, in lengths of the attack
  record Fault(boolean shuffles, double controls) {}

  /// Looks at the sevens to be disguised and the ones to resemble, and trains the victims.
  ///
  /// @param digits ones, class 0, and sevens, class 1
  /// @param count how many sevens are attacked
  BiggioExperiment(Digits digits, int count, Fault fault, Rng rng, Progress progress) {
    Tensor all = digits.test().ofClasses(SEVEN).inputs();
    Tensor images = all.slice(0, 0, Math.min(count, all.size(0)));
    Tensor known = digits.train().ofClasses(ONE).inputs();
    int[] labels = new int[images.size(0)];
    Arrays.fill(labels, SEVEN);
    this.test = digits.test();
    this.sevens = Examples.of(images, Untargeted.of(labels), rng.split("attack"));
    this.distance = nearest(images, known, Norm.L2);
    this.ones = LaplaceDensity.of(known, nearest(images, known, Norm.L1) / WIDTHS);
    this.fault = fault;
    this.rng = rng;
    this.shared = test.countSharedWith(digits.train());
    for (BiggioVictim kind : BiggioVictim.values()) {
      progress.update("training the " + kind.label(), 0, 1);
      victims.put(kind, kind.train(digits.train(), rng.split(kind.label())));
    }
  }

  /// What one victim showed.
  ///
  /// @param accuracy on ones and sevens not learned from
  /// @param evasion of the sevens that were stopped before, the share that pass now, by [#SHARES]
  /// @param random the same for random directions
  /// @param uphill the share that pass after steps in the opposite direction, at the judged budget
  /// @param mimicry by how many nats the density term raises the log-density among ones, on average over the sevens
  ///     that pass with it and without
  /// @param evasionWithDensity the share that pass with the density term, at the judged budget
  /// @param randomLength how far the random change moved a seven at the judged budget, in lengths of the attack;
  ///     likewise the next
  record Measurement(double accuracy, double[] evasion, double[] random, double uphill, double mimicry,
      double evasionWithDensity, double randomLength, double uphillLength) {}

  Map<BiggioVictim, Measurement> measure() {
    Map<BiggioVictim, Measurement> measured = new EnumMap<>(BiggioVictim.class);
    victims.forEach((kind, victim) -> measured.put(kind, measure(victim, kind.lambda())));
    return measured;
  }

  //: code measure
  private Measurement measure(WhiteBox victim, double lambda) {
    Examples goingBack = Examples.of(sevens.images(), new Targeted(sevens.goal().classes()), Rng.seed(0));
    Tensor uphill = descent(JUDGED, 0).perturb(victim, goingBack, ball(fault.controls * JUDGED));
    AttackResult plain = attack(JUDGED, 0).run(victim, sevens, ball(JUDGED));
    AttackResult mimicry = attack(JUDGED, lambda).run(victim, sevens, ball(JUDGED));
    double length = length(descent(JUDGED, 0).perturb(victim, sevens, ball(JUDGED)));
    return new Measurement(new ManyErrors(test).accuracy(victim),
        Arrays.stream(SHARES).map(share -> attack(share, 0).run(victim, sevens, ball(share)).successRate()).toArray(),
        Arrays.stream(SHARES).map(share -> pass(victim, random(share), share)).toArray(),
        pass(victim, uphill, JUDGED), gain(plain, mimicry), mimicry.successRate(),
        length(random(JUDGED)) / length, length(uphill) / length);
  }

  Ball ball(double share) {
    return Ball.l2(share * distance);
  }

  DensityEvasion descent(double share, double lambda) {
    return new DensityEvasion(STEPS, 3 * Math.max(share, 0.01) * distance / STEPS, lambda, ones);
  }

  /// Sevens moved in a random direction, as far as the budget goes after all clipping.
  private Tensor random(double share) {
    double[] lengths = new double[sevens.count()];
    Arrays.fill(lengths, fault.controls * share * distance);
    return Perturbations.reaching(sevens.images(), rng.split("random").normal(sevens.images().shape()), Box.UNIT,
        lengths);
  }
  //: end

  private FixedBudgetAttack<WhiteBox> attack(double share, double lambda) {
    DensityEvasion descent = descent(share, lambda);
    return fault.shuffles ? (victim, examples, ball) -> ball.project(examples.images(), examples.images().add(
        Perturbations.shuffled(descent.perturb(victim, examples, ball).sub(examples.images()), rng.split("order"))))
        : descent;
  }

  private double pass(WhiteBox victim, Tensor moved, double share) {
    return AttackResult.judge(victim, sevens.images(), moved, sevens.goal(), ball(share)).successRate();
  }

  private double length(Tensor moved) {
    return Perturbations.meanSize(Norm.L2, sevens.images(), moved);
  }

  /// The mean over the sevens that pass both ways, so that equals are compared.
  private double gain(AttackResult plain, AttackResult mimicry) {
    double[] without = ones.log(plain.adversarial());
    double[] with = ones.log(mimicry.adversarial());
    return IntStream.range(0, with.length)
        .filter(i -> plain.success()[i] && mimicry.success()[i] && !plain.atGoalBefore()[i])
        .mapToDouble(i -> with[i] - without[i]).average().orElse(0);
  }

  /// The median distance from one of `from` to the nearest of `to`.
  private static double nearest(Tensor from, Tensor to, Norm norm) {
    double[] nearest = IntStream.range(0, from.size(0))
        .mapToDouble(i -> Arrays.stream(norm.of(to.sub(from.slice(0, i, i + 1)))).min().orElseThrow()).toArray();
    return Sorting.median(Tensor.wrap(nearest, nearest.length), 0).item();
  }
}
