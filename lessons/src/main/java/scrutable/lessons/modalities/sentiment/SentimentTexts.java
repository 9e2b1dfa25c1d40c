package scrutable.lessons.modalities.sentiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scrutable.nn.Progress;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.data.generate.Reviews.Frames;
import scrutable.nn.data.generate.Reviews.Kind;
import scrutable.nn.data.published.DataLocations;
import scrutable.nn.data.published.RtPolarity;
import scrutable.nn.sequence.Tokenizer;
import scrutable.tensor.Rng;

/// Opinions about films with their labels: to learn from, and to be judged by.
///
/// @param shared how many texts of the test are not new to who has read the training texts
record SentimentTexts(List<Text> train, List<Text> test, int shared) {
  private static final Set<String> TURNING = Set.of("not", "no", "never", "nothing", "nobody", "none", "hardly",
      "without", "cannot", "but", "though", "although", "yet", "despite", "however");
  private static final Set<String> ENDS = Set.of(".", "!", "?");

  /// A text.
  ///
  /// @param label  1 for praise, 0 for blame
  /// @param turned whether something in it is denied or outweighed, so that the order of its words matters
  record Text(List<String> tokens, int label, boolean turned) {}

  SentimentTexts {
    train = List.copyOf(train);
    test = List.copyOf(test);
  }

  /// Reviews whose opinions are put into other sentence frames in the test than in training.
  static SentimentTexts drawn(int train, int test, Rng rng) {
    List<Text> learned = draw(train, Frames.TRAINING, rng.split("train"));
    List<Text> judged = draw(test, Frames.TEST, rng.split("test"));
    Set<String> frames = new HashSet<>();
    learned.forEach(text -> frames.addAll(framesOf(text.tokens)));
    return new SentimentTexts(learned, judged, count(judged,
        text -> framesOf(text.tokens).stream().anyMatch(frames::contains)));
  }

  private static List<Text> draw(int count, Frames frames, Rng rng) {
    return Reviews.generate(count, Reviews.Settings.of(frames), rng).stream()
        .map(review -> new Text(review.tokens(), review.label(), review.kind() != Kind.PLAIN)).toList();
  }

  /// The sentences with an opinion, worked out from the finished text: opinion words became `+` and `-`, and every
  /// other word the first of its synonyms in the alphabet.
  static List<String> framesOf(List<String> tokens) {
    List<String> frames = new ArrayList<>();
    for (List<String> sentence : sentences(tokens)) {
      if (Reviews.judge(sentence).isPresent()) {
        frames.add(String.join(" ", sentence.subList(0, sentence.size() - 1).stream()
            .map(SentimentTexts::withoutChoice).toList()));
      }
    }
    return frames;
  }

  private static String withoutChoice(String word) {
    var opinion = Reviews.judge(List.of(word));
    if (opinion.isPresent()) {
      return opinion.getAsInt() == Reviews.PRAISE ? "+" : "-";
    }
    return Reviews.synonyms(word).stream().reduce(word, (a, b) -> a.compareTo(b) <= 0 ? a : b);
  }

  /// Nine tenths of the published sentences to learn from, the rest to be judged by.
  static SentimentTexts published(Rng rng, Progress progress) throws IOException {
    List<RtPolarity.Sentence> all = RtPolarity.load(DataLocations.fromEnvironment(), progress);
    List<Text> mixed = new ArrayList<>();
    for (int place : rng.split("split").permutation(all.size())) {
      List<String> tokens = Tokenizer.spaces().tokens(all.get(place).text());
      boolean turned = tokens.stream().anyMatch(word -> TURNING.contains(word) || word.endsWith("n't"));
      mixed.add(new Text(tokens, all.get(place).positive() ? 1 : 0, turned));
    }
    int cut = mixed.size() * 9 / 10;
    List<Text> judged = mixed.subList(cut, mixed.size());
    Set<List<String>> learned = new HashSet<>();
    mixed.subList(0, cut).forEach(text -> learned.add(text.tokens));
    return new SentimentTexts(mixed.subList(0, cut), judged, count(judged, text -> learned.contains(text.tokens)));
  }

  private static int count(List<Text> texts, Predicate<Text> which) {
    return (int) texts.stream().filter(which).count();
  }

  //: code shuffle
  /// The same texts with the words of each sentence in random order; its end stays where it is.
  SentimentTexts shuffled(Rng rng) {
    return new SentimentTexts(shuffled(train, rng.split("train")), shuffled(test, rng.split("test")), shared);
  }

  private static List<Text> shuffled(List<Text> texts, Rng rng) {
    List<Text> result = new ArrayList<>();
    for (Text text : texts) {
      List<String> tokens = new ArrayList<>();
      for (List<String> sentence : sentences(text.tokens)) {
        int words = ENDS.contains(sentence.getLast()) ? sentence.size() - 1 : sentence.size();
        IntStream.of(rng.permutation(words)).mapToObj(sentence::get).forEach(tokens::add);
        tokens.addAll(sentence.subList(words, sentence.size()));
      }
      result.add(new Text(tokens, text.label, text.turned));
    }
    return result;
  }
  //: end

  /// A text cut behind each full stop, exclamation mark and question mark.
  private static List<List<String>> sentences(List<String> tokens) {
    List<List<String>> sentences = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= tokens.size(); end++) {
      if (end == tokens.size() || ENDS.contains(tokens.get(end - 1))) {
        sentences.add(tokens.subList(start, end));
        start = end;
      }
    }
    return sentences;
  }

  /// The same texts to learn from, each with the label of another, drawn at random.
  SentimentTexts withLabelsDealtAnew(Rng rng) {
    int[] order = rng.permutation(train.size());
    return new SentimentTexts(IntStream.range(0, order.length).mapToObj(i -> new Text(train.get(i).tokens,
        train.get(order[i]).label, train.get(i).turned)).toList(), test, shared);
  }

  /// The share of texts, training and test together, whose words stand in another order in `shuffled`.
  ///
  /// @throws IllegalStateException if more than the order is another
  double moved(SentimentTexts shuffled) {
    List<Text> before = all();
    List<Text> after = shuffled.all();
    return share(before.size(), i -> {
      if (!sorted(before.get(i)).equals(sorted(after.get(i)))) {
        throw new IllegalStateException("shuffling changed more than the order of " + before.get(i).tokens);
      }
      return !before.get(i).tokens.equals(after.get(i).tokens);
    });
  }

  /// The share of texts to learn from that have another label in `dealt`.
  double relabelled(SentimentTexts dealt) {
    return share(train.size(), i -> train.get(i).label != dealt.train.get(i).label);
  }

  private static double share(int count, IntPredicate which) {
    return (double) IntStream.range(0, count).filter(which).count() / count;
  }

  private List<Text> all() {
    return Stream.concat(train.stream(), test.stream()).toList();
  }

  private static List<String> sorted(Text text) {
    return text.tokens.stream().sorted().toList();
  }
}
