package scrutable.lessons.modalities.seq2sick;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import scrutable.attacks.sequence.RandomWords;
import scrutable.attacks.sequence.Seq2Sick;
import scrutable.attacks.sequence.SequenceGoal.NonOverlap;
import scrutable.attacks.sequence.SequenceProblem;
import scrutable.attacks.sequence.SequenceResult;
import scrutable.attacks.sequence.SequenceSearch;
import scrutable.attacks.sequence.TranslatorVictim;
import scrutable.attacks.sequence.WordSwaps;
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.nn.Progress;
import scrutable.tensor.Rng;

/// Up to three words of a sentence are exchanged, so that a certain word stands in its translation; none of the words
/// may mean it.
///
/// Cheng, Yi, Zhang, Chen and Hsieh 2018, "Seq2Sick: evaluating the robustness of sequence-to-sequence models with
/// adversarial examples".
///
/// @param made     the translator
/// @param results  of each way, in the order of the sentences
/// @param measured what they showed
record Seq2SickExperiment(SmallTranslator made, Map<Way, List<SequenceResult>> results, Measurement measured) {
  /// How many words may be exchanged at most.
  static final int MOST = 3;
  private static final Seq2Sick PROXIMAL = new Seq2Sick(40, 5, 0.3, 0.2, 20, 1);
  private static final WordSwaps SWAPS = new WordSwaps(5, 20, 1);

  /// A way to look for words, how many may be exchanged, and in how many sentences: fewer where that takes longer.
  enum Way {
    ONE("one-word swaps", 1, 250), ONE_RANDOM("random words", 1, 250),
    ONE_FOREIGN("swaps by another goal's gradient", 1, 250),
    SEVERAL("one-word swaps", MOST, 100), TWO_RANDOM("random words", 2, 100), SEVERAL_RANDOM("random words", MOST, 100),
    PROXIMAL("proximal steps", MOST, 50), FREE("proximal steps, l2 = 0", MOST, 50),
    SENTENCES("swaps that leave a sentence", MOST, 100), UNRULED("swaps, words that mean it allowed", MOST, 100),
    APART("swaps, so that no word stays in its place", MOST, 50);

    private final String label;
    private final int changes;
    private final int sentences;

    Way(String label, int changes, int sentences) {
      this.label = label;
      this.changes = changes;
      this.sentences = sentences;
    }

    String label() {
      return label;
    }

    int changes() {
      return changes;
    }

    List<SequenceProblem> of(List<SequenceProblem> all) {
      return all.stream().limit(sentences).map(problem -> problem.changing(changes)).toList();
    }
  }

  /// What was measured.
  ///
  /// @param quality     of the translator in sentences that it has not learned from
  /// @param shared      how many of these it has
  /// @param sentences   how many were attacked
  /// @param right       the share of these that was translated rightly
  /// @param ways        of each way what it found
  /// @param vectors     the share of sentences whose moved vectors reached the goal, with and without l2
  /// @param vectorsFree the same without l2
  /// @param wordsThen   the share whose nearest words did so too when their vectors first did
  /// @param fitting     how many exchanges of one word leave a sentence a sentence
  record Measurement(SmallTranslator.Quality quality, int shared, int sentences, double right, Map<Way, Summary> ways,
      double vectors, double vectorsFree, double wordsThen, double fitting) {
    Summary of(Way way) {
      return ways.get(way);
    }
  }

  /// What a way found.
  ///
  /// @param byWords      the share of sentences at their goal with at most 0, 1, ... words exchanged
  /// @param mostReadings the most forward passes that a sentence took
  /// @param givenUpAfter the fewest after which a sentence was given up; infinite if none was
  /// @param changes      words exchanged on average where something was found
  /// @param meaning      the share of finds with a word that means the keyword
  record Summary(double[] byWords, int mostReadings, double givenUpAfter, double changes, double meaning) {
    static Summary of(List<SequenceResult> results, List<SequenceProblem> problems) {
      double[] byWords = IntStream.rangeClosed(0, MOST).mapToDouble(words -> results.stream()
          .filter(r -> r.success() && r.changes() <= words).count() / (double) results.size()).toArray();
      List<Integer> found = IntStream.range(0, results.size()).filter(i -> results.get(i).success()).boxed().toList();
      return new Summary(byWords, results.stream().mapToInt(SequenceResult::readings).max().orElse(0),
          results.stream().filter(r -> !r.success()).mapToDouble(SequenceResult::readings).min()
              .orElse(Double.POSITIVE_INFINITY),
          found.stream().mapToInt(i -> results.get(i).changes()).average().orElse(Double.NaN),
          found.stream().filter(i -> !Collections.disjoint(problems.get(i).forbidden(), results.get(i).words())).count()
              / (double) found.size());
    }

    double success() {
      return byWords[MOST];
    }
  }

  /// Attacks a translator in all ways.
  ///
  /// @param sentences of the translator's language
  /// @param count    how many at most
  /// @param sabotage whether the attack too follows the gradient of another goal
  /// @param sham     whether random words are tried half as often as they should be
  static Seq2SickExperiment of(Seq2SickSentences sentences, int count, boolean sabotage, boolean sham, Rng rng,
      Progress progress) {
    SmallTranslator made = sentences.made();
    List<SequenceProblem> problems = sentences.problems(count, MOST, rng.split("keywords"));
    Trial trial = new Trial(new TranslatorVictim(made.translator(), SmallTranslator.LONGEST), problems, rng, progress,
        new EnumMap<>(Way.class));
    List<SequenceProblem> fitting = problems.stream().limit(Way.SENTENCES.sentences)
        .map(problem -> problem.fitting(sentences.fitting(problem.original()))).toList();
    WordSwaps swaps = sabotage ? SWAPS.withForeignGradient() : SWAPS;
    trial.run(Way.ONE, swaps, problems);
    trial.run(Way.ONE_FOREIGN, SWAPS.withForeignGradient(), problems);
    trial.run(Way.SEVERAL, swaps, problems);
    trial.run(Way.SENTENCES, swaps, fitting);
    trial.run(Way.UNRULED, swaps, problems.stream().map(SequenceProblem::withoutRule).toList());
    trial.run(Way.APART, swaps, problems.stream().map(problem -> apart(made, problem)).toList());
    for (Way random : List.of(Way.ONE_RANDOM, Way.TWO_RANDOM, Way.SEVERAL_RANDOM)) {
      int tries = SWAPS.mostReadings(random.changes);
      trial.run(random, new RandomWords(sham ? tries / 2 : tries), problems);
    }
    List<Seq2Sick.Moved> moved = trial.move(Way.PROXIMAL, PROXIMAL);
    List<Seq2Sick.Moved> free = trial.move(Way.FREE, PROXIMAL.withoutCloseness());
    return new Seq2SickExperiment(made, trial.results, new Measurement(
        SmallTranslator.quality(made.translator(), made.test()), made.shared(), problems.size(),
        right(sentences, problems), trial.summaries(), share(moved, Seq2Sick.Moved::vectorsReached),
        share(free, Seq2Sick.Moved::vectorsReached), share(moved, Seq2Sick.Moved::wordsThen),
        fitting.stream().mapToInt(problem -> problem.fitting().stream().mapToInt(Set::size).sum()).average()
            .orElse(0)));
  }

  /// The paper's other goal: no word of the translation stays where it was.
  private static SequenceProblem apart(SmallTranslator made, SequenceProblem problem) {
    List<String> written = made.translator().translate(List.of(problem.original()), SmallTranslator.LONGEST).getFirst();
    return new SequenceProblem(problem.original(), new NonOverlap(written), Set.of(), problem.mostChanges());
  }

  private static double right(Seq2SickSentences sentences, List<SequenceProblem> problems) {
    List<List<String>> sources = problems.stream().map(SequenceProblem::original).toList();
    List<List<String>> written = sentences.made().translator().translate(sources, SmallTranslator.LONGEST);
    long right = IntStream.range(0, sources.size()).filter(i -> sentences.isRight(sources.get(i), written.get(i)))
        .count();
    return (double) right / sources.size();
  }

  private static double share(List<Seq2Sick.Moved> moved, Predicate<Seq2Sick.Moved> of) {
    return moved.stream().filter(of).count() / (double) moved.size();
  }

  /// The victim, the sentences, and what was found so far.
  private record Trial(TranslatorVictim victim, List<SequenceProblem> problems, Rng rng, Progress progress,
      Map<Way, List<SequenceResult>> results) {
    void run(Way way, SequenceSearch search, List<SequenceProblem> given) {
      progress.update("attacking: " + way.label, way.ordinal(), Way.values().length);
      results.put(way, search.run(victim, way.of(given), rng.split(way.ordinal())));
    }

    List<Seq2Sick.Moved> move(Way way, Seq2Sick attack) {
      progress.update("attacking: " + way.label, way.ordinal(), Way.values().length);
      List<SequenceProblem> given = way.of(problems);
      List<Seq2Sick.Moved> moved = attack.move(victim, given);
      results.put(way, SequenceResult.judge(victim, given, moved.stream().map(Seq2Sick.Moved::attempt).toList()));
      return moved;
    }

    Map<Way, Summary> summaries() {
      Map<Way, Summary> summaries = new EnumMap<>(Way.class);
      results.forEach((way, found) -> summaries.put(way, Summary.of(found, problems)));
      return summaries;
    }
  }
}
