package scrutable.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.nn.ModeDependent;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

class MetricsTest {
  private static final Dataset FIVE = new Dataset("five",
      Tensor.of(new float[] {0, 1, 2, 3, 0, 1, 9, 8, 5, 5}, 5, 2),
      Tensor.ofInts(new int[] {1, 1, 0, 0, 0}, 5), List.of("a", "b"));

  @Test
  void accuracyCountsRowsWhoseLargestLogitIsAtTheLabel() {
    Module identity = x -> x;
    for (int batchSize : new int[] {1, 2, 3, 5, 100}) {
      assertEquals(0.8, Metrics.accuracy(identity, FIVE, batchSize));      // row 2 is wrong, a tie goes first
    }
  }

  @Test
  void theLossIsTheMeanOverExamplesNotOverBatches() {
    Module identity = x -> x;
    double expected = (3 * Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(1)) + Math.log(2)) / 5;
    for (int batchSize : new int[] {1, 2, 3, 5}) {
      assertEquals(expected, Metrics.of(identity, FIVE, batchSize).loss(), 1e-6);
    }
  }

  @Test
  void aRowWithNanIsNeverCorrect() {
    float nan = Float.NaN;
    Tensor logits = Tensor.of(new float[] {nan, nan, nan, 1, 1, nan}, 3, 2);
    for (int label = 0; label < 2; label++) {
      assertEquals(0, Metrics.countCorrect(logits, Tensor.ofInts(new int[] {label, label, label}, 3)));
    }
  }

  @Test
  void aLabelThatIsNoClassIsNoMistakeOfTheNetwork() {
    Tensor logits = Tensor.of(new float[] {1, 2, Float.NaN, 0}, 2, 2);
    for (int label : new int[] {-1, 2, 7}) {
      String message = assertThrows(IllegalArgumentException.class,
          () -> Metrics.countCorrect(logits, Tensor.ofInts(new int[] {1, label}, 2))).getMessage();
      assertTrue(message.contains("label " + label + " of example 1 is none of the 2 classes"), message);
    }
  }

  @Test
  void theNetworkIsEvaluatedInEvaluationModeWithoutRecordingAndLeftAsItWas() {
    final class Spy implements ModeDependent {
      private boolean training = true;
      private boolean trainingInside = true;
      private boolean recordedInside = true;

      @Override
      public Variable forward(Variable x) {
        trainingInside = training;
        Variable result = Variable.tracked(x.value()).mul(2);
        recordedInside = result.isTracked();
        return result;
      }

      @Override
      public boolean isTraining() {
        return training;
      }

      @Override
      public void setTraining(boolean next) {
        training = next;
      }
    }

    Spy spy = new Spy();
    Metrics.of(spy, FIVE, 2);
    assertFalse(spy.trainingInside);
    assertFalse(spy.recordedInside);
    assertTrue(spy.training);
  }

  @Test
  void noExamplesHaveNoAccuracy() {
    Module identity = x -> x;
    assertThrows(IllegalArgumentException.class, () -> Metrics.of(identity, FIVE.take(0), 4));
  }
}
