package scrutable.lessons.modalities.maskedwords;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Frames;
import scrutable.nn.data.generate.Reviews.Kind;
import scrutable.nn.data.generate.Reviews.Review;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.GloveVectors;
import scrutable.nn.data.published.RtPolarity;
import scrutable.nn.sequence.Tokenizer;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Reviews to learn from without their opinions, a few with, and reviews to be judged by.
///
/// @param corpus   texts, and nothing said of them
/// @param few      some times a few whose opinion is told, in sentence frames of the corpus
/// @param test     in other sentence frames, and without closings
/// @param rare     how often a word must be in the corpus to be known
/// @param vectors  that the words start from; drawn ones if there are none
record MaskedWordsTexts(List<List<String>> corpus, List<List<Review>> few, List<Review> test, int rare,
    Optional<GloveVectors> vectors) {
  /// How many reviews come with an opinion.
  static final int LABELS = 32;
  /// What stands where a word is asked for. No text has it.
  static final String BLANK = "____";
  /// One in so many reviews that deny or outweigh something is in the corpus.
  static final int TURNED_EVERY = 4;
  private static final double EXPONENT = 4;
  private static final int SEEN = 3;
  private static final int TIMES = 8;
  private static final int SOME = 500;
  private static final Set<String> DENYING = Set.of("not", "no", "never", "nothing", "nobody", "none", "hardly",
      "without", "cannot");
  private static final Set<String> OUTWEIGHING = Set.of("but", "though", "although", "yet", "despite", "however");

  //: code prompt
  /// What is said behind a review, with a blank for the opinion. The first is used where nothing else is said.
  static final List<List<String>> PROMPTS = List.of(
      List.of("it was ____ .".split(" ")),
      List.of("the film was ____ .".split(" ")),
      List.of("i saw a ____ movie .".split(" ")),
      List.of("i can say that it was ____ !".split(" ")),
      List.of("overall my feelings are ____ .".split(" ")));
  /// The words for praise, and the words for blame.
  static final List<String> GOOD = List.of("good", "wonderful", "entertaining", "clever", "exciting");
  static final List<String> BAD = List.of("bad", "terrible", "boring", "stupid", "annoying");

  static List<String> withPrompt(List<String> review, List<String> prompt) {
    List<String> all = new ArrayList<>(review);
    all.addAll(prompt);
    return all;
  }
  //: end

  MaskedWordsTexts {
    corpus = List.copyOf(corpus);
    few = List.copyOf(few);
    test = List.copyOf(test);
  }

  /// @param closings whether half of the reviews of the corpus end by summing up, in words of their opinion
  static MaskedWordsTexts drawn(int corpus, int test, boolean closings, Rng rng) {
    List<List<String>> texts = new ArrayList<>();
    int turned = 0;
    for (Review review : Reviews.generate(2 * corpus, settings(Frames.TRAINING, closings), rng.split("corpus"))) {
      if (texts.size() < corpus && (review.kind() == Kind.PLAIN || turned++ % TURNED_EVERY == 0)) {
        texts.add(review.tokens());
      }
    }
    return new MaskedWordsTexts(texts,
        List.of(Reviews.generate(LABELS, settings(Frames.TRAINING, false), rng.split("labelled"))),
        Reviews.generate(test, settings(Frames.TEST, false), rng.split("test")), 1, Optional.empty());
  }

  /// Nine tenths of the published sentences to learn from, the rest to be judged by; those that are told come from the
  /// former. By their words some count as denying something, some as outweighing it, and all others as plain.
  static MaskedWordsTexts published(Rng rng, Progress progress) throws IOException {
    DataLocations locations = DataLocations.fromEnvironment();
    return of(RtPolarity.load(locations, progress), GloveVectors.load(locations, progress), rng);
  }

  static MaskedWordsTexts of(List<RtPolarity.Sentence> all, GloveVectors vectors, Rng rng) {
    List<Review> mixed = new ArrayList<>();
    for (int place : rng.split("split").permutation(all.size())) {
      List<String> tokens = Tokenizer.spaces().tokens(all.get(place).text());
      mixed.add(new Review(tokens, all.get(place).positive() ? Reviews.PRAISE : 1 - Reviews.PRAISE, kind(tokens)));
    }
    int cut = mixed.size() * 9 / 10;
    return new MaskedWordsTexts(tokens(mixed.subList(0, cut)), IntStream.range(0, TIMES)
        .mapToObj(i -> mixed.subList(i * LABELS, (i + 1) * LABELS)).toList(), mixed.subList(cut, mixed.size()), SEEN,
        Optional.of(vectors));
  }

  private static Kind kind(List<String> tokens) {
    return tokens.stream().anyMatch(OUTWEIGHING::contains) ? Kind.CONTRAST
        : tokens.stream().anyMatch(word -> DENYING.contains(word) || word.endsWith("n't")) ? Kind.NEGATION : Kind.PLAIN;
  }

  /// Whether the opinions are planted in words that are known. They are where no vectors are published.
  boolean planted() {
    return vectors.isEmpty();
  }

  private static Reviews.Settings settings(Frames frames, boolean closings) {
    return new Reviews.Settings(frames, 2, 2, EXPONENT, closings);
  }

  /// The same, with the opinion words of the corpus exchanged among all its texts; where they are not known, with all
  /// words.
  MaskedWordsTexts exchanged(Rng rng) {
    return new MaskedWordsTexts(planted() ? Reviews.withOpinionsExchanged(corpus, rng) : dealtAnew(rng), few, test,
        rare, vectors);
  }

  private List<List<String>> dealtAnew(Rng rng) {
    List<String> words = corpus.stream().flatMap(List::stream).toList();
    int[] order = rng.permutation(words.size());
    List<List<String>> dealt = new ArrayList<>();
    int next = 0;
    for (List<String> text : corpus) {
      dealt.add(Arrays.stream(order, next, next + text.size()).mapToObj(words::get).toList());
      next += text.size();
    }
    return dealt;
  }

  /// The share of the opinion words of the corpus that say the opposite in `other`; where opinions are not known, the
  /// share of all words that are others there.
  double turned(MaskedWordsTexts other) {
    int opinions = 0;
    int turned = 0;
    for (int i = 0; i < corpus.size(); i++) {
      for (int t = 0; t < corpus.get(i).size(); t++) {
        String before = said(corpus.get(i).get(t));
        opinions += before.isEmpty() ? 0 : 1;
        turned += before.equals(said(other.corpus.get(i).get(t))) ? 0 : 1;
      }
    }
    return (double) turned / opinions;
  }

  private String said(String word) {
    OptionalInt opinion = Reviews.judge(List.of(word));
    return !planted() ? word : opinion.isPresent() ? String.valueOf(opinion.getAsInt()) : "";
  }

  /// The share of the words of the test that are the commonest word of the corpus.
  double commonest() {
    Map<String, Integer> counts = new TreeMap<>();
    corpus.forEach(text -> text.forEach(word -> counts.merge(word, 1, Integer::sum)));
    String most = likeliest(counts);
    return share((text, t) -> most);
  }

  /// The share of the words of the test that stood most often between the same two neighbours in the corpus.
  double between() {
    Map<List<String>, Map<String, Integer>> counts = new HashMap<>();
    for (List<String> text : corpus) {
      for (int t = 0; t < text.size(); t++) {
        counts.computeIfAbsent(around(text, t), pair -> new TreeMap<>()).merge(text.get(t), 1, Integer::sum);
      }
    }
    return share((text, t) -> counts.containsKey(around(text, t)) ? likeliest(counts.get(around(text, t))) : "");
  }

  private static List<String> around(List<String> text, int t) {
    return List.of(t == 0 ? "" : text.get(t - 1), t == text.size() - 1 ? "" : text.get(t + 1));
  }

  private static String likeliest(Map<String, Integer> counts) {
    return Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();
  }

  private double share(BiFunction<List<String>, Integer, String> guess) {
    int right = 0;
    int count = 0;
    for (Review review : test) {
      for (int t = 0; t < review.tokens().size(); t++) {
        count++;
        right += guess.apply(review.tokens(), t).equals(review.tokens().get(t)) ? 1 : 0;
      }
    }
    return (double) right / count;
  }

  static List<List<String>> tokens(List<Review> reviews) {
    return reviews.stream().map(Review::tokens).toList();
  }

  /// 1 for praise and 0 for blame, `(N,)`.
  static Tensor labels(List<Review> reviews) {
    float[] labels = new float[reviews.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = reviews.get(i).label();
    }
    return Tensor.wrap(labels, labels.length);
  }

  /// Enough to find the middle of something that is said of all.
  List<List<String>> someOfCorpus() {
    return corpus.subList(0, Math.min(SOME, corpus.size()));
  }

  /// How many reviews of the test are in the corpus, word for word.
  int shared() {
    Set<List<String>> known = new HashSet<>(corpus);
    return (int) test.stream().filter(review -> known.contains(review.tokens())).count();
  }

  /// How many prompts are a sentence of the corpus, whatever word fills the blank.
  int promptsInCorpus() {
    Set<List<String>> sentences = new HashSet<>();
    for (List<String> text : corpus) {
      int start = 0;
      for (int end = 1; end <= text.size(); end++) {
        if (Set.of(".", "!").contains(text.get(end - 1))) {
          sentences.add(text.subList(start, end - 1));
          start = end;
        }
      }
    }
    return (int) PROMPTS.stream().filter(prompt -> sentences.stream().anyMatch(sentence -> fits(prompt, sentence)))
        .count();
  }

  /// Whether a sentence without its end is a prompt whose blank was filled.
  static boolean fits(List<String> prompt, List<String> sentence) {
    if (prompt.size() != sentence.size() + 1) {
      return false;
    }
    for (int t = 0; t < sentence.size(); t++) {
      if (!prompt.get(t).equals(BLANK) && !prompt.get(t).equals(sentence.get(t))) {
        return false;
      }
    }
    return true;
  }
}
