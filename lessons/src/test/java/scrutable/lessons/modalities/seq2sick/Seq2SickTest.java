package scrutable.lessons.modalities.seq2sick;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scrutable.attacks.sequence.SequenceGoal.Keyword;
import scrutable.attacks.sequence.SequenceProblem;
import scrutable.attacks.sequence.SequenceResult;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.lessons.modalities.TatoebaPairs;
import scrutable.lessons.modalities.TatoebaTranslator;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.lessons.modalities.TranslatorTraining;
import scrutable.lessons.modalities.seq2sick.Seq2SickExperiment.Measurement;
import scrutable.lessons.modalities.seq2sick.Seq2SickExperiment.Summary;
import scrutable.lessons.modalities.seq2sick.Seq2SickExperiment.Way;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.data.published.Tatoeba.SentencePair;
import scrutable.nn.model.Translation;
import scrutable.tensor.Rng;

class Seq2SickTest {
  private static ToyTranslator made;

  @BeforeAll
  static void learnALittle() throws IOException {
    made = ToyTranslator.of(new ToyTranslator.Size(4_000, 60, 120, 20, 1, 16, 8, 8, 5e-3), 1, Optional.empty(),
        Progress.silent());
  }

  private static Seq2SickSentences sentences() {
    return new Seq2SickSentences.Invented(made);
  }

  @Test
  void noWordThatMeansTheKeywordIsAllowedInAnyForm() {
    ToyLang language = made.language();
    for (SequenceProblem problem : sentences().problems(20, 3, Rng.seed(1))) {
      String keyword = ((Keyword) problem.goal()).word();
      Set<String> forms = language.forms().get(keyword);
      language.lexicon().forEach((word, meanings) ->
          assertEquals(!Collections.disjoint(meanings, forms), problem.forbidden().contains(word), word));
      assertTrue(Collections.disjoint(language.translate(problem.original()), forms));
    }
  }

  @Test
  void whatFitsIntoAPlaceLeavesASentenceTogetherWithAnythingElseThatFits() {
    Rng rng = Rng.seed(2);
    for (int i = 0; i < 20; i++) {
      List<String> sentence = made.test().get(i).source();
      List<Set<String>> fitting = sentences().fitting(sentence);
      List<String> changed = new ArrayList<>(sentence);
      for (int place = 0; place < sentence.size(); place++) {
        assertFalse(fitting.get(place).contains(sentence.get(place)), "the word itself is no other");
        List<String> here = fitting.get(place).stream().sorted().toList();
        if (!here.isEmpty()) {
          changed.set(place, here.get(rng.nextInt(here.size())));
        }
      }
      made.language().translate(changed);                          // throws if it is none
      assertFalse(changed.equals(sentence));
    }
  }

  /// A noun, a verb and an end mark, whose order is turned round; each word has one meaning.
  private static Seq2SickSentences.German german() throws IOException {
    List<SentencePair> all = new ArrayList<>();
    for (int noun = 0; noun < 40; noun++) {
      for (int verb = 0; verb < 40; verb += 1 + (noun + verb) % 5) {
        all.add(new SentencePair("v" + verb + " n" + noun + " .", "nomen" + noun + " verb" + verb + " ."));
      }
    }
    var size = new TatoebaTranslator.Size(new TatoebaPairs.Choice(3, 100, 600, 20),
        new TranslatorTraining(1, 16, 8, 8, 5e-3));
    return Seq2SickSentences.German.of(TatoebaTranslator.of(all, size, 1, Optional.empty(), Progress.silent()));
  }

  @Test
  void inSentencesOfPeopleMeaningsAreGuessedAndNoProblemBreaksTheRule() throws IOException {
    Seq2SickSentences.German german = german();
    for (int i = 0; i < 40; i++) {
      assertTrue(german.meaning("n" + i).contains("nomen" + i), "n" + i);
      assertTrue(german.meaning("v" + i).contains("verb" + i), "v" + i);
    }
    Translation pair = german.made().test().getFirst();
    assertTrue(german.isRight(pair.source(), pair.target()));
    assertFalse(german.isRight(pair.source(), List.of("v1", ".")));
    assertFalse(german.isKeyword(".", pair), "a mark");
    List<SequenceProblem> problems = german.problems(20, 3, Rng.seed(1));
    assertTrue(problems.size() > 10);
    for (SequenceProblem problem : problems) {
      String keyword = ((Keyword) problem.goal()).word();
      assertFalse(german.small().contains(keyword));
      assertEquals(german.meaning(keyword), problem.forbidden());
      german.made().pairs().known().get(problem.original()).forEach(known -> assertFalse(known.contains(keyword)));
    }
  }

  @Test
  void inSentencesOfPeopleAWordFitsBetweenNeighboursThatSomebodyHasWrittenThere() throws IOException {
    Seq2SickSentences.German german = german();
    List<List<String>> learned = german.made().train().stream().map(Translation::source).toList();
    List<String> sentence = german.made().test().getFirst().source();
    List<Set<String>> fitting = german.fitting(sentence);
    Set<String> nouns = learned.stream().filter(other -> other.get(1).equals(sentence.get(1))).map(List::getFirst)
        .collect(Collectors.toSet());
    assertEquals(nouns, fitting.getFirst(), "nouns that stood at the beginning, before this verb");
    assertEquals(Set.of(), fitting.getLast());
  }

  @Test
  void theSabotagedAttackIsTheAblationAndTheShamControlGivesUpEarly() {
    Seq2SickExperiment wrong = Seq2SickExperiment.of(sentences(), 3, true, true, Rng.seed(3), Progress.silent());
    assertEquals(words(wrong, Way.ONE_FOREIGN), words(wrong, Way.ONE));
    assertEquals(12, wrong.measured().of(Way.ONE_RANDOM).givenUpAfter());
    assertEquals(24, wrong.measured().of(Way.ONE).mostReadings());
    assertFalse(doses(wrong.measured()).stream().allMatch(Criterion::satisfied));
    for (Map.Entry<Way, List<SequenceResult>> way : wrong.results().entrySet()) {
      way.getValue().forEach(result -> assertTrue(result.changes() <= way.getKey().changes()));
    }
  }

  private static List<List<String>> words(Seq2SickExperiment experiment, Way way) {
    return experiment.results().get(way).stream().map(SequenceResult::words).toList();
  }

  private static List<Criterion> doses(Measurement measured) {
    return LessonResult.of(Seq2SickLesson.judge(measured)).doses();
  }

  /// A measurement that passes, but for what is given.
  private static Measurement measured(double one, double random, double foreign, double givenUpAfter, double sentences,
      double wordsThen, double meaning) {
    Map<Way, Summary> ways = new EnumMap<>(Way.class);
    for (Way way : Way.values()) {
      double found = switch (way) {
        case ONE -> one;
        case ONE_RANDOM -> random;
        case ONE_FOREIGN -> foreign;
        case SENTENCES -> sentences;
        case SEVERAL_RANDOM -> 0.6;
        default -> 0.95;
      };
      ways.put(way, new Summary(new double[] {0, found, found, found}, 24,
          way == Way.ONE_RANDOM ? givenUpAfter : 24, 1, way == Way.UNRULED ? 0.7 : meaning));
    }
    return new Measurement(new SmallTranslator.Quality(0.95, 0.98), 0, 250, 1, ways, 0.9, 0.9, wordsThen, 60);
  }

  private static Status status(Measurement measured) {
    return LessonResult.of(Seq2SickLesson.judge(measured)).status();
  }

  @Test
  void eachThingThatIsWrongInSentencesOfPeopleIsFound() {
    assertEquals(Status.PASS, german(measured(0.4, 0.15, 0.1, 24, 0.04, 0.1, 0)));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, german(measured(0.4, 0.3, 0.1, 24, 0.04, 0.1, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, german(measured(0.4, 0.15, 0.3, 24, 0.04, 0.1, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, german(measured(0.4, 0.15, 0.1, 24, 0.04, 0.6, 0)));
    assertEquals(Status.DOSE_WRONG, german(measured(0.4, 0.15, 0.1, 12, 0.04, 0.1, 0)));
    assertEquals(Status.DOSE_WRONG, german(measured(0.4, 0.15, 0.1, 24, 0.04, 0.1, 0.1)));
    assertFalse(german(measured(0, 0, 0, 24, 0, 0.1, 0)) == Status.PASS, "nothing found by anybody");
  }

  private static Status german(Measurement measured) {
    return LessonResult.of(Seq2SickLesson.judgeGerman(measured)).status();
  }

  @Test
  void eachThingThatIsWrongIsFound() {
    assertEquals(Status.PASS, status(measured(0.4, 0.15, 0.1, 24, 0.04, 0.1, 0)));
    assertEquals(Status.EFFECT_ABSENT, status(measured(0.1, 0.02, 0.02, 24, 0.04, 0.1, 0)));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, status(measured(0.4, 0.3, 0.1, 24, 0.04, 0.1, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, status(measured(0.4, 0.15, 0.3, 24, 0.04, 0.1, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, status(measured(0.4, 0.15, 0.1, 24, 0.3, 0.1, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, status(measured(0.4, 0.15, 0.1, 24, 0.04, 0.6, 0)));
    assertEquals(Status.DOSE_WRONG, status(measured(0.4, 0.15, 0.1, 12, 0.04, 0.1, 0)));
    assertEquals(Status.DOSE_WRONG, status(measured(0.4, 0.15, 0.1, 24, 0.04, 0.1, 0.1)));
    assertFalse(status(measured(0, 0, 0, 24, 0, 0.1, 0)) == Status.PASS, "nothing found by anybody");
  }
}
