package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class RandomNoiseTest {
  private static final DecisionAccess NOBODY = images -> {
    throw new AssertionError("noise asks nobody");
  };
  private final Tensor images = Tensor.full(0.5, DType.FLOAT64, 10, 1, 8, 8).contiguous();
  private final Examples examples = Examples.of(images, Untargeted.of(new int[10]), Rng.seed(1));

  @ParameterizedTest
  @EnumSource
  void randomSignsHaveExactlyTheAllowedSizeAndAsManyPlusesAsMinuses(Norm norm) {
    Ball ball = new Ball(norm, 0.25, Box.UNIT);
    Tensor changes = RandomNoise.signs().perturb(NOBODY, examples, ball).sub(images);
    double amount = changes.abs().max().item();
    assertEquals(amount, changes.abs().min().item(), 1e-12);
    for (double size : norm.of(changes)) {
      assertEquals(0.25, size, 1e-12);
    }
    assertTrue(Math.abs(changes.div(amount).mean().item()) < 0.1);
  }

  @ParameterizedTest
  @EnumSource
  void uniformNoiseFillsTheBall(Norm norm) {
    Ball ball = new Ball(norm, 0.25, Box.UNIT);
    Tensor noisy = RandomNoise.uniform().perturb(NOBODY, examples, ball);
    assertTrue(ball.contains(images, noisy, 1e-12));
    for (double size : norm.of(noisy.sub(images))) {
      assertTrue(size > 0.2, "in 64 dimensions nearly all of a ball is near its surface, not at " + size);
    }
  }

  /// Pixels are rounded to float32 after the change is made; in L1 the roundings of 3072 of them add up.
  @Test
  void roundingDoesNotCarryAColourImageOutOfASmallL1Ball() {
    Tensor colour = Rng.seed(4).uniformBetween(0.5, 0.9, 40, 3, 32, 32);
    DecisionAccess deaf = asked -> new int[asked.size(0)];
    AttackResult result = RandomNoise.signs()
        .run(deaf, colour, Untargeted.of(new int[40]), Ball.l1(2), Rng.seed(5));
    assertEquals(1, result.robustAccuracy());
  }
}
