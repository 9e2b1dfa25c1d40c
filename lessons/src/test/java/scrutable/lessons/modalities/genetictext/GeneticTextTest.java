package scrutable.lessons.modalities.genetictext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Effort;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Measurement;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Summary;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Unmet;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Frames;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.data.published.RtPolarity;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class GeneticTextTest {
  private static final Summary GOOD = new Summary(0.6, 1, 2, 0.18, 400);

  private static final Effort LITTLE = new Effort(1, 5);
  private static final GeneticTextTexts TEXTS = GeneticTextTexts.drawn(300, Rng.seed(1));

  private static GeneticTextTexts of(List<Review> train, List<Review> test) {
    return new GeneticTextTexts(train, test, 1, Reviews::synonyms, Reviews::withEvenSynonyms, Optional.empty());
  }

  private static Status status(Summary genetic, Summary random, Summary even, double accuracyEven) {
    Measurement run = new Measurement(0.97, accuracyEven, 0, genetic, GOOD, random, GOOD, even,
        Optional.empty(), new double[4], new double[4]);
    return LessonResult.of(GeneticTextLesson.judge(new Runs<>(List.of(run)))).status();
  }

  @Test
  void aControlThatDoesNothingIsNoControl() {
    Summary random = new Summary(0.05, 1, 2, 0.18, 0);
    Summary even = new Summary(0.1, 1, 2.4, 0.2, 900);
    assertEquals(Status.PASS, status(GOOD, random, even, 0.96));
    assertEquals(Status.DOSE_WRONG, status(GOOD, new Summary(0, 1, 0, 0, 0), even, 0.96));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, status(GOOD, new Summary(0.4, 1, 2, 0.18, 0), even, 0.96));
    assertEquals(Status.DOSE_WRONG, status(GOOD, random, new Summary(0, 1, 0, 0, 0), 0.96));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, status(GOOD, random, even, 0.7));
    assertEquals(Status.EFFECT_ABSENT, status(new Summary(0.6, 0.99, 2, 0.18, 400), random, even, 0.96));
    assertEquals(Status.EFFECT_ABSENT, status(new Summary(0, 1, 0, 0, 400), random, even, 0.96));
  }

  /// Two readers that have hardly learned anything; what is counted holds all the same.
  @Test
  void resultsAreOfReviewsThatWereReadRightlyAndKeepTheirMeaning() {
    GeneticTextExperiment experiment = GeneticTextExperiment.of(TEXTS, LITTLE, GeneticTextExperiment.SHARE, false,
        Rng.seed(1), Progress.silent());
    Measurement run = experiment.measured();
    assertEquals(5, experiment.results().size());
    assertEquals(1, run.genetic().meaning());
    assertEquals(run.genetic().words(), run.random().words(), "as many words, review by review");
    assertEquals(0, run.random().queries());
    assertEquals(0, run.shared());
    experiment.results()
        .forEach(result -> assertTrue(result.changes() <= Math.ceil(0.2 * result.text().size()), result::toString));
  }

  @Test
  void theShamIsAWordShortAndTheSabotageReplacesNone() {
    Measurement sham = GeneticTextExperiment.of(TEXTS, LITTLE, GeneticTextExperiment.SHARE, true, Rng.seed(1),
        Progress.silent()).measured();
    assertEquals(sham.genetic().words() - 1, sham.random().words(), 1e-12);
    Measurement disarmed = GeneticTextExperiment.of(TEXTS, LITTLE, 0, false, Rng.seed(1), Progress.silent()).measured();
    assertEquals(0, disarmed.genetic().words());
    assertEquals(0, disarmed.genetic().success());
    assertEquals(0, disarmed.hotFlip().success());
  }

  /// A hundred sentences of a published kind. "fine" is known and so is "grand", of which there are many; "rare" stands
  /// in one of them, and "unmet" in none.
  private static GeneticTextTexts published() {
    List<RtPolarity.Sentence> sentences = IntStream.range(0, 100).mapToObj(i -> new RtPolarity.Sentence(i % 2 == 0,
        List.of("fine", "grand").get(i / 2 % 2) + (i == 50 ? " rare " : " plot ") + i)).toList();
    Map<String, List<String>> neighbours = Map.of("fine", List.of("unmet", "grand", "rare"), "grand", List.of("fine"));
    return GeneticTextTexts.of(sentences, neighbours,
        new GloveVectors(List.of("fine"), Tensor.wrap(new float[] {1, 2, 3}, 1, 3)), Rng.seed(7));
  }

  @Test
  void publishedSentencesAreSplitAndWordsAreKnownThatAreMetThreeTimes() {
    GeneticTextTexts texts = published();
    assertEquals(90, texts.train().size());
    assertEquals(10, texts.test().size());
    assertEquals(0, texts.shared());
    texts.train().forEach(review -> assertEquals(Integer.parseInt(review.tokens().get(2)) % 2 == 0 ? 1 : 0,
        review.label(), review.toString()));
    List<List<String>> fourTimes = new ArrayList<>();
    texts.train().forEach(review -> fourTimes.addAll(Collections.nCopies(4, review.tokens())));
    Vocabulary words = texts.wordsKnown(fourTimes, 4);
    assertEquals(Set.of("plot", "fine", "grand"), Set.copyOf(words.words()), "neither the numbers nor what is rare");
    assertFalse(texts.planted());
  }

  @Test
  void wordsAreDrawnAnewAmongKnownNeighbours() {
    GeneticTextTexts texts = published();
    Rng rng = Rng.seed(8);
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 400; i++) {
      texts.redrawn().apply(List.of("fine", "plot"), rng).forEach(word -> counts.merge(word, 1, Integer::sum));
    }
    assertEquals(Set.of("fine", "grand", "plot"), counts.keySet());
    assertEquals(200, counts.get("fine"), 50);
    assertEquals(400, counts.get("plot"), "it has no neighbours");
  }

  @Test
  void withAllNeighboursWordsAreDeletedAndThatIsCounted() {
    Measurement run = GeneticTextExperiment.of(published(), new Effort(1, 6), 0.34, false, Rng.seed(1),
        Progress.silent()).measured();
    assertTrue(Double.isNaN(run.genetic().meaning()), "nobody knows what a published sentence says");
    double deleted = run.unmet().orElseThrow().deleted();
    assertTrue(deleted > 0 && deleted <= 1, "of the words put in " + deleted + " are not known");
    assertTrue(run.unmet().orElseThrow().summary().words() >= run.genetic().words());
  }

  private static Status statusOfSentences(double accuracy, double turned, double random, double deleted, double words) {
    Summary genetic = new Summary(turned, Double.NaN, 3, 0.15, 400);
    Summary even = new Summary(0.4, Double.NaN, 3.5, 0.15, 500);
    Measurement run = new Measurement(accuracy, 0.72, 0, genetic, GOOD, new Summary(random, Double.NaN, words, 0.15, 0),
        GOOD, even, Optional.of(new Unmet(new Summary(0.9, Double.NaN, 3, 0.15, 300), deleted)), new double[4],
        new double[4]);
    return LessonResult.of(GeneticTextLesson.ofSentences(new Runs<>(List.of(run)))).status();
  }

  @Test
  void ofPublishedSentencesTheirOwnIsAskedFor() {
    assertEquals(Status.PASS, statusOfSentences(0.75, 0.65, 0.1, 0.7, 3));
    assertEquals(Status.GATE_FAILED, statusOfSentences(0.73, 0.65, 0.1, 0.7, 3));
    assertEquals(Status.EFFECT_ABSENT, statusOfSentences(0.75, 0.55, 0.1, 0.7, 3));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, statusOfSentences(0.75, 0.65, 0.3, 0.7, 3));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusOfSentences(0.78, 0.65, 0.1, 0.7, 3), "another accuracy");
    assertEquals(Status.DOSE_WRONG, statusOfSentences(0.75, 0.65, 0.1, 0.2, 3));
    assertEquals(Status.DOSE_WRONG, statusOfSentences(0.75, 0.65, 0.1, 0.7, 2));
  }

  @Test
  void reviewsThatWereLearnedFromAreFoundInTheTest() {
    Reviews.Settings settings = Reviews.Settings.of(Frames.TRAINING);
    List<Review> train = Reviews.generate(20, settings, Rng.seed(1));
    List<Review> test = new ArrayList<>(Reviews.generate(20, Reviews.Settings.of(Frames.TEST), Rng.seed(2)));
    assertEquals(0, of(train, test).shared());
    test.addAll(train.subList(3, 5));
    assertEquals(2, of(train, test).shared());
  }
}
