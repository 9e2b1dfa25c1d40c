package scrutable.lessons.modalities.hallucinations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.attacks.sequence.Detachment;
import scrutable.attacks.sequence.Insertion;
import scrutable.attacks.sequence.InsertionResult;
import scrutable.attacks.sequence.InsertionSearch;
import scrutable.attacks.sequence.SentenceTranslator;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.SmallTranslator.Quality;
import scrutable.lessons.modalities.hallucinations.HallucinationsAttack.Results;
import scrutable.lessons.modalities.hallucinations.HallucinationsExperiment.Insertions;
import scrutable.lessons.modalities.hallucinations.HallucinationsExperiment.Measurement;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class HallucinationsTest {
  private static final ToyLang LANGUAGE = new ToyLang(Rng.seed(1));
  private static final List<Translation> PAIRS = LANGUAGE.generate(200, Rng.seed(2)).stream()
      .map(pair -> new Translation(pair.source(), pair.target())).toList();
  private static final List<List<String>> SOURCES = PAIRS.stream().map(Translation::source).toList();
  private static final List<List<String>> TARGETS = PAIRS.stream().map(Translation::target).toList();
  private static final Vocabulary WORDS = Vocabulary.of(SOURCES);

  private static HallucinationsAttack attack(int sentences) {
    List<String> tokens = HallucinationsAttack.tokens(WORDS).values().stream().flatMap(List::stream).toList();
    return new HallucinationsAttack(SOURCES.subList(0, sentences),
        new InsertionSearch(tokens, HallucinationsExperiment.PLACES, 2, 1),
        Detachment.learnedFrom(TARGETS, TARGETS, 8, 0.1), Rng.seed(3), Progress.silent());
  }

  /// Translates each sentence as the language says, whatever fillers are in it, and forgets all in favour of another
  /// sentence where a given word stands at the beginning.
  private static SentenceTranslator derailedBy(String token) {
    return sentences -> sentences.stream().map(sentence -> {
      List<String> rest = sentence.getFirst().equals(token) ? sentence.subList(1, sentence.size()) : sentence;
      List<String> right = TARGETS.get(SOURCES.indexOf(SOURCES.stream().filter(source -> rest.containsAll(source))
          .findFirst().orElseThrow()));
      return rest == sentence ? right : TARGETS.stream().filter(other -> Collections.disjoint(other, right)).findFirst()
          .orElse(right);
    }).toList();
  }

  @Test
  void theClassesOfTokensAreApartAndHaveNoFiller() {
    Map<String, List<String>> classes = HallucinationsAttack.tokens(WORDS);
    List<String> all = classes.values().stream().flatMap(List::stream).toList();
    assertEquals(33, new HashSet<>(all).size());
    assertEquals(33, all.size());
    assertFalse(all.contains(ToyLang.FILLER));
    int last = -1;
    for (List<String> tokens : classes.values().stream().limit(3).toList()) {
      int first = tokens.stream().mapToInt(WORDS::id).min().orElseThrow();
      assertTrue(first > last, "from common to rare");
      last = tokens.stream().mapToInt(WORDS::id).max().orElseThrow();
    }
  }

  @Test
  void fillersArePutInInAllWaysBeforeTheVerbAndNothingElseChanges() {
    Set<List<String>> given = new HashSet<>();
    Results results = attack(1).withFillers(sentences -> {
      given.addAll(sentences);
      return sentences;
    }, 2);
    List<String> sentence = SOURCES.getFirst();
    Set<List<String>> expected = new HashSet<>(Set.of(sentence));
    for (int first = 0; first < sentence.size() - 1; first++) {
      List<String> one = new ArrayList<>(sentence);
      one.add(first, ToyLang.FILLER);
      expected.add(one);
      for (int second = 0; second < one.size() - 1; second++) {
        List<String> two = new ArrayList<>(one);
        two.add(second, ToyLang.FILLER);
        expected.add(two);
      }
    }
    assertEquals(expected, given);
    assertEquals(2, results.fillers());
    assertEquals(expected.size() - 1, results.tries());
    assertEquals(1, attack(3).withFillers(sentences -> sentences, 1).fillers());
    List<String> right = LANGUAGE.translate(sentence);
    given.forEach(each -> assertEquals(right, LANGUAGE.translate(each)));
  }

  @Test
  void aTranslationWordByWordHasAllWordsAndIsNeverDerailed() {
    SentenceTranslator lexicon = HallucinationsTexts.wordByWord(LANGUAGE.lexicon());
    for (Translation pair : PAIRS) {
      List<String> written = lexicon.translate(List.of(pair.source())).getFirst();
      assertEquals(pair.source().stream().filter(word -> !word.equals(ToyLang.FILLER)).count(), written.size());
    }
    Results results = attack(5).on("a lexicon", lexicon);
    assertEquals(0, results.perSentence());
    assertEquals(5 * (99 + 99), results.tries());
  }

  @Test
  void resultsCountSentencesAndTries() {
    String token = HallucinationsAttack.tokens(WORDS).get("rare words").getFirst();
    Results results = attack(10).on("a victim", derailedBy(token));
    List<InsertionResult> derailed = results.each().stream().filter(InsertionResult::success).toList();
    assertFalse(derailed.isEmpty());
    assertEquals(derailed.size() / 10.0, results.perSentence());
    assertEquals(results.perSentence(), results.by(1));
    derailed.forEach(one -> assertEquals(List.of(new Insertion(token, 0)),
        one.hallucinations().getFirst().insertions()));
    assertEquals(99 * derailed.size() + 198 * (10 - derailed.size()), results.tries());
    assertEquals(derailed.size() / (double) results.tries(), results.perTry());
    assertEquals(results.tries() + 10, results.queries());
    assertEquals(0, attack(10).withFillers(derailedBy(token), 2).perSentence());
  }

  @Test
  void whatIsDrawnDependsOnNoTranslationAndStandsBeforeTheLastWord() {
    List<List<String>> given = new ArrayList<>();
    HallucinationsAttack attack = attack(4);
    Results results = attack.atRandom("an echo", sentences -> {
      given.addAll(sentences);
      return sentences;
    }, 3, 50);
    List<List<String>> others = new ArrayList<>();
    String token = HallucinationsAttack.tokens(WORDS).get("rare words").getFirst();
    attack.atRandom("another", sentences -> {
      others.addAll(sentences);
      return derailedBy(token).translate(sentences);
    }, 3, 50);
    assertTrue(new HashSet<>(given).equals(new HashSet<>(others)), "another translator is given something else");
    Set<Integer> places = new HashSet<>();
    Set<List<String>> different = new HashSet<>(given);
    different.removeAll(SOURCES);
    assertEquals(different.size(), results.tries());
    assertTrue(results.tries() > 190, "hardly any of 200 is drawn twice");
    for (List<String> longer : different) {
      List<String> sentence = SOURCES.subList(0, 4).stream()
          .filter(one -> longer.size() == one.size() + 3 && longer.getLast().equals(one.getLast())
              && inOrder(one, longer)).findFirst().orElseThrow();
      List<String> rest = new ArrayList<>(longer);
      sentence.forEach(rest::remove);
      assertTrue(attack.search().tokens().containsAll(rest), rest.toString());
      for (int i = 0; i < longer.size(); i++) {
        if (rest.contains(longer.get(i))) {
          places.add(i);
        }
      }
    }
    assertTrue(places.containsAll(List.of(0, 1, 2, 3, 4, 5)), "all places are drawn: " + places);
  }

  private static boolean inOrder(List<String> words, List<String> longer) {
    int found = 0;
    for (String word : longer) {
      found += found < words.size() && word.equals(words.get(found)) ? 1 : 0;
    }
    return found == words.size();
  }

  @Test
  void ofTheSameDrawsAllAreCountedAlsoAfterTheFirstThatDerails() {
    String token = HallucinationsAttack.tokens(WORDS).get("rare words").getFirst();
    Results results = attack(10).atRandom("a victim", derailedBy(token), 1, 3_000);
    assertEquals(results.each().stream().mapToLong(each -> each.hallucinations().size()).sum(), results.hits());
    for (InsertionResult each : results.each()) {
      Set<List<String>> all = new HashSet<>();
      for (String put : attack(1).search().tokens()) {
        IntStream.range(0, each.sentence().size()).forEach(at -> all.add(new Insertion(put, at).into(each.sentence())));
      }
      assertEquals(all.size(), each.tries());
    }
    assertEquals(results.hits() / (double) results.tries(), results.perTry());
    assertEquals(10, attack(20).onFirst(10).sentences().size());
    assertEquals(5, attack(5).onFirst(10).sentences().size());
  }

  @Test
  void trainingHasTokensInItsSourcesOnly() {
    Insertions insertions = new Insertions(WORDS.words(), 2, Rng.seed(4));
    List<Translation> taught = insertions.into(PAIRS, 7);
    assertEquals(PAIRS, taught.subList(0, 200));
    for (int i = 0; i < PAIRS.size(); i++) {
      Translation copy = taught.get(200 + i);
      assertEquals(PAIRS.get(i).target(), copy.target());
      List<String> rest = new ArrayList<>(copy.source());
      PAIRS.get(i).source().forEach(rest::remove);
      assertEquals(copy.source().size() - PAIRS.get(i).source().size(), rest.size());
      assertTrue(rest.size() == 1 || rest.size() == 2);
      assertEquals(PAIRS.get(i).source().getLast(), copy.source().getLast());
    }
    assertEquals(400, taught.size());
    assertEquals(0.5, insertions.share());
    assertEquals(taught, new Insertions(WORDS.words(), 2, Rng.seed(4)).into(PAIRS, 7));
    Insertions sham = new Insertions(WORDS.words(), 0, Rng.seed(4));
    assertEquals(PAIRS, sham.into(PAIRS, 7).subList(200, 400));
    assertEquals(0, sham.share());
  }

  @Test
  void whatIsMostLookedAtIsASourceWord() {
    Tensor attention = Tensor.of(new float[] {0.5f, 0.25f, 0.25f, 0, 1, 0}, 2, 3);
    assertEquals(0.625, HallucinationsExperiment.mostLookedAt(attention));
  }

  /// Results of 20 sentences, of which some are derailed by some tokens.
  private static Results results(int derailed, int fillers, int tokens) {
    SentenceTranslator victim = sentences -> sentences.stream()
        .map(sentence -> sentence.getFirst().equals("x") ? TARGETS.get(1) : TARGETS.get(0)).toList();
    Detachment all = Detachment.learnedFrom(TARGETS, TARGETS, 10_000, 0);
    assertTrue(all.isHallucination(TARGETS.get(0), TARGETS.get(1)));
    List<Insertion> found = Collections.nCopies(tokens, new Insertion("x", 0));
    return new Results(IntStream.range(0, 20).mapToObj(i -> InsertionResult.judge(victim, SOURCES.get(i), 10,
        i < derailed ? List.of(found) : List.of(), all, 11)).toList(), fillers);
  }

  @Test
  void whatNeedsTwoTokensIsNotDoneByOne() {
    assertEquals(0.25, results(5, 0, 1).by(1));
    assertEquals(0, results(5, 0, 2).by(1));
    assertEquals(0.25, results(5, 0, 2).by(2));
    assertEquals(0.25, results(5, 0, 2).perSentence());
  }

  /// Draws into one sentence, of which some derail a translator.
  private static Results draws(int hits, int tries) {
    InsertionResult one = results(1, 0, 3).each().getFirst();
    List<List<Insertion>> found = Collections.nCopies(hits, one.hallucinations().getFirst().insertions());
    return new Results(List.of(InsertionResult.judge(
        sentences -> sentences.stream().map(each -> TARGETS.get(each.getFirst().equals("x") ? 1 : 0)).toList(),
        SOURCES.getFirst(), tries, found, Detachment.learnedFrom(TARGETS, TARGETS, 10_000, 0), tries + 1)), 0);
  }

  private static Measurement measured(int attack, int filler, int endured, double inserted, int fillers) {
    return measured(attack, filler, draws(30, 100), draws(endured, 100), inserted, fillers);
  }

  private static Measurement measured(int attack, int filler, Results drawn, Results endured, double inserted,
      int fillers) {
    return new Measurement(new Quality(0.9, 0.95), new Quality(0.88, 0.94), 0, results(attack, 0, 2),
        results(filler, fillers, 2), results(0, 0, 2), results(attack, 0, 2), drawn, endured, inserted, 0.6,
        Double.NaN, 0);
  }

  private static final HallucinationsCorpus WRONG_PAIRS = HallucinationsCorpusTest.corpus(0.89, 0, 30, 0, 0, 11, 3, 1);

  private static LessonResult result(Measurement measured) {
    return LessonResult.of(HallucinationsLesson.judge(measured, WRONG_PAIRS));
  }

  private static Status status(HallucinationsCorpus corpus) {
    return LessonResult.of(HallucinationsLesson.judge(measured(6, 1, 1, 0.5, 3), corpus)).status();
  }

  @Test
  void eachThingThatIsWrongIsFound() {
    assertEquals(Status.PASS, result(measured(6, 1, 1, 0.5, 3)).status());
    assertEquals(Status.EFFECT_ABSENT, result(measured(1, 0, 0, 0.5, 3)).status());
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, result(measured(6, 3, 1, 0.5, 3)).status());
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, result(measured(6, 1, 16, 0.5, 3)).status());
    assertEquals(Status.PASS, result(measured(6, 1, 15, 0.5, 3)).status());
    assertEquals(Status.DOSE_WRONG, result(measured(6, 1, draws(19, 100), draws(1, 100), 0.5, 3)).status());
    assertEquals(Status.DOSE_WRONG, result(measured(6, 1, draws(30, 100), draws(1, 99), 0.5, 3)).status());
    assertEquals(Status.DOSE_WRONG, result(measured(6, 1, 1, 0, 3)).status());
    assertEquals(Status.DOSE_WRONG, result(measured(6, 1, 1, 0.5, 2)).status());
    LessonResult none = LessonResult.of(HallucinationsLesson.judge(measured(0, 0, draws(0, 100), draws(0, 100), 0.5, 3),
        HallucinationsCorpusTest.corpus(0.89, 0, 30, 0, 0, 0, 0, 0)));
    assertEquals(Status.EFFECT_ABSENT, none.status());
    assertFalse(none.effects().getFirst().satisfied());
    assertFalse(none.effects().get(1).satisfied());
  }

  /// On German: draws of 100 that derail the one and the other, right translations of 1,000 that count as derailed.
  private static Status german(int drawn, int endured, int falseAlarms, int paraphrases, int derailedLexicon) {
    Measurement run = measured(6, 0, 0, 0.5, 3);
    return LessonResult.of(HallucinationsLesson.judgeGerman(new Measurement(run.clean(), run.taught(), 0, run.attack(),
        Results.NONE, results(derailedLexicon, 0, 2), run.defence(), draws(drawn, 100), draws(endured, 100), 0.5, 0.6,
        falseAlarms / 1_000.0, paraphrases))).status();
  }

  @Test
  void eachThingThatIsWrongOnGermanIsFound() {
    assertEquals(Status.PASS, german(30, 21, 99, 200, 0));
    assertEquals(Status.EFFECT_ABSENT, german(9, 0, 0, 200, 0));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, german(30, 21, 100, 200, 0));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, german(30, 21, 0, 200, 1));
    assertEquals(Status.DOSE_WRONG, german(30, 21, 0, 199, 0));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, german(30, 22, 0, 200, 0));
  }

  @Test
  void eachThingThatIsWrongWithWrongPairsIsFound() {
    assertEquals(Status.PASS, status(HallucinationsCorpusTest.corpus(0.89, 0, 30, 0, 0, 1, 0, 0)));
    assertEquals(Status.EFFECT_ABSENT, status(HallucinationsCorpusTest.corpus(0.89, 0, 30, 0, 0, 0, 0, 0)));
    assertEquals(Status.DOSE_WRONG, status(HallucinationsCorpusTest.corpus(0.89, 1, 30, 0, 0, 10, 0, 0)));
    assertEquals(Status.DOSE_WRONG, status(HallucinationsCorpusTest.corpus(0.89, 0, 29, 0, 0, 10, 0, 0)));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, status(HallucinationsCorpusTest.corpus(0.89, 0, 30, 1, 0, 10, 0, 0)));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, status(HallucinationsCorpusTest.corpus(0.89, 0, 30, 0, 1, 10, 0, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, status(HallucinationsCorpusTest.corpus(0.89, 0, 30, 0, 0, 10, 0, 2)));
  }
}
