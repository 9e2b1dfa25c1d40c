package scrutable.lessons.modalities.maskedwords;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.maskedwords.MaskedWordsExperiment.Accuracy;
import scrutable.lessons.modalities.maskedwords.MaskedWordsExperiment.Measurement;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Kind;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.data.published.RtPolarity;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class MaskedWordsTest {
  private static final MaskedWordsTexts TEXTS = MaskedWordsTexts.drawn(600, 200, true, Rng.seed(1));

  private static MaskedWordsTexts with(List<List<String>> corpus, List<List<Review>> few, List<Review> test) {
    return new MaskedWordsTexts(corpus, few, test, 1, Optional.empty());
  }

  private static Accuracy of(double all, double plain) {
    return new Accuracy(all, plain, 0.5, 0.5);
  }

  private static Status statusWith(double zero, double fewPrompted, double fewBag, double exchanged, double turned,
      double wordsRight, int shared) {
    Accuracy read = of(0.75, zero);
    return LessonResult.of(MaskedWordsLesson.judge(new Measurement(List.of(read), List.of(read), Optional.of(read),
        of(0.75, 1), Optional.empty(), of(fewPrompted, 1), of(0.55, 0.6), of(fewBag, 0.6), 1, of(exchanged, 0.5),
        wordsRight, 0.1, 0.4, 0.4, turned, shared, 0))).status();
  }

  @Test
  void whatMustHoldIsAskedFor() {
    assertEquals(Status.PASS, statusWith(1, 0.76, 0.6, 0.5, 0.5, 0.5, 0));
    assertEquals(Status.EFFECT_ABSENT, statusWith(0.6, 0.76, 0.6, 0.5, 0.5, 0.5, 0));
    assertEquals(Status.EFFECT_ABSENT, statusWith(1, 0.76, 0.75, 0.5, 0.5, 0.5, 0), "a bag of words does as well");
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusWith(1, 0.76, 0.6, 0.7, 0.5, 0.5, 0));
    assertEquals(Status.DOSE_WRONG, statusWith(1, 0.76, 0.6, 0.5, 0, 0.5, 0), "nothing was exchanged");
    assertEquals(Status.GATE_FAILED, statusWith(1, 0.76, 0.6, 0.5, 0.5, 0.2, 0));
    assertEquals(Status.GATE_FAILED, statusWith(1, 0.76, 0.6, 0.5, 0.5, 0.5, 1));
  }

  @Test
  void noReviewOfTheTestAndNoPromptIsInTheCorpus() {
    assertEquals(0, TEXTS.shared());
    assertEquals(0, TEXTS.promptsInCorpus());
    List<List<String>> corpus = new ArrayList<>(TEXTS.corpus());
    corpus.add(TEXTS.test().getFirst().tokens());
    corpus.add(List.of("well", "!", "it", "was", "dull", "."));
    MaskedWordsTexts spoilt = with(corpus, TEXTS.few(), TEXTS.test());
    assertEquals(1, spoilt.shared());
    assertEquals(1, spoilt.promptsInCorpus());
  }

  @Test
  void aPromptFitsASentenceThatDiffersInTheBlankAlone() {
    List<String> prompt = List.of("it", "was", "____", ".");
    assertTrue(MaskedWordsTexts.fits(prompt, List.of("it", "was", "good")));
    assertFalse(MaskedWordsTexts.fits(prompt, List.of("it", "is", "good")));
    assertFalse(MaskedWordsTexts.fits(prompt, List.of("it", "was", "very", "good")));
    MaskedWordsTexts.PROMPTS.forEach(each -> assertEquals(1, each.stream().filter("____"::equals).count()));
  }

  @Test
  void theWordsOfBothSidesAreKnownAndSayWhatTheyShould() {
    Vocabulary words = Vocabulary.of(TEXTS.corpus());
    MaskedWordsTexts.GOOD.forEach(word -> assertEquals(1, Reviews.judge(List.of(word)).getAsInt(), word));
    MaskedWordsTexts.BAD.forEach(word -> assertEquals(0, Reviews.judge(List.of(word)).getAsInt(), word));
    Stream.concat(MaskedWordsTexts.GOOD.stream(), MaskedWordsTexts.BAD.stream())
        .forEach(word -> assertTrue(words.contains(word), word));
  }

  @Test
  void fewReviewsOfTheCorpusTurnAndHalfOfTheTestDoes() {
    long turned = TEXTS.corpus().stream()
        .filter(text -> text.stream().anyMatch(List.of("not", "but", "though", "although", "despite")::contains))
        .count();
    assertTrue(turned < 0.25 * 600 && turned > 0.08 * 600, turned + " of 600");
    assertEquals(0.5, TEXTS.test().stream().filter(review -> review.kind() != Kind.PLAIN).count() / 200.0, 0.1);
  }

  @Test
  void exchangingTurnsHalfOfTheOpinions() {
    assertEquals(0.5, TEXTS.turned(TEXTS.exchanged(Rng.seed(2))), 0.03);
    assertEquals(0, TEXTS.turned(TEXTS));
  }

  @Test
  void countingFollowsTheRule() {
    Map<String, Double> company = MaskedWordsCounting.company(List.of(List.of("good", "plot", "plot"),
        List.of("bad", "end"), List.of("good", "wonderful", "end")));
    // Praise: 1 in the first text, 2 in the third; blame: 1 in the second.
    assertEquals(StrictMath.log(2.0 / 4) - StrictMath.log(1.0 / 2), company.get("plot"), 1e-12);
    assertEquals(StrictMath.log(3.0 / 4) - StrictMath.log(2.0 / 2), company.get("end"), 1e-12);
    MaskedWordsTexts texts = with(List.of(List.of("a", "b", "a"), List.of("a", "c", "a")), List.of(),
        List.of(new Review(List.of("a", "b", "a", "d"), 1, Kind.PLAIN)));
    assertEquals(0.5, texts.commonest());
    assertEquals(0.25 * 2, texts.between(), "the first a and the b stand where they stood");
  }

  /// Sentences of a published kind: an opinion, a word that denies, one that outweighs, and a number of its own each.
  private static MaskedWordsTexts published() {
    List<RtPolarity.Sentence> sentences = IntStream.range(0, 400).mapToObj(i -> new RtPolarity.Sentence(i % 2 == 0,
        (i % 2 == 0 ? "good" : "bad") + " plot " + List.of("x", "isn't", "but not").get(i % 3) + " " + i)).toList();
    List<String> words = Stream.of(MaskedWordsTexts.GOOD, MaskedWordsTexts.BAD, List.of("plot", "nice"))
        .flatMap(List::stream).toList();
    float[] vectors = new float[2 * words.size()];
    for (int i = 0; i < words.size(); i++) {
      vectors[2 * i] = i < 5 ? 2 : i < 10 ? -3 : 1;
      vectors[2 * i + 1] = i == 10 ? 1 : 0;
    }
    return MaskedWordsTexts.of(sentences, new GloveVectors(words, Tensor.wrap(vectors, words.size(), 2)), Rng.seed(7));
  }

  @Test
  void publishedSentencesAreSplitAndSortedByWhatTheySay() {
    MaskedWordsTexts texts = published();
    assertEquals(360, texts.corpus().size());
    assertEquals(40, texts.test().size());
    assertEquals(8, texts.few().size());
    assertEquals(256, texts.few().stream().flatMap(List::stream).distinct().count(), "nobody is told twice");
    assertEquals(0, texts.shared());
    Stream.concat(texts.few().stream().flatMap(List::stream), texts.test().stream()).forEach(review -> {
      assertEquals(review.tokens().contains("good") ? 1 : 0, review.label(), review.toString());
      assertEquals(review.tokens().contains("but") ? Kind.CONTRAST : review.tokens().contains("isn't") ? Kind.NEGATION
          : Kind.PLAIN, review.kind(), review.toString());
    });
    assertTrue(texts.few().stream().flatMap(List::stream).allMatch(review -> texts.corpus().contains(review.tokens())));
  }

  @Test
  void wordsThatAreDealtAnewAreTheSameWordsElsewhere() {
    MaskedWordsTexts texts = published();
    MaskedWordsTexts dealt = texts.exchanged(Rng.seed(8));
    assertEquals(texts.corpus().stream().map(List::size).toList(), dealt.corpus().stream().map(List::size).toList());
    assertEquals(texts.corpus().stream().flatMap(List::stream).sorted().toList(),
        dealt.corpus().stream().flatMap(List::stream).sorted().toList());
    assertEquals(texts.test(), dealt.test());
    assertTrue(texts.turned(dealt) > 0.6);
    assertEquals(0, texts.turned(texts));
  }

  @Test
  void theDirectionOfAVectorIsItsCosine() {
    MaskedWordsTexts texts = published();
    Map<String, Double> directions = MaskedWordsCounting.directions(texts.vectors().orElseThrow());
    assertEquals(1, directions.get("good"), 1e-12);
    assertEquals(-1, directions.get("boring"), 1e-12);
    assertEquals(1, directions.get("nice"), 1e-12);
    assertEquals(Math.sqrt(0.5), directions.get("plot"), 1e-7);
    assertEquals(1, MaskedWordsCounting.directions(texts.vectors().orElseThrow(), texts).all());
    assertEquals(1, MaskedWordsCounting.company(texts).all());
  }

  @Test
  void theMiddleOfScoresIsTheirMedian() {
    assertEquals(2, MaskedWordsExperiment.middle(new double[] {9, 2, -4}));
    assertEquals(1.5, MaskedWordsExperiment.middle(new double[] {9, 2, -4, 1}));
  }

  private static Status statusOfSentences(double zero, double few, double counting, double exchanged, double turned) {
    return LessonResult.of(MaskedWordsLesson.ofSentences(new Measurement(List.of(of(zero, 0)), List.of(of(zero, 0)),
        Optional.empty(), of(counting, 0), Optional.of(of(0.57, 0)), of(few, 0), of(0.51, 0), of(0.52, 0), 1,
        of(exchanged, 0.5), 0.25, 0.05, 0.1, 0.1, turned, 0, 0))).status();
  }

  @Test
  void ofPublishedSentencesLessIsAskedFor() {
    assertEquals(Status.PASS, statusOfSentences(0.58, 0.55, 0.56, 0.5, 0.99));
    assertEquals(Status.EFFECT_ABSENT, statusOfSentences(0.55, 0.55, 0.56, 0.5, 0.99));
    assertEquals(Status.EFFECT_ABSENT, statusOfSentences(0.58, 0.52, 0.56, 0.5, 0.99));
    assertEquals(Status.DOSE_WRONG, statusOfSentences(0.58, 0.55, 0.5, 0.5, 0.99), "counting that finds nothing");
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusOfSentences(0.58, 0.55, 0.56, 0.58, 0.99));
    assertEquals(Status.DOSE_WRONG, statusOfSentences(0.58, 0.55, 0.56, 0.5, 0), "nothing was dealt anew");
  }

  @Test
  void eachKindIsCountedForItself() {
    List<Review> test = List.of(new Review(List.of("a"), 1, Kind.PLAIN), new Review(List.of("b"), 0, Kind.PLAIN),
        new Review(List.of("c"), 1, Kind.NEGATION), new Review(List.of("d"), 0, Kind.CONTRAST));
    Accuracy accuracy = MaskedWordsExperiment.judge(new double[] {2, 2, 0.5, 0}, 1, test);
    assertArrayEquals(new double[] {0.5, 0.5, 0, 1},
        new double[] {accuracy.all(), accuracy.plain(), accuracy.negation(), accuracy.contrast()});
  }

  @Test
  void whoIsTaughtLearnsAndTheTeacherStaysAsHeWas() {
    MaskedWordsReader reader = MaskedWordsReader.untrained(Vocabulary.of(TEXTS.corpus()), Optional.empty(),
        Rng.seed(3));
    List<String> prompt = MaskedWordsTexts.PROMPTS.getFirst();
    List<List<String>> texts = MaskedWordsTexts.tokens(TEXTS.few().getFirst());
    double[] before = reader.read(texts, prompt);
    MaskedWordsReader taught = reader.taught(TEXTS.few().getFirst(), prompt, 0.01, Rng.seed(4));
    assertArrayEquals(before, reader.read(texts, prompt));
    assertTrue(MaskedWordsExperiment.judge(taught.read(texts, prompt), 0, TEXTS.few().getFirst()).all() > 0.9);
    var filled = taught.fill(List.of("it", "was", "____", "and", "____", "."), 3);
    assertEquals(2, filled.size());
    assertTrue(filled.getFirst().get(0).probability() >= filled.getFirst().get(1).probability());
  }

  @Test
  void aReaderLearnsFromTextsAlone() {
    MaskedWordsReader reader = MaskedWordsReader.of(TEXTS, 25, Rng.seed(5), Progress.silent(), "");
    List<List<String>> some = TEXTS.corpus().subList(0, 50);
    double untrained = MaskedWordsReader.untrained(reader.words(), Optional.empty(), Rng.seed(6)).wordsRight(some);
    assertTrue(reader.wordsRight(some) > untrained + 0.1, "it names more words than before");
  }
}
