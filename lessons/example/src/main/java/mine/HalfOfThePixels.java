package mine;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// An attack of one's own: the fast gradient sign method on one half of the pixels, while the others stay as they are.
///
/// An attack moves the images and reports what it asks of its victim; whether it has succeeded, the engine finds out.
///
/// @param half which pixels move
public record HalfOfThePixels(Half half) implements FixedBudgetAttack<WhiteBox> {
  /// One half of the pixels of an image, by the size of the gradient there.
  public enum Half { STEEPER, FLATTER }

  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    ball.requireFinite("HalfOfThePixels");
    examples.countGradient();
    Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, examples.images(), examples.goal()).gradient();
    return ball.climb(examples.images(), examples.images(), selected(gradient), ball.eps());
  }

  /// The gradient `(N, ...)` where pixels may move, and 0 elsewhere: a pixel without a slope is not moved.
  private Tensor selected(Tensor gradient) {
    float[] slopes = gradient.toFloatArray();
    int length = slopes.length / gradient.size(0);
    for (int from = 0; from < slopes.length; from += length) {
      float[] sizes = new float[length];
      for (int i = 0; i < length; i++) {
        sizes[i] = Math.abs(slopes[from + i]);
      }
      Arrays.sort(sizes);
      float middle = sizes[length / 2];
      for (int i = from; i < from + length; i++) {
        boolean steep = Math.abs(slopes[i]) >= middle;
        slopes[i] = steep == (half == Half.STEEPER) ? slopes[i] : 0;
      }
    }
    return Tensor.of(slopes, gradient.shape());
  }
}
