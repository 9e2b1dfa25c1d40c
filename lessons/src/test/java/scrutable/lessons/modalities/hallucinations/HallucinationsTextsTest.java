package scrutable.lessons.modalities.hallucinations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import scrutable.attacks.sequence.Detachment;
import scrutable.lessons.modalities.TatoebaPairs.Choice;
import scrutable.lessons.modalities.TatoebaTranslator;
import scrutable.lessons.modalities.TranslatorTraining;
import scrutable.lessons.modalities.hallucinations.HallucinationsTexts.Paraphrase;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.data.published.Tatoeba.SentencePair;
import scrutable.tensor.Rng;

class HallucinationsTextsTest {
  /// Sentences of the invented language in the place of German ones; the first few have two translations.
  private static TatoebaTranslator german(int count, int train) throws IOException {
    List<ToyLang.Pair> pairs = new ToyLang(Rng.seed(1)).generate(count, Rng.seed(2));
    List<SentencePair> all = Stream.concat(pairs.stream().map(pair -> new SentencePair(
        String.join(" ", pair.target()), String.join(" ", pair.source()))), IntStream.range(0, 60).mapToObj(i ->
        new SentencePair("the other one " + i + " .", String.join(" ", pairs.get(i).source())))).toList();
    return TatoebaTranslator.of(all, new TatoebaTranslator.Size(new Choice(12, 2_000, train, 20),
        new TranslatorTraining(1, 16, 8, 8, 1e-3)), 1, Optional.empty(), Progress.silent());
  }

  @Test
  void germanHasNoFillerAndSomeSentencesAreTranslatedTwice() throws IOException {
    TatoebaTranslator german = german(120, 60);
    HallucinationsTexts texts = HallucinationsTexts.of(german);
    assertEquals(Optional.empty(), texts.filler());
    assertTrue(texts.paraphrases().size() > 3);
    List<List<String>> targets = german.test().stream().map(pair -> pair.target()).toList();
    for (Paraphrase each : texts.paraphrases()) {
      assertTrue(targets.contains(each.one()));
      assertTrue(!each.one().equals(each.other()));
    }
    List<List<String>> written = texts.wordByWord().translate(List.of(german.train().getFirst().source()));
    assertEquals(german.train().getFirst().source().size(), written.getFirst().size());
  }

  @Test
  void whatIsCountedForAWordIsMostlyWhatItMeans() throws IOException {
    TatoebaTranslator german = german(1_000, 900);
    Map<String, Set<String>> lexicon = new ToyLang(Rng.seed(1)).lexicon();
    List<String> known = german.words().words().words().stream()
        .filter(word -> lexicon.containsKey(word) && !word.equals(ToyLang.FILLER)).toList();
    List<String> counted = HallucinationsTexts.of(german).wordByWord().translate(List.of(known)).getFirst();
    assertEquals(known.size(), counted.size());
    long right = IntStream.range(0, known.size())
        .filter(i -> lexicon.get(known.get(i)).contains(counted.get(i))).count();
    assertTrue(right > 0.9 * known.size(), () -> right + " of " + known.size());
  }

  @Test
  void aRightTranslationThatHasNothingInCommonWithAnotherIsAFalseAlarm() {
    List<List<String>> real = List.of(List.of("a", "b", "c"), List.of("d", "e", "f"));
    Detachment detachment = Detachment.learnedFrom(real, real, 0, 0);
    Paraphrase apart = new Paraphrase(real.get(0), real.get(1));
    Paraphrase near = new Paraphrase(real.get(0), real.get(0));
    assertEquals(0.25, new HallucinationsTexts(null, null, Optional.empty(), List.of(near, apart, near, near))
        .falseAlarms(detachment));
    assertEquals(Double.NaN, new HallucinationsTexts(null, null, Optional.empty(), List.of()).falseAlarms(detachment));
  }
}
