package scrutable.attacks.dense;

import java.util.Arrays;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Random signs of the full size on every pixel: the control that differs from [DenseGradientSign] in the choice of the
/// signs only. See [RandomNoise].
public record DenseNoise() implements DenseAttack {
  @Override
  public Tensor perturb(Segmenter seen, Tensor images, Ball ball, Rng rng) {
    int[] any = new int[images.size(0)];
    Arrays.fill(any, 0);
    return RandomNoise.signs().perturb(unused -> any, Examples.of(images, Untargeted.of(any), rng), ball);
  }
}
