package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class RestartsTest {
  private final BarsVictim bars = BarsVictim.trained(3);

  @Test
  void theFirstTryIsTheAttackItself() {
    Examples examples = Examples.of(bars.images(), bars.untargeted(), Rng.seed(1));
    FixedBudgetAttack<DecisionAccess> noise = RandomNoise.uniform();
    assertArrayEquals(noise.perturb(bars.classifier(), examples, Ball.linf(0.3)).toFloatArray(),
        noise.withRestarts(1).perturb(bars.classifier(), examples, Ball.linf(0.3)).toFloatArray());
  }

  @Test
  void onlyOpenExamplesAreTriedAgain() {
    List<Integer> sizes = new ArrayList<>();
    FixedBudgetAttack<DecisionAccess> counting = (victim, examples, ball) -> {
      sizes.add(examples.count());
      return RandomNoise.signs().perturb(victim, examples, ball);
    };
    AttackResult result = counting.withRestarts(4)
        .run(bars.classifier(), bars.images(), bars.untargeted(), Ball.linf(0.4), Rng.seed(1));
    assertEquals(4, sizes.size());
    for (int i = 1; i < sizes.size(); i++) {
      assertTrue(sizes.get(i) <= sizes.get(i - 1));
    }
    assertTrue(sizes.get(3) < sizes.get(0), "noise this large wins some");
    long asked = sizes.get(0) + sizes.get(1) + sizes.get(2);
    assertEquals(asked, LongStream.of(result.queries()).sum());
  }

  @Test
  void laterTriesWinWhatTheFirstCouldNot() {
    Examples examples = Examples.of(bars.images(), bars.untargeted(), Rng.seed(1));
    double once = RandomNoise.signs().run(bars.classifier(), examples, Ball.linf(0.4)).successRate();
    double often = RandomNoise.signs().withRestarts(20).run(bars.classifier(), examples, Ball.linf(0.4))
        .successRate();
    assertTrue(often > once + 0.2, "one noise wins " + once + ", the best of twenty " + often);
  }

  @Test
  void eachPurposeDrawsAnew() {
    Examples examples = Examples.of(bars.images(), bars.untargeted(), Rng.seed(1));
    Tensor first = examples.drawing("restart 1").randomStart(Ball.linf(0.1));
    Tensor second = examples.drawing("restart 2").randomStart(Ball.linf(0.1));
    int same = 0;
    for (int i = 0; i < first.elementCount(); i++) {
      same += first.toFloatArray()[i] == second.toFloatArray()[i] ? 1 : 0;
    }
    assertTrue(same < first.elementCount() / 4, same + " pixels agree");
  }

  @Test
  void thereMustBeATry() {
    assertThrows(IllegalArgumentException.class, () -> RandomNoise.signs().withRestarts(0));
  }
}
