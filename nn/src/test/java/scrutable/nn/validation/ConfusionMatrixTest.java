package scrutable.nn.validation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import scrutable.tensor.Tensor;

@DisplayName("Confusion matrix")
class ConfusionMatrixTest {
  private final Tensor truth = Tensor.ofInts(new int[] {0, 0, 0, 1, 1, 2, 2, 2}, 2, 4);
  private final Tensor predicted = Tensor.ofInts(new int[] {0, 0, 1, 1, 2, 2, 2, 0}, 2, 4);
  private final ConfusionMatrix matrix = ConfusionMatrix.of(truth, predicted, 4);

  @Test
  void rowsAreTheTruth() {
    assertArrayEquals(new long[] {2, 1, 0, 0}, matrix.counts()[0]);
    assertArrayEquals(new long[] {1, 0, 2, 0}, matrix.counts()[2]);
    assertEquals(5 / 8.0, matrix.accuracy());
  }

  @Test
  void theIntersectionIsDividedByTheUnion() {
    assertEquals(2 / 4.0, matrix.intersectionOverUnion(0));
    assertEquals(1 / 3.0, matrix.intersectionOverUnion(1));
    assertEquals(2 / 4.0, matrix.intersectionOverUnion(2));
    assertTrue(Double.isNaN(matrix.intersectionOverUnion(3)));
    assertEquals((0.5 + 1 / 3.0 + 0.5) / 3, matrix.meanIntersectionOverUnion(), 1e-15, "an absent class is left out");
    Tensor zeros = Tensor.ofInts(new int[] {0, 0}, 2);
    ConfusionMatrix invented = ConfusionMatrix.of(zeros, Tensor.ofInts(new int[] {0, 1}, 2), 2);
    assertEquals(0.25, invented.meanIntersectionOverUnion(), "a class that is only predicted counts as 0");
  }

  @Test
  void countsOfPicturesAreAddedUpBeforeTheyAreDivided() {
    ConfusionMatrix first = ConfusionMatrix.of(truth.select(0, 0), predicted.select(0, 0), 4);
    ConfusionMatrix second = ConfusionMatrix.of(truth.select(0, 1), predicted.select(0, 1), 4);
    ConfusionMatrix sum = first.plus(second);
    assertArrayEquals(matrix.counts(), sum.counts());
    assertTrue(Math.abs((first.meanIntersectionOverUnion() + second.meanIntersectionOverUnion()) / 2
        - sum.meanIntersectionOverUnion()) > 0.01, "the mean over pictures is another number");
    matrix.counts()[0][0] = 100;
    assertEquals(2, matrix.counts()[0][0]);
  }

  @Test
  void errorsTellWhatDoesNotFit() {
    assertMessage("ConfusionMatrix: class 4 does not lie in 0 .. 3",
        () -> ConfusionMatrix.of(Tensor.ofInts(new int[] {4}, 1), Tensor.ofInts(new int[] {0}, 1), 4));
    assertMessage("ConfusionMatrix: every case needs its class and a prediction, both int32, but there are int32 (2, 4)"
        + " and float32 (2, 4)", () -> ConfusionMatrix.of(truth, Tensor.zeros(2, 4), 4));
    assertMessage("ConfusionMatrix: 4 and 2 classes cannot be added up",
        () -> matrix.plus(new ConfusionMatrix(new long[2][2])));
    assertMessage("ConfusionMatrix: row 0 of 1 should have as many counts, none negative, not [-1]",
        () -> new ConfusionMatrix(new long[][] {{-1}}));
  }

  private static void assertMessage(String expected, Executable work) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, work).getMessage());
  }
}
