package scrutable.lessons.modalities;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scrutable.lessons.contract.LessonContext;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// The translator of an invented language, in which the right translation of every sentence and the meaning of every
/// word is known.
///
/// It is the same for the same seed, whoever asks for it, and is trained once where files may be kept
/// ([LessonContext#kept]).
///
/// @param size       how large all is
/// @param seed       of every random choice
/// @param language   with its lexicon, and the right translation of every sentence
/// @param train      what was learned from
/// @param validation other sentences, to choose settings by
/// @param test       others again, to be judged by; no two of the three share a source or a target
/// @param words      the source words, each with its vector
/// @param translator trained
public record ToyTranslator(Size size, long seed, ToyLang language, List<Translation> train,
    List<Translation> validation, List<Translation> test, WordTable words, Translator translator)
    implements SmallTranslator {

  /// How large all is.
  ///
  /// @param drawn  sentences that are drawn from the language
  /// @param common of which those are kept that are wholly inside so many commonest words of the source
  /// @param train  pairs to learn from
  /// @param test   pairs for validation, and as many for the test
  /// @param epochs how long is learned
  /// @param batch  pairs in a batch
  /// @param width  D of the word vectors
  /// @param hidden size of the decoder's state
  /// @param rate   Adam's at the beginning; it falls to 0 in a straight line
  public record Size(int drawn, int common, int train, int test, int epochs, int batch, int width, int hidden,
      double rate) {
    /// What the lessons use.
    public static final Size FULL = new Size(70_000, 100, 5_500, 300, 10, 8, 64, 64, 2.5e-3);
    /// The same in small, which has not learned much.
    public static final Size QUICK = new Size(12_000, 60, 450, 30, 8, 16, 32, 32, 5e-3);

    Size withEpochs(int other) {
      return new Size(drawn, common, train, test, other, batch, width, hidden, rate);
    }

    TranslatorTraining training() {
      return new TranslatorTraining(epochs, batch, width, hidden, rate);
    }
  }

  /// Copies the lists.
  public ToyTranslator {
    train = List.copyOf(train);
    validation = List.copyOf(validation);
    test = List.copyOf(test);
  }

  /// The translator of a run: of its seed, small in a quick one.
  ///
  /// @throws IOException if what is kept cannot be read or written
  public static ToyTranslator of(LessonContext context) throws IOException {
    return of(context.choose(0, 1) == 0 ? Size.QUICK : Size.FULL, context.seed(), context.kept(), context.progress());
  }

  /// A translator.
  ///
  /// @param kept where trained weights are kept, if anywhere
  /// @throws IllegalArgumentException if the language gives too few sentences of common words
  public static ToyTranslator of(Size size, long seed, Optional<Path> kept, Progress progress) throws IOException {
    Rng rng = rng(seed);
    ToyLang language = new ToyLang(rng.split("language"));
    List<ToyLang.Pair> all = language.generate(size.drawn, rng.split("pairs"));
    Vocabulary common = Vocabulary.of(all.stream().map(ToyLang.Pair::source).toList(), 1, size.common);
    List<Translation> pairs = all.stream().filter(pair -> pair.source().stream().allMatch(common::contains))
        .map(pair -> new Translation(pair.source(), pair.target())).limit(size.train + 2 * size.test).toList();
    if (pairs.size() < size.train + 2 * size.test) {
      throw new IllegalArgumentException("ToyTranslator: only " + pairs.size() + " of " + size.drawn + " sentences are"
          + " inside the " + size.common + " commonest words; draw more");
    }
    List<Translation> train = pairs.subList(0, size.train);
    Translator translator = size.training().kept(kept, "toy-translator-seed-" + seed, size.toString(), train, rng,
        progress);
    return new ToyTranslator(size, seed, language, train, pairs.subList(size.train, size.train + size.test),
        pairs.subList(size.train + size.test, pairs.size()), (WordTable) translator.reader(), translator);
  }

  private static Rng rng(long seed) {
    return Rng.seed(seed).split("toy translator");
  }

  @Override
  public TranslatorTraining training() {
    return size.training();
  }

  @Override
  public Rng rng() {
    return rng(seed);
  }
}
