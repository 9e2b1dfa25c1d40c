package scrutable.lessons.defences.faileddefences;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Classifier;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class LoudLogitsTest {

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
