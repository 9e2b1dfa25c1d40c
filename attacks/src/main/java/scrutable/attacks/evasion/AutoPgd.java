package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Projected gradient descent that finds its own step sizes (APGD): all it is told is how many steps it has.
///
/// It begins with steps as long as the ball is wide and shortens them, for each example by itself, when the
/// loss stops rising; then it goes on from the best image so far. So there is no step size to get wrong, and
/// no robustness that was only a bad choice of it. [HalvingPace] has the rules for `LINF` and `L2`.
///
/// In `L1` the search has its own rules ([SparsePace]) and takes three stages: 30 % of the steps in a ball of
/// 3 eps, 30 % in one of 2 eps, and the rest in the ball itself, each from the best point of the one before.
///
/// Source: Croce and Hein, "Reliable evaluation of adversarial robustness with an ensemble of diverse
/// parameter-free attacks", ICML 2020, section 3; for `L1` Croce and Hein 2021.
///
/// @param steps how many steps; one gradient more, or three in `L1`, is computed at the start
/// @param loss what to climb: [AttackLoss#CROSS_ENTROPY] or [AttackLoss#DLR] in the paper
public record AutoPgd(int steps, AttackLoss loss) implements FixedBudgetAttack<WhiteBox> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there are fewer than three steps
  public AutoPgd {
    if (steps < 3) {
      throw new IllegalArgumentException("AutoPgd: steps must be at least 3, not " + steps
          + "; it has to see how a few steps do before it can choose others");
    }
  }

  /// The usual 100 steps.
  public AutoPgd(AttackLoss loss) {
    this(100, loss);
  }

  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    return search(victim, examples, ball).images();
  }

  /// The same from given images instead of random ones: those of another attack, or of another program whose
  /// steps are to be followed.
  ///
  /// @param start one image per example, brought into the ball
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball, Tensor start) {
    return searchFrom(start, victim, examples, ball).images();
  }

  BestImages search(WhiteBox victim, Examples examples, Ball ball) {
    ball.requireFinite("AutoPgd");
    return searchFrom(randomStart(examples, ball), victim, examples, ball);
  }

  private BestImages searchFrom(Tensor start, WhiteBox victim, Examples examples, Ball ball) {
    if (ball.norm() != Norm.L1) {
      return climb(start, victim, examples, ball, steps).found;
    }
    int early = (3 * steps + 9) / 10;
    Tensor wide = climb(start, victim, examples, ball.withEps(3 * ball.eps()), early).best;
    Tensor narrower = climb(wide, victim, examples, ball.withEps(2 * ball.eps()), early).best;
    return climb(narrower, victim, examples, ball, Math.max(steps - 2 * early, 1)).found;
  }

  private Climb climb(Tensor start, WhiteBox victim, Examples examples, Ball ball, int steps) {
    Tensor originals = examples.images();
    Climb climb = new Climb(victim, examples, ball.project(originals, start));
    Pace pace = ball.norm() == Norm.L1 ? new SparsePace(ball, originals, climb.current, steps)
        : new HalvingPace(ball, originals, steps);
    for (int step = 0; step < steps; step++) {
      climb.move(pace);
      climb.keepBest();
      climb.goBack(pace.adapt(step, climb.losses, climb.bestLosses, climb.best));
    }
    return climb;
  }

  /// A point on the surface of the ball, as the authors draw it: not uniform inside it.
  private static Tensor randomStart(Examples examples, Ball ball) {
    Tensor images = examples.images();
    int[] one = Arrays.copyOfRange(images.shape(), 1, images.rank());
    Tensor[] changes = new Tensor[examples.count()];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = direction(examples.random(i), ball, one).to(images.dtype());
    }
    return images.add(Joining.stack(0, changes));
  }

  private static Tensor direction(Rng rng, Ball ball, int[] shape) {
    double[] change = new double[Shape.elementCount(shape)];
    Arrays.setAll(change, j -> ball.norm() == Norm.LINF ? 2 * rng.nextDouble() - 1 : rng.nextGaussian());
    if (ball.norm() != Norm.L1) {
      double length = ball.norm().of(Tensor.wrap(change, 1, change.length))[0];
      Arrays.setAll(change, j -> ball.eps() * change[j] / length);
    }
    return Tensor.wrap(change, shape);
  }

  /// Where a climb stands, and the best it has seen.
  private final class Climb {
    private final WhiteBox victim;
    private final Examples examples;
    private final BestImages found;
    private Tensor previous;
    private Tensor current;
    private Tensor gradient;
    private double[] losses;
    // The best of each example by loss alone, goal or not: where the climb goes on from.
    private Tensor best;
    private Tensor bestGradient;
    private final double[] bestLosses;

    Climb(WhiteBox victim, Examples examples, Tensor start) {
      this.victim = victim;
      this.examples = examples;
      this.found = new BestImages(examples.goal());
      previous = start;
      current = start;
      look();
      best = current;
      bestGradient = gradient;
      bestLosses = losses.clone();
    }

    private void look() {
      examples.countGradient();
      WhiteBox.LossGradient at = victim.lossGradient(loss, current, examples.goal());
      gradient = at.gradient();
      losses = at.losses().toDoubleArray();
      found.offer(current, at.logits(), at.losses());
    }

    void move(Pace pace) {
      Tensor next = pace.next(current, previous, gradient);
      previous = current;
      current = next;
      look();
    }

    void keepBest() {
      boolean[] better = new boolean[losses.length];
      for (int i = 0; i < better.length; i++) {
        better[i] = losses[i] > bestLosses[i];
        bestLosses[i] = better[i] ? losses[i] : bestLosses[i];
      }
      best = BatchRows.where(better, current, best);
      bestGradient = BatchRows.where(better, gradient, bestGradient);
    }

    void goBack(boolean[] which) {
      current = BatchRows.where(which, best, current);
      gradient = BatchRows.where(which, bestGradient, gradient);
    }
  }
}
