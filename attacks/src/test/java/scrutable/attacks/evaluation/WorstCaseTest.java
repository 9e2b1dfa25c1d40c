package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.BatchRows;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class WorstCaseTest {
  private static final BarsVictim BARS = BarsVictim.trained(11);
  private static final Ball BALL = Ball.linf(0.15);

  private static Examples bars() {
    return Examples.of(BARS.images(), BARS.untargeted(), Rng.seed(1));
  }

  /// Breaks the examples of one class only, as [FastGradientSign] does.
  private static FixedBudgetAttack<WhiteBox> onlyClass(int label) {
    return (victim, examples, ball) -> {
      Tensor moved = new FastGradientSign().perturb(victim, examples, ball);
      int[] labels = examples.goal().classes().toIntArray();
      boolean[] own = new boolean[labels.length];
      for (int i = 0; i < own.length; i++) {
        own[i] = labels[i] == label;
      }
      return BatchRows.where(own, moved, examples.images());
    };
  }

  @Test
  void anExampleIsRobustOnlyIfNoAttackBreaksIt() {
    SequencedMap<String, FixedBudgetAttack<WhiteBox>> attacks = new LinkedHashMap<>();
    for (int label = 0; label < 3; label++) {
      attacks.put("class " + label, onlyClass(label));
    }
    WorstCase all = WorstCase.of(attacks, BARS.classifier(), bars(), BALL);
    AttackResult whole = new FastGradientSign().run(BARS.classifier(), bars(), BALL);
    assertEquals(List.of("class 0", "class 1", "class 2"), List.copyOf(all.results().keySet()));
    assertArrayEquals(whole.success(), all.worst().success());
    assertArrayEquals(whole.distances(), all.worst().distances());
    assertArrayEquals(whole.labels(), all.worst().labels());
    assertArrayEquals(whole.confidences(), all.worst().confidences());
    assertArrayEquals(whole.adversarial().toFloatArray(), all.worst().adversarial().toFloatArray());
    double worst = all.worst().robustAccuracy();
    all.results().forEach((name, one) -> assertTrue(one.robustAccuracy() > worst, name));
    for (int i = 0; i < whole.count(); i++) {
      assertEquals(3 * whole.gradientEvaluations()[i], all.worst().gradientEvaluations()[i]);
    }
  }

  @Test
  void ofTwoSuccessesTheNearerImageIsTaken() {
    AttackResult near = new FastGradientSign().run(BARS.classifier(), bars(), BALL);
    AttackResult far = new FastGradientSign().run(BARS.classifier(), bars(), Ball.linf(0.4));
    for (AttackResult best : List.of(near.best(far), far.best(near))) {
      for (int i = 0; i < best.count(); i++) {
        assertEquals(Math.min(near.distances()[i], far.distances()[i]), best.distances()[i]);
        assertEquals(near.success()[i] || far.success()[i], best.success()[i]);
      }
    }
  }

  @Test
  void resultsAboutDifferentExamplesAreNotMixed() {
    AttackResult all = new FastGradientSign().run(BARS.classifier(), bars(), BALL);
    AttackResult some = new FastGradientSign().run(BARS.classifier(), bars().only(1, 2), BALL);
    AttackResult targeted = new FastGradientSign().run(BARS.classifier(),
        Examples.of(BARS.images(), Targeted.of(BARS.labels()), Rng.seed(1)), BALL);
    assertThrows(IllegalArgumentException.class, () -> all.best(some));
    assertThrows(IllegalArgumentException.class, () -> all.best(targeted));
  }

  @Test
  void withoutAnAttackNothingIsKnown() {
    assertThrows(IllegalArgumentException.class, () -> WorstCase.of(
        new LinkedHashMap<String, FixedBudgetAttack<DecisionAccess>>(), BARS.classifier(), bars(), BALL));
    SequencedMap<String, FixedBudgetAttack<DecisionAccess>> noise = new LinkedHashMap<>();
    noise.put("noise", RandomNoise.signs());
    DecisionAccess labelsOnly = BARS.classifier()::labels;
    assertTrue(WorstCase.of(noise, labelsOnly, bars(), BALL).worst().robustAccuracy() > 0.5);
  }
}
