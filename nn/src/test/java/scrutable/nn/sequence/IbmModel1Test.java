package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.ToyLang;
import scrutable.tensor.Rng;

class IbmModel1Test {
  private static final List<List<String>> GERMAN =
      List.of(List.of("das", "haus"), List.of("das", "buch"), List.of("ein", "buch"));
  private static final List<List<String>> ENGLISH =
      List.of(List.of("the", "house"), List.of("the", "book"), List.of("a", "book"));

  private static IbmModel1 books(int rounds) {
    return IbmModel1.learn(GERMAN, ENGLISH, rounds);
  }

  /// The example of Koehn 2010, figure 4.4; the second round as fractions worked out by hand.
  @Test
  void threePairsOfTwoWordsGiveThePublishedProbabilitiesRoundAfterRound() {
    double[] theDas = {1 / 2.0, 7 / 11.0, 0.7479};
    double[] bookDas = {1 / 4.0, 2 / 11.0, 0.1208};
    double[] houseDas = {1 / 4.0, 2 / 11.0, 0.1313};
    double[] bookEin = {1 / 2.0, 3 / 7.0, 0.3466};
    double[] houseHaus = {1 / 2.0, 4 / 7.0, 0.6534};
    for (int round = 1; round <= 3; round++) {
      double tolerance = round < 3 ? 1e-12 : 5e-5;
      IbmModel1 model = books(round);
      assertEquals(theDas[round - 1], model.probability("the", "das"), tolerance);
      assertEquals(bookDas[round - 1], model.probability("book", "das"), tolerance);
      assertEquals(houseDas[round - 1], model.probability("house", "das"), tolerance);
      assertEquals(theDas[round - 1], model.probability("book", "buch"), tolerance);
      assertEquals(bookEin[round - 1], model.probability("book", "ein"), tolerance);
      assertEquals(houseHaus[round - 1], model.probability("house", "haus"), tolerance);
      assertEquals(0, model.probability("a", "haus"), "never met in one pair");
    }
  }

  @Test
  void manyRoundsFindTheDictionary() {
    IbmModel1 model = books(300);
    assertEquals(1, model.probability("the", "das"), 0.01);
    assertEquals(1, model.probability("book", "buch"), 0.01);
    assertEquals(Set.of("das", "buch", "ein", "haus"), Set.copyOf(sources(0.9, model, "the", "book", "a", "house")));
  }

  private static List<String> sources(double above, IbmModel1 model, String... targets) {
    List<String> all = new ArrayList<>();
    for (String target : targets) {
      all.addAll(model.sourcesOf(target, above));
    }
    return all;
  }

  @Test
  void aListOfSourcesHasThoseAboveTheBoundOnly() {
    IbmModel1 model = books(2);
    assertEquals(Set.of("das", "haus"), model.sourcesOf("the", 0.2));
    assertEquals(Set.of("das", "haus", "buch"), model.sourcesOf("the", 0.18));
    assertEquals(Set.of("das"), model.sourcesOf("the", model.probability("the", "haus")), "above, not at it");
    assertEquals(Set.of(), model.sourcesOf("never", 0));
    assertEquals(Map.of(), model.translations("never"));
  }

  @Test
  void aWordThatStandsTwiceIsGuessedTwice() {
    IbmModel1 model = IbmModel1.learn(List.of(List.of("x", "x", "y")), List.of(List.of("a", "a", "b")), 1);
    assertEquals(2 / 3.0, model.probability("a", "x"), 1e-15);
    assertEquals(2 / 3.0, model.probability("a", "y"), 1e-15);
  }

  @Test
  void probabilitiesAddUpToOneAndNoRoundLowersTheLikelihood() {
    List<ToyLang.Pair> pairs = new ToyLang(Rng.seed(1)).generate(200, Rng.seed(2));
    List<List<String>> sources = pairs.stream().map(ToyLang.Pair::source).toList();
    List<List<String>> targets = pairs.stream().map(ToyLang.Pair::target).toList();
    double before = Double.NEGATIVE_INFINITY;
    for (int rounds = 1; rounds <= 6; rounds++) {
      IbmModel1 model = IbmModel1.learn(sources, targets, rounds);
      for (String source : sources.get(rounds)) {
        assertEquals(1, model.translations(source).values().stream().mapToDouble(p -> p).sum(), 1e-12);
      }
      double likelihood = logLikelihood(model, sources, targets);
      assertTrue(likelihood > before, likelihood + " after " + rounds + " rounds, " + before + " before the last");
      before = likelihood;
    }
  }

  private static double logLikelihood(IbmModel1 model, List<List<String>> sources, List<List<String>> targets) {
    double sum = 0;
    for (int n = 0; n < sources.size(); n++) {
      for (String target : targets.get(n)) {
        sum += StrictMath.log(sources.get(n).stream().mapToDouble(source -> model.probability(target, source))
            .average().orElseThrow());
      }
    }
    return sum;
  }

  @Test
  void findsTheDictionaryOfAnInventedLanguage() {
    ToyLang language = new ToyLang(Rng.seed(1));
    List<ToyLang.Pair> pairs = language.generate(2_000, Rng.seed(2));
    List<List<String>> sources = pairs.stream().map(ToyLang.Pair::source).toList();
    List<List<String>> targets = pairs.stream().map(ToyLang.Pair::target).toList();
    IbmModel1 model = IbmModel1.learn(sources, targets, 10);
    List<String> common = Vocabulary.of(sources, 1, 70).words().stream().filter(language.lexicon()::containsKey)
        .limit(60).toList();
    long right = common.stream().filter(source -> language.lexicon().get(source).contains(
        Collections.max(model.translations(source).entrySet(), Map.Entry.comparingByValue()).getKey())).count();
    assertTrue(right > 54, right + " of 60");
  }

  @Test
  void whatCannotBeLearnedFromIsRefused() {
    List<List<String>> one = List.of(List.of("x"));
    assertThrows(IllegalArgumentException.class, () -> IbmModel1.learn(List.of(), List.of(), 1));
    assertThrows(IllegalArgumentException.class, () -> IbmModel1.learn(one, ENGLISH, 1));
    assertThrows(IllegalArgumentException.class, () -> IbmModel1.learn(one, List.of(List.of()), 1));
    assertThrows(IllegalArgumentException.class, () -> IbmModel1.learn(one, one, 0));
    assertThrows(IllegalArgumentException.class, () -> books(1).sourcesOf("the", 1));
    assertThrows(IllegalArgumentException.class, () -> books(1).sourcesOf("the", Double.NaN));
  }
}
