package scrutable.attacks.blackbox;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.blackbox.GradientEstimate.Directions;
import scrutable.tensor.Tensor;

/// Simultaneous perturbation stochastic approximation: steps of Adam on a gradient that was estimated by
/// moving all pixels at once, each up or down by a coin.
///
/// No gradient is needed, so it does not help a defence to hide it; and the estimate averages over a
/// neighbourhood, so it does not help to make the loss rough. It climbs the margin of the logits, which does
/// not flatten out where the victim is sure. It costs `2 pairs + 1` queries a step, and stops asking about an
/// example once that is at its goal.
///
/// Source: Uesato, O'Donoghue, van den Oord and Kohli, "Adversarial risk and the dangers of evaluating
/// against weak attacks", ICML 2018, section 4 and appendix C; the estimate: Spall 1992.
///
/// @param steps how many at most
/// @param learningRate of Adam: about how far each pixel moves in a step
/// @param radius of the probes
/// @param pairs of probes in each step
/// @param loss what to climb
public record Spsa(int steps, double learningRate, double radius, int pairs, AttackLoss loss)
    implements FixedBudgetAttack<ScoreAccess> {
  private static final double KEEP_MEAN = 0.9;
  private static final double KEEP_SQUARE = 0.999;
  private static final double TINY = 1e-8;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if a number is not positive
  public Spsa {
    new GradientEstimate(Directions.SIGNS, radius, pairs);
    if (steps < 1 || !(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Spsa: steps and learningRate must be positive and finite, not "
          + steps + " and " + learningRate);
    }
  }

  /// The attack of the paper: probes at 0.01 on the margin.
  public Spsa(int steps, double learningRate, int pairs) {
    this(steps, learningRate, 0.01, pairs, AttackLoss.MARGIN);
  }

  @Override
  public Tensor perturb(ScoreAccess victim, Examples examples, Ball ball) {
    return EstimatedAscent.climb(victim, examples, ball, steps,
        new GradientEstimate(Directions.SIGNS, radius, pairs), loss, new AdamMover(ball, examples.images()));
  }

  /// Adam for each example by itself (Kingma and Ba 2015): its memory is kept by example, because examples
  /// leave when they are done.
  private final class AdamMover implements EstimatedAscent.Mover {
    private final Ball ball;
    private Tensor mean;
    private Tensor square;

    AdamMover(Ball ball, Tensor images) {
      this.ball = ball;
      this.mean = images.mul(0);
      this.square = mean;
    }

    @Override
    public Tensor move(Tensor originals, Tensor current, Tensor gradient, int step, int[] rows) {
      Tensor newMean = blend(BatchRows.select(mean, rows), gradient, KEEP_MEAN);
      Tensor newSquare = blend(BatchRows.select(square, rows), gradient.square(), KEEP_SQUARE);
      mean = BatchRows.replace(mean, rows, newMean);
      square = BatchRows.replace(square, rows, newSquare);
      Tensor unbiasedMean = newMean.div(1 - StrictMath.pow(KEEP_MEAN, step + 1));
      Tensor unbiasedSquare = newSquare.div(1 - StrictMath.pow(KEEP_SQUARE, step + 1));
      Tensor change = unbiasedMean.div(unbiasedSquare.sqrt().add(TINY));
      return ball.project(originals, current.add(change.mul(learningRate)));
    }

    private static Tensor blend(Tensor memory, Tensor news, double keep) {
      return memory.mul(keep).add(news.mul(1 - keep));
    }
  }
}
