package scrutable.lessons.modalities.hallucinations;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scrutable.attacks.sequence.Detachment;
import scrutable.attacks.sequence.SentenceTranslator;
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.lessons.modalities.ToyTranslator;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.ToyLang;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.parallel.Parallel;

/// Wrong pairs in what is learned from: the same translator learns from the same pairs and one in twenty more, whose
/// targets have nothing to do with their sources. Then it translates sentences of rare words that it has never seen.
/// Nothing is put into these; if something else comes out, it was planted in training.
///
/// Raunak, Menezes and Junczys-Dowmunt 2021, "The curious case of hallucinations in neural machine translation".
///
/// @param probes   sentences that are translated
/// @param targets  wrong targets, the repeated ones first
/// @param shared   how many of the probes are also learned from, on either side
/// @param outcomes what each translator did, one for each [Kind], in order
record HallucinationsCorpus(List<Translation> probes, List<List<String>> targets, int shared,
    List<Outcome> outcomes) {
  /// How many sources or targets are repeated.
  static final int REPEATED = 5;
  private static final int ONE_IN = 20;
  private static final int RARE = 3;
  private static final int DRAWN = 4_000;
  private static final int NEAR = 20;
  private static final int COMMON = 50;

  /// What is added to the pairs that are learned from.
  enum Kind {
    NOTHING("nothing"),
    RIGHT("right pairs"),
    MANY_TO_FEW("many sources, five targets"),
    FEW_TO_MANY("five sources, many targets"),
    FEW_TO_FEW("five pairs, repeated");

    final String words;

    Kind(String words) {
      this.words = words;
    }

    boolean isWrong() {
      return this != NOTHING && this != RIGHT;
    }
  }

  /// What pairs are added from.
  ///
  /// @param rare    sentences of rare words with their right translations
  /// @param targets as many wrong ones
  record Material(List<Translation> rare, List<List<String>> targets) {
    //: code planted
    /// The pairs that are added to what is learned from.
    List<Translation> pairs(Kind kind) {
      return switch (kind) {
        case NOTHING -> List.of();
        case RIGHT -> rare;
        case MANY_TO_FEW -> wrong(i -> i, i -> i % REPEATED);
        case FEW_TO_MANY -> wrong(i -> i % REPEATED, i -> i);
        case FEW_TO_FEW -> wrong(i -> i % REPEATED, i -> i % REPEATED);
      };
    }

    private List<Translation> wrong(IntUnaryOperator source, IntUnaryOperator target) {
      return IntStream.range(0, rare.size())
          .mapToObj(i -> new Translation(rare.get(source.applyAsInt(i)).source(), targets.get(target.applyAsInt(i))))
          .toList();
    }
    //: end
  }

  /// What one translator did.
  ///
  /// @param quality   on the test, whose words are all common
  /// @param added     how many pairs were added
  /// @param sources   how many different sources these have
  /// @param wrong     how many of them are wrong
  /// @param written   what it makes of the probes
  /// @param fallen    the numbers of the probes for which it writes a planted sentence that has nothing to do with the
  ///     right translation
  /// @param detached  the share for which it writes any sentence like that
  /// @param repeating the share for which it writes the same two words twice
  /// @param near      the share of sentences that differ in one word from one of the first added for which it writes
  ///     a planted sentence
  record Outcome(Kind kind, SmallTranslator.Quality quality, int added, int sources, int wrong,
      List<List<String>> written, List<Integer> fallen, double detached, double repeating, double near) {
    /// The share of the probes for which it writes a planted sentence that has nothing to do with the right one.
    double planted() {
      return (double) fallen.size() / written.size();
    }
  }

  /// Trains one translator for each kind and lets all translate the same. None depends on another, so that threads
  /// share them: batches of eight are too small to be shared themselves.
  ///
  /// @param count      how many sentences of rare words are translated
  /// @param detachment what has nothing to do with something else
  /// @param disarmed   whether right pairs are added in place of wrong ones
  static HallucinationsCorpus of(ToyTranslator toy, int count, Detachment detachment, boolean disarmed, Rng rng,
      Progress progress) {
    Vocabulary words = toy.words().words();
    int added = toy.train().size() / ONE_IN;
    List<Translation> rare = toy.language().generate(DRAWN, rng.split("sentences")).stream()
        .filter(pair -> pair.source().stream().filter(word -> !words.contains(word)).count() >= RARE)
        .map(HallucinationsCorpus::translation).limit(added + count).toList();
    Material material = new Material(rare.subList(0, added),
        toy.validation().stream().map(Translation::target).limit(added).toList());
    List<Translation> probes = rare.subList(added, rare.size());
    Examination examination = new Examination(toy.language(), material, probes,
        near(material.rare.subList(0, REPEATED), words, rng.split("near")), detachment);
    Kind[] kinds = Kind.values();
    Outcome[] outcomes = new Outcome[kinds.length];
    progress.update("learning from wrong pairs", 0, 1);
    Parallel.forRange(kinds.length, 1, (i, end) -> {
      List<Translation> more = material.pairs(disarmed && kinds[i].isWrong() ? Kind.RIGHT : kinds[i]);
      Translator translator = more.isEmpty() ? toy.translator()
          : toy.learnedFrom(Stream.concat(toy.train().stream(), more.stream()).toList(), (batch, step) -> batch,
              toy.size().epochs(), Progress.silent());
      outcomes[i] = examination.of(kinds[i], SmallTranslator.quality(translator, toy.test()), more,
          sentences -> translator.translate(sentences, ToyTranslator.LONGEST));
    });
    return new HallucinationsCorpus(probes, material.targets, shared(probes, toy.train(), material),
        List.of(outcomes));
  }

  private static Translation translation(ToyLang.Pair pair) {
    return new Translation(pair.source(), pair.target());
  }

  private static int shared(List<Translation> probes, List<Translation> train, Material material) {
    Set<List<String>> known = new HashSet<>(material.targets);
    Stream.concat(train.stream(), material.rare.stream())
        .forEach(pair -> known.addAll(List.of(pair.source(), pair.target())));
    return (int) probes.stream().filter(pair -> known.contains(pair.source()) || known.contains(pair.target())).count();
  }

  /// Each sentence several times, with one common word in place of one of its own.
  private static List<List<String>> near(List<Translation> pairs, Vocabulary words, Rng rng) {
    List<List<String>> near = new ArrayList<>();
    for (Translation pair : pairs) {
      for (int i = 0; i < NEAR; i++) {
        List<String> other = new ArrayList<>(pair.source());
        other.set(rng.nextInt(other.size()), words.words().get(rng.nextInt(COMMON)));
        near.add(other);
      }
    }
    return near;
  }

  /// What every translator is asked.
  ///
  /// @param near sentences that differ in one word from some that were added
  record Examination(ToyLang language, Material material, List<Translation> probes, List<List<String>> near,
      Detachment detachment) {
    //: code examined
    /// What one translator does, which has learned from these pairs more.
    Outcome of(Kind kind, SmallTranslator.Quality quality, List<Translation> added, SentenceTranslator translator) {
      List<Translation> wrong = added.stream()
          .filter(pair -> !pair.target().equals(language.translate(pair.source()))).toList();
      Set<List<String>> planted = new HashSet<>(wrong.isEmpty() ? material.targets
          : wrong.stream().map(Translation::target).toList());
      List<List<String>> written = translator.translate(probes.stream().map(Translation::source).toList());
      List<Integer> detached = IntStream.range(0, written.size())
          .filter(i -> detachment.isHallucination(probes.get(i).target(), written.get(i))).boxed().toList();
      return new Outcome(kind, quality, added.size(), (int) added.stream().map(Translation::source).distinct().count(),
          wrong.size(), written, detached.stream().filter(i -> planted.contains(written.get(i))).toList(),
          (double) detached.size() / written.size(), share(written.stream().map(HallucinationsCorpus::repeats)),
          share(translator.translate(near).stream().map(planted::contains)));
    }
    //: end

    private static double share(Stream<Boolean> each) {
      return each.mapToInt(is -> is ? 1 : 0).average().orElse(Double.NaN);
    }
  }

  /// Whether the same two words stand side by side more than once, as in what turns in circles.
  static boolean repeats(List<String> sentence) {
    Set<List<String>> pairs = new HashSet<>();
    return IntStream.range(1, sentence.size()).anyMatch(i -> !pairs.add(List.of(sentence.get(i - 1), sentence.get(i))));
  }

  Outcome of(Kind kind) {
    return outcomes.get(kind.ordinal());
  }

  /// The largest difference that wrong pairs make to BLEU-2 on the test.
  double bleuChange() {
    return outcomes.stream().filter(one -> one.kind.isWrong())
        .mapToDouble(one -> StrictMath.abs(one.quality.bleu() - of(Kind.NOTHING).quality.bleu())).max().orElseThrow();
  }

  /// The fewest pairs that were added for any kind, of those of many sources and five targets.
  double fewestAdded() {
    return outcomes.stream().filter(one -> one.kind != Kind.NOTHING).mapToDouble(Outcome::added).min().orElseThrow()
        / of(Kind.MANY_TO_FEW).added;
  }
}
