package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Electronic mail as a bag of sixteen words, each there or not: a spam problem whose every probability is
/// known.
///
/// Two mails in five are spam. Given that, the words come and go independently of each other, each with its
/// own chance in spam and in other mail ([#WORDS]). So `P(spam | x)` is a logistic function of a weighted
/// sum, which logistic regression can learn exactly, and with 65,536 possible mails, expectations can be
/// added up instead of being estimated ([#distribution]).
public final class Mail {
  /// A word and how often it occurs.
  ///
  /// @param text   the word
  /// @param inSpam the probability that it occurs in a spam mail
  /// @param inHam  the probability that it occurs in another mail
  public record Word(String text, double inSpam, double inHam) {}

  /// The words, in the order of the inputs.
  public static final List<Word> WORDS = List.of(
      new Word("free", 0.45, 0.15), new Word("winner", 0.20, 0.03), new Word("click", 0.40, 0.15),
      new Word("cash", 0.30, 0.08), new Word("offer", 0.40, 0.18), new Word("urgent", 0.30, 0.12),
      new Word("account", 0.35, 0.25), new Word("please", 0.30, 0.40), new Word("meeting", 0.05, 0.25),
      new Word("tomorrow", 0.08, 0.25), new Word("attached", 0.15, 0.30), new Word("thanks", 0.20, 0.50),
      new Word("lunch", 0.03, 0.12), new Word("project", 0.10, 0.30), new Word("mother", 0.05, 0.10),
      new Word("today", 0.30, 0.30));

  /// The label of spam; 0 is that of other mail.
  public static final int SPAM = 1;

  private static final double SPAM_SHARE = 0.4;
  private static final List<String> CLASSES = List.of("no spam", "spam");

  private Mail() {}

  /// Draws `count` mails; takes one number from `rng`.
  ///
  /// @return inputs `(N, 16)`, 1 where a word occurs and 0 where not
  /// @throws IllegalArgumentException if `count` is negative
  public static Dataset generate(int count, Rng rng) {
    if (count < 0) {
      throw new IllegalArgumentException("Mail: count must not be negative, but is " + count);
    }
    int d = WORDS.size();
    Rng stream = Rng.seed(rng.nextLong());
    float[] inputs = new float[count * d];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = stream.nextDouble() < SPAM_SHARE ? SPAM : 0;
      for (int j = 0; j < d; j++) {
        inputs[i * d + j] = stream.nextDouble() < probability(j, labels[i]) ? 1 : 0;
      }
    }
    return new Dataset("mail", Tensor.wrap(inputs, count, d), Tensor.wrap(labels, count), CLASSES);
  }

  /// Every possible mail with its probability as spam and as other mail.
  public static KnownDistribution distribution() {
    int d = WORDS.size();
    float[] inputs = YesNoInputs.all(d);
    double[] joint = new double[2 << d];
    for (int x = 0; x < 1 << d; x++) {
      for (int label = 0; label < 2; label++) {
        double p = label == SPAM ? SPAM_SHARE : 1 - SPAM_SHARE;
        for (int j = 0; j < d; j++) {
          p *= inputs[x * d + j] == 1 ? probability(j, label) : 1 - probability(j, label);
        }
        joint[2 * x + label] = p;
      }
    }
    return new KnownDistribution(Tensor.wrap(inputs, 1 << d, d), Tensor.wrap(joint, 1 << d, 2));
  }

  private static double probability(int word, int label) {
    return label == SPAM ? WORDS.get(word).inSpam() : WORDS.get(word).inHam();
  }
}
