package scrutable.lessons.modalities.genetictext;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Frames;
import scrutable.nn.data.generate.Reviews.Kind;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.data.published.RtPolarity;
import scrutable.nn.data.published.WordNeighbours;
import scrutable.nn.sequence.GruReader;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// Reviews to learn from and to be attacked, and which words may stand for which.
///
/// @param train    to learn from
/// @param test     to be attacked
/// @param rare     how often a word must be in `train` to be known
/// @param synonyms of a word, nearest first; those that are not known among them
/// @param redrawn  a review in which each word is drawn anew among itself and its known synonyms
/// @param vectors  that the words of a reader start from; drawn ones if there are none
record GeneticTextTexts(List<Review> train, List<Review> test, int rare, Function<String, List<String>> synonyms,
    BiFunction<List<String>, Rng, List<String>> redrawn, Optional<GloveVectors> vectors) {
  private static final Reviews.Settings REVIEWS = new Reviews.Settings(Frames.TRAINING, 1, 1, 3, false);
  private static final int TEST = 1_000;
  private static final int SEEN = 3;

  GeneticTextTexts {
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /// Reviews whose synonyms are planted, and whose opinion can be worked out.
  static GeneticTextTexts drawn(int train, Rng rng) {
    return new GeneticTextTexts(Reviews.generate(train, REVIEWS, rng.split("train")),
        Reviews.generate(TEST, REVIEWS, rng.split("test")), 1, Reviews::synonyms, Reviews::withEvenSynonyms,
        Optional.empty()).withoutShared();
  }

  /// Nine tenths of the published sentences to learn from and the rest to be attacked, by neighbours among word vectors
  /// that hold synonyms together and antonyms apart. A word is known that stands three times or more in what is
  /// learned from.
  static GeneticTextTexts published(Rng rng, Progress progress) throws IOException {
    DataLocations locations = DataLocations.fromEnvironment();
    return of(RtPolarity.load(locations, progress), WordNeighbours.load(locations, progress),
        GloveVectors.load(locations, progress), rng);
  }

  static GeneticTextTexts of(List<RtPolarity.Sentence> all, Map<String, List<String>> neighbours, GloveVectors vectors,
      Rng rng) {
    List<Review> mixed = new ArrayList<>();
    for (int place : rng.split("split").permutation(all.size())) {
      mixed.add(new Review(Tokenizer.spaces().tokens(all.get(place).text()),
          all.get(place).positive() ? Reviews.PRAISE : 1 - Reviews.PRAISE, Kind.PLAIN));
    }
    int cut = mixed.size() * 9 / 10;
    return new GeneticTextTexts(mixed.subList(0, cut), mixed.subList(cut, mixed.size()), SEEN,
        word -> neighbours.getOrDefault(word, List.of()), redrawing(mixed.subList(0, cut), neighbours),
        Optional.of(vectors)).withoutShared();
  }

  private static BiFunction<List<String>, Rng, List<String>> redrawing(List<Review> train,
      Map<String, List<String>> neighbours) {
    Map<String, Integer> counts = new HashMap<>();
    train.forEach(review -> review.tokens().forEach(word -> counts.merge(word, 1, Integer::sum)));
    Map<String, List<String>> sets = new HashMap<>();
    for (String word : counts.keySet()) {
      List<String> set = new ArrayList<>(List.of(word));
      neighbours.getOrDefault(word, List.of()).stream()
          .filter(other -> !other.equals(word) && counts.getOrDefault(other, 0) >= SEEN).forEach(set::add);
      sets.put(word, set);
    }
    return (tokens, rng) -> tokens.stream().map(sets::get).map(set -> set.get(rng.nextInt(set.size()))).toList();
  }

  /// Whether what a review says is planted, so that it can be worked out. It is where no vectors are published.
  boolean planted() {
    return vectors.isEmpty();
  }

  /// The words that a reader of some texts gets to know, which are all reviews as often as they are read.
  Vocabulary wordsKnown(List<List<String>> texts, int epochs) {
    return Vocabulary.of(texts, rare == 1 ? 1 : rare * epochs, Integer.MAX_VALUE);
  }

  GruReader untrained(Vocabulary words, Rng rng) {
    return vectors.map(known -> new GruReader(known.tableFor(words.tokens(), 0.1, rng), 32, rng))
        .orElseGet(() -> new GruReader(words.size(), 16, 32, rng));
  }

  private GeneticTextTexts withoutShared() {
    Set<List<String>> known = texts(train);
    return new GeneticTextTexts(train, test.stream().filter(review -> !known.contains(review.tokens())).toList(), rare,
        synonyms, redrawn, vectors);
  }

  /// How many reviews of the test were learned from, word by word.
  int shared() {
    Set<List<String>> known = texts(train);
    return (int) test.stream().filter(review -> known.contains(review.tokens())).count();
  }

  private static Set<List<String>> texts(List<Review> reviews) {
    return new HashSet<>(reviews.stream().map(Review::tokens).toList());
  }
}
