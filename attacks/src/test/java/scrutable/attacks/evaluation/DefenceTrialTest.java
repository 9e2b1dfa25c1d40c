package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.defence.BitDepthReduction;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class DefenceTrialTest {
  /// Three classes whose logits are the three pixels.
  private static final WhiteBox PIXELS = Classifier.of(images -> images.mul(1));
  private static final Dataset TEST = new Dataset("pixels",
      Tensor.of(new float[] {0.9f, 0.5f, 0.1f, 0.2f, 0.6f, 0.5f}, 2, 3), Tensor.ofInts(new int[] {0, 1}, 2),
      List.of("first", "second", "third"));

  private static DefenceTrial answering(int... answers) {
    DecisionAccess fixed = images -> answers.clone();
    return new DefenceTrial(fixed, 3, 1, null, null);
  }

  @Test
  void aRejectedImageIsWithstoodButNotRight() {
    assertEquals(0.5, answering(0, 3).accuracy(TEST.inputs(), TEST));
    assertEquals(1, answering(0, 3).withstood(TEST.inputs(), TEST));
    assertEquals(0.5, answering(2, 1).withstood(TEST.inputs(), TEST));
  }

  @Test
  void aRandomDefenceIsAskedSeveralTimes() {
    int[] calls = {0};
    DecisionAccess changing = images -> calls[0]++ % 2 == 0 ? new int[] {0, 1} : new int[] {0, 2};
    assertEquals(0.75, new DefenceTrial(changing, -1, 4, null, null).accuracy(TEST.inputs(), TEST));
    assertEquals(4, calls[0]);
  }

  @Test
  void ofSeveralAttemptsTheAttackerKeepsTheBestForEachImage() {
    DecisionAccess byBrightness = images -> images.get(0, 0) > 0.5 ? new int[] {0, 2} : new int[] {1, 1};
    DefenceTrial trial = new DefenceTrial(byBrightness, -1, 1, null, null);
    Tensor bright = Tensor.ones(2, 3);
    Tensor dark = Tensor.zeros(2, 3);
    assertEquals(0.5, trial.withstood(bright, TEST));
    assertEquals(0.5, trial.withstood(dark, TEST));
    assertEquals(0, trial.withstoodAll(List.of(bright, dark), TEST));
  }

  /// The most likely wrong classes are the second pixel of the first image and the third of the second; the
  /// attack raises these and lowers the others.
  @Test
  void aTargetedAttemptAimsAtTheMostLikelyWrongClass() {
    Tensor moved = DefenceTrial.descentTowardsSecond(PIXELS, PIXELS, AttackLoss.CROSS_ENTROPY)
        .images(TEST, Ball.linf(0.25), 20, Rng.seed(1));
    assertArrayEquals(new int[] {1, 2}, PIXELS.labels(moved));
  }

  /// With two greys nothing tells an attack that the pixels are near the step. The naive one stays where it began,
  /// however many steps it has; the adaptive one carries both pixels across the middle.
  @Test
  void onlyTheAdaptiveAttackFindsAWayThroughAStep() {
    DefenceTrial trial = DefenceTrial.inFrontOf(images -> images.mul(20), new BitDepthReduction(1));
    Dataset grey = new Dataset("grey", Tensor.of(new float[] {0.6f, 0.4f}, 1, 2), Tensor.ofInts(new int[] {0}, 1),
        List.of("first", "second"));
    Ball ball = Ball.linf(0.15);
    assertArrayEquals(trial.naive().images(grey, ball, 1, Rng.seed(3)).toFloatArray(),
        trial.naive().images(grey, ball, 10, Rng.seed(3)).toFloatArray());
    Tensor adaptive = trial.adaptive().images(grey, ball, 10, Rng.seed(3));
    assertEquals(0, trial.withstood(adaptive, grey));
    assertTrue(adaptive.get(0, 0) < 0.5 && adaptive.get(0, 1) > 0.5, adaptive.toString());
  }

  @Test
  void aDefenceThatNobodyAsksIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DefenceTrial(images -> new int[1], -1, 0, null, null));
    assertThrows(IllegalArgumentException.class, () -> answering(0, 1).accuracy(Tensor.zeros(3, 3), TEST));
  }
}
