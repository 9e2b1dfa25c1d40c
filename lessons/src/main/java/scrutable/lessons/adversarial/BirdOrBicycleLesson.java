package scrutable.lessons.adversarial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.Goal;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.blackbox.HopSkipJump;
import scrutable.attacks.blackbox.Spsa;
import scrutable.attacks.blackbox.StartingImages;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.attacks.physical.ExpectationOverTransformation;
import scrutable.attacks.physical.RandomTransform;
import scrutable.attacks.physical.SpatialGrid;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.BirdBike;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// L18: a contest between a defender who may abstain and attackers who may show any picture.
///
/// Brown, Carlini, Zhang, Olsson, Christiano and Goodfellow, "Unrestricted adversarial examples", 2018.
public final class BirdOrBicycleLesson implements Lesson {
  static final double EPS = 0.1;
  private static final double COVERAGE = 0.8;
  private static final double NOISE = 0.05;
  private static final int LOOKS = 9;
  private static final SpatialGrid GRID = new SpatialGrid(90, 11, 0.15, 3, Outside.EDGE);
  /// Attacks without a gradient get other room than PGD; it is the same before and behind the sham.
  private static final double SCORE_EPS = 0.15;
  private static final double ANSWERS_EPS = 5;

  /// What one trained network showed; all are shares of pictures.
  ///
  /// @param clean right among the pictures it answers
  /// @param noise right, and sure enough to answer, after random signs of size 0.1; likewise the next two
  /// @param spsa right after SPSA, and behind the sham defence; likewise the next three
  /// @param sure how many errors were made with at least 99 % confidence
  record Measurement(double clean, double noise, double descent, double unusual, double spsa, double spsaSham,
      double hop, double hopSham, double poses, double posesSham, double gradient, double gradientSham,
      int sure) {}

  /// Pictures of one attack with the answers they got.
  record Shown(String attack, Tensor pictures, int[] labels, Tensor probabilities) {}

  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    List<Shown> gallery = null;
    for (long seed : context.seeds(context.choose(1, 3))) {
      Rng rng = Rng.seed(seed);
      BirdBike.Options usual = BirdBike.Options.standard();
      Dataset train = BirdBike.generate(context.choose(600, 1_500), usual, rng.split("train"));
      Module network = ColourCnn.train(train, context.choose(3, 4), rng, context.progress());
      Contest contest = new Contest(Classifier.of(network), context, rng);
      measured.add(contest.measure());
      gallery = gallery == null ? contest.gallery() : gallery;
    }
    return judge(measured, gallery);
  }

  /// One defender and all its attackers.
  private static final class Contest {
    private final Classifier defender;
    private final Rng rng;
    private final double strength;
    private final double threshold;
    private final Dataset eligible;
    private final Dataset attacked;
    private final Dataset unusual;
    private final Untargeted wrong;
    private final Spsa spsa;
    private final HopSkipJump hopSkipJump;
    private final int blackBoxPictures;

    Contest(Classifier defender, LessonContext context, Rng rng) {
      this.defender = defender;
      this.rng = rng;
      this.strength = context.sabotage() ? 0 : 1;
      BirdBike.Options usual = BirdBike.Options.standard();
      BirdBike.Options shown = context.sabotage() ? usual : BirdBike.Options.unusual();
      this.eligible = BirdBike.generate(context.choose(200, 500), usual, rng.split("eligible"));
      this.attacked = BirdBike.generate(context.choose(10, 30), usual, rng.split("attacked"));
      this.unusual = BirdBike.generate(context.choose(50, 200), shown, rng.split("unusual"));
      this.wrong = new Untargeted(attacked.labels());
      this.spsa = new Spsa(context.choose(10, 50), 0.03, context.choose(16, 64));
      Tensor own = BirdBike.generate(10, usual, rng.split("own")).inputs();
      this.hopSkipJump = new HopSkipJump(context.choose(1, 12), 60, StartingImages.nearestOf(own));
      this.blackBoxPictures = context.choose(3, 10);
      double[] confidences = confidences(eligible.inputs());
      Arrays.sort(confidences);
      this.threshold = confidences[(int) ((1 - COVERAGE) * confidences.length)];
    }

    Measurement measure() {
      List<Shown> shown = gallery();
      ScoreAccess sham = new ShamDefence(defender, NOISE, rng.split("sham"));
      Tensor plain = shown.get(0).pictures;
      Tensor turned = shown.get(1).pictures;
      return new Measurement(accuracyOfAnswers(), rightAndSure(noisy(), eligible.labels()),
          rightAndSure(plain, attacked.labels()), rightAndSure(unusual.inputs(), unusual.labels()),
          accuracyAfterSpsa(defender), accuracyAfterSpsa(sham),
          accuracyAfterHopSkipJump(defender), accuracyAfterHopSkipJump(sham),
          right(defender, turned), right(sham, poses(severalLooks(sham))),
          right(defender, plain), right(sham, throughTheNoise()),
          shown.stream().mapToInt(Contest::sureErrors).sum());
    }

    List<Shown> gallery() {
      Tensor plain = new ProjectedGradientDescent(40, 2.5 * EPS / 40).perturb(defender, examples("pgd"), ball());
      return List.of(show("small change", plain, attacked.labels()),
          show("turned", poses(defender), attacked.labels()),
          show("unusual", unusual.inputs(), unusual.labels()));
    }

    private Ball ball() {
      return Ball.linf(EPS * strength);
    }

    private Examples examples(String purpose) {
      return Examples.of(attacked.inputs(), wrong, rng.split(purpose));
    }

    private Tensor poses(ScoreAccess victim) {
      SpatialGrid grid = strength > 0 ? GRID : new SpatialGrid(0, 1, 0, 1, Outside.EDGE);
      return grid.perturb(victim, examples("poses"), Ball.linf(1));
    }

    /// Few pictures, for each step asks 129 times, for a gradient of 3072 numbers.
    private double accuracyAfterSpsa(ScoreAccess victim) {
      Examples few = few("spsa");
      return right(victim, spsa.perturb(victim, few, Ball.linf(SCORE_EPS * strength)), few.goal());
    }

    /// Comes from a picture of the other kind towards the attacked one; what is still too far from it at the end
    /// does not count.
    private double accuracyAfterHopSkipJump(ScoreAccess victim) {
      Examples few = few("hop");
      Ball near = new Ball(Norm.L2, ANSWERS_EPS * strength, Box.UNIT);
      return right(victim, hopSkipJump.withinBudget().perturb(victim, few, near), few.goal());
    }

    private Examples few(String purpose) {
      return examples(purpose).only(IntStream.range(0, blackBoxPictures).toArray());
    }

    /// What anybody can do against noise: ask again.
    private static ScoreAccess severalLooks(ScoreAccess victim) {
      return images -> {
        Tensor sum = victim.logits(images);
        for (int look = 1; look < LOOKS; look++) {
          sum = sum.add(victim.logits(images));
        }
        return sum.div(LOOKS);
      };
    }

    /// The many pictures: on a few, chance alone moves the share by a tenth.
    private Tensor noisy() {
      Examples many = Examples.of(eligible.inputs(), new Untargeted(eligible.labels()), rng.split("noise"));
      return RandomNoise.signs().perturb(defender, many, ball());
    }

    /// Goes around the sham: the gradient of the network behind, averaged over the noise.
    private Tensor throughTheNoise() {
      WhiteBox behind = ExpectationOverTransformation.of(defender, RandomTransform.noise(NOISE), 4,
          rng.split("through"));
      return new ProjectedGradientDescent(40, 2.5 * EPS / 40).perturb(behind, examples("pgd"), ball());
    }

    private Shown show(String attack, Tensor pictures, Tensor labels) {
      return new Shown(attack, pictures, labels.toIntArray(), Softmaxes.softmax(defender.logits(pictures)));
    }

    private static int sureErrors(Shown shown) {
      int errors = 0;
      for (int i = 0; i < shown.labels.length; i++) {
        errors += shown.probabilities.get(i, 1 - shown.labels[i]) >= 0.99 ? 1 : 0;
      }
      return errors;
    }

    private double[] confidences(Tensor pictures) {
      return Softmaxes.softmax(defender.logits(pictures)).max(false, 1).toDoubleArray();
    }

    private double accuracyOfAnswers() {
      return rightAndSure(eligible.inputs(), eligible.labels())
          / (Arrays.stream(confidences(eligible.inputs())).filter(c -> c >= threshold).count()
          / (double) eligible.size());
    }

    private double rightAndSure(Tensor pictures, Tensor labels) {
      double[] confidences = confidences(pictures);
      int[] answers = defender.labels(pictures);
      int count = 0;
      for (int i = 0; i < answers.length; i++) {
        count += answers[i] == labels.get(i) && confidences[i] >= threshold ? 1 : 0;
      }
      return count / (double) answers.length;
    }

    private double right(DecisionAccess judge, Tensor pictures) {
      return right(judge, pictures, wrong);
    }

    private static double right(DecisionAccess judge, Tensor pictures, Goal wrong) {
      boolean[] fooled = wrong.reached(judge.labels(pictures));
      int count = 0;
      for (boolean one : fooled) {
        count += one ? 0 : 1;
      }
      return count / (double) fooled.length;
    }
  }

  private static LessonResult judge(List<Measurement> measured, List<Shown> gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("right among the answers, when a fifth is left unanswered",
        median(measured, Measurement::clean), Comparison.AT_LEAST, 1, ""));
    findings.add(Criterion.effect("right and sure after a small change (PGD)",
        median(measured, Measurement::descent), Comparison.AT_MOST, 0.5, ""));
    findings.add(Criterion.effect("right and sure on unusual pictures", median(measured, Measurement::unusual),
        Comparison.AT_MOST, 0.5, ""));
    findings.add(Criterion.effect("errors of at least 99 % confidence", median(measured, run -> run.sure()),
        Comparison.AT_LEAST, 4, ""));
    findings.add(Criterion.effect("accuracy that the sham gains against SPSA",
        median(measured, run -> run.spsaSham - run.spsa), Comparison.AT_LEAST, 0.4, ""));
    findings.add(Criterion.effect("accuracy that the sham gains against HopSkipJump",
        median(measured, run -> run.hopSham - run.hop), Comparison.AT_LEAST, 0.4, ""));
    findings.add(Criterion.control("right and sure lost to random signs of the same size",
        median(measured, run -> COVERAGE - run.noise), Comparison.AT_MOST, 0.2, ""));
    findings.add(Criterion.ablation("accuracy that the sham gains against turns and shifts",
        median(measured, run -> run.posesSham - run.poses), Comparison.AT_MOST, 0.1, ""));
    findings.add(Criterion.ablation("accuracy that the sham gains against PGD that knows of it",
        median(measured, run -> run.gradientSham - run.gradient), Comparison.AT_MOST, 0.1, ""));
    findings.add(new Planted("birds and bicycles are drawn; the generator is the judge of what they are, in unusual"
        + " poses and colours too"));
    findings.addAll(BirdOrBicycleFigures.of(measured, gallery));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(18, "bird-or-bicycle", "Bird or bicycle?")
        .withClaim("A network that tells birds from bicycles without an error, and abstains from the fifth of the"
            + " pictures it is least sure of, is right and sure on fewer than half of the pictures after a small"
            + " change of the pixels, and on fewer than half of birds and bicycles in unusual poses. A sham defence"
            + " that hides the scores stops attacks that compare scores or answers, and no other.")
        .withSlides("85% Bicycle", "99.99% Bird", "99.99% Bicycle")
        .withData("birdbike")
        .withThreatModel(new ThreatModel("the picture that is shown", "anything that is clearly a bird or clearly a"
            + " bicycle; in particular every pixel by at most 0.1 (0.15 for SPSA), all pixels together by an L2 norm"
            + " of at most 5 (HopSkipJump), any turn and shift, poses and colours not trained on",
            "everything for gradient attacks; scores for SPSA; answers for HopSkipJump and the grid of poses",
            "the wrong answer without abstaining"))
        .withSabotage("the attackers show the test pictures as they are")
        .withSeconds(90)
        .provenBy(Profile.FULL);
  }
}
