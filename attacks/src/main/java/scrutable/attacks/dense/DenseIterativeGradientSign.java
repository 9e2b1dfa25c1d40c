package scrutable.attacks.dense;

import scrutable.attacks.Ball;
import scrutable.tensor.Recycler;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Many small steps of [DenseGradientSign], each brought back into ball and box. The labels are those of the clean
/// picture throughout.
///
/// Source: Arnab, Miksik and Torr (2018), section 3: one grey level a step, `min(eps + 4, 1.25 eps)` steps with eps in
/// grey levels, rounded up, after Kurakin et al. 2017.
///
/// @param aim what is wanted
/// @param steps how many gradients
/// @param stepSize the length of a step in the ball's norm, in units of the input; no longer than the ball's radius
public record DenseIterativeGradientSign(Aim aim, int steps, double stepSize) implements DenseAttack {
  private static final double LEVELS = 255;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step, or a step has no positive, finite length
  public DenseIterativeGradientSign {
    if (steps < 1 || !(stepSize > 0 && stepSize < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("DenseIterativeGradientSign: there must be a step of positive, finite length,"
          + " but there are " + steps + " steps of " + stepSize);
    }
  }

  /// The settings of the paper for a budget of `greyLevels` of 255.
  ///
  /// @throws IllegalArgumentException if there is not a whole grey level
  public static DenseIterativeGradientSign ofPaper(Aim aim, double greyLevels) {
    if (!(greyLevels >= 1 && greyLevels <= LEVELS)) {
      throw new IllegalArgumentException("DenseIterativeGradientSign: the budget must be from 1 to 255 grey levels, a"
          + " step being one of them, not " + greyLevels);
    }
    return new DenseIterativeGradientSign(aim, (int) Math.ceil(Math.min(greyLevels + 4, 1.25 * greyLevels)),
        1 / LEVELS);
  }

  @Override
  public Tensor perturb(Segmenter seen, Tensor images, Ball ball, Rng rng) {
    if (ball.eps() == 0) {
      return images;
    }
    if (stepSize > ball.eps() * (1 + 1e-9)) {
      throw new IllegalArgumentException("DenseIterativeGradientSign: a step of " + stepSize + " is longer than the"
          + " ball's radius, " + ball.eps() + "; the first step would be the last");
    }
    //: code steps
    Tensor labels = aim.labels(seen, images);
    Recycler memory = new Recycler();
    Tensor current = images;
    for (int step = 0; step < steps; step++) {
      Tensor from = current;
      Tensor gradient = seen.lossGradient(from, labels);
      current = memory.run(() -> ball.climb(images, from, gradient.mul(aim.direction()), stepSize).keep());
    }
    return current;
    //: end
  }
}
