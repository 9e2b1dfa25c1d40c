package scrutable.nn.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.nn.layer.SequenceMask;
import scrutable.nn.model.LanguageTransformer.Size;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.TextWindows;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("A language transformer")
class LanguageTransformerTest {
  private static final int VOCABULARY = 7;
  private static final int WIDTH = 8;
  private static final Size SIZE = new Size(VOCABULARY, 6, 2, WIDTH, 2);

  private static Tensor ids(int... ids) {
    return Tensor.wrap(ids, 1, ids.length);
  }

  private static float[] logits(LanguageTransformer model, Tensor ids, Tensor mask) {
    return model.forward(ids, mask).value().toFloatArray();
  }

  private static float[] upTo(float[] logits, int places) {
    return Arrays.copyOf(logits, places * VOCABULARY);
  }

  @Test
  void aCausalModelDoesNotSeeWhatComesLater() {
    LanguageTransformer model = LanguageTransformer.causal(SIZE, Rng.seed(1));
    float[] one = logits(model, ids(1, 2, 3, 4, 5, 6), null);
    float[] other = logits(model, ids(1, 2, 3, 6, 5, 4), null);
    assertArrayEquals(upTo(one, 3), upTo(other, 3));
    assertFalse(Arrays.equals(upTo(one, 4), upTo(other, 4)), "the fourth token is seen from the fourth place on");
    assertArrayEquals(upTo(one, 3), logits(model, ids(1, 2, 3), null), 1e-6f, "a shorter text has the same answers");
  }

  @Test
  void aBidirectionalModelSeesAllOfTheText() {
    LanguageTransformer model = LanguageTransformer.bidirectional(SIZE, Rng.seed(1));
    float[] one = logits(model, ids(1, 2, 3, 4, 5, 6), null);
    float[] other = logits(model, ids(1, 2, 3, 4, 5, 5), null);
    for (int place = 0; place < 6; place++) {
      assertFalse(Arrays.equals(one, place * VOCABULARY, (place + 1) * VOCABULARY, other, place * VOCABULARY,
          (place + 1) * VOCABULARY), "place " + place + " sees the last");
    }
  }

  @Test
  void askedAtSomePlacesItSaysWhatItSaysAtAll() {
    LanguageTransformer model = LanguageTransformer.bidirectional(SIZE, Rng.seed(1));
    Tensor ids = Tensor.wrap(new int[] {1, 2, 3, 0, 4, 5, 6, 1}, 2, 4);
    Tensor mask = SequenceMask.additive(new int[] {3, 4}, 4, DType.FLOAT32);
    float[] all = logits(model, ids, mask);
    float[] some = model.forwardAt(ids, mask, Tensor.wrap(new int[] {1, 6}, 2)).value().toFloatArray();
    float[] expected = new float[2 * VOCABULARY];
    System.arraycopy(all, VOCABULARY, expected, 0, VOCABULARY);
    System.arraycopy(all, 6 * VOCABULARY, expected, VOCABULARY, VOCABULARY);
    assertArrayEquals(expected, some, 1e-6f);
  }

  @Test
  void theOrderOfTheTokensIsSeen() {
    LanguageTransformer model = LanguageTransformer.bidirectional(SIZE, Rng.seed(1));
    float[] one = logits(model, ids(1, 2, 3), null);
    float[] other = logits(model, ids(2, 1, 3), null);
    float difference = 0;
    for (int i = 2 * VOCABULARY; i < one.length; i++) {
      difference = Math.max(difference, Math.abs(one[i] - other[i]));
    }
    assertTrue(difference > 1e-4, "without positions the third place would see the same two tokens: " + difference);
  }

  @Test
  void hiddenPaddingChangesNothing() {
    LanguageTransformer model = LanguageTransformer.bidirectional(SIZE, Rng.seed(2));
    Tensor mask = SequenceMask.additive(new int[] {3}, 5, DType.FLOAT32);
    float[] alone = logits(model, ids(4, 2, 5), null);
    assertArrayEquals(alone, upTo(logits(model, ids(4, 2, 5, 0, 0), mask), 3), 1e-6f);
    assertArrayEquals(upTo(logits(model, ids(4, 2, 5, 0, 0), mask), 3),
        upTo(logits(model, ids(4, 2, 5, 6, 1), mask), 3));
  }

  /// With output projections of zero the blocks pass on what they are given, and the rest can be worked out by hand.
  @Test
  void withSilentBlocksTheLogitsAreProductsOfTheNormalisedSumWithTheTable() {
    LanguageTransformer model = LanguageTransformer.causal(SIZE, Rng.seed(3));
    Map<String, Tensor> state = new LinkedHashMap<>(model.state());
    state.replaceAll((name, tensor) -> name.contains("attention.output") || name.contains("mlp.2")
        ? Tensor.zeros(tensor.shape()) : tensor);
    model.load(state);
    double[] table = state.get("tokens.weight").toDoubleArray();
    double[] places = state.get("positions.weight").toDoubleArray();
    int[] text = {3, 0, 6};
    float[] logits = logits(model, ids(text), null);
    for (int t = 0; t < text.length; t++) {
      double[] x = new double[WIDTH];
      for (int d = 0; d < WIDTH; d++) {
        x[d] = table[text[t] * WIDTH + d] + places[t * WIDTH + d];
      }
      double mean = Arrays.stream(x).average().orElseThrow();
      double variance = Arrays.stream(x).map(one -> (one - mean) * (one - mean)).average().orElseThrow();
      for (int v = 0; v < VOCABULARY; v++) {
        double expected = 0;
        for (int d = 0; d < WIDTH; d++) {
          expected += (x[d] - mean) / Math.sqrt(variance + 1e-5) * table[v * WIDTH + d];
        }
        assertEquals(expected, logits[t * VOCABULARY + v], 1e-5);
      }
    }
  }

  @Test
  void theParametersAreThoseThatThePapersCount() {
    LanguageTransformer model = LanguageTransformer.causal(SIZE, Rng.seed(1));
    int block = 12 * WIDTH * WIDTH + 13 * WIDTH;        // four projections, the MLP, their biases, two norms
    assertEquals(2 * block + 2 * WIDTH, model.parametersWithoutTables());
    assertEquals(2 * block + 2 * WIDTH + (VOCABULARY + 6) * WIDTH + VOCABULARY, model.parameterCount());
    assertEquals(2 * 2 * 2 * (WIDTH / 2),
        model.withQueryKeyNorm().parameterCount() - model.parameterCount(), "two norms a block");
  }

  @Test
  void theLargestScoreIsThatOfTheAttentionOfAnyBlock() {
    LanguageTransformer model = LanguageTransformer.causal(new Size(VOCABULARY, 6, 1, WIDTH, 2), Rng.seed(4));
    Map<String, Tensor> state = new LinkedHashMap<>(model.state());
    double before = model.largestScore(ids(1, 2, 3, 4));
    state.replaceAll((name, tensor) -> name.contains("attention.key") ? tensor.mul(10) : tensor);
    model.load(state);
    assertEquals(10 * before, model.largestScore(ids(1, 2, 3, 4)), 1e-4 * before);
    assertTrue(before > 0 && before < 10, "hidden places do not count: " + before);
    LanguageTransformer bounded = model.withQueryKeyNorm();
    assertTrue(bounded.largestScore(ids(1, 2, 3, 4)) <= Math.sqrt(WIDTH / 2.0) + 1e-3,
        "normalised queries and keys cannot have a product above sqrt(d)");
  }

  @Test
  void aTextThatRepeatsItselfIsLearned() {
    int[] text = new int[241];
    Arrays.setAll(text, i -> new int[] {1, 2, 1, 3}[i % 4]);        // after a 1 it takes two tokens to know the next
    TextWindows windows = new TextWindows(text, 6);
    LanguageTransformer model = LanguageTransformer.causal(new Size(4, 6, 1, 8, 2), Rng.seed(5));
    double before = windows.crossEntropy(ids -> model.forward(ids, null), 1, 8);
    new TrainingLoop(model, new Adam(model.parameters(), 0.03), TrainingSettings.ofSteps(150, 8), Rng.seed(6))
        .run(windows.source(), batch -> batch.loss(model.forward(batch.inputs())));
    double after = windows.crossEntropy(ids -> model.forward(ids, null), 1, 8);
    assertTrue(before > 1 && after < 0.1, before + " became " + after);
  }

  @Test
  void sizesThatMeanNothingAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Size(7, 6, 2, 8, 3));
    assertThrows(IllegalArgumentException.class, () -> new Size(7, 6, 0, 8, 2));
    assertThrows(IllegalArgumentException.class,
        () -> logits(LanguageTransformer.causal(SIZE, Rng.seed(1)), ids(1, 2, 3, 4, 5, 6, 1), null));
  }
}
