package scrutable.lessons.modalities.genetictext;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Effort;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Measurement;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Summary;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Frames;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.tensor.Rng;

class GeneticTextTest {
  private static final Summary GOOD = new Summary(0.6, 1, 2, 0.18, 400);

  private static final Effort LITTLE = new Effort(1, 5);
  private static final GeneticTextTexts TEXTS = GeneticTextTexts.drawn(300, Rng.seed(1));

  private static GeneticTextTexts of(List<Review> train, List<Review> test) {
    return new GeneticTextTexts(train, test, 1, Reviews::synonyms, Reviews::withEvenSynonyms, Optional.empty());
  }

  private static Status status(Summary genetic, Summary random, Summary even, double accuracyEven) {
    Measurement run = new Measurement(0.97, accuracyEven, 0, genetic, GOOD, random, even, Optional.empty(),
        new double[4], new double[4]);
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
