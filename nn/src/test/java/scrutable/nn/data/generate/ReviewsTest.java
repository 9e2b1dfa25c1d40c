package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.Reviews.Frames;
import scrutable.nn.data.generate.Reviews.Kind;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.data.generate.Reviews.Settings;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

class ReviewsTest {
  private static final List<Review> REVIEWS = Reviews.generate(4000, Settings.of(Frames.ALL), Rng.seed(1));

  @Test
  void theOpinionIsTheOneThatWasChosenBeforeTheWords() {
    for (Settings settings : List.of(Settings.of(Frames.ALL), new Settings(Frames.TEST, 2, 3, 0, true))) {
      for (Review review : Reviews.generate(3000, settings, Rng.seed(2))) {
        assertEquals(OptionalInt.of(review.label()), Reviews.judge(review.tokens()), review.text());
      }
    }
    assertEquals(2000, REVIEWS.stream().filter(review -> review.label() == Reviews.PRAISE).count());
  }

  @Test
  void theSentencesOfTheTalkAreJudgedRightlyAndMadeByNoFrame() {
    List<List<String>> slide = Reviews.SLIDE.stream().map(fixed -> Tokenizer.words().tokens(fixed.text())).toList();
    for (int i = 0; i < 4; i++) {
      assertEquals(OptionalInt.of(Reviews.SLIDE.get(i).label()), Reviews.judge(slide.get(i)));
    }
    Set<String> words = REVIEWS.stream().flatMap(review -> review.tokens().stream()).collect(Collectors.toSet());
    List<String> unknown = slide.stream().flatMap(List::stream).filter(word -> !words.contains(word)).toList();
    assertEquals(List.of(), unknown, "a model can know every word of them");
    Set<String> sentences = new HashSet<>();
    REVIEWS.forEach(review -> sentences.addAll(Arrays.asList(review.text().split(" [.!] ?"))));
    slide.forEach(tokens -> assertFalse(sentences.contains(String.join(" ", tokens.subList(0, tokens.size() - 1)))));
  }

  @Test
  void thereAreFortySetsOfFiveWordsAndNoWordIsInTwo() {
    assertEquals(40, Reviews.synonymSets().size());
    Set<String> all = new HashSet<>();
    for (List<String> set : Reviews.synonymSets()) {
      assertEquals(5, set.size());
      set.forEach(word -> assertTrue(all.add(word), word));
      set.forEach(word -> assertEquals(List.of(word), Tokenizer.words().tokens(word)));
    }
    assertEquals(List.of("movie", "picture", "flick", "feature"), Reviews.synonyms("film"));
    assertEquals(List.of(), Reviews.synonyms("not"));
    List<List<String>> tokens = REVIEWS.stream().map(Review::tokens).toList();
    int size = Vocabulary.of(tokens).words().size();
    assertTrue(size > 350 && size < 450, size + " words");
  }

  @Test
  void synonymsNeverChangeTheOpinion() {
    Rng rng = Rng.seed(3);
    for (Review review : REVIEWS) {
      List<String> changed = Reviews.withEvenSynonyms(review.tokens(), rng);
      assertEquals(review.tokens().size(), changed.size());
      assertEquals(OptionalInt.of(review.label()), Reviews.judge(changed), String.join(" ", changed));
      assertNotEquals(-1, Reviews.judge(changed).getAsInt());
    }
  }

  @Test
  void withinASetTheFirstWordIsCommonAndTheLastIsRare() {
    Map<String, Integer> counts = new HashMap<>();
    REVIEWS.forEach(review -> review.tokens().forEach(word -> counts.merge(word, 1, Integer::sum)));
    double[] expected = {0.568, 0.201, 0.109, 0.071, 0.051};
    int total = 0;
    int[] ofRank = new int[5];
    for (List<String> set : Reviews.synonymSets()) {
      for (int i = 0; i < 5; i++) {
        ofRank[i] += counts.get(set.get(i));
        total += counts.get(set.get(i));
      }
    }
    for (int i = 0; i < 5; i++) {
      assertEquals(expected[i], (double) ofRank[i] / total, 0.015);
    }
    Map<String, Integer> even = new HashMap<>();
    Reviews.generate(4000, new Settings(Frames.ALL, 1, 1, 0, false), Rng.seed(4))
        .forEach(review -> review.tokens().forEach(word -> even.merge(word, 1, Integer::sum)));
    assertEquals(1, (double) even.get("movie") / even.get("feature"), 0.25);
  }

  private static Map<String, Integer> count(List<List<String>> texts) {
    Map<String, Integer> counts = new HashMap<>();
    texts.forEach(text -> text.forEach(word -> counts.merge(word, 1, Integer::sum)));
    return counts;
  }

  /// The word itself if it expresses no opinion, and its class otherwise.
  private static String gap(String word) {
    if (Reviews.judge(List.of(word)).isEmpty()) {
      return word;
    }
    if (Set.of("best", "worst").contains(word) || Set.of("joy", "waste").contains(word)) {
      return word.equals("best") || word.equals("worst") ? "DEGREE" : "NOUN";
    }
    String first = Reviews.synonymSets().stream().filter(set -> set.contains(word)).findFirst().orElseThrow().getFirst();
    return switch (first) {
      case "like", "hate" -> "BASE";
      case "liked", "praised", "hated", "regretted" -> "PAST";
      default -> "ADJECTIVE";
    };
  }

  @Test
  void exchangedOpinionsFitTheirGapsAndAgreeWithNothing() {
    List<List<String>> before = Reviews.generate(2000, new Settings(Frames.ALL, 2, 3, 1.5, true), Rng.seed(6)).stream()
        .map(Review::tokens).toList();
    List<List<String>> after = Reviews.withOpinionsExchanged(before, Rng.seed(7));
    assertEquals(count(before), count(after), "each word as often as before");
    int opinions = 0;
    int turned = 0;
    int agreeing = 0;
    for (int i = 0; i < before.size(); i++) {
      assertEquals(before.get(i).stream().map(ReviewsTest::gap).toList(),
          after.get(i).stream().map(ReviewsTest::gap).toList());
      for (int t = 0; t < before.get(i).size(); t++) {
        OptionalInt was = Reviews.judge(before.get(i).subList(t, t + 1));
        opinions += was.isPresent() ? 1 : 0;
        turned += was.equals(Reviews.judge(after.get(i).subList(t, t + 1))) ? 0 : 1;
      }
      agreeing += Reviews.judge(after.get(i)).isPresent() ? 1 : 0;
    }
    assertEquals(0.5, (double) turned / opinions, 0.02);
    assertTrue(agreeing < 0.4 * before.size(), agreeing + " texts agree with themselves by chance");
    assertEquals(after, Reviews.withOpinionsExchanged(before, Rng.seed(7)));
    assertEquals(List.of(), Reviews.withOpinionsExchanged(List.of(), Rng.seed(7)));
  }

  /// How well counts of single words tell praise from blame on other reviews: naive Bayes.
  private static double bagOfWords(List<Review> reviews) {
    Map<String, double[]> counts = new HashMap<>();
    int cut = reviews.size() / 2;
    for (Review review : reviews.subList(0, cut)) {
      review.tokens().forEach(word -> counts.computeIfAbsent(word, w -> new double[] {1, 1})[review.label()]++);
    }
    int right = 0;
    for (Review review : reviews.subList(cut, reviews.size())) {
      double sum = 0;
      for (String word : review.tokens()) {
        double[] count = counts.getOrDefault(word, new double[] {1, 1});
        sum += Math.log(count[1] / count[0]);
      }
      right += sum > 0 == (review.label() == 1) ? 1 : 0;
    }
    return (double) right / (reviews.size() - cut);
  }

  @Test
  void aBagOfWordsTellsPlainReviewsAndNoOthers() {
    Map<Kind, List<Review>> byKind = Reviews.generate(12_000, Settings.of(Frames.ALL), Rng.seed(8)).stream()
        .collect(Collectors.groupingBy(Review::kind));
    assertTrue(bagOfWords(byKind.get(Kind.PLAIN)) > 0.99);
    assertEquals(0.5, bagOfWords(byKind.get(Kind.NEGATION)), 0.05);
    assertEquals(0.5, bagOfWords(byKind.get(Kind.CONTRAST)), 0.05);
    assertEquals(0.5, byKind.get(Kind.PLAIN).size() / 12_000.0, 0.02);
    assertEquals(0.25, byKind.get(Kind.CONTRAST).size() / 12_000.0, 0.02);
  }

  @Test
  void nobodyWhoIsOutweighedInContrastIsOutweighedInAllOfTheTraining() {
    for (String who : List.of("FRIENDS VERB", "CRITICS VERB", "FILM was", "CAST were", "ASPECT was")) {
      assertTrue(ReviewFrames.of(Kind.PLAIN, Frames.TRAINING).stream().anyMatch(frame -> frame.contains(who)), who);
    }
  }

  @Test
  void framesOfTheTestAreNotThoseOfTheTraining() {
    for (Kind kind : Kind.values()) {
      List<String> both = new ArrayList<>(ReviewFrames.of(kind, Frames.TRAINING));
      both.retainAll(ReviewFrames.of(kind, Frames.TEST));
      assertEquals(List.of(), both);
      assertEquals(ReviewFrames.of(kind, Frames.ALL).size(), ReviewFrames.of(kind, Frames.TRAINING).size()
          + ReviewFrames.of(kind, Frames.TEST).size());
    }
    Set<String> frames = words(Frames.TRAINING);
    assertEquals(List.of(), words(Frames.TEST).stream().filter(word -> !frames.contains(word)).toList());
    Set<String> known = Reviews.generate(4000, Settings.of(Frames.TRAINING), Rng.seed(5)).stream()
        .flatMap(review -> review.tokens().stream()).collect(Collectors.toSet());
    List<String> test = Reviews.generate(1000, Settings.of(Frames.TEST), Rng.seed(6)).stream()
        .flatMap(review -> review.tokens().stream()).toList();
    double share = (double) test.stream().filter(known::contains).count() / test.size();
    assertTrue(share > 0.99, "known words in the test: " + share);
  }

  private static Set<String> words(Frames choice) {
    return Arrays.stream(Kind.values()).flatMap(kind -> ReviewFrames.of(kind, choice).stream())
        .flatMap(frame -> Arrays.stream(frame.split(" "))).collect(Collectors.toSet());
  }

  @Test
  void theSameSeedGivesTheSameReviewsForEver() {
    List<Review> few = Reviews.generate(200, Settings.of(Frames.ALL), Rng.seed(42));
    assertEquals(few.subList(0, 50), Reviews.generate(200, Settings.of(Frames.ALL), Rng.seed(42)).subList(0, 50));
    assertEquals(-907063167, few.stream().map(Review::text).collect(Collectors.joining("\n")).hashCode());
    assertEquals(OptionalInt.empty(), Reviews.judge(List.of("we", "saw", "it", ".")));
    assertEquals(OptionalInt.empty(), Reviews.judge(List.of("good", ".", "bad", ".")));
    assertThrows(IllegalArgumentException.class, () -> Reviews.generate(-1, Settings.of(Frames.ALL), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new Settings(Frames.ALL, 2, 1, 1, false));
  }
}
