package scrutable.lessons.modalities.translationnoise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.attacks.text.ListedNoise;
import scrutable.attacks.text.NoisyText;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Effort;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Measurement;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Noise;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Reader;
import scrutable.nn.Progress;
import scrutable.nn.data.published.Codespell.Misspelling;
import scrutable.nn.model.Translation;
import scrutable.tensor.Rng;

class TranslationNoiseTest {
  private static final TranslationNoiseTexts TEXTS = TranslationNoiseTexts.drawn(300, 40, Rng.seed(1));

  @Test
  void theTestSharesNothingWithTheTraining() {
    assertEquals(0, TEXTS.sharedSentences());
    assertEquals(0, TEXTS.sharedMisspellings());
    TranslationNoiseTexts leaking = new TranslationNoiseTexts(TEXTS.train(),
        List.of(TEXTS.train().get(3), TEXTS.test().get(0)), TEXTS.learned(), TEXTS.learned());
    assertEquals(1, leaking.sharedSentences());
    assertTrue(leaking.sharedMisspellings() > 100);
  }

  @Test
  void onlyCommonWordsAreUsed() {
    Set<String> words = new HashSet<>();
    TEXTS.train().forEach(pair -> words.addAll(pair.source()));
    TEXTS.test().forEach(pair -> words.addAll(pair.source()));
    assertTrue(words.size() <= TranslationNoiseTexts.COMMON && words.size() > 0.9 * TranslationNoiseTexts.COMMON,
        words.size() + " words");
  }

  @Test
  void everyNoiseOfTheTestChangesWhatItsNameSays() {
    for (Noise noise : Noise.values()) {
      NoisyText text = NoisyText.of(TEXTS.sources(), noise.of(TEXTS), Rng.seed(2));
      assertEquals(noise != Noise.CLEAN, text.changedWords() > 0.5, noise.label());
      assertEquals(noise == Noise.CLEAN || noise.changesOrder(),
          lettersOf(text.clean()).equals(lettersOf(text.noisy())),
          noise.label());
    }
  }

  private static List<List<Integer>> lettersOf(List<List<String>> text) {
    List<List<Integer>> letters = new ArrayList<>();
    text.forEach(sentence -> sentence.forEach(word -> letters.add(word.chars().sorted().boxed().toList())));
    return letters;
  }

  @Test
  void theBagOfLettersTranslatesShuffledWordsAsItTranslatesWords() {
    TranslationNoiseExperiment experiment = TranslationNoiseExperiment.of(TEXTS, Effort.QUICK, false, false,
        Rng.seed(3), Progress.silent());
    Measurement measured = experiment.measured();
    assertEquals(0, measured.bagDiffers());
    assertTrue(measured.bagChanged() > 0.5);
    assertEquals(0, measured.shortChanged());
    for (Noise noise : Noise.values()) {
      List<List<String>> noisy = NoisyText.of(TEXTS.sources(), noise.of(TEXTS), Rng.seed(4)).noisy();
      var bag = experiment.translators().get(Reader.BAG);
      boolean same = Arrays.equals(bag.reader().of(noisy).value().toFloatArray(),
          bag.reader().of(TEXTS.sources()).value().toFloatArray());
      assertEquals(noise == Noise.CLEAN || noise.changesOrder(), same, noise.label());
    }
  }

  /// A measurement that passes, and the same with one thing wrong.
  private static Measurement measured(double lost, double trainedLost, double bagChanged, int bagDiffers) {
    Map<Reader, Map<Noise, Double>> bleu = new EnumMap<>(Reader.class);
    Map<Reader, Double> right = new EnumMap<>(Reader.class);
    Map<Noise, Double> changed = new EnumMap<>(Noise.class);
    for (Reader reader : Reader.values()) {
      Map<Noise, Double> row = new EnumMap<>(Noise.class);
      for (Noise noise : Noise.values()) {
        double loss = noise == Noise.CLEAN ? 0 : reader == Reader.RAND ? trainedLost
            : reader == Reader.MIXTURE ? lost / 2 : lost;
        row.put(noise, 0.9 * (1 - loss));
        changed.put(noise, noise == Noise.CLEAN ? 0 : 0.6);
      }
      bleu.put(reader, row);
      right.put(reader, 0.95);
    }
    return new Measurement(bleu, right, changed, changed, 0, bagDiffers, bagChanged, 0, 0);
  }

  private static Status status(Measurement measured) {
    return LessonResult.of(TranslationNoiseLesson.judge(measured)).status();
  }

  @Test
  void eachThingThatIsWrongIsFound() {
    assertEquals(Status.PASS, status(measured(0.6, 0.1, 0.6, 0)));
    assertEquals(Status.EFFECT_ABSENT, status(measured(0.1, 0.1, 0.6, 0)));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, status(measured(0.6, 0.5, 0.6, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, status(measured(0.6, 0.1, 0.6, 3)));
    assertFalse(status(measured(0.6, 0.1, 0, 0)) == Status.PASS, "a bag that was given clean text");
    long doses = TranslationNoiseLesson.judge(measured(0.6, 0.1, 0, 0)).stream()
        .filter(finding -> finding instanceof Criterion criterion && !criterion.satisfied()).count();
    assertEquals(1, doses);
  }

  @Test
  void eachThingThatIsWrongInSentencesOfPeopleIsFound() {
    assertEquals(Status.PASS, english(measured(0.6, 0.1, 0.6, 0)));
    assertEquals(Status.EFFECT_ABSENT, english(measured(0.1, 0.01, 0.6, 0)));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, english(measured(0.6, 0.5, 0.6, 0)));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, english(measured(0.6, 0.1, 0.6, 3)));
    assertEquals(Status.DOSE_WRONG, english(measured(0.6, 0.1, 0, 0)));
  }

  private static Status english(Measurement measured) {
    return LessonResult.of(TranslationNoiseLesson.judgeEnglish(measured)).status();
  }

  @Test
  void eachMisspellingThatWasFoundIsForTheTestOrForTheTrainingWhicheverWordsItMayStandFor() {
    List<Translation> pairs = List.of(new Translation(List.of("to", "the", "of", "rare", "."), List.of("x")));
    List<Misspelling> found = List.of(new Misspelling("fo", List.of("of", "to")),
        new Misspelling("hte", List.of("the")),
        new Misspelling("ot", List.of("to", "of")), new Misspelling("tehh", List.of("the")),
        new Misspelling("thhe", List.of("the")), new Misspelling("unmet", List.of("never")));
    TranslationNoiseTexts texts = TranslationNoiseTexts.withMisspellings(pairs, pairs, found);
    assertEquals(0, texts.sharedMisspellings());
    assertEquals(Map.of("the", List.of("hte", "thhe"), "to", List.of("fo"), "of", List.of("fo")),
        texts.unseen().misspellings());
    assertEquals(Map.of("the", List.of("tehh"), "to", List.of("ot"), "of", List.of("ot")),
        texts.learned().misspellings());
  }

  @Test
  void aListThatIsLearnedByHeartIsNoTest() {
    ListedNoise unseen = TEXTS.unseen();
    TEXTS.learned().misspellings().forEach((word, list) ->
        assertTrue(unseen.misspellings().get(word).stream().noneMatch(list::contains), word));
  }
}
