package scrutable.lessons.modalities;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.lessons.contract.LessonContext;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.model.WordTable;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.Vocabulary;
import scrutable.nn.train.Checksum;
import scrutable.nn.train.TrainingLoop;
import scrutable.nn.train.TrainingSettings;
import scrutable.nn.validation.Bleu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The small translator of this chapter: it reads words of an invented language and writes the other. L21 asks how few
/// changed words give it what it should say, L22 how a word that is put in derails it. (L23 needs a translator that
/// reads letters, and trains its own.)
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
    List<Translation> validation, List<Translation> test, WordTable words, Translator translator) {
  /// The longest sentence that it can read, and at what length its translations are cut off.
  public static final int LONGEST = 16;
  private static final int POOL = 20;
  private static final int FIRST = 16;

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
    Translator translator = untrained(train, size, rng);
    KeptWeights.into(kept, "toy-translator-seed-" + seed, origin(train, size, translator), translator,
        () -> train(translator, train, size, (batch, step) -> batch, rng, progress));
    return new ToyTranslator(size, seed, language, train, pairs.subList(size.train, size.train + size.test),
        pairs.subList(size.train + size.test, pairs.size()), (WordTable) translator.reader(), translator);
  }

  private static Rng rng(long seed) {
    return Rng.seed(seed).split("toy translator");
  }

  /// What is learned from in place of a batch of pairs.
  @FunctionalInterface
  public interface Altered {
    /// @param step the number of the step of training
    List<Translation> of(List<Translation> batch, long step);
  }

  /// Another translator: the same first weights and the same order of the pairs, but each batch is altered before it is
  /// learned from. It is not kept.
  ///
  /// @param pairs  in place of [#train]; the vocabularies are those of these
  /// @param epochs how long is learned
  public Translator learnedFrom(List<Translation> pairs, Altered altered, int epochs, Progress progress) {
    Rng rng = rng(seed);
    Size longer = size.withEpochs(epochs);
    Translator other = untrained(pairs, longer, rng);
    train(other, pairs, longer, altered, rng, progress);
    return other;
  }

  private static Translator untrained(List<Translation> train, Size size, Rng rng) {
    Rng initialise = rng.split("initialise");
    Vocabulary source = Vocabulary.of(train.stream().map(Translation::source).toList());
    Vocabulary target = Vocabulary.of(train.stream().map(Translation::target).toList());
    return new Translator(new WordTable(source, size.width, initialise), target, LONGEST, size.hidden, initialise);
  }

  //: code train
  private static void train(Translator translator, List<Translation> pairs, Size size, Altered altered, Rng rng,
      Progress progress) {
    TrainingSettings settings = TrainingSettings.of(size.epochs, size.batch).withClipping(1)
        .withRate(step -> size.rate * (1 - step.share())).withProgress(progress, "learning to translate");
    new TrainingLoop(translator, new Adam(translator.parameters(), size.rate), settings, rng.split("shuffle"))
        .run(Translation.batches(pairs, POOL), (batch, step) -> translator.loss(altered.of(batch, step.number())));
  }
  //: end

  /// What the trained weights depend on: all sentences, the settings, and the arithmetic, of which the first weights
  /// and their gradient are a sample.
  private static String origin(List<Translation> train, Size size, Translator untrained) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(untrained.state());
    Variable loss = untrained.loss(train.subList(0, Math.min(FIRST, train.size())));
    Gradients gradients = Gradients.of(loss, untrained.parameters());
    untrained.namedParameters().forEach((name, parameter) ->
        tensors.put("gradient of " + name, gradients.get(parameter)));
    return Checksum.of(tensors, Map.of("settings", size.toString(), "pairs", train.toString()));
  }

  /// How good translations are.
  ///
  /// @param exact the share of sentences that are right to the last word
  /// @param bleu  BLEU of words and pairs of words
  public record Quality(double exact, double bleu) {}

  /// How well pairs are translated.
  public static Quality quality(Translator translator, List<Translation> pairs) {
    List<List<String>> right = pairs.stream().map(Translation::target).toList();
    List<List<String>> written = translator.translate(pairs.stream().map(Translation::source).toList(), LONGEST);
    long exact = IntStream.range(0, right.size()).filter(i -> right.get(i).equals(written.get(i))).count();
    return new Quality((double) exact / right.size(), Bleu.corpus(right, written, 2, Bleu.Smoothing.NONE));
  }

  /// How many sentences of the test, on either side, are also in the training or in the validation.
  public int shared() {
    Set<List<String>> known = new HashSet<>();
    for (List<Translation> others : List.of(train, validation)) {
      others.forEach(pair -> known.addAll(List.of(pair.source(), pair.target())));
    }
    return (int) test.stream().filter(pair -> known.contains(pair.source()) || known.contains(pair.target())).count();
  }
}
