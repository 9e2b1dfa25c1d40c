package scrutable.lessons.modalities;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scrutable.lessons.contract.LessonContext;
import scrutable.nn.Progress;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.Tatoeba;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.tensor.Rng;

/// The translator of sentences of people, from German into English.
///
/// It is the same for the same seed, whoever asks for it, and is trained once where files may be kept
/// ([LessonContext#kept]).
///
/// @param size       how large all is
/// @param seed       of every random choice
/// @param pairs      what was learned from, and what is judged by
/// @param words      the source words, each with its vector
/// @param translator trained
public record TatoebaTranslator(Size size, long seed, TatoebaPairs pairs, WordTable words, Translator translator)
    implements SmallTranslator {

  /// How large all is.
  ///
  /// @param choice   of sentences
  /// @param training of the translator
  public record Size(TatoebaPairs.Choice choice, TranslatorTraining training) {
    /// What the lessons use.
    public static final Size FULL = new Size(new TatoebaPairs.Choice(8, 500, 14_000, 1_000),
        new TranslatorTraining(8, 16, 64, 64, 4e-3));
    /// The same in small, which has not learned much.
    public static final Size QUICK = new Size(new TatoebaPairs.Choice(6, 200, 1_000, 60),
        new TranslatorTraining(2, 16, 32, 32, 5e-3));
  }

  /// The translator of a run: of its seed, small in a quick one.
  ///
  /// @throws IOException if the sentences cannot be had, or what is kept cannot be read or written
  public static TatoebaTranslator of(LessonContext context) throws IOException {
    Progress progress = context.progress();
    return of(Tatoeba.load(Tatoeba.Language.GERMAN, DataLocations.fromEnvironment(), progress),
        context.choose(0, 1) == 0 ? Size.QUICK : Size.FULL, context.seed(), context.kept(), progress);
  }

  /// A translator.
  ///
  /// @param all  the sentences to choose from
  /// @param kept where trained weights are kept, if anywhere
  /// @throws IllegalArgumentException if there are too few of them
  public static TatoebaTranslator of(List<Tatoeba.SentencePair> all, Size size, long seed, Optional<Path> kept,
      Progress progress) throws IOException {
    Rng rng = rng(seed);
    TatoebaPairs pairs = TatoebaPairs.intoEnglish(all, size.choice, rng.split("pairs"));
    Translator translator = size.training.kept(kept, "tatoeba-translator-seed-" + seed, size.toString(), pairs.train(),
        rng, progress);
    return new TatoebaTranslator(size, seed, pairs, (WordTable) translator.reader(), translator);
  }

  private static Rng rng(long seed) {
    return Rng.seed(seed).split("tatoeba translator");
  }

  @Override
  public List<Translation> train() {
    return pairs.train();
  }

  @Override
  public List<Translation> validation() {
    return pairs.validation();
  }

  @Override
  public List<Translation> test() {
    return pairs.test();
  }

  @Override
  public TranslatorTraining training() {
    return size.training;
  }

  @Override
  public Rng rng() {
    return rng(seed);
  }
}
