package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import scrutable.tensor.Rng;

/// Short film reviews, in praise or in blame: a stand-in for reviews from the web.
///
/// `the script was ingenious even though the players were poor . we saw it in oslo on friday !`
///
/// Planted, and so known:
/// - The opinion is chosen before the first word, praise and blame equally often; all sentences of a review agree.
/// - There are three kinds. In *plain* reviews the words tell; in *negation* and *contrast* praise and blame use the
///   same words, and only their order tells which opinion is denied or outweighed. A bag of words must fail there.
/// - Forty sets of five synonyms. Within a set the k-th word is drawn in proportion to `k^-exponent`: the first is
///   common, the last is rare. Replacing a word by a synonym never changes the opinion ([#judge]).
/// - Every fourth sentence frame can be kept for the test.
/// - The four sentences of the talk ([#SLIDE]) are not made by any frame.
public final class Reviews {
  /// The label of praise; 0 is that of blame.
  public static final int PRAISE = 1;

  /// A review that was not drawn.
  public record Fixed(String text, int label) {}

  /// The four sentences of the talk, word for word.
  public static final List<Fixed> SLIDE = List.of(
      new Fixed("I loved this movie! It was the best movie I've ever seen in my life!", PRAISE),
      new Fixed("This was a total waste of time, there was nothing good at all.", 0),
      new Fixed("This movie was entertaining, there wasn't anything bad about it.", PRAISE),
      new Fixed("I actually really liked this movie even though I heard bad things.", PRAISE));

  /// What is difficult about a review.
  public enum Kind {
    /// The words alone tell the opinion.
    PLAIN,
    /// The opposite opinion is denied.
    NEGATION,
    /// The opposite opinion is admitted and outweighed.
    CONTRAST
  }

  /// Which sentence frames are used.
  public enum Frames {
    /// Three of four.
    TRAINING,
    /// The others.
    TEST,
    /// All.
    ALL
  }

  /// How reviews are made.
  ///
  /// @param frames   which sentence frames
  /// @param fewest   how many sentences with an opinion at least
  /// @param most     how many at most
  /// @param exponent of the frequencies within a set of synonyms; 0 draws all alike
  /// @param closings whether half of the reviews end with one more sentence that sums up
  public record Settings(Frames frames, int fewest, int most, double exponent, boolean closings) {
    /// Checks the numbers.
    public Settings {
      if (fewest < 1 || most < fewest || !(exponent >= 0)) {
        throw new IllegalArgumentException("Reviews: there should be 1 <= fewest <= most sentences and an exponent of 0"
            + " or more, not " + fewest + ", " + most + " and " + exponent);
      }
    }

    /// One opinion a review, synonyms with exponent 1.5, no closings.
    public static Settings of(Frames frames) {
      return new Settings(frames, 1, 1, 1.5, false);
    }
  }

  /// A review.
  ///
  /// @param tokens words and punctuation, in lower case
  /// @param label  [#PRAISE] or 0
  /// @param kind   of all its sentences with an opinion
  public record Review(List<String> tokens, int label, Kind kind) {
    /// Copies the tokens.
    public Review {
      tokens = List.copyOf(tokens);
    }

    /// The tokens with spaces between.
    public String text() {
      return String.join(" ", tokens);
    }
  }

  private static final double NEUTRAL = 0.5;
  private static final double EXCLAMATION = 0.3;

  private Reviews() {}

  /// Draws reviews: half of them plain, a quarter of each other kind; takes one number from `rng`.
  ///
  /// @throws IllegalArgumentException if `count` is negative
  public static List<Review> generate(int count, Settings settings, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException("Reviews: count must not be negative, but is " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    int[] labels = BalancedLabels.draw(count, 2, stream.split("labels"));
    Zipf synonyms = new Zipf(5, settings.exponent);
    Rng each = stream.split("reviews");
    List<Review> reviews = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      reviews.add(new Writer(settings, labels[i] == PRAISE ? 1 : -1, synonyms, each.split(i)).review());
    }
    return reviews;
  }

  /// Writes one review.
  private record Writer(Settings settings, int opinion, Zipf synonyms, Rng rng) {
    Review review() {
      Kind kind = rng.nextBoolean() ? Kind.PLAIN : rng.nextBoolean() ? Kind.NEGATION : Kind.CONTRAST;
      List<String> frames = ReviewFrames.of(kind, settings.frames);
      int sentences = settings.fewest + rng.nextInt(settings.most - settings.fewest + 1);
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < sentences; i++) {
        write(any(frames), tokens);
      }
      if (rng.nextDouble() < NEUTRAL) {
        List<String> aside = new ArrayList<>();
        write(any(ReviewFrames.NEUTRAL), aside);
        tokens.addAll(rng.nextBoolean() ? 0 : tokens.size(), aside);
      }
      if (settings.closings && rng.nextBoolean()) {
        write(any(ReviewFrames.CLOSINGS), tokens);
      }
      return new Review(tokens, opinion > 0 ? PRAISE : 0, kind);
    }

    private void write(String frame, List<String> tokens) {
      String chosen = frame.replaceAll("\\{([^|]*)\\|([^}]*)}", opinion > 0 ? "$1" : "$2");
      for (String word : chosen.split(" ")) {
        tokens.add(Character.isUpperCase(word.charAt(0)) ? fill(word) : word);
      }
      tokens.add(rng.nextDouble() < EXCLAMATION ? "!" : ".");
    }

    private String fill(String gap) {
      if (ReviewFrames.NAMES.containsKey(gap)) {
        return any(ReviewFrames.NAMES.get(gap));
      }
      String set = switch (gap) {
        case "ASPECT" -> any(ReviewWords.ASPECTS);
        case "ADJ" -> any(ReviewWords.adjectives(opinion));
        case "OPP" -> any(ReviewWords.adjectives(-opinion));
        case "VERB" -> any(ReviewWords.verbs(opinion));
        case "VERB_OPP" -> any(ReviewWords.verbs(-opinion));
        case "BASE" -> ReviewWords.baseVerbs(opinion);
        case "BASE_OPP" -> ReviewWords.baseVerbs(-opinion);
        default -> gap;
      };
      return ReviewWords.SETS.get(set).get(synonyms.draw(rng));
    }

    private String any(List<String> list) {
      return list.get(rng.nextInt(list.size()));
    }
  }

  /// The forty sets of synonyms; within a set, the most frequent word comes first.
  public static List<List<String>> synonymSets() {
    return List.copyOf(ReviewWords.SETS.values());
  }

  /// The other words of the set of a word; none if it has no synonym.
  public static List<String> synonyms(String word) {
    return ReviewWords.synonyms(word).stream().filter(other -> !other.equals(word)).toList();
  }

  /// The same text with every word of a set drawn anew, all words of its set alike.
  public static List<String> withEvenSynonyms(List<String> tokens, Rng rng) {
    return tokens.stream().map(ReviewWords::synonyms).map(set -> set.get(rng.nextInt(set.size()))).toList();
  }

  /// The same texts in which the words that express an opinion were exchanged among all texts: adjectives with
  /// adjectives, verbs with verbs of the same form, and so on, whatever their opinion.
  ///
  /// Each word occurs as often as before and where its like may stand, but no text agrees with itself any more. A word
  /// that is exchanged with itself, or with one of the same opinion, is no exception: about half are.
  public static List<List<String>> withOpinionsExchanged(List<List<String>> texts, Rng rng) {
    return ReviewExchange.exchange(texts, rng);
  }

  /// The opinion that a text expresses, worked out from its words by rule; nothing if it expresses none, or two that
  /// disagree. It knows the words of these reviews only: for them, and for what is made of them by synonyms, it is
  /// right.
  public static OptionalInt judge(List<String> tokens) {
    return ReviewOracle.judge(tokens);
  }
}
