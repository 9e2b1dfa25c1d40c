package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static scrutable.nn.layer.ConvolutionLayersTest.assertMessage;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Dropout")
class DropoutTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  @DisplayName("drops the given share, within five deviations of the binomial distribution, and scales"
      + " the rest")
  void dropsTheGivenShare(double probability) {
    int count = 100_000;
    Tensor y = new Dropout(probability, Rng.seed(1)).forward(Tensor.ones(count)).value();
    float kept = (float) (1 / (1 - probability));
    int dropped = 0;
    for (float value : y.toFloatArray()) {
      if (value == 0) {
        dropped++;
      } else {
        assertEquals(kept, value, 1e-5);
      }
    }
    double deviation = Math.sqrt(count * probability * (1 - probability));
    assertEquals(count * probability, dropped, 5 * deviation);
    assertEquals(1, y.mean().item(), 5 * kept * deviation / count, "the mean stays");
  }

  @Test
  void doesNothingInEvaluation() {
    Dropout dropout = new Dropout(0.5, Rng.seed(1));
    Variable x = Variable.constant(Tensor.ones(10));
    dropout.eval();
    assertSame(x, dropout.forward(x));
  }

  @Test
  void probabilityZeroDropsNothing() {
    assertEquals(1, new Dropout(0, Rng.seed(1)).forward(Tensor.ones(1000)).value().min().item());
  }

  @Test
  void everyPassDropsOthersAndTheSameSeedTheSame() {
    Tensor x = Tensor.ones(100);
    Dropout dropout = new Dropout(0.5, Rng.seed(1));
    float[] first = dropout.forward(x).value().toFloatArray();
    float[] second = dropout.forward(x).value().toFloatArray();
    assertEquals(false, Arrays.equals(first, second));
    assertArrayEquals(first, new Dropout(0.5, Rng.seed(1)).forward(x).value().toFloatArray());
  }

  @Test
  void aGeneratorThatIsStoredAndRestoredContinuesWithTheSameMasks() {
    Rng rng = Rng.seed(1);
    Dropout dropout = new Dropout(0.5, rng);
    dropout.forward(Tensor.ones(7));
    Rng.State state = rng.state();
    float[] next = dropout.forward(Tensor.ones(50)).value().toFloatArray();
    assertArrayEquals(next,
        new Dropout(0.5, Rng.restore(state)).forward(Tensor.ones(50)).value().toFloatArray());
  }

  @Test
  void theGradientPassesWhereTheNumberPassed() {
    Variable x = Variable.tracked(Tensor.ones(50));
    Variable y = new Dropout(0.3, Rng.seed(2)).forward(x);
    assertArrayEquals(y.value().toFloatArray(), Gradients.of(y.sum(), x).get(x).toFloatArray());
  }

  @Test
  void errorsTellTheRange() {
    assertMessage("Dropout: the probability of being dropped should lie in [0, 1), not 1.0",
        () -> new Dropout(1, Rng.seed(1)));
    assertMessage("Dropout: the probability of being dropped should lie in [0, 1), not NaN",
        () -> new Dropout(Double.NaN, Rng.seed(1)));
  }
}
