package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.nn.sequence.NGramModel;
import scrutable.nn.validation.PowerLaw;
import scrutable.tensor.Rng;

/// [Zipf], [ZipfFacts] and [ZipfText].
class ZipfTest {
  @Test
  void probabilitiesFallWithTheRankAndDrawsFollowThem() {
    Zipf zipf = new Zipf(4, 1.5);
    double total = 1 + Math.pow(2, -1.5) + Math.pow(3, -1.5) + Math.pow(4, -1.5);
    assertEquals(1 / total, zipf.probability(0), 1e-15);
    assertEquals(1 / 8.0 / total, zipf.probability(3), 1e-15);
    Rng rng = Rng.seed(1);
    int[] counts = new int[4];
    for (int i = 0; i < 40_000; i++) {
      counts[zipf.draw(rng)]++;
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(zipf.probability(i), counts[i] / 40_000.0, 4.5 * Math.sqrt(0.25 / 40_000));
    }
    assertEquals(1 / 7.0, new Zipf(7, 0).probability(5), 1e-15);
    assertThrows(IllegalArgumentException.class, () -> new Zipf(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Zipf(3, Double.NaN));
  }

  @Test
  void aMemoriserLosesWhatTheFormulaSays() {
    ZipfFacts facts = new ZipfFacts(500, 1.5, 16, Rng.seed(2));
    for (int n : new int[] {0, 30, 400}) {
      double mean = 0;
      Rng rng = Rng.seed(3);
      for (int run = 0; run < 300; run++) {
        Set<Integer> seen = new HashSet<>();
        Arrays.stream(facts.draw(n, rng)).forEach(seen::add);
        for (int key = 0; key < 500; key++) {
          mean += seen.contains(key) ? 0 : facts.probability(key) * 15 / 16 / 300;
        }
      }
      assertEquals(facts.errorAfter(n), mean, 0.02 * facts.errorAfter(n));
    }
    double rest = 0;
    for (int key = 120; key < 500; key++) {
      rest += facts.probability(key);
    }
    assertEquals(rest * 15 / 16, facts.errorWithRooms(120), 1e-15);
    assertEquals(15 / 16.0, facts.errorWithRooms(0), 1e-12);
    assertEquals(0, facts.errorWithRooms(500));
    ZipfFacts even = new ZipfFacts(500, 0, 16, Rng.seed(2));
    assertEquals(15 / 16.0 * Math.pow(1 - 1 / 500.0, 700), even.errorAfter(700), 1e-12, "a knee, no line");
  }

  @Test
  void theSlopesAreThoseOfTheCard() {
    ZipfFacts facts = new ZipfFacts(20_000, 1.5, 16, Rng.seed(4));
    double[] seen = {1e3, 3e3, 1e4, 3e4, 1e5};
    double[] rooms = {30, 100, 300, 1000, 3000};
    double[] afterSeen = Arrays.stream(seen).map(n -> facts.errorAfter((int) n)).toArray();
    double[] withRooms = Arrays.stream(rooms).map(n -> facts.errorWithRooms((int) n)).toArray();
    assertEquals(0.39, PowerLaw.fit(seen, afterSeen).exponent(), 0.01);
    assertEquals(0.60, PowerLaw.fit(rooms, withRooms).exponent(), 0.01);
  }

  @Test
  void everyKeyHasItsOwnCodeAndAValueThatDoesNotFollowFromIt() {
    ZipfFacts facts = new ZipfFacts(4000, 1, 16, Rng.seed(5));
    int[] all = new int[4000];
    Arrays.setAll(all, key -> key);
    Dataset data = facts.dataset(all);
    Set<String> codes = new HashSet<>();
    for (int key = 0; key < 4000; key++) {
      assertTrue(codes.add(data.inputs().select(0, key).toString()));
      assertEquals(facts.value(key), (int) data.labels().get(key));
    }
    assertEquals(1, data.inputs().abs().min().item());
    for (int count : data.countPerClass()) {
      assertEquals(250, count, 80);
    }
    assertArrayEquals(data.labels().toIntArray(),
        new ZipfFacts(4000, 1, 16, Rng.seed(5)).dataset(all).labels().toIntArray());
  }

  @Test
  void theEntropyIsTheSumOverAllTransitions() {
    ZipfText text = new ZipfText(60, Rng.seed(6));
    double[] often = text.stationary();
    assertEquals(1, Arrays.stream(often).sum(), 1e-12);
    double entropy = 0;
    double length = 0;
    for (int word = 0; word < 60; word++) {
      double sum = 0;
      double arriving = 0;
      for (int next = 0; next < 60; next++) {
        double p = text.transition(word, next);
        sum += p;
        entropy -= often[word] * p * Math.log(p);
        arriving += often[next] * text.transition(next, word);
      }
      assertEquals(1, sum, 1e-12);
      assertEquals(often[word], arriving, 1e-12);
      length += often[word] * (text.words().get(word).length() + 1);
    }
    assertEquals(entropy, text.entropyPerWord(), 1e-12);
    assertEquals(entropy / length, text.entropyPerCharacter(), 1e-12);
    assertEquals(0, new ZipfText(1, Rng.seed(1)).entropyPerWord(), 1e-15);
  }

  @Test
  void countsApproachTheKnownEntropyFromAbove() {
    ZipfText language = new ZipfText(60, Rng.seed(7));
    List<String> words = List.of(language.generate(900_000, Rng.seed(8)).split(" "));
    int[] ids = words.subList(0, words.size() - 1).stream().mapToInt(language.words()::indexOf).toArray();
    int cut = ids.length * 9 / 10;
    NGramModel model = NGramModel.of(2, 60, List.of(Arrays.copyOf(ids, cut)));
    double loss = model.crossEntropy(List.of(Arrays.copyOfRange(ids, cut, ids.length)), 0);
    double known = language.entropyPerWord();
    assertEquals(known, loss, 0.03);
  }

  @Test
  void wordsAreDifferentAndFrequentOnesShort() {
    ZipfText text = new ZipfText(Rng.seed(9));
    List<String> words = text.words();
    assertEquals(1500, new HashSet<>(words).size());
    assertTrue(words.subList(0, 20).stream().allMatch(word -> word.length() == 2));
    assertTrue(words.subList(200, 1500).stream().allMatch(word -> word.length() == 6));
    String first = text.generate(1000, Rng.seed(10));
    assertEquals(1000, first.length());
    List<String> written = new ArrayList<>(List.of(first.split(" ")));
    written.removeLast();
    assertTrue(words.containsAll(written));
    assertTrue(text.entropyPerCharacter() > 0.2 && text.entropyPerCharacter() < 0.6, text.entropyPerCharacter() + "");
    assertThrows(IllegalArgumentException.class, () -> new ZipfText(0, Rng.seed(1)));
  }

  @Test
  void theSameSeedGivesTheSameTextForEver() {
    String text = new ZipfText(Rng.seed(42)).generate(500, Rng.seed(42));
    assertEquals(-2064163987, text.hashCode());
  }
}
