package scrutable.lessons.modalities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.lessons.modalities.TatoebaPairs.Choice;
import scrutable.nn.Progress;
import scrutable.nn.data.published.Tatoeba.SentencePair;
import scrutable.nn.model.Translation;
import scrutable.nn.train.Checksum;
import scrutable.tensor.Rng;

/// With sentences made here, in which, as in the published ones, many share a side.
final class TatoebaTranslatorTest {
  private static final List<SentencePair> SENTENCES = sentences();
  private static final Choice CHOICE = new Choice(5, 20, 1_000, 20);

  /// Each of 6 x 6 x 6 sentences, every third with a second translation, some with words that are rare.
  private static List<SentencePair> sentences() {
    List<SentencePair> all = new ArrayList<>();
    for (int i = 0; i < 216; i++) {
      String english = "Who" + i % 6 + " sees" + i / 6 % 6 + " what" + i / 36 + ".";
      String german = "Wer" + i % 6 + " sieht" + i / 6 % 6 + " was" + i / 36 + ".";
      all.add(new SentencePair(english, german));
      if (i % 3 == 0) {
        all.add(new SentencePair(english, "Ja " + german.toLowerCase(Locale.ROOT)));
      }
      if (i % 50 == 0) {
        all.add(new SentencePair(english, "Selten" + i + "!"));
        all.add(new SentencePair("This is a very long sentence indeed, isn't it?", german));
      }
    }
    return all;
  }

  private static TatoebaPairs pairs(Choice choice, long seed) {
    return TatoebaPairs.intoEnglish(SENTENCES, choice, Rng.seed(seed));
  }

  @Test
  void noSentenceOfTheTestOrTheValidationIsAnywhereElseOnEitherSide() {
    TatoebaPairs pairs = pairs(CHOICE, 1);
    assertEquals(20, pairs.test().size());
    assertEquals(20, pairs.validation().size());
    Set<List<String>> learned = new HashSet<>();
    pairs.train().forEach(pair -> learned.addAll(List.of(pair.source(), pair.target())));
    Set<List<String>> held = new HashSet<>();
    for (List<Translation> others : List.of(pairs.test(), pairs.validation())) {
      for (Translation pair : others) {
        assertTrue(held.add(pair.source()) && held.add(pair.target()), "held out twice: " + pair);
        assertFalse(learned.contains(pair.source()) || learned.contains(pair.target()), "learned: " + pair);
      }
    }
    Set<Translation> all = new HashSet<>(pairs.train());
    assertEquals(pairs.train().size(), all.size());
    long left = SENTENCES.stream().map(pair -> pair.english()).filter(english -> english.startsWith("Who")).distinct()
        .count() - 40;
    assertEquals(left, pairs.train().stream().map(Translation::target).distinct().count(), "all others are learned");
  }

  @Test
  void onlyShortSentencesOfCommonWordsAreChosen() {
    TatoebaPairs pairs = pairs(CHOICE, 1);
    Set<String> sources = new HashSet<>();
    for (Translation pair : pairs.train()) {
      sources.addAll(pair.source());
      assertTrue(pair.source().size() <= 5 && pair.target().size() <= 5);
      assertTrue(pair.target().getFirst().startsWith("who"), pair.toString());
    }
    assertEquals(20, sources.size());                                   // 18 words, yes, and the full stop
    assertTrue(pairs(new Choice(4, 20, 1_000, 20), 1).train().stream().noneMatch(pair -> pair.source().contains("ja")));
    assertEquals(7, pairs(new Choice(5, 20, 7, 20), 1).train().size());
  }

  @Test
  void aTranslationIsRightIfAnybodyTranslatesSo() {
    TatoebaPairs pairs = pairs(CHOICE, 1);
    pairs.test().forEach(pair -> assertTrue(pairs.isRight(pair.source(), pair.target())));
    TatoebaPairs back = TatoebaPairs.fromEnglish(SENTENCES, CHOICE, Rng.seed(1));
    List<String> english = List.of("who0", "sees0", "what0", ".");
    assertTrue(back.isRight(english, List.of("wer0", "sieht0", "was0", ".")));
    assertTrue(back.isRight(english, List.of("ja", "wer0", "sieht0", "was0", ".")));
    assertTrue(back.isRight(english, List.of("selten0", "!")), "rare words count");
    assertFalse(back.isRight(english, List.of("wer1", "sieht0", "was0", ".")));
    assertFalse(back.isRight(List.of("never"), List.of("nie")));
  }

  @Test
  void theSeedDecidesAndTooFewPairsAreRefused() {
    assertEquals(pairs(CHOICE, 1), pairs(CHOICE, 1));
    assertNotEquals(pairs(CHOICE, 1).test(), pairs(CHOICE, 2).test());
    var thrown = assertThrows(IllegalArgumentException.class, () -> pairs(new Choice(5, 20, 10, 200), 1));
    assertTrue(thrown.getMessage().contains("2 x 200"), thrown.getMessage());
  }

  @Test
  void theTranslatorLearnsFromThesePairsAndLearnsThemAgainToTheBit() throws IOException {
    var size = new TatoebaTranslator.Size(CHOICE, new TranslatorTraining(1, 16, 8, 8, 5e-3));
    TatoebaTranslator made = TatoebaTranslator.of(SENTENCES, size, 1, Optional.empty(), Progress.silent());
    assertEquals(0, made.shared());
    assertEquals(made.pairs().train(), made.train());
    String own = Checksum.of(made.translator().state(), Map.of());
    assertEquals(own, Checksum.of(made.learnedFrom(made.train(), (batch, step) -> batch, 1, Progress.silent()).state(),
        Map.of()));
    SmallTranslator.Quality quality = SmallTranslator.quality(made.translator(), made.test());
    assertTrue(quality.exact() < 1 && quality.bleu() <= 1, quality.toString());
  }
}
