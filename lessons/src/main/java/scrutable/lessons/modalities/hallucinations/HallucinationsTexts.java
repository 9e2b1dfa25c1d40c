package scrutable.lessons.modalities.hallucinations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import scrutable.attacks.sequence.Detachment;
import scrutable.attacks.sequence.SentenceTranslator;
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.lessons.modalities.TatoebaTranslator;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.nn.sequence.IbmModel1;
import scrutable.nn.sequence.Vocabulary;

/// Who translates, and what is known of the language: of the invented one all, of German what others have translated.
///
/// @param made        the translator
/// @param wordByWord  another, which translates each word by itself
/// @param filler      a word that means nothing
/// @param paraphrases two right translations of one sentence each
record HallucinationsTexts(SmallTranslator made, SentenceTranslator wordByWord, Optional<String> filler,
    List<Paraphrase> paraphrases) {
  private static final int ROUNDS = 5;

  /// Two right translations of one sentence.
  record Paraphrase(List<String> one, List<String> other) {}

  /// Sentences of the invented language, of which each has one right translation.
  static HallucinationsTexts of(ToyTranslator toy) {
    return new HallucinationsTexts(toy, wordByWord(toy.language().lexicon()), Optional.of(ToyLang.FILLER), List.of());
  }

  /// German sentences: what a word means is counted in the training, and some sentences of the test have been
  /// translated more than once.
  static HallucinationsTexts of(TatoebaTranslator german) {
    IbmModel1 counted = IbmModel1.learn(german.train().stream().map(Translation::source).toList(),
        german.train().stream().map(Translation::target).toList(), ROUNDS);
    List<Paraphrase> paraphrases = new ArrayList<>();
    for (Translation pair : german.test()) {
      german.pairs().known().getOrDefault(pair.source(), Set.of()).stream()
          .filter(other -> !other.equals(pair.target())).findFirst()
          .ifPresent(other -> paraphrases.add(new Paraphrase(pair.target(), other)));
    }
    return new HallucinationsTexts(german, wordByWord(likeliest(german.words().words(), counted)), Optional.empty(),
        paraphrases);
  }

  private static Map<String, Set<String>> likeliest(Vocabulary words, IbmModel1 counted) {
    return words.words().stream().collect(Collectors.toMap(word -> word, word -> counted.translations(word).entrySet()
        .stream().max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey).stream().collect(Collectors.toSet())));
  }

  //: code lexicon
  /// Translates word by word: the first translation of each word, in the order of the source.
  static SentenceTranslator wordByWord(Map<String, Set<String>> lexicon) {
    return sentences -> sentences.stream()
        .map(sentence -> sentence.stream().filter(lexicon::containsKey)
            .map(word -> lexicon.get(word).iterator().next()).toList())
        .toList();
  }
  //: end

  //: code false-alarms
  /// The share of the right translations that would count as a hallucination beside another right one; NaN if no
  /// sentence has two.
  double falseAlarms(Detachment detachment) {
    return paraphrases.stream().mapToInt(each -> detachment.isHallucination(each.one, each.other) ? 1 : 0).average()
        .orElse(Double.NaN);
  }
  //: end
}
