package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Writing sequences token by token")
class DecodingTest {
  private static final int TOKENS = 5;

  /// A model whose log-probabilities depend on all tokens so far, by chance: the state is the history, `(N, t)`, in
  /// front of it the number of the sequence.
  private record RandomModel(long seed) implements NextToken<Tensor> {
    static Tensor start(int count) {
      return Tensor.range(count).reshape(count, 1);
    }

    @Override
    public Step<Tensor> step(Tensor state, Tensor last) {
      Tensor history = Joining.concat(1, state, last.unsqueeze(1));
      double[] all = new double[history.size(0) * TOKENS];
      for (int n = 0; n < history.size(0); n++) {
        System.arraycopy(logProbabilities(history.select(0, n).toIntArray()), 0, all, n * TOKENS, TOKENS);
      }
      return new Step<>(history, Tensor.wrap(all, history.size(0), TOKENS));
    }

    double[] logProbabilities(int[] history) {
      Rng own = Rng.seed(seed);
      for (int token : history) {
        own = own.split(token);
      }
      double[] logits = new double[TOKENS];
      double sum = 0;
      for (int k = 0; k < TOKENS; k++) {
        logits[k] = k < Vocabulary.EOS ? Double.NEGATIVE_INFINITY : 2 * own.nextGaussian();
        sum += Math.exp(logits[k]);
      }
      for (int k = 0; k < TOKENS; k++) {
        logits[k] -= Math.log(sum);
      }
      return logits;
    }

    @Override
    public Tensor select(Tensor state, Tensor rows) {
      return Indexing.select(state, 0, rows);
    }
  }

  /// All sequences of at most `choices` tokens, with their probabilities.
  private static List<Decoded> everything(RandomModel model, int row, int choices) {
    List<Decoded> result = new ArrayList<>();
    extend(model, new int[] {row, Vocabulary.BOS}, Decoded.empty(), choices, result);
    return result;
  }

  private static void extend(RandomModel model, int[] history, Decoded soFar, int choices, List<Decoded> result) {
    if (soFar.ended() || choices == 0) {
      result.add(soFar);
      return;
    }
    double[] next = model.logProbabilities(history);
    for (int token = Vocabulary.EOS; token < TOKENS; token++) {
      int[] longer = Arrays.copyOf(history, history.length + 1);
      longer[history.length] = token;
      extend(model, longer, soFar.followedBy(token, soFar.logProbability() + next[token]), choices - 1, result);
    }
  }

  @Test
  void aBeamOfAllSequencesFindsWhatExhaustiveSearchFinds() {
    for (int seed = 0; seed < 10; seed++) {
      RandomModel model = new RandomModel(seed);
      for (double power : new double[] {0, 1, 0.6}) {
        BeamSearch search = new BeamSearch(1000, 4, power);
        List<Decoded> all = new ArrayList<>(everything(model, 0, 4));
        all.sort(Comparator.comparingDouble(written -> -search.score(written)));
        List<Decoded> found = search.search(model, RandomModel.start(1));
        assertEquals(all.size(), found.size());
        assertEquals(1, found.stream().mapToDouble(written -> Math.exp(written.logProbability())).sum(), 1e-12);
        for (int i = 0; i < 5; i++) {
          assertArrayEquals(all.get(i).tokens(), found.get(i).tokens());
          assertEquals(all.get(i).logProbability(), found.get(i).logProbability(), 1e-12);
          assertEquals(all.get(i).ended(), found.get(i).ended());
        }
      }
    }
  }

  @Test
  void aBeamOfOneIsGreedyAndMoreIsBetterOnTheWhole() {
    double greedySum = 0;
    double beamSum = 0;
    int better = 0;
    for (int seed = 0; seed < 30; seed++) {
      RandomModel model = new RandomModel(seed);
      Decoded greedy = Decoding.greedy(model, RandomModel.start(1), 1, 6).getFirst();
      Decoded one = new BeamSearch(1, 6).search(model, RandomModel.start(1)).getFirst();
      assertArrayEquals(greedy.tokens(), one.tokens());
      assertEquals(greedy.logProbability(), one.logProbability(), 1e-12);
      Decoded three = new BeamSearch(3, 6).search(model, RandomModel.start(1)).getFirst();
      greedySum += greedy.logProbability();
      beamSum += three.logProbability();
      better += three.logProbability() > greedy.logProbability() + 1e-9 ? 1 : 0;
    }
    assertTrue(better >= 2 && beamSum > greedySum, better + " better, sums " + greedySum + " and " + beamSum);
  }

  @Test
  void greedyTakesTheLikeliestTokenInEveryRowOnItsOwn() {
    RandomModel model = new RandomModel(4);
    List<Decoded> together = Decoding.greedy(model, RandomModel.start(8), 8, 7);
    for (int n = 0; n < 8; n++) {
      int[] history = {n, Vocabulary.BOS};
      for (int token : together.get(n).tokens()) {
        double[] next = model.logProbabilities(history);
        assertEquals(Arrays.stream(next).max().getAsDouble(), next[token]);
        history = Arrays.copyOf(history, history.length + 1);
        history[history.length - 1] = token;
      }
      if (together.get(n).ended()) {
        double[] next = model.logProbabilities(history);
        assertEquals(Arrays.stream(next).max().getAsDouble(), next[Vocabulary.EOS]);
      } else {
        assertEquals(7, together.get(n).tokens().length);
      }
      Tensor own = model.select(RandomModel.start(8), Tensor.ofInts(new int[] {n}, 1));
      assertArrayEquals(Decoding.greedy(model, own, 1, 7).getFirst().tokens(), together.get(n).tokens());
    }
    assertTrue(together.stream().anyMatch(Decoded::ended) && together.stream().anyMatch(w -> w.choices() > 2));
    List<Decoded> beams = new BeamSearch(3, 7).searchEach(model, RandomModel.start(8), 8);
    assertEquals(8, beams.size());
    Tensor fifth = model.select(RandomModel.start(8), Tensor.ofInts(new int[] {5}, 1));
    assertArrayEquals(new BeamSearch(3, 7).search(model, fifth).getFirst().tokens(), beams.get(5).tokens());
  }

  @Test
  void sampledSequencesOccurAsOftenAsTheirProbabilitySays() {
    RandomModel model = new RandomModel(2);
    int count = 4000;
    Tensor start = Tensor.wrap(new int[count], count, 1);
    List<Decoded> drawn = Decoding.sample(model, start, count, 2, 1, Rng.seed(9));
    for (Decoded possible : everything(model, 0, 2)) {
      double p = Math.exp(possible.logProbability());
      long seen = drawn.stream().filter(w -> Arrays.equals(w.tokens(), possible.tokens())
          && w.ended() == possible.ended()).count();
      assertEquals(p, (double) seen / count, 4.5 * Math.sqrt(p * (1 - p) / count) + 1e-9);
    }
    Decoded cold = Decoding.sample(model, RandomModel.start(1), 1, 6, 0, Rng.seed(1)).getFirst();
    assertArrayEquals(Decoding.greedy(model, RandomModel.start(1), 1, 6).getFirst().tokens(), cold.tokens());
  }

  @Test
  void categoricalSamplingFollowsTheTemperature() {
    Tensor logits = Tensor.of(new double[] {1, 2, Double.NEGATIVE_INFINITY, 0}, 1, 4).expand(20_000, 4);
    for (double temperature : new double[] {0.5, 1, 3}) {
      int[] drawn = Sampling.categorical(logits, temperature, Rng.seed(6)).toIntArray();
      double sum = Math.exp(1 / temperature) + Math.exp(2 / temperature) + 1;
      double[] expected = {Math.exp(1 / temperature) / sum, Math.exp(2 / temperature) / sum, 0, 1 / sum};
      for (int k = 0; k < 4; k++) {
        int wanted = k;
        double share = Arrays.stream(drawn).filter(d -> d == wanted).count() / 20_000.0;
        assertEquals(expected[k], share, 4.5 * Math.sqrt(0.25 / 20_000) * (k == 2 ? 0 : 1));
      }
    }
    Tensor huge = Tensor.of(new float[] {1e30f, -1e30f, 5, 5}, 2, 2);
    assertArrayEquals(new int[] {0, 0}, Sampling.categorical(huge, 0, null).toIntArray(), "the first of equals");
    assertEquals(0, Sampling.categorical(huge, 1, Rng.seed(1)).get(0));
  }

  @Test
  void errorsTellWhatIsWrong() {
    assertMessage("categorical: logit 1 of row 1 is NaN",
        () -> Sampling.categorical(Tensor.of(new double[] {1, 2, 3, Double.NaN}, 2, 2), 0, null));
    assertMessage("categorical: all logits of row 0 are -infinity; nothing can be drawn",
        () -> Sampling.categorical(Tensor.full(Double.NEGATIVE_INFINITY, DType.FLOAT32, 1, 2), 1,
            Rng.seed(1)));
    assertMessage("categorical: the temperature should be finite and not negative, not -1.0",
        () -> Sampling.categorical(Tensor.zeros(1, 2), -1, Rng.seed(1)));
    assertMessage("decoding: the width of the beam must be at least 1, not 0", () -> new BeamSearch(0, 5));
    assertMessage("the model should give log-probabilities (1, V) of a vocabulary that knows the end of a sequence, not"
        + " (1, 2)", () -> Decoding.greedy(constant(Tensor.zeros(1, 2)), 0, 1, 5));
    assertMessage("BeamSearch: the log-probability of token 1 is NaN",
        () -> new BeamSearch(2, 5).search(constant(Tensor.of(new double[] {0, Double.NaN, 0}, 1, 3)), 0));
    assertFalse(Decoding.greedy(constant(Tensor.of(new double[] {0, 1, 0, 0}, 1, 4)), 0, 1, 5).getFirst().ended());
  }

  private static NextToken<Integer> constant(Tensor logProbabilities) {
    return new NextToken<>() {
      @Override
      public Step<Integer> step(Integer state, Tensor last) {
        return new Step<>(state, logProbabilities);
      }

      @Override
      public Integer select(Integer state, Tensor rows) {
        return state;
      }
    };
  }
}
