package scrutable.attacks.physical;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.ScoreAccess;
import scrutable.attacks.evasion.BestImages;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.tensor.Tensor;

/// The worst of all turns and shifts on a grid, found by trying every one.
///
/// Nothing is added to the image: it is only turned and moved. No gradient is needed, and none would find the
/// worst pose, for the loss has many peaks over poses. What is returned for each image is a pose at the goal,
/// if there is one, and of those the one with the largest margin.
///
/// The pixels of a turned image may differ from those of the original by any amount, so the ball must allow
/// that: `Ball.linf(1)` for the box [0, 1].
///
/// Source: Engstrom, Tran, Tsipras, Schmidt and Madry, "Exploring the landscape of spatial robustness", ICML
/// 2019, section 3 ("grid search").
///
/// @param degrees the largest turn to either side
/// @param angles how many turns, evenly spaced; odd, so that no turn is one of them
/// @param shift the largest shift in each direction, as a share of the side
/// @param shifts how many shifts along each axis, evenly spaced; odd
/// @param outside what is seen beyond the border
public record SpatialGrid(double degrees, int angles, double shift, int shifts, Outside outside)
    implements FixedBudgetAttack<ScoreAccess> {

  /// Checks the grid.
  ///
  /// @throws IllegalArgumentException if a number of points is even or not positive
  public SpatialGrid {
    if (angles < 1 || shifts < 1 || angles % 2 == 0 || shifts % 2 == 0) {
      throw new IllegalArgumentException("SpatialGrid: the numbers of angles and shifts must be odd, so that"
          + " the image as it is lies on the grid, not " + angles + " and " + shifts);
    }
  }

  @Override
  public Tensor perturb(ScoreAccess victim, Examples examples, Ball ball) {
    requireFreedom(ball);
    BestImages best = new BestImages(examples.goal());
    for (double turn : steps(degrees, angles)) {
      for (double right : steps(shift, shifts)) {
        for (double down : steps(shift, shifts)) {
          AffineTransform pose = new AffineTransform(turn, 1, right, down, outside);
          Tensor seen = ball.box().clip(pose.apply(examples.images()));
          examples.countQuery();
          Tensor logits = victim.logits(seen);
          best.offer(seen, logits, AttackLoss.MARGIN.of(logits, examples.goal()));
        }
      }
    }
    return best.images();
  }

  private static double[] steps(double largest, int count) {
    double[] steps = new double[count];
    for (int i = 0; i < count; i++) {
      steps[i] = count == 1 ? 0 : largest * (2.0 * i / (count - 1) - 1);
    }
    return steps;
  }

  private static void requireFreedom(Ball ball) {
    double width = ball.box().hi() - ball.box().lo();
    boolean free = ball.eps() == Double.POSITIVE_INFINITY || ball.norm() == Norm.LINF && ball.eps() >= width;
    if (!free) {
      throw new IllegalArgumentException("SpatialGrid: a turned image may differ from the original in any"
          + " pixel by any amount, so it cannot keep within eps = " + ball.eps() + " in " + ball.norm()
          + "; use Ball.linf(" + width + ")");
    }
  }
}
