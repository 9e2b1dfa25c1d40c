package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Graph;
import scrutable.nn.Module;
import scrutable.tensor.Tensor;

class ClassifierTest {
  private final BarsVictim bars = BarsVictim.trained(3);

  @Test
  void theVictimIsGoodBeforeItIsAttacked() {
    int[] answers = bars.classifier().labels(bars.images());
    int right = 0;
    for (int i = 0; i < answers.length; i++) {
      right += answers[i] == bars.labels()[i] ? 1 : 0;
    }
    assertTrue(right >= 0.9 * answers.length, right + " of " + answers.length);
  }

  @Test
  void answersDoNotDependOnThePiecesTheyAreAskedIn() {
    Classifier whole = bars.classifier();
    Classifier pieces = Classifier.of(bars.network(), 7);
    assertArrayEquals(whole.logits(bars.images()).toFloatArray(),
        pieces.logits(bars.images()).toFloatArray());
    var one = whole.lossGradient(AttackLoss.CROSS_ENTROPY, bars.images(), bars.untargeted());
    var many = pieces.lossGradient(AttackLoss.CROSS_ENTROPY, bars.images(), bars.untargeted());
    assertArrayEquals(one.gradient().toFloatArray(), many.gradient().toFloatArray());
    assertArrayEquals(one.losses().toFloatArray(), many.losses().toFloatArray());
    assertArrayEquals(one.logits().toFloatArray(), many.logits().toFloatArray());
  }

  /// With the mean, the gradient of an example would shrink as the batch grows.
  @Test
  void eachExampleHasTheGradientItWouldHaveAlone() {
    var all = bars.classifier().lossGradient(AttackLoss.CROSS_ENTROPY, bars.images(), bars.untargeted());
    var alone = bars.classifier().lossGradient(AttackLoss.CROSS_ENTROPY, bars.images().slice(0, 4, 5),
        bars.untargeted().only(4, 5));
    assertArrayEquals(all.gradient().slice(0, 4, 5).toFloatArray(), alone.gradient().toFloatArray());
  }

  @Test
  void theNetworkIsAskedInEvaluationModeAndGetsItsModesBackEvenAfterAnError() {
    List<Boolean> before = bars.modes();
    assertEquals(List.of(true, true), before);
    Tensor logits = bars.classifier().logits(bars.images());
    assertArrayEquals(logits.toFloatArray(), bars.classifier().logits(bars.images()).toFloatArray());
    AttackLoss broken = (z, goal) -> {
      throw new IllegalStateException("broken");
    };
    assertThrows(IllegalStateException.class,
        () -> bars.classifier().lossGradient(broken, bars.images(), bars.untargeted()));
    assertEquals(before, bars.modes());
  }

  @Test
  void labelsAndLogitsAreAskedForWithoutRecording() {
    List<Boolean> recording = new ArrayList<>();
    Module spying = x -> {
      recording.add(Graph.isRecording());
      return bars.network().forward(x);
    };
    Classifier.of(spying).labels(bars.images());
    assertEquals(List.of(false), recording);
  }

  @Test
  void questionsAreCountedByImage() {
    Classifier victim = Classifier.of(bars.network(), 10);
    victim.logits(bars.images());
    victim.labels(bars.images().slice(0, 0, 3));
    victim.lossGradient(AttackLoss.MARGIN, bars.images().slice(0, 0, 20), bars.untargeted().only(0, 20));
    assertEquals(bars.images().size(0) + 3, victim.queries());
    assertEquals(20, victim.gradientEvaluations());
  }

  @Test
  void whatIsNoClassifierIsRefused() {
    Tensor images = bars.images();
    String shape = assertThrows(IllegalArgumentException.class,
        () -> Classifier.of(x -> x).logits(images)).getMessage();
    assertTrue(shape.contains("(48, K)") && shape.contains("(48, 1, 4, 4)"), shape);
    String finite = assertThrows(IllegalArgumentException.class,
        () -> Classifier.of(x -> bars.network().forward(x).mul(0).log()).logits(images)).getMessage();
    assertTrue(finite.contains("not finite"), finite);
    assertThrows(IllegalArgumentException.class, () -> Classifier.of(bars.network(), 0));
    assertThrows(IllegalArgumentException.class, () -> bars.classifier().logits(images.slice(0, 0, 0)));
    assertThrows(IllegalArgumentException.class,
        () -> bars.classifier().lossGradient(AttackLoss.MARGIN, images, Untargeted.of(0)));
    AttackLoss averaged = (logits, goal) -> AttackLoss.CROSS_ENTROPY.perExample(logits, goal).mean();
    String loss = assertThrows(IllegalArgumentException.class,
        () -> bars.classifier().lossGradient(averaged, images, bars.untargeted())).getMessage();
    assertTrue(loss.contains("one number per example"), loss);
  }
}
