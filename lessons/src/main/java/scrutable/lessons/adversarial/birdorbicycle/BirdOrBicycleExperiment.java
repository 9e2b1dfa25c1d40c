package scrutable.lessons.adversarial.birdorbicycle;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
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
  static final double EPS = 0.1;
  private static final SpatialGrid GRID = new SpatialGrid(90, 11, 0.15, 3, Outside.EDGE);

  private final Classifier defender;
  private final double strength;
  private final Rng rng;
  private final double threshold;
  private final Dataset eligible;
  private final Dataset attacked;
  private final Dataset unusual;

  /// How many pictures to learn from, how often, and how many ordinary, attacked and unusual ones to be judged on.
  record Settings(int train, int epochs, int eligible, int attacked, int unusual) {}

  /// Trains the defender, and sets the level above which it answers before any attack is seen.
  ///
  /// @param strength 1, or 0 for attackers who show ordinary pictures as they are
  BirdOrBicycleExperiment(Settings settings, double strength, Rng rng, Progress progress) {
    BirdBike.Options usual = BirdBike.Options.standard();
    this.strength = strength;
    this.rng = rng;
    this.defender = Classifier.of(ColourCnn.train(BirdBike.generate(settings.train, usual, rng.split("train")),
        settings.epochs, rng, progress));
    this.eligible = BirdBike.generate(settings.eligible, usual, rng.split("eligible"));
    this.attacked = BirdBike.generate(settings.attacked, usual, rng.split("attacked"));
    this.unusual = BirdBike.generate(settings.unusual, strength > 0 ? BirdBike.Options.unusual() : usual,
        rng.split("unusual"));
    double[] confidences = confidences(eligible.inputs());
    Arrays.sort(confidences);
    this.threshold = confidences[(int) ((1 - COVERAGE) * confidences.length)];
  }

  /// What one trained network showed; all are shares of pictures.
  ///
  /// @param clean right among the pictures it answers
  /// @param noise right, and sure enough to answer, after random signs of size 0.1; likewise the next two
  /// @param sure how many errors were made with at least 99 % confidence
  /// @param sham before and behind the sham defence
  record Measurement(double clean, double noise, double descent, double unusual, int sure, BirdOrBicycleSham sham) {}

  /// Pictures of one attack with the answers they got.
  record Shown(String attack, Tensor pictures, int[] labels, Tensor probabilities) {}

  //: code attackers
  /// What the attackers show.
  List<Shown> shown() {
    return List.of(show("small change", descent(defender), attacked.labels()),
        show("turned", poses(defender), attacked.labels()), show("unusual", unusual.inputs(), unusual.labels()));
  }

  Tensor descent(WhiteBox victim) {
    return new ProjectedGradientDescent(40, 2.5 * EPS / 40).perturb(victim, examples("pgd"), ball());
  }

  Tensor poses(ScoreAccess victim) {
    SpatialGrid grid = strength > 0 ? GRID : new SpatialGrid(0, 1, 0, 1, Outside.EDGE);
    return grid.perturb(victim, examples("poses"), Ball.linf(1));
  }

  private Ball ball() {
    return Ball.linf(EPS * strength);
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
    return new Measurement(
        rightAndSure(eligible.inputs(), eligible.labels())
            / (Arrays.stream(confidences(eligible.inputs())).filter(c -> c >= threshold).count()
            / (double) eligible.size()),
        rightAndSure(noisy(), eligible.labels()),
        rightAndSure(shown.get(0).pictures, attacked.labels()), rightAndSure(unusual.inputs(), unusual.labels()),
        shown.stream().mapToInt(BirdOrBicycleExperiment::sureErrors).sum(),
        BirdOrBicycleSham.of(this, defender, shown, sham, strength, rng));
  }

  /// The many pictures: on a few, chance alone moves the share by a tenth.
  private Tensor noisy() {
    Examples many = Examples.of(eligible.inputs(), new Untargeted(eligible.labels()), rng.split("noise"));
    return RandomNoise.signs().perturb(defender, many, ball());
  }

  private static int sureErrors(Shown shown) {
    return (int) IntStream.range(0, shown.labels.length)
        .filter(i -> shown.probabilities.get(i, 1 - shown.labels[i]) >= 0.99).count();
  }

  private double[] confidences(Tensor pictures) {
    return Softmaxes.softmax(defender.logits(pictures)).max(false, 1).toDoubleArray();
  }

  private double rightAndSure(Tensor pictures, Tensor labels) {
    double[] confidences = confidences(pictures);
    int[] answers = defender.labels(pictures);
    return IntStream.range(0, answers.length)
        .filter(i -> answers[i] == labels.get(i) && confidences[i] >= threshold).count() / (double) answers.length;
  }
}
