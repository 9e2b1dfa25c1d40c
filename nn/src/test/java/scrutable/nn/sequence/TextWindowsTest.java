package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Windows of a text")
class TextWindowsTest {
  private static final TextWindows WINDOWS = new TextWindows(IntStream.range(0, 15).toArray(), 4);

  @Test
  void eachHoldsTheNextTokenForEachOfItsTokens() {
    TextWindows.Batch batch = WINDOWS.batch(2, 0);
    assertArrayEquals(new int[] {2, 4}, batch.inputs().shape());
    assertArrayEquals(new int[] {8, 9, 10, 11, 0, 1, 2, 3}, batch.inputs().toIntArray());
    assertArrayEquals(new int[] {9, 10, 11, 12, 1, 2, 3, 4}, batch.targets().toIntArray());
  }

  @Test
  void everyTokenButTheFirstIsGuessedOnceAndNoneTwice() {
    assertEquals(3, WINDOWS.count());
    int[] guessed = new int[15];
    for (TextWindows.Batch batch : WINDOWS.source().batches(2, Rng.seed(1))) {
      for (int target : batch.targets().toIntArray()) {
        guessed[target]++;
      }
    }
    assertArrayEquals(new int[] {0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}, guessed);
    assertEquals(3, new TextWindows(new int[13], 4).count(), "the last window needs a token behind its last");
    assertEquals(2, new TextWindows(new int[12], 4).count());
  }

  /// A model that always says the same: the loss is then the mean of the surprise of each token.
  @Test
  void theCrossEntropyIsTheMeanSurpriseOfThePlacesThatCount() {
    double[] p = {0.1, 0.2, 0.7};
    int[] text = {2, 0, 1, 2, 1, 1, 0, 2, 2};                         // two windows of four
    Tensor row = Tensor.of(new double[] {StrictMath.log(0.1), StrictMath.log(0.2), StrictMath.log(0.7)}, 3);
    TextWindows windows = new TextWindows(text, 4);
    double all = 0;
    double late = 0;
    for (int i = 1; i < text.length; i++) {
      double surprise = -StrictMath.log(p[text[i]]);
      all += surprise / 8;
      late += (i - 1) % 4 >= 3 ? surprise / 2 : 0;
    }
    for (int batchSize = 1; batchSize <= 3; batchSize++) {
      assertEquals(all, windows.crossEntropy(ids -> always(row, ids), 0, batchSize), 1e-12);
      assertEquals(late, windows.crossEntropy(ids -> always(row, ids), 3, batchSize), 1e-12);
    }
    assertEquals(all, windows.batch(0, 1).loss(always(row, windows.batch(0, 1).inputs())).item(), 1e-12);
  }

  private static Variable always(Tensor row, Tensor ids) {
    return Variable.constant(Tensor.zeros(row.dtype(), ids.size(0), ids.size(1), 3).add(row));
  }

  @Test
  void textsThatFillNoWindowAreRefused() {
    Messages.assertMessage("TextWindows: 4 tokens fill no window of length 4 with a next token for each",
        () -> new TextWindows(new int[4], 4));
    Messages.assertMessage("crossEntropy: place 4 does not lie in 0 .. 3",
        () -> WINDOWS.crossEntropy(ids -> null, 4, 2));
    assertThrows(IllegalArgumentException.class, () -> new TextWindows(new int[4], 0));
  }

  @Test
  void theTextOfTheCallerMayChange() {
    int[] text = {1, 2, 3};
    TextWindows windows = new TextWindows(text, 2);
    text[0] = 9;
    assertArrayEquals(new int[] {1, 2}, windows.batch(0).inputs().toIntArray());
  }
}
