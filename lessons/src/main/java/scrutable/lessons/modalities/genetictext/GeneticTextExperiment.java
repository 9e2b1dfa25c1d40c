package scrutable.lessons.modalities.genetictext;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import scrutable.attacks.text.GeneticSearch;
import scrutable.attacks.text.HotFlipSearch;
import scrutable.attacks.text.RandomReplacements;
import scrutable.attacks.text.TextAttack;
import scrutable.attacks.text.TextAttackResult;
import scrutable.attacks.text.TextConstraint;
import scrutable.attacks.text.TextGoal;
import scrutable.attacks.text.TextSearch;
import scrutable.attacks.text.TextTransformation;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Frames;
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
  private static final Reviews.Settings REVIEWS = new Reviews.Settings(Frames.TRAINING, 1, 1, 3, false);
  private static final int TEST = 1_000;

  /// How much is done.
  ///
  /// @param train    how many reviews are learned from
  /// @param epochs   how often
  /// @param attacked how many reviews are attacked
  record Effort(int train, int epochs, int attacked) {}

  /// What was measured.
  ///
  /// @param accuracy      on reviews that were not learned from
  /// @param accuracyEven  the same of a reader that learned from synonyms drawn anew
  /// @param shared        how many reviews of the test were learned from
  /// @param genetic       what the search achieved
  /// @param hotFlip       what following the gradient achieved
  /// @param random        what random synonyms achieved, in each review as many as the search needed
  /// @param even          what the search achieved against the other reader
  /// @param byWords       the share of reviews that the search turned with at most 1, 2, ... words
  /// @param randomByWords what so many random synonyms achieved
  record Measurement(double accuracy, double accuracyEven, int shared, Summary genetic, Summary hotFlip, Summary random,
      Summary even, double[] byWords, double[] randomByWords) {}

  /// What an attack achieved.
  ///
  /// @param success the share of reviews that the reader changed its mind about
  /// @param meaning the share of the texts that came out which still say what the original said
  /// @param words   how many words were replaced on average
  /// @param share   which part of the words that is
  /// @param queries how many texts the reader was asked about, for each review
  record Summary(double success, double meaning, double words, double share, double queries) {
    static Summary of(List<Review> reviews, List<TextAttackResult> results) {
      long meant = IntStream.range(0, results.size())
          .filter(i -> Reviews.judge(results.get(i).text()).equals(OptionalInt.of(reviews.get(i).label()))).count();
      return new Summary(mean(results, result -> result.success() ? 1 : 0), (double) meant / results.size(),
          mean(results, TextAttackResult::changes), mean(results, TextAttackResult::share),
          mean(results, TextAttackResult::queries));
    }

    private static double mean(List<TextAttackResult> results, ToDoubleFunction<TextAttackResult> of) {
      return results.stream().mapToDouble(of).average().orElse(Double.NaN);
    }
  }

  /// Trains two readers and attacks them.
  ///
  /// @param share which part of the words may be replaced: [#SHARE], or 0 for attacks that do nothing
  /// @param sham  whether random synonyms are one fewer in each review
  static GeneticTextExperiment of(Effort effort, double share, boolean sham, Rng rng, Progress progress) {
    List<Review> train = Reviews.generate(effort.train, REVIEWS, rng.split("train"));
    List<Review> test = new ArrayList<>(Reviews.generate(TEST, REVIEWS, rng.split("test")));
    Set<List<String>> known = texts(train);
    test.removeIf(review -> known.contains(review.tokens()));
    Rng redraw = rng.split("redraw");
    GeneticTextReader reader = GeneticTextReader.train(train, effort.epochs, UnaryOperator.identity(), rng, progress);
    GeneticTextReader even = GeneticTextReader.train(train, effort.epochs,
        tokens -> Reviews.withEvenSynonyms(tokens, redraw), rng, progress);
    Trial trial = Trial.of(reader, test, effort, share, rng.split("attack"));
    Trial other = Trial.of(even, test, effort, share, rng.split("attack"));
    List<TextAttackResult> genetic = trial.run(i -> GENETIC, progress);
    double[] randomByWords = IntStream.rangeClosed(1, MOST_WORDS)
        .mapToDouble(words -> trial.summary(i -> new RandomReplacements(words), progress).success).toArray();
    return new GeneticTextExperiment(reader, genetic, new Measurement(reader.accuracy(test), even.accuracy(test),
        shared(train, test), Summary.of(trial.reviews, genetic),
        trial.summary(i -> new HotFlipSearch(reader.victim()), progress),
        trial.summary(i -> new RandomReplacements(Math.max(0, genetic.get(i).changes() - (sham ? 1 : 0))), progress),
        other.summary(i -> GENETIC, progress), byWords(genetic), randomByWords));
  }

  /// A reader, the reviews that it reads rightly, and an attack on it.
  private record Trial(GeneticTextReader reader, List<Review> reviews, TextAttack attack, Rng rng) {
    //: code attack
    static Trial of(GeneticTextReader reader, List<Review> test, Effort effort, double share, Rng rng) {
      Function<String, List<String>> synonyms = word -> Reviews.synonyms(word).stream()
          .filter(reader.words()::contains).toList();
      TextConstraint allowed = TextConstraint.changing(share).and(TextConstraint.amongSynonyms(synonyms));
      TextTransformation replaced = TextTransformation.neighbours(synonyms, 8)
          .likeliest(text -> reader.pairs().logProbability(reader.words().ids(text), 0), 4);
      List<Review> read = reader.readRightly(test);
      return new Trial(reader, read.subList(0, Math.min(effort.attacked, read.size())),
          new TextAttack(allowed, replaced, GENETIC), rng);
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
      return Summary.of(reviews, run(search, progress));
    }
  }

  /// The share of reviews that were turned with at most 1, 2, ... words.
  private static double[] byWords(List<TextAttackResult> results) {
    return IntStream.rangeClosed(1, MOST_WORDS).mapToDouble(most -> Summary.mean(results,
        result -> result.success() && result.changes() <= most ? 1 : 0)).toArray();
  }

  /// How many reviews of the test were learned from, word by word.
  static int shared(List<Review> train, List<Review> test) {
    Set<List<String>> known = texts(train);
    return (int) test.stream().filter(review -> known.contains(review.tokens())).count();
  }

  private static Set<List<String>> texts(List<Review> reviews) {
    return new HashSet<>(reviews.stream().map(Review::tokens).toList());
  }
}
