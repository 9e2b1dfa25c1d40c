package scrutable.nn.data.generate;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.Rng;

/// Text of invented words whose entropy is known: what no language model can get below, however large.
///
/// After each word comes, with the probability 0.7, its first successor; with 0.2 its second; and with 0.1 any word, by
/// [Zipf] with the exponent 1. The successors are planted, two for each word, and drawn by the same frequencies. So a
/// few words make up most of the text, there are as many rules as words, and most rules are needed rarely: a model
/// improves with every rule that it has room for.
///
/// Words are separated by single spaces and are all different, so letters and words tell the same, and the entropy per
/// letter is that of a word divided by the mean length of a word and its space ([#entropyPerCharacter]). The frequent
/// words are short: one syllable for the first 20, two up to 200, then three.
public final class ZipfText {
  /// How many words there are, unless said otherwise.
  public static final int WORDS = 1500;
  private static final double FIRST = 0.7;
  private static final double SECOND = 0.2;
  private static final double ANY = 0.1;
  private static final int SHORT = 20;
  private static final int MIDDLE = 200;
  private static final double PRECISION = 1e-15;

  private final Zipf frequencies;
  private final List<String> words;
  private final int[] first;
  private final int[] second;

  /// A language of 1500 words; takes one number from `rng`.
  public ZipfText(Rng rng) {
    this(WORDS, rng);
  }

  /// A language of so many words, 1 to 100,000; takes one number from `rng`.
  public ZipfText(int count, Rng rng) {
    if (count < 1 || count > 100_000) {
      throw new IllegalArgumentException("ZipfText: there should be 1 to 100,000 words, not " + count);
    }
    Rng stream = Rng.seed(rng.nextLong());
    Syllables syllables = new Syllables("bcdfghjklmnprstvwz", "aeiou", stream.split("words"));
    Rng successors = stream.split("successors");
    this.frequencies = new Zipf(count, 1);
    List<String> invented = new ArrayList<>();
    this.first = new int[count];
    this.second = new int[count];
    for (int i = 0; i < count; i++) {
      invented.add(syllables.word(i < SHORT ? 1 : i < MIDDLE ? 2 : 3, ""));
      first[i] = frequencies.draw(successors);
      second[i] = frequencies.draw(successors);
    }
    this.words = List.copyOf(invented);
  }

  /// The words in the order of their frequency among freely drawn ones.
  public List<String> words() {
    return words;
  }

  /// The probability that word `next` follows word `word`, both as numbers in [#words].
  public double transition(int word, int next) {
    return (next == first[word] ? FIRST : 0) + (next == second[word] ? SECOND : 0)
        + ANY * frequencies.probability(next);
  }

  /// The first `characters` letters and spaces of a text; the last word may be cut.
  public String generate(int characters, Rng rng) {
    if (characters < 0) {
      throw new IllegalArgumentException("ZipfText: a text cannot have " + characters + " characters");
    }
    StringBuilder text = new StringBuilder(characters + 16);
    int word = frequencies.draw(rng);
    while (text.length() < characters) {
      text.append(words.get(word)).append(' ');
      word = next(word, rng);
    }
    return text.substring(0, characters);
  }

  private int next(int word, Rng rng) {
    double choice = rng.nextDouble();
    return choice < FIRST ? first[word] : choice < FIRST + SECOND ? second[word] : frequencies.draw(rng);
  }

  /// How often each word occurs in a long text: the distribution that a step of the chain leaves as it is.
  public double[] stationary() {
    double[] now = new double[words.size()];
    now[0] = 1;
    double change;
    do {                                        // a free draw in every tenth step forgets where it began
      double[] next = new double[now.length];
      for (int i = 0; i < now.length; i++) {
        next[first[i]] += FIRST * now[i];
        next[second[i]] += SECOND * now[i];
        next[i] += ANY * frequencies.probability(i);
      }
      change = 0;
      for (int i = 0; i < now.length; i++) {
        change = Math.max(change, Math.abs(next[i] - now[i]));
      }
      now = next;
    } while (change > PRECISION);
    return now;
  }

  /// The entropy of the next word, in nats, when the word before is known.
  public double entropyPerWord() {
    double[] often = stationary();
    double rest = 0;                            // of the free draw alone, over all words
    for (int i = 0; i < often.length; i++) {
      rest += term(ANY * frequencies.probability(i));
    }
    double entropy = 0;
    for (int i = 0; i < often.length; i++) {
      entropy += often[i] * (rest + correction(i, first[i]) + (second[i] == first[i] ? 0 : correction(i, second[i])));
    }
    return entropy;
  }

  /// What the term of a successor adds beyond that of the free draw.
  private double correction(int word, int successor) {
    return term(transition(word, successor)) - term(ANY * frequencies.probability(successor));
  }

  private static double term(double p) {
    return -p * StrictMath.log(p);
  }

  /// The entropy of the next character, in nats, for whoever knows the language and all of the text so far.
  public double entropyPerCharacter() {
    double[] often = stationary();
    double length = 0;
    for (int i = 0; i < often.length; i++) {
      length += often[i] * (words.get(i).length() + 1);
    }
    return entropyPerWord() / length;
  }
}
