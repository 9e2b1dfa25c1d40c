package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Noise of the allowed size: the control that every attack must beat.
///
/// If noise does as much harm, it is not the attack's direction that matters. It looks at nothing, so it runs
/// against any victim; `withRestarts(n)` makes it the best of `n` noises.
///
/// @param kind how the noise is drawn
public record RandomNoise(Kind kind) implements FixedBudgetAttack<DecisionAccess> {

  /// How the noise is drawn.
  public enum Kind {
    /// Plus or minus the same amount everywhere, such that the norm is exactly `eps`: as large as the step of
    /// [FastGradientSign] in `LINF`, and different from it in the choice of the signs only.
    SIGNS,
    /// Uniform in the ball.
    UNIFORM
  }

  /// Noise of plus or minus the same amount everywhere.
  public static RandomNoise signs() {
    return new RandomNoise(Kind.SIGNS);
  }

  /// Noise drawn uniformly from the ball.
  public static RandomNoise uniform() {
    return new RandomNoise(Kind.UNIFORM);
  }

  @Override
  public Tensor perturb(DecisionAccess victim, Examples examples, Ball ball) {
    ball.requireFinite("RandomNoise");
    return switch (kind) {
      case UNIFORM -> examples.randomStart(ball);
      case SIGNS -> signs(examples, ball);
    };
  }

  private static Tensor signs(Examples examples, Ball ball) {
    Tensor images = examples.images();
    int[] one = Arrays.copyOfRange(images.shape(), 1, images.rank());
    int length = Shape.elementCount(one);
    double amount = switch (ball.norm()) {
      case LINF -> ball.eps();
      case L2 -> ball.eps() / Math.sqrt(length);
      case L1 -> ball.eps() / length;
    };
    Tensor[] changes = new Tensor[examples.count()];
    for (int i = 0; i < changes.length; i++) {
      Rng random = examples.random(i);
      double[] change = new double[length];
      Arrays.setAll(change, j -> random.nextBoolean() ? amount : -amount);
      changes[i] = Tensor.wrap(change, one).to(images.dtype());
    }
    return ball.project(images, images.add(Joining.stack(0, changes)));
  }
}
