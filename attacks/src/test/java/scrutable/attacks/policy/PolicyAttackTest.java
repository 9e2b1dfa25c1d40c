package scrutable.attacks.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Variable;
import scrutable.nn.reinforcement.VectorEnvironment;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class PolicyAttackTest {
  private static final int GAMES = 200;
  /// Sees two pixels and chooses the brighter one.
  private static final WhiteBox PLAYER = Classifier.of(x -> x.reshape(x.size(0), 2));
  private static final Supplier<Brighter> NEW = () -> new Brighter(GAMES, 7);
  private static final FrameAttack STEP = FrameAttack.of(PLAYER, new ObservationGradientSign());

  /// Two moves a game: which of two pixels is brighter? 1 for the right answer, -1 for the wrong one.
  private static final class Brighter implements VectorEnvironment {
    private final Rng rng;
    private final int games;
    private int move;
    private float[] pixels;

    Brighter(int games, long seed) {
      this.games = games;
      this.rng = Rng.seed(seed);
      restart();
    }

    @Override
    public int games() {
      return games;
    }

    @Override
    public int actions() {
      return 2;
    }

    @Override
    public Tensor frames() {
      return Tensor.wrap(pixels.clone(), games, 1, 1, 2);
    }

    @Override
    public Step step(int... actions) {
      requireActions(actions);
      double[] rewards = new double[games];
      Arrays.setAll(rewards, i -> pixels[2 * i + actions[i]] >= pixels[2 * i + 1 - actions[i]] ? 1 : -1);
      boolean[] over = new boolean[games];
      Arrays.fill(over, ++move == 2);
      Tensor reached = frames();
      draw();
      return new Step(reached, rewards, over, new boolean[games]);
    }

    @Override
    public void restart() {
      move = 0;
      draw();
    }

    private void draw() {
      pixels = rng.uniform(games, 2).mul(0.4f).add(0.3f).toFloatArray();
    }

    /// The share of frames in which the pixels differ by less than a number.
    double closer(double than) {
      int count = 0;
      for (int i = 0; i < games; i++) {
        count += Math.abs(pixels[2 * i] - pixels[2 * i + 1]) < than ? 1 : 0;
      }
      return count / (double) games;
    }
  }

  private static PolicyAttackResult judge(FrameAttack attack, Ball ball) {
    return PolicyAttackResult.judge(PLAYER, NEW, attack, ball, Rng.seed(1));
  }

  /// Both pixels are moved by eps, towards each other and past: the answer changes where they differ by less than 2
  /// eps.
  @Test
  void theCostIsThatOfTheFramesWhoseAnswerCanBeChanged() {
    Brighter games = NEW.get();
    double first = games.closer(0.1);
    games.step(new int[GAMES]);
    double second = games.closer(0.1);
    PolicyAttackResult result = judge(STEP, Ball.linf(0.05));
    assertEquals(2, result.meanCleanReturn());
    assertEquals(2 * (first + second), result.cost(), 1e-12);
    assertEquals((first + second) / 2, result.changedMoves(), 1e-12);
    assertEquals(2 * GAMES, result.moves());
    assertEquals(0.05, result.meanDistance(), 1e-6);
    assertTrue(first > 0.1 && second > 0.1 && first < 0.9);
  }

  @Test
  void theOppositeStepAndNoAttackCostNothing() {
    assertEquals(0, judge(FrameAttack.of(PLAYER, new ObservationGradientSign(-1)), Ball.linf(0.05)).cost());
    PolicyAttackResult none = judge(FrameAttack.none(), Ball.linf(0.05));
    assertEquals(0, none.cost());
    assertEquals(0, none.changedMoves());
    assertEquals(0, none.largestDistance());
  }

  @Test
  void theStandardErrorIsThatOfTheDifferencesGameByGame() {
    PolicyAttackResult result = judge(STEP, Ball.linf(0.05));
    double[] differences = new double[GAMES];
    Arrays.setAll(differences, i -> result.cleanReturns()[i] - result.returns()[i]);
    double mean = Arrays.stream(differences).average().orElseThrow();
    double variance = Arrays.stream(differences).map(d -> (d - mean) * (d - mean)).sum() / (GAMES - 1);
    assertEquals(Math.sqrt(variance / GAMES), result.costStandardError(), 1e-12);
  }

  @Test
  void anAttackThatCheatsIsNotPlayed() {
    Ball ball = Ball.linf(0.05);
    assertThrows(IllegalStateException.class, () -> judge((frames, allowed, rng) -> frames.add(0.1f), ball));
    assertThrows(IllegalStateException.class, () -> judge((frames, allowed, rng) -> frames.mul(Float.NaN), ball));
    assertThrows(IllegalStateException.class, () -> judge((frames, allowed, rng) -> frames.sub(2), Ball.linf(1)));
    assertThrows(IllegalStateException.class,
        () -> judge((frames, allowed, rng) -> frames.slice(0, 0, 1), ball));
    Brighter same = NEW.get();
    assertThrows(IllegalArgumentException.class,
        () -> PolicyAttackResult.judge(PLAYER, () -> same, STEP, ball, Rng.seed(1)));
    long[] seed = {0};
    assertThrows(IllegalArgumentException.class,
        () -> PolicyAttackResult.judge(PLAYER, () -> new Brighter(GAMES, seed[0]++), STEP, ball, Rng.seed(1)));
  }

  /// The attack made for the frame of the next game: where both games have the same answer, it does the same harm.
  @Test
  void theForeignPatternIsThatOfTheNextGame() {
    Tensor frames = Tensor.wrap(new float[] {0.4f, 0.5f, 0.6f, 0.5f, 0.5f, 0.6f}, 3, 1, 1, 2);
    Tensor sent = new ForeignPattern(STEP).perturb(frames, Ball.linf(0.05), Rng.seed(1));
    assertArrayEquals(new float[] {0.35f, 0.55f, 0.65f, 0.45f, 0.55f, 0.55f}, sent.toFloatArray(), 1e-6f);
    assertThrows(IllegalArgumentException.class,
        () -> new ForeignPattern(STEP).perturb(frames.slice(0, 0, 1), Ball.linf(0.05), Rng.seed(1)));
  }

  @Test
  void everyNormGetsTheSizeOfEpsOnEveryPixel() {
    double[] ones = {0.1, 0.1, 0.1, 0.1};
    Tensor change = Tensor.of(ones, 1, 4);
    for (Norm norm : Norm.values()) {
      assertEquals(norm.of(change)[0], ObservationBudget.of(norm, 0.1, 4).eps(), 1e-12, norm.toString());
    }
    assertThrows(IllegalArgumentException.class, () -> ObservationBudget.of(Norm.L2, 0.1, 0));
  }

  /// Three actions with logits `W x`: the log odds of the others have a slope that does not vanish where the first is
  /// certain.
  @Test
  void aPlayerThatIsSureStillHasASlope() {
    double[] weights = {100, 0, 0, 0, 1, 0, 0, 0, 3};
    WhiteBox sure = linear(weights);
    Tensor frame = Tensor.of(new double[] {0.9, 0.5, 0.5}, 1, 3);
    Tensor gradient = sure.lossGradient(ObservationGradientSign.LOG_ODDS, frame, Untargeted.of(0)).gradient();
    double p = 1 / (1 + Math.exp(-1));                       // of the third among the others: 0.5 against 1.5
    assertArrayEquals(new double[] {-100, 1 - p, 3 * p}, gradient.toDoubleArray(), 1e-9);
  }

  @Test
  void inL2TheStepFollowsTheGradientAndInL1TheSteepestPixelsComeFirst() {
    WhiteBox player = linear(new double[] {0, 0, 0, 3, -4, 0});
    Tensor frame = Tensor.of(new double[] {0.5, 0.5, 0.5}, 1, 3);
    Examples examples = Examples.of(frame, Untargeted.of(0), Rng.seed(1));
    assertArrayEquals(new double[] {0.5 + 0.06, 0.5 - 0.08, 0.5},
        new ObservationGradientSign().perturb(player, examples, Ball.l2(0.1)).toDoubleArray(), 1e-9);
    assertArrayEquals(new double[] {0.6, 0, 0.5},
        new ObservationGradientSign().perturb(player, examples, Ball.l1(0.6)).toDoubleArray(), 1e-9);
    assertArrayEquals(new double[] {1, 0, 0.5},
        new ObservationGradientSign().perturb(player, examples, Ball.l1(2)).toDoubleArray(), 1e-9);
    assertThrows(IllegalArgumentException.class, () -> new ObservationGradientSign(0));
  }

  private static WhiteBox linear(double[] weights) {
    Variable w = Variable.constant(Tensor.of(weights, weights.length / 3, 3).to(DType.FLOAT64));
    return Classifier.of(x -> x.matmul(w.t()));
  }
}
