package scrutable.lessons.adversarial.birdorbicycle;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Goal;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.blackbox.HopSkipJump;
import scrutable.attacks.blackbox.Spsa;
import scrutable.attacks.blackbox.StartingImages;
import scrutable.attacks.physical.ExpectationOverTransformation;
import scrutable.attacks.physical.RandomTransform;
import scrutable.lessons.adversarial.birdorbicycle.BirdOrBicycleExperiment.Shown;
import scrutable.nn.data.generate.BirdBike;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A defence that defends nothing, and who is stopped by it. All are shares of right answers, without abstaining: of
/// the network alone, and behind the sham.
///
/// @param spsa after an attack that compares scores
/// @param hop after an attack that compares answers
/// @param poses after trying all turns and shifts, behind the sham with several looks at each
/// @param gradient after descent, behind the sham through its noise
/// @param effort how often SPSA and HopSkipJump asked behind the sham, in questions they asked the network alone; the
///     lesser of the two
record BirdOrBicycleSham(double spsa, double spsaSham, double hop, double hopSham, double poses, double posesSham,
    double gradient, double gradientSham, double effort) {
  private static final double NOISE = 0.05;
  private static final int LOOKS = 9;
  /// The same before and behind the sham.
  private static final double ANSWERS_EPS = 5;

  //: code sham
  /// A little noise on the image, and the answer alone, without any score.
  ///
  /// An attack that compares scores of neighbouring images learns nothing from equal answers, and noise makes even the
  /// answers differ for no reason. The documentation of the contest describes it, as a warning.
  private record ShamDefence(ScoreAccess victim, double noise, Rng rng) implements ScoreAccess {
    @Override
    public Tensor logits(Tensor images) {
      Tensor logits = victim.logits(images.add(rng.normal(images.shape()).mul(noise)).clamp(0, 1));
      return Indexing.oneHot(logits.argmax(1), logits.size(1), logits.dtype());
    }
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
  //: end

  /// How long the attacks without a gradient look, and at how many pictures: for each step SPSA asks twice for each
  /// direction, for a gradient of 3072 numbers.
  record Settings(int scoreSteps, int directions, int answerSteps, int pictures) {}

  /// Puts the sham before the defender, and attacks both.
  static BirdOrBicycleSham of(BirdOrBicycleExperiment contest, Classifier defender, List<Shown> shown,
      Settings settings, double strength, Rng rng) {
    ScoreAccess sham = new ShamDefence(defender, NOISE, rng.split("sham"));
    int[] first = IntStream.range(0, settings.pictures).toArray();
    Supplier<Examples> forScores = () -> contest.examples("spsa").only(first);
    Supplier<Examples> forAnswers = () -> contest.examples("hop").only(first);
    Spsa spsa = new Spsa(settings.scoreSteps, 0.03, settings.directions);
    HopSkipJump hopSkipJump = new HopSkipJump(settings.answerSteps, 60, StartingImages.nearestOf(
        BirdBike.generate(10, BirdBike.Options.standard(), rng.split("own")).inputs()));
    Ball byScore = Ball.linf(BirdOrBicycleExperiment.EPS * strength);
    Ball byAnswer = new Ball(Norm.L2, ANSWERS_EPS * strength, Box.UNIT);
    Goal wrong = contest.examples("judged").goal();
    WhiteBox throughTheNoise =
        ExpectationOverTransformation.of(defender, RandomTransform.noise(NOISE), 4, rng.split("through"));
    Tried scores = Tried.of(spsa, defender, forScores.get(), byScore);
    Tried scoresSham = Tried.of(spsa, sham, forScores.get(), byScore);
    Tried answers = Tried.of(hopSkipJump.withinBudget(), defender, forAnswers.get(), byAnswer);
    Tried answersSham = Tried.of(hopSkipJump.withinBudget(), sham, forAnswers.get(), byAnswer);
    return new BirdOrBicycleSham(scores.right, scoresSham.right, answers.right, answersSham.right,
        right(defender, shown.get(1).pictures(), wrong),
        right(sham, contest.poses(severalLooks(sham)), wrong),
        right(defender, shown.get(0).pictures(), wrong),
        right(sham, contest.descent(throughTheNoise), wrong),
        Math.min(scoresSham.questions / scores.questions, answersSham.questions / answers.questions));
  }

  /// How an attack without a gradient went.
  ///
  /// @param questions it asked about all pictures together
  private record Tried(double right, double questions) {
    static <A extends DecisionAccess> Tried of(FixedBudgetAttack<? super A> attack, A judge, Examples examples,
        Ball ball) {
      Tensor pictures = attack.perturb(judge, examples, ball);
      return new Tried(BirdOrBicycleSham.right(judge, pictures, examples.goal()),
          Arrays.stream(examples.queries()).sum());
    }
  }

  private static double right(DecisionAccess judge, Tensor pictures, Goal wrong) {
    boolean[] fooled = wrong.reached(judge.labels(pictures));
    return IntStream.range(0, fooled.length).filter(i -> !fooled[i]).count() / (double) fooled.length;
  }
}
