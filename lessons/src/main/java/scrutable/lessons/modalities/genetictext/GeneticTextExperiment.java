package scrutable.lessons.modalities.genetictext;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import scrutable.attacks.text.GeneticSearch;
import scrutable.attacks.text.HotFlipSearch;
import scrutable.attacks.text.RandomReplacements;
import scrutable.attacks.text.RandomSearch;
import scrutable.attacks.text.TextAttack;
import scrutable.attacks.text.TextAttackResult;
import scrutable.attacks.text.TextConstraint;
import scrutable.attacks.text.TextGoal;
import scrutable.attacks.text.TextSearch;
import scrutable.attacks.text.TextTransformation;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.tensor.Rng;

/// A reader learns to tell praise from blame. Then up to a fifth of the words of a review are replaced by synonyms,
/// until the reader changes its mind.
///
/// Alzantot, Sharma, Elgohary, Ho, Srivastava and Chang, "Generating natural language adversarial examples", EMNLP
/// 2018.
///
/// @param reader   as it was attacked
/// @param results  of the genetic search, one for each review
/// @param measured what all attacks showed
record GeneticTextExperiment(GeneticTextReader reader, List<TextAttackResult> results, Measurement measured) {
  /// Which part of the words may be replaced.
  static final double SHARE = 0.2;
  /// Up to how many words the curves go.
  static final int MOST_WORDS = 4;
  private static final TextSearch GENETIC = new GeneticSearch(20, 20, 0.3);

  /// How much is done.
  ///
  /// @param epochs   how often each review is learned from
  /// @param attacked how many reviews are attacked
  record Effort(int epochs, int attacked) {}

  /// What was measured.
  ///
  /// @param accuracy      on reviews that were not learned from
  /// @param accuracyEven  the same of a reader that learned from synonyms drawn anew
  /// @param shared        how many reviews of the test were learned from
  /// @param genetic       what the search achieved
  /// @param hotFlip       what following the gradient achieved
  /// @param random        what random synonyms achieved, in each review as many as the search needed
  /// @param draws         what the best of random draws achieved, with as many questions as the search
  /// @param even          what the search achieved against the other reader
  /// @param unmet         what it achieved with all synonyms, where there are some that the reader has not met
  /// @param byWords       the share of reviews that the search turned with at most 1, 2, ... words
  /// @param randomByWords what so many random synonyms achieved
  record Measurement(double accuracy, double accuracyEven, int shared, Summary genetic, Summary hotFlip, Summary random,
      Summary draws, Summary even, Optional<Unmet> unmet, double[] byWords, double[] randomByWords) {}

  /// What the search achieved with words that the reader may not have met: to be replaced by one is to be deleted.
  ///
  /// @param deleted the share of the words put in that the reader does not know
  record Unmet(Summary summary, double deleted) {
    static Unmet of(Trial trial, List<TextAttackResult> results) {
      long unknown = results.stream().mapToLong(result -> IntStream.range(0, result.text().size())
          .filter(t -> !result.text().get(t).equals(result.original().get(t))
              && !trial.reader.words().contains(result.text().get(t))).count()).sum();
      return new Unmet(trial.summary(results),
          (double) unknown / results.stream().mapToInt(TextAttackResult::changes).sum());
    }
  }

  /// What an attack achieved.
  ///
  /// @param success the share of reviews that the reader changed its mind about
  /// @param meaning the share of the texts that came out which still say what the original said; NaN where nobody knows
  /// @param words   how many words were replaced on average
  /// @param share   which part of the words that is
  /// @param queries how many texts the reader was asked about, for each review
  record Summary(double success, double meaning, double words, double share, double queries) {
    static Summary of(List<Review> reviews, boolean planted, List<TextAttackResult> results) {
      long meant = IntStream.range(0, results.size())
          .filter(i -> Reviews.judge(results.get(i).text()).equals(OptionalInt.of(reviews.get(i).label()))).count();
      return new Summary(mean(results, result -> result.success() ? 1 : 0),
          planted ? (double) meant / results.size() : Double.NaN, mean(results, TextAttackResult::changes),
          mean(results, TextAttackResult::share), mean(results, TextAttackResult::queries));
    }

    private static double mean(List<TextAttackResult> results, ToDoubleFunction<TextAttackResult> of) {
      return results.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
  }

  /// Trains two readers and attacks them.
  ///
  /// @param share which part of the words may be replaced: [#SHARE], or 0 for attacks that do nothing
  /// @param sham  whether random synonyms are one fewer in each review
  static GeneticTextExperiment of(GeneticTextTexts texts, Effort effort, double share, boolean sham, Rng rng,
      Progress progress) {
    Rng redraw = rng.split("redraw");
    GeneticTextReader reader = GeneticTextReader.train(texts, effort.epochs, UnaryOperator.identity(), rng, progress);
    GeneticTextReader even = GeneticTextReader.train(texts, effort.epochs,
        tokens -> texts.redrawn().apply(tokens, redraw), rng, progress);
    Trial trial = Trial.of(reader, texts, effort, share, rng.split("attack"));
    Trial other = Trial.of(even, texts, effort, share, rng.split("attack"));
    List<TextAttackResult> genetic = trial.run(i -> GENETIC, progress);
    Optional<Unmet> unmet = texts.planted() ? Optional.empty()
        : Optional.of(Unmet.of(trial, trial.withAll(texts.synonyms()).run(i -> GENETIC, progress)));
    double[] randomByWords = IntStream.rangeClosed(1, MOST_WORDS)
        .mapToDouble(words -> trial.summary(i -> new RandomReplacements(words), progress).success).toArray();
    return new GeneticTextExperiment(reader, genetic, new Measurement(reader.accuracy(texts.test()),
        even.accuracy(texts.test()), texts.shared(), trial.summary(genetic),
        trial.summary(i -> new HotFlipSearch(reader.victim()), progress),
        trial.summary(i -> new RandomReplacements(Math.max(0, genetic.get(i).changes() - (sham ? 1 : 0))), progress),
        trial.summary(i -> new RandomSearch(genetic.get(i).changes(), genetic.get(i).queries()), progress),
        other.summary(i -> GENETIC, progress), unmet, byWords(genetic), randomByWords));
  }

  /// A reader, the reviews that it reads rightly, and an attack on it.
  private record Trial(GeneticTextReader reader, List<Review> reviews, boolean planted, double share, TextAttack attack,
      Rng rng) {
    static Trial of(GeneticTextReader reader, GeneticTextTexts texts, Effort effort, double share, Rng rng) {
      List<Review> read = reader.readRightly(texts.test());
      return new Trial(reader, read.subList(0, Math.min(effort.attacked, read.size())), texts.planted(), share,
          attack(reader, share, word -> texts.synonyms().apply(word).stream().filter(reader.words()::contains)
              .toList()), rng);
    }

    Trial withAll(Function<String, List<String>> synonyms) {
      return new Trial(reader, reviews, planted, share, attack(reader, share, synonyms), rng);
    }

    //: code attack
    static TextAttack attack(GeneticTextReader reader, double share, Function<String, List<String>> synonyms) {
      TextConstraint allowed = TextConstraint.changing(share).and(TextConstraint.amongSynonyms(synonyms));
      TextTransformation replaced = TextTransformation.neighbours(synonyms, 8)
          .likeliest(text -> reader.pairs().logProbability(reader.words().ids(text), 0), 4);
      return new TextAttack(allowed, replaced, GENETIC);
    }

    /// Attacks each review; away from its label, which is what the reader answers.
    List<TextAttackResult> run(IntFunction<TextSearch> search, Progress progress) {
      List<TextAttackResult> results = new ArrayList<>();
      for (int i = 0; i < reviews.size(); i++) {
        progress.update("attacking", i, reviews.size());
        results.add(attack.with(search.apply(i)).run(reader.victim(), reviews.get(i).tokens(),
            new TextGoal(reviews.get(i).label()), rng.split(i)));
      }
      return results;
    }
    //: end

    Summary summary(IntFunction<TextSearch> search, Progress progress) {
      return summary(run(search, progress));
    }

    Summary summary(List<TextAttackResult> results) {
      return Summary.of(reviews, planted, results);
    }
  }

  /// The share of reviews that were turned with at most 1, 2, ... words.
  private static double[] byWords(List<TextAttackResult> results) {
    return IntStream.rangeClosed(1, MOST_WORDS).mapToDouble(most -> Summary.mean(results,
        result -> result.success() && result.changes() <= most ? 1 : 0)).toArray();
  }
}
