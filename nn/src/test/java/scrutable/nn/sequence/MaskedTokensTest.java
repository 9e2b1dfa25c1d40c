package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Masked tokens")
class MaskedTokensTest {
  private static final int MASK = 4;
  private static final int FIRST = 5;
  private static final int VOCABULARY = 105;

  /// 400 texts of 1 to 50 words between BOS and EOS.
  private static PaddedBatch texts() {
    Rng rng = Rng.seed(1);
    List<int[]> texts = new ArrayList<>();
    for (int n = 0; n < 400; n++) {
      int[] text = new int[2 + 1 + n % 50];
      Arrays.setAll(text, t -> FIRST + rng.nextInt(VOCABULARY - FIRST));
      text[0] = Vocabulary.BOS;
      text[text.length - 1] = Vocabulary.EOS;
      texts.add(text);
    }
    return PaddedBatch.of(texts);
  }

  @Test
  void eightInTenOfTheChosenAreHiddenOneIsReplacedAndOneStays() {
    PaddedBatch texts = texts();
    MaskedTokens masked = MaskedTokens.of(texts, 0.15, MASK, FIRST, VOCABULARY, Rng.seed(2));
    int[] before = texts.ids().toIntArray();
    int[] after = masked.input().ids().toIntArray();
    float[] counts = masked.counts().toFloatArray();
    int words = 0;
    int hidden = 0;
    int replaced = 0;
    int stayed = 0;
    for (int i = 0; i < before.length; i++) {
      words += before[i] >= FIRST ? 1 : 0;
      if (counts[i] == 0) {
        assertEquals(before[i], after[i], "what does not count is left alone");
      } else {
        assertTrue(before[i] >= FIRST, "symbols and padding are never chosen");
        assertTrue(after[i] >= MASK, "no token becomes a symbol by chance");
        hidden += after[i] == MASK ? 1 : 0;
        replaced += after[i] != MASK && after[i] != before[i] ? 1 : 0;
        stayed += after[i] == before[i] ? 1 : 0;
      }
    }
    assertEquals(hidden + replaced + stayed, masked.chosen());
    assertEquals(0.15 * words, masked.chosen(), 4 * Math.sqrt(0.15 * 0.85 * words));
    assertEquals(0.8, (double) hidden / masked.chosen(), 0.04);
    assertEquals(0.1, (double) replaced / masked.chosen(), 0.03);
    assertEquals(0.1, (double) stayed / masked.chosen(), 0.03);
  }

  @Test
  void targetsAreTheTextAsItWas() {
    PaddedBatch texts = texts();
    MaskedTokens masked = MaskedTokens.of(texts, 1, MASK, FIRST, VOCABULARY, Rng.seed(3));
    assertArrayEquals(texts.ids().toIntArray(), masked.targets().toIntArray());
    assertArrayEquals(texts.lengths(), masked.input().lengths());
    assertEquals(0, MaskedTokens.of(texts, 0, MASK, FIRST, VOCABULARY, Rng.seed(3)).chosen());
  }

  @Test
  void onlyChosenPlacesCountInTheLoss() {
    PaddedBatch texts = PaddedBatch.of(List.of(new int[] {5, 6, 7}, new int[] {6}));
    PaddedBatch holes = PaddedBatch.of(List.of(new int[] {5, 4, 7}, new int[] {4}));
    MaskedTokens masked = new MaskedTokens(holes, texts.ids(), Tensor.wrap(new float[] {0, 1, 0, 1, 0, 0}, 2, 3));
    Parameter logits = new Parameter(Rng.seed(4).normal(2, 3, 8));
    Variable loss = masked.loss(logits);
    double expected = 0;
    for (int row : new int[] {1, 3}) {
      double[] all = Arrays.copyOfRange(logits.value().toDoubleArray(), row * 8, row * 8 + 8);
      expected += (Math.log(Arrays.stream(all).map(Math::exp).sum()) - all[6]) / 2;
    }
    assertEquals(expected, loss.item(), 1e-6);
    assertArrayEquals(new int[] {1, 3}, masked.places().toIntArray());
    assertArrayEquals(new int[] {6, 6}, masked.answers().toIntArray());
    float[] gradient = Gradients.of(loss, logits).get(logits).toFloatArray();
    for (int i = 0; i < gradient.length; i++) {
      assertEquals(i / 8 == 1 || i / 8 == 3, gradient[i] != 0, "logit " + i);
    }
  }

  @Test
  void whatMeansNothingIsRefused() {
    PaddedBatch texts = texts();
    assertMessage("MaskedTokens: the probability must lie in [0, 1], but is NaN",
        () -> MaskedTokens.of(texts, Double.NaN, MASK, FIRST, VOCABULARY, Rng.seed(1)));
    assertMessage("MaskedTokens: the words from 105 to 104 are none",
        () -> MaskedTokens.of(texts, 0.1, MASK, VOCABULARY, VOCABULARY, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> MaskedTokens.of(texts, 0, MASK, FIRST, VOCABULARY, Rng.seed(1))
        .loss(Variable.constant(Tensor.zeros(400, 52, VOCABULARY))), "without a choice there is nothing to guess");
  }
}
