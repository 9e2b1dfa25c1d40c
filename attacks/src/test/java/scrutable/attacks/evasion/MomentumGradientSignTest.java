package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.autograd.Variable;
import scrutable.tensor.BinaryFunction;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class MomentumGradientSignTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);

  private static Examples bars() {
    return Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(1));
  }

  @Test
  void withoutMemoryItIsTheBasicIterativeMethod() {
    Ball ball = Ball.linf(0.15);
    Tensor forgetful = new MomentumGradientSign(10, 0.03, 0, AttackLoss.CROSS_ENTROPY)
        .perturb(BARS.classifier(), bars(), ball);
    Tensor basic = new BasicIterativeMethod(10, 0.03).perturb(BARS.classifier(), bars(), ball);
    assertArrayEquals(basic.toFloatArray(), forgetful.toFloatArray());
  }

  /// The height is `10 a + 2 b` up to a = 0.15, and falls as steeply as `-30 a` from there. After two steps
  /// the sum of gradients of length 1 is `10/12 + 10/12 - 30/32` in a, still upwards; the sum of the plain
  /// gradients would be `10 + 10 - 30`, and an attack without memory turns back at once.
  @Test
  void theSumOfGradientsOfLengthOneCarriesOverAPit() {
    assertEquals(0.3, lastSeen(1), 1e-12);
    assertEquals(0.1, lastSeen(0), 1e-12);
  }

  private static double lastSeen(double decay) {
    List<Double> seen = new ArrayList<>();
    Classifier hill = Classifier.of(x -> {
      Variable a = x.slice(1, 0, 1);
      Variable b = x.slice(1, 1, 2).mul(2);
      seen.add(a.value().item());
      Tensor before = a.value().with(Tensor.full(0.15, a.dtype()), BinaryFunction.LESS);
      Variable height = a.mul(10).where(before, a.mul(-30).add(6)).add(b);
      return Variable.concat(1, height, height.mul(0));
    });
    Examples one = Examples.of(Tensor.of(new double[] {0, 0}, 1, 2), Untargeted.of(1), Rng.seed(0));
    AttackLoss height = (logits, goal) -> logits.select(1, 0);
    new MomentumGradientSign(3, 0.1, decay, height).perturb(hill, one, Ball.linf(1));
    return seen.get(seen.size() - 1);
  }

  @Test
  void aGradientOfZeroAddsNothing() {
    Classifier flat = Classifier.of(x -> Variable.concat(1, x.mul(0), x.mul(0)));
    Examples one = Examples.of(Tensor.of(new float[] {0.4f}, 1, 1), Untargeted.of(0), Rng.seed(0));
    assertEquals(0.4f, (float) new MomentumGradientSign(5, 0.1).perturb(flat, one, Ball.linf(0.3)).item());
  }

  @Test
  void theSmallestGradientsCountAsMuchAsOthers() {
    Classifier faint = Classifier.of(x -> Variable.concat(1, x.mul(1e-40), x.mul(0)));
    Examples one = Examples.of(Tensor.of(new float[] {0.4f}, 1, 1), Untargeted.of(1), Rng.seed(0));
    assertEquals(0.6f, (float) new MomentumGradientSign(2, 0.1, 1, AttackLoss.MARGIN)
        .perturb(faint, one, Ball.linf(0.3)).item());
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MomentumGradientSign(0, 0.1));
    assertThrows(IllegalArgumentException.class,
        () -> new MomentumGradientSign(1, 0.1, -1, AttackLoss.CROSS_ENTROPY));
    assertThrows(IllegalArgumentException.class,
        () -> new MomentumGradientSign(3, 0.1).perturb(BARS.classifier(), bars(), Ball.l1(1)));
    assertThrows(IllegalArgumentException.class, () -> new BasicIterativeMethod(3, 0));
  }
}
