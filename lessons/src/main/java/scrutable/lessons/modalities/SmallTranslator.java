package scrutable.lessons.modalities;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import scrutable.nn.Progress;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.nn.validation.Bleu;
import scrutable.tensor.Rng;

/// A small translator of this chapter and what it has learned from: sentences of an invented language
/// ([ToyTranslator]) or of people ([TatoebaTranslator]). L21 asks how few changed words give it what it should say, L22
/// how a word that is put in derails it. (L23 needs a translator that reads letters, and trains its own.)
public sealed interface SmallTranslator permits ToyTranslator, TatoebaTranslator {
  /// The longest sentence that it can read, and at what length its translations are cut off.
  int LONGEST = 16;

  /// What was learned from.
  List<Translation> train();

  /// Other sentences, to choose settings by.
  List<Translation> validation();

  /// Others again, to be judged by; no two of the three share a source or a target.
  List<Translation> test();

  /// The source words, each with its vector.
  WordTable words();

  /// It is trained.
  Translator translator();

  /// How it was trained.
  TranslatorTraining training();

  /// Of its first weights and of the order of the pairs; always in the same state.
  Rng rng();

  /// Another translator: the same first weights and the same order of the pairs, but each batch is altered before it is
  /// learned from. It is not kept.
  ///
  /// @param pairs  in place of [#train]; the vocabularies are those of these
  /// @param epochs how long is learned
  default Translator learnedFrom(List<Translation> pairs, TranslatorTraining.Altered altered, int epochs,
      Progress progress) {
    return training().withEpochs(epochs).learned(pairs, altered, rng(), progress);
  }

  /// How many sentences of the test, on either side, are also in the training or in the validation.
  default int shared() {
    Set<List<String>> known = new HashSet<>();
    for (List<Translation> others : List.of(train(), validation())) {
      others.forEach(pair -> known.addAll(List.of(pair.source(), pair.target())));
    }
    return (int) test().stream().filter(pair -> known.contains(pair.source()) || known.contains(pair.target())).count();
  }

  /// How good translations are.
  ///
  /// @param exact the share of sentences that are right to the last word
  /// @param bleu  BLEU of words and pairs of words
  record Quality(double exact, double bleu) {}

  /// How well pairs are translated.
  static Quality quality(Translator translator, List<Translation> pairs) {
    List<List<String>> right = pairs.stream().map(Translation::target).toList();
    List<List<String>> written = translator.translate(pairs.stream().map(Translation::source).toList(), LONGEST);
    long exact = IntStream.range(0, right.size()).filter(i -> right.get(i).equals(written.get(i))).count();
    return new Quality((double) exact / right.size(), Bleu.corpus(right, written, 2, Bleu.Smoothing.NONE));
  }
}
