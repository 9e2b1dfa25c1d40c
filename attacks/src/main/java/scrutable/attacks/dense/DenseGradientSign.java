package scrutable.attacks.dense;

import scrutable.attacks.Ball;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// One step of full length, by the gradient of the sum of the cross-entropies of all pixels:
/// `x' = clip(x + eps sign(grad_x sum_pixels J))`, or `- eps` towards a label.
///
/// Source: Arnab, Miksik and Torr, "On the robustness of semantic segmentation models to adversarial attacks" (2018),
/// section 3, after Goodfellow et al. 2015.
public record DenseGradientSign(Aim aim) implements DenseAttack {
  @Override
  public Tensor perturb(Segmenter seen, Tensor images, Ball ball, Rng rng) {
    ball.requireFinite("DenseGradientSign");
    Tensor gradient = seen.lossGradient(images, aim.labels(seen, images)).mul(aim.direction());
    return ball.climb(images, images, gradient, ball.eps());
  }
}
