package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.nn.Progress;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.TinyShakespeare;
import scrutable.tensor.Rng;

@DisplayName("Counts of n-grams")
class NGramModelTest {
  /// `abab`, `ac`: after a came b twice and c once.
  private static final List<int[]> ABAC = List.of(new int[] {0, 1, 0, 1}, new int[] {0, 2});

  @Test
  void theMixtureIsThatOfWittenAndBell() {
    NGramModel model = NGramModel.of(2, 4, ABAC);
    double single = (2 + 3 * 0.25) / (6 + 3);                  // b: 2 of 6 tokens, 3 different ones, 4 in all
    assertEquals(single, model.probability(new int[] {1}, 0), 1e-15);
    assertEquals((2 + 2 * single) / (3 + 2), model.probability(new int[] {0, 1}, 1), 1e-15);
    double never = (0 + 3 * 0.25) / (6 + 3);
    assertEquals((0 + 2 * never) / (3 + 2), model.probability(new int[] {0, 3}, 1), 1e-15);
    assertEquals(single, model.probability(new int[] {2, 1}, 1), 1e-15, "nothing followed c: as without context");
    assertEquals(single, model.probability(new int[] {3, 1}, 1), 1e-15, "d was never seen");
    assertEquals(0.25, NGramModel.of(3, 4, List.of()).probability(new int[] {1, 2}, 1));
  }

  @Test
  void probabilitiesArePositiveAndAddUpToOneAfterEveryContext() {
    Rng rng = Rng.seed(1);
    int[] text = new int[300];
    Arrays.setAll(text, i -> Math.min(rng.nextInt(6), rng.nextInt(6)));
    for (int order = 1; order <= 4; order++) {
      NGramModel model = NGramModel.of(order, 7, List.of(text));
      for (int[] context : new int[][] {{}, {0}, {6}, {0, 0}, {5, 5, 5}, {1, 0, 2, 0, 1, 0}, {6, 6, 0}}) {
        double[] distribution = model.distribution(context);
        assertEquals(1, Arrays.stream(distribution).sum(), 1e-12);
        assertTrue(Arrays.stream(distribution).min().getAsDouble() > 0);
      }
    }
  }

  @Test
  void contextsReachBackOrderMinusOneTokensAndNotOverTheBeginning() {
    NGramModel model = NGramModel.of(3, 4, List.of(new int[] {0, 1, 2, 3, 0, 1, 2}));
    assertArrayEquals(model.distribution(1, 2), model.distribution(3, 3, 1, 2));
    NGramModel longer = NGramModel.of(3, 4, ABAC);
    assertTrue(longer.distribution(1, 0)[1] > longer.distribution(0)[1], "after b a, only b came");
    NGramModel joined = NGramModel.of(2, 4, List.of(new int[] {0, 1, 0, 1, 0, 2}));
    assertTrue(joined.distribution(1)[0] > NGramModel.of(2, 4, ABAC).distribution(1)[0]);
  }

  @Test
  void longTextsApproachTheEntropyOfTheirSource() {
    double[][] chain = {{0.7, 0.2, 0.1}, {0.1, 0.1, 0.8}, {0.3, 0.4, 0.3}};
    int[] text = new int[60_000];
    Rng rng = Rng.seed(2);
    for (int t = 1; t < text.length; t++) {
      text[t] = rng.categorical(chain[text[t - 1]]);
    }
    double[] frequency = new double[3];
    Arrays.stream(text).forEach(token -> frequency[token] += 1.0 / text.length);
    double rate = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        rate -= frequency[i] * chain[i][j] * Math.log(chain[i][j]);
      }
    }
    NGramModel model = NGramModel.of(2, 3, List.of(Arrays.copyOf(text, 50_000)));
    double loss = model.crossEntropy(List.of(Arrays.copyOfRange(text, 50_000, 60_000)), 0);
    assertEquals(rate, loss, 0.02);
    double sum = model.logProbability(new int[] {0, 1, 2}, 0);
    assertEquals(sum, model.logProbability(new int[] {0}, 0) + model.logProbability(new int[] {0, 1, 2}, 1), 1e-15);
  }

  @Test
  void tinyShakespeareHasThePublishedRow() throws IOException {
    DataLocations locations = DataLocations.fromEnvironment().offline();
    Assumptions.assumeTrue(locations.dataFolder().isPresent(),
        "SCRUTABLE_DATA is not set: the real data sets are not tested");
    String text = TinyShakespeare.load(locations, Progress.silent());
    int[] letters = text.codePoints().sorted().distinct().toArray();
    int[] ids = text.codePoints().map(letter -> Arrays.binarySearch(letters, letter)).toArray();
    int cut = (int) (0.9 * ids.length);
    double[] expected = {3.35, 2.49, 2.05, 1.77, 1.67};
    for (int order = 1; order <= 5; order++) {
      NGramModel model = NGramModel.of(order, letters.length, List.of(Arrays.copyOf(ids, cut)));
      double loss = model.crossEntropy(List.of(Arrays.copyOfRange(ids, cut, ids.length)), 0);
      assertEquals(expected[order - 1], loss, 0.005, "order " + order);
    }
  }

  @Test
  void errorsTellWhatIsWrong() {
    NGramModel model = NGramModel.of(2, 4, ABAC);
    assertMessage("NGramModel: token 4 does not lie in 0 .. 3", () -> model.distribution(4));
    assertMessage("NGramModel: token -1 does not lie in 0 .. 3", () -> NGramModel.of(2, 4, List.of(new int[] {-1})));
    assertMessage("NGramModel: order and vocabulary should be at least 1, not 0 and 4",
        () -> NGramModel.of(0, 4, ABAC));
    assertMessage("crossEntropy: there are no tokens to take the mean of",
        () -> model.crossEntropy(List.of(new int[] {1}), 1));
    assertMessage("logProbability: place 3 does not lie in 0 .. 2", () -> model.logProbability(new int[] {1, 2}, 3));
  }
}
