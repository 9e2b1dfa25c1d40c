package scrutable.lessons.adversarial.birdorbicycle;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.Perturbations;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.attacks.physical.SpatialGrid;
import scrutable.lessons.adversarial.ColourCnn;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.BirdBike;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// One defender, who leaves a fifth of the pictures unanswered, and the attackers who show it pictures: small changes,
/// turns and shifts, and birds and bicycles as nobody has seen them. The second half, a sham defence before the same
/// network, is in [BirdOrBicycleSham].
///
/// Brown, Carlini, Zhang, Olsson, Christiano and Goodfellow, "Unrestricted adversarial examples", 2018.
final class BirdOrBicycleExperiment {
  static final double COVERAGE = 0.8;
  static final double EPS = 0.15;
  private static final SpatialGrid GRID = new SpatialGrid(90, 11, 0.15, 3, Outside.EDGE);

  private final Classifier defender;
  private final Fault fault;
  private final Rng rng;
  private final double threshold;
  private final Dataset eligible;
  private final Dataset attacked;
  private final Dataset unusual;
  /// How many pictures that the defender is judged on are among those it learned from.
  private final int shared;

  /// What is done wrong on purpose.
  ///
  /// @param disarmed true for a sabotage: small changes are added to the wrong pixels, and whoever else attacks shows
  ///     ordinary pictures as they are
  /// @param noise the size of the random signs, in units of eps
  record Fault(boolean disarmed, double noise) {
    double strength() {
      return disarmed ? 0 : 1;
    }
  }

  /// How many pictures to learn from, how often, and how many ordinary, attacked and unusual ones to be judged on.
  record Settings(int train, int epochs, int eligible, int attacked, int unusual) {}

  /// Trains the defender, and sets the level above which it answers before any attack is seen.
  BirdOrBicycleExperiment(Settings settings, Fault fault, Rng rng, Progress progress) {
    BirdBike.Options usual = BirdBike.Options.standard();
    this.fault = fault;
    this.rng = rng;
    Dataset learned = BirdBike.generate(settings.train, usual, rng.split("train"));
    this.defender = Classifier.of(ColourCnn.train(learned, settings.epochs, rng, progress));
    this.eligible = BirdBike.generate(settings.eligible, usual, rng.split("eligible"));
    this.attacked = BirdBike.generate(settings.attacked, usual, rng.split("attacked"));
    this.unusual = BirdBike.generate(settings.unusual, fault.disarmed ? usual : BirdBike.Options.unusual(),
        rng.split("unusual"));
    this.shared = eligible.countSharedWith(learned) + attacked.countSharedWith(learned)
        + unusual.countSharedWith(learned) + attacked.countSharedWith(eligible);
    double[] confidences = confidences(eligible.inputs());
    Arrays.sort(confidences);
    this.threshold = confidences[(int) ((1 - COVERAGE) * confidences.length)];
  }

  /// What one trained network showed; all are shares of pictures.
  ///
  /// @param clean right among the pictures it answers
  /// @param noise right, and sure enough to answer, after random signs of the same size; likewise the next two
  /// @param noiseWins wrong, and sure enough to answer, after the same random signs: the attacker wins; likewise the
  ///     next two
  /// @param noiseLength how far the random signs moved a picture, in lengths of the small change and after clipping
  /// @param sure how many errors were made with at least 99 % confidence
  /// @param shared how many pictures were learned from, or are among those that set the level and those attacked
  /// @param sham before and behind the sham defence
  record Measurement(double clean, double noise, double descent, double unusual, double noiseWins, double descentWins,
      double unusualWins, double noiseLength, int sure, int shared, BirdOrBicycleSham sham) {}

  /// Pictures of one attack with the answers they got.
  record Shown(String attack, Tensor pictures, int[] labels, Tensor probabilities) {}

  //: code attackers
  /// What the attackers show.
  List<Shown> shown() {
    return List.of(show("small change", descent(defender), attacked.labels()),
        show("turned", poses(defender), attacked.labels()), show("unusual", unusual.inputs(), unusual.labels()));
  }

  Tensor descent(WhiteBox victim) {
    Tensor found = new ProjectedGradientDescent(40, 2.5 * EPS / 40).perturb(victim, examples("pgd"), Ball.linf(EPS));
    Tensor before = attacked.inputs();
    return fault.disarmed
        ? Box.UNIT.clip(before.add(Perturbations.shuffled(found.sub(before), rng.split("order")))) : found;
  }

  Tensor poses(ScoreAccess victim) {
    SpatialGrid grid = fault.disarmed ? new SpatialGrid(0, 1, 0, 1, Outside.EDGE) : GRID;
    return grid.perturb(victim, examples("poses"), Ball.linf(1));
  }

  Examples examples(String purpose) {
    return Examples.of(attacked.inputs(), new Untargeted(attacked.labels()), rng.split(purpose));
  }
  //: end

  private Shown show(String attack, Tensor pictures, Tensor labels) {
    return new Shown(attack, pictures, labels.toIntArray(), Softmaxes.softmax(defender.logits(pictures)));
  }

  /// Measures what the pictures of [#shown] did, and then the sham.
  Measurement measure(List<Shown> shown, BirdOrBicycleSham.Settings sham) {
    Tensor noisy = noisy();
    Tensor moved = shown.get(0).pictures;
    return new Measurement(
        rightAndSure(eligible.inputs(), eligible.labels())
            / (Arrays.stream(confidences(eligible.inputs())).filter(c -> c >= threshold).count()
            / (double) eligible.size()),
        rightAndSure(noisy, eligible.labels()), rightAndSure(moved, attacked.labels()),
        rightAndSure(unusual.inputs(), unusual.labels()),
        wrongAndSure(noisy, eligible.labels()), wrongAndSure(moved, attacked.labels()),
        wrongAndSure(unusual.inputs(), unusual.labels()),
        Perturbations.meanSize(Norm.L2, eligible.inputs(), noisy)
            / Perturbations.meanSize(Norm.L2, attacked.inputs(), moved),
        shown.stream().mapToInt(BirdOrBicycleExperiment::sureErrors).sum(), shared,
        BirdOrBicycleSham.of(this, defender, shown, sham, fault.strength(), rng));
  }

  /// The many pictures: on a few, chance alone moves the share by a tenth.
  private Tensor noisy() {
    Examples many = Examples.of(eligible.inputs(), new Untargeted(eligible.labels()), rng.split("noise"));
    return RandomNoise.signs().perturb(defender, many, Ball.linf(fault.noise * EPS));
  }

  private static int sureErrors(Shown shown) {
    return (int) IntStream.range(0, shown.labels.length)
        .filter(i -> shown.probabilities.get(i, 1 - shown.labels[i]) >= 0.99).count();
  }

  private double[] confidences(Tensor pictures) {
    return Softmaxes.softmax(defender.logits(pictures)).max(false, 1).toDoubleArray();
  }

  private double rightAndSure(Tensor pictures, Tensor labels) {
    return sure(pictures, labels, true);
  }

  private double wrongAndSure(Tensor pictures, Tensor labels) {
    return sure(pictures, labels, false);
  }

  private double sure(Tensor pictures, Tensor labels, boolean right) {
    double[] confidences = confidences(pictures);
    int[] answers = defender.labels(pictures);
    return IntStream.range(0, answers.length)
        .filter(i -> (answers[i] == labels.get(i)) == right && confidences[i] >= threshold).count()
        / (double) answers.length;
  }
}
