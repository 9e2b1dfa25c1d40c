package scrutable.lessons.defences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.WhiteBox;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TrialTest {
  /// Three classes whose logits are the three pixels.
  private static final WhiteBox PIXELS = Classifier.of(images -> images.mul(1));
  private static final Dataset TEST = new Dataset("pixels",
      Tensor.of(new float[] {0.9f, 0.5f, 0.1f, 0.2f, 0.6f, 0.5f}, 2, 3), Tensor.ofInts(new int[] {0, 1}, 2),
      List.of("first", "second", "third"));

  private static Trial answering(int... answers) {
    DecisionAccess fixed = images -> answers.clone();
    return new Trial(fixed, 3, 1, null, null);
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
    assertEquals(0.75, new Trial(changing, -1, 4, null, null).accuracy(TEST.inputs(), TEST));
    assertEquals(4, calls[0]);
  }

  /// The most likely wrong classes are the second pixel of the first image and the third of the second; the
  /// attack raises these and lowers the others.
  @Test
  void aTargetedAttemptAimsAtTheMostLikelyWrongClass() {
    Tensor moved = Trial.descentTowardsSecond(PIXELS, PIXELS, AttackLoss.CROSS_ENTROPY)
        .images(TEST, Ball.linf(0.25), 20, Rng.seed(1));
    assertArrayEquals(new int[] {1, 2}, PIXELS.labels(moved));
  }

  /// Loud logits: with the weights times 100 every answer is the same, and so is the attack that does not hear
  /// the scale.
  @Test
  void theDifferenceOfLogitsRatioDoesNotHearTheScale() {
    Linear network = new Linear(6, 4, Rng.seed(2));
    Tensor images = Rng.seed(3).uniform(30, 6);
    int[] answers = Classifier.of(network).labels(images);
    Dataset data = new Dataset("noise", images, Tensor.wrap(answers, 30), List.of("a", "b", "c", "d"));
    LoudLogits[] loud = LoudLogits.of(x -> network.forward(x).mul(20), data, 20, Rng.seed(4));
    assertEquals(loud[0].logitRatio(), loud[2].logitRatio());
    assertEquals(0, loud[0].withoutGradient());
  }
}
