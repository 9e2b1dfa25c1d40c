package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import scrutable.tensor.Tensor;

class RivalTest {
  private static final Tensor LOGITS = Tensor.of(new double[] {1, 3, 2, -5, -1, -2}, 2, 3);

  private static Rival rival(int[] labels, int... rivals) {
    return new Rival(Tensor.ofInts(labels, labels.length), Tensor.ofInts(rivals, rivals.length));
  }

  @Test
  void anyWrongAnswerWillDo() {
    Rival goal = rival(new int[] {0, 1}, 2, 0);
    assertArrayEquals(new boolean[] {true, false}, goal.reached(LOGITS));
  }

  @Test
  void itsLogitLossIsTheLeadOfTheRival() {
    Rival goal = rival(new int[] {0, 1}, 2, 0);
    assertArrayEquals(new double[] {2 - 1, -5 - -1}, AttackLoss.LOGIT.of(LOGITS, goal).toDoubleArray());
  }

  @Test
  void theLogitLossOfOtherGoalsIsTheLogitOfTheirClass() {
    assertArrayEquals(new double[] {3, -2}, AttackLoss.LOGIT.of(LOGITS, Targeted.of(1, 2)).toDoubleArray());
    assertArrayEquals(new double[] {3, -2}, AttackLoss.LOGIT.of(LOGITS, Untargeted.of(1, 2)).toDoubleArray());
  }

  @Test
  void labelsAndRivalsFollowTheirExamplesTogether() {
    Rival goal = rival(new int[] {5, 6, 7}, 1, 2, 3).only(new int[] {2, 0});
    assertArrayEquals(new int[] {7, 5}, goal.classes().toIntArray());
    assertArrayEquals(new int[] {3, 1}, goal.rivals().toIntArray());
  }

  @Test
  void aClassIsNotItsOwnRivalAndEachExampleHasOne() {
    assertThrows(IllegalArgumentException.class, () -> rival(new int[] {0, 1}, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> rival(new int[] {0, 1}, 1));
    assertThrows(IllegalArgumentException.class, () -> rival(new int[] {0, 1}, 1, -1));
  }
}
