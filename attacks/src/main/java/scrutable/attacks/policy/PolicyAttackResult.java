package scrutable.attacks.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.nn.reinforcement.VectorEnvironment;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What an attack on frames costs a player, found out by playing.
///
/// [#judge] is the only way to get one. It plays the same games twice: as they are, and with every frame handed through
/// the attack. What comes back is checked, ball and box, before the player sees it, and the player acts on exactly
/// that. The game itself goes on from its true state: the attack never touches it.
public final class PolicyAttackResult {
  private final double[] cleanReturns;
  private final double[] returns;
  private final long moves;
  private final long changedMoves;
  private final double sumOfDistances;
  private final double largestDistance;

  private PolicyAttackResult(double[] cleanReturns, Match attacked) {
    this.cleanReturns = cleanReturns;
    this.returns = attacked.returns;
    this.moves = attacked.moves;
    this.changedMoves = attacked.changedMoves;
    this.sumOfDistances = attacked.sumOfDistances;
    this.largestDistance = attacked.largestDistance;
  }

  /// Somebody who watches the attacked games, such as a camera.
  @FunctionalInterface
  public interface Watcher {
    /// Sees a move of all games, of those that are over, too.
    ///
    /// @param move counted from 0
    /// @param frames as they are, `(N, ...)`
    /// @param sent what the players see
    /// @param actions what they do
    void see(int move, Tensor frames, Tensor sent, int[] actions);
  }

  /// Plays with and without the attack, see [#judge(DecisionAccess, Supplier, FrameAttack, Ball, Rng, Watcher)].
  public static PolicyAttackResult judge(DecisionAccess player, Supplier<? extends VectorEnvironment> games,
      FrameAttack attack, Ball ball, Rng rng) {
    return judge(player, games, attack, ball, rng, (move, frames, sent, actions) -> {});
  }

  /// Plays with and without the attack.
  ///
  /// @param player gives an action for each frame; without exploration
  /// @param games makes the games anew, from the same seed each time
  /// @param ball how far a frame may be moved, and the box in which all frames lie
  /// @param rng the attack draws from `rng.split(move)`
  /// @throws IllegalArgumentException if the games do not begin alike both times, or a frame lies outside the box
  /// @throws IllegalStateException if the attack returns something else than frames in ball and box
  public static PolicyAttackResult judge(DecisionAccess player, Supplier<? extends VectorEnvironment> games,
      FrameAttack attack, Ball ball, Rng rng, Watcher watcher) {
    VectorEnvironment first = games.get();
    VectorEnvironment second = games.get();
    if (first == second || !Arrays.equals(first.frames().toFloatArray(), second.frames().toFloatArray())) {
      throw new IllegalArgumentException("PolicyAttackResult: the games do not begin alike with and without the attack;"
          + " make them anew from the same seed each time: () -> Catch.onGrey(500, 16, 16, Rng.seed(7))");
    }
    Match clean = new Match(player, first, FrameAttack.none(), ball);
    clean.play(rng, (move, frames, sent, actions) -> {});
    Match attacked = new Match(player, second, attack, ball);
    attacked.play(rng, watcher);
    return new PolicyAttackResult(clean.returns, attacked);
  }

  /// All games, each played once to its end.
  private static final class Match {
    private final DecisionAccess player;
    private final VectorEnvironment games;
    private final FrameAttack attack;
    private final Ball ball;
    private final double[] returns;
    private final boolean[] over;
    private long moves;
    private long changedMoves;
    private double sumOfDistances;
    private double largestDistance;

    Match(DecisionAccess player, VectorEnvironment games, FrameAttack attack, Ball ball) {
      this.player = player;
      this.games = games;
      this.attack = attack;
      this.ball = ball;
      this.returns = new double[games.games()];
      this.over = new boolean[games.games()];
    }

    void play(Rng rng, Watcher watcher) {
      int running = returns.length;
      for (int move = 0; running > 0; move++) {
        Tensor frames = games.frames();
        ball.require(frames);
        Tensor sent = checked(frames, attack.perturb(copy(frames), ball, rng.split(move)));
        int[] actions = player.labels(sent);
        watcher.see(move, frames, sent, actions.clone());
        account(player.labels(frames), actions, ball.norm().of(sent.sub(frames)));
        VectorEnvironment.Step step = games.step(actions);
        double[] rewards = step.rewards();
        for (int i = 0; i < returns.length; i++) {
          if (!over[i]) {
            returns[i] += rewards[i];
            over[i] = step.ended(i);
            running -= over[i] ? 1 : 0;
          }
        }
      }
    }

    /// What the attack may write into without changing the game's own frame.
    private static Tensor copy(Tensor frames) {
      return Tensor.wrap(frames.toFloatArray(), frames.shape());
    }

    private Tensor checked(Tensor frames, Tensor sent) {
      if (!sent.sameShape(frames) || sent.dtype() != frames.dtype()) {
        throw new IllegalStateException("the attack made " + sent.dtype() + " " + Shape.text(sent.shape())
            + " of frames " + frames.dtype() + " " + Shape.text(frames.shape()));
      }
      Tensor kept = copy(sent);
      ball.requireInside(frames, kept);
      if (!(kept.min().item() >= ball.box().lo() && kept.max().item() <= ball.box().hi())) {
        throw new IllegalStateException("the attack left the box [" + ball.box().lo() + ", " + ball.box().hi()
            + "]: pixels reach from " + kept.min().item() + " to " + kept.max().item() + "; clip after every step");
      }
      return kept;
    }

    private void account(int[] would, int[] did, double[] distances) {
      for (int i = 0; i < over.length; i++) {
        if (!over[i]) {
          moves++;
          changedMoves += would[i] != did[i] ? 1 : 0;
          sumOfDistances += distances[i];
          largestDistance = Math.max(largestDistance, distances[i]);
        }
      }
    }
  }

  /// What each game earned without the attack.
  public double[] cleanReturns() {
    return cleanReturns.clone();
  }

  /// What each game earned under the attack.
  public double[] returns() {
    return returns.clone();
  }

  /// The mean of [#cleanReturns].
  public double meanCleanReturn() {
    return mean(cleanReturns);
  }

  /// The mean of [#returns].
  public double meanReturn() {
    return mean(returns);
  }

  /// What the attack costs the player: by how much the mean return is lower.
  public double cost() {
    return meanCleanReturn() - meanReturn();
  }

  /// The standard error of [#cost], from the differences game by game; NaN of a single game.
  public double costStandardError() {
    double squares = 0;
    for (int i = 0; i < returns.length; i++) {
      double difference = cleanReturns[i] - returns[i] - cost();
      squares += difference * difference;
    }
    return Math.sqrt(squares / (returns.length - 1.0) / returns.length);
  }

  /// How many moves were made under the attack, in all games.
  public long moves() {
    return moves;
  }

  /// The share of those moves that the player would not have made on the true frame.
  public double changedMoves() {
    return changedMoves / (double) moves;
  }

  /// How far frames were moved on average, in the norm of the ball: the dose.
  public double meanDistance() {
    return sumOfDistances / moves;
  }

  /// How far the frame that was moved farthest was moved.
  public double largestDistance() {
    return largestDistance;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /// A line for people.
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "PolicyAttackResult[%d games, mean return %.2f before, %.2f under attack]",
        returns.length,
        meanCleanReturn(), meanReturn());
  }
}
