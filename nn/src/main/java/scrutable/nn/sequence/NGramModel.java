package scrutable.nn.sequence;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A language model that only counts: how often each token followed each context of up to n - 1 tokens.
///
/// Long contexts say more but are seen rarely. So the counts of each context h are mixed with what the context without
/// its first token, h', would say:
///
/// `P(w | h) = (c(h w) + d(h) P(w | h')) / (c(h) + d(h))`
///
/// with c the counts and d(h) the number of *different* tokens that followed h: the more of them, the likelier
/// something new. Without context, the last step is the uniform distribution over the vocabulary. Witten and Bell 1991,
/// "The zero-frequency problem", method C; in the interpolated form of Chen and Goodman 1998.
///
/// All probabilities are positive and add up to 1, whether a context was seen or not.
public final class NGramModel {
  private final int order;
  private final int vocabulary;
  private final Context empty = new Context();

  /// What followed a context, and the contexts that are longer by one token to the left.
  private static final class Context {
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final Map<Integer, Context> longer = new HashMap<>();
    private int total;
  }

  private NGramModel(int order, int vocabulary) {
    this.order = order;
    this.vocabulary = vocabulary;
  }

  /// Counts in sequences.
  ///
  /// Contexts do not reach over the beginning of a sequence: its first tokens are counted with the shorter contexts
  /// that they have. Put [Vocabulary#BOS] and [Vocabulary#EOS] into the sequences if begin and end matter.
  ///
  /// @param order      n: 1 counts single tokens, 2 pairs, and so on
  /// @param vocabulary V, how many different tokens there are
  /// @throws IllegalArgumentException if a number is below 1, or a token does not lie in 0 .. V - 1
  public static NGramModel of(int order, int vocabulary, List<int[]> sequences) {
    if (order < 1 || vocabulary < 1) {
      throw new IllegalArgumentException("NGramModel: order and vocabulary should be at least 1, not " + order + " and "
          + vocabulary);
    }
    NGramModel model = new NGramModel(order, vocabulary);
    for (int[] sequence : sequences) {
      model.requireTokens(sequence);
      for (int t = 0; t < sequence.length; t++) {
        model.count(sequence, t);
      }
    }
    return model;
  }

  private void count(int[] sequence, int t) {
    Context context = empty;
    for (int known = 0; ; known++) {
      context.counts.merge(sequence[t], 1, Integer::sum);
      context.total++;
      if (known == order - 1 || known == t) {
        return;
      }
      context = context.longer.computeIfAbsent(sequence[t - known - 1], token -> new Context());
    }
  }

  /// n.
  public int order() {
    return order;
  }

  /// V.
  public int vocabulary() {
    return vocabulary;
  }

  /// The probability of the token at place `t` after those before it, of which the last n - 1 count.
  public double probability(int[] sequence, int t) {
    requireTokens(sequence);
    return probabilityAt(sequence, t);
  }

  private double probabilityAt(int[] sequence, int t) {
    double p = 1.0 / vocabulary;
    Context context = empty;
    for (int known = 0; context != null && context.total > 0; known++) {
      int different = context.counts.size();
      p = (context.counts.getOrDefault(sequence[t], 0) + different * p) / (context.total + different);
      if (known == order - 1 || known == t) {
        break;
      }
      context = context.longer.get(sequence[t - known - 1]);
    }
    return p;
  }

  /// The probabilities of all tokens after a context, of which the last n - 1 tokens count: V numbers.
  public double[] distribution(int... context) {
    requireTokens(context);
    int[] sequence = Arrays.copyOf(context, context.length + 1);
    double[] result = new double[vocabulary];
    for (int token = 0; token < vocabulary; token++) {
      sequence[context.length] = token;
      result[token] = probabilityAt(sequence, context.length);
    }
    return result;
  }

  /// The log-probability of the tokens from place `from` on, given those before, in nats.
  ///
  /// @param from 0 for all; 1 if the sequence begins with [Vocabulary#BOS], which nobody has to guess
  /// @throws IllegalArgumentException if `from` does not lie in the sequence or at its end
  public double logProbability(int[] sequence, int from) {
    requireTokens(sequence);
    if (from < 0 || from > sequence.length) {
      throw new IllegalArgumentException("logProbability: place " + from + " does not lie in 0 .. " + sequence.length);
    }
    double sum = 0;
    for (int t = from; t < sequence.length; t++) {
      sum += StrictMath.log(probabilityAt(sequence, t));
    }
    return sum;
  }

  /// The mean cross-entropy of the tokens of sequences, in nats per token; its exponential is the perplexity.
  ///
  /// @param from the first place that counts in each sequence; see [#logProbability]
  /// @throws IllegalArgumentException if there are no tokens
  public double crossEntropy(List<int[]> sequences, int from) {
    double sum = 0;
    long count = 0;
    for (int[] sequence : sequences) {
      sum -= logProbability(sequence, Math.min(from, sequence.length));
      count += Math.max(sequence.length - from, 0);
    }
    if (count == 0) {
      throw new IllegalArgumentException("crossEntropy: there are no tokens to take the mean of");
    }
    return sum / count;
  }

  private void requireTokens(int[] sequence) {
    for (int token : sequence) {
      if (token < 0 || token >= vocabulary) {
        throw new IllegalArgumentException("NGramModel: token " + token + " does not lie in 0 .. " + (vocabulary - 1));
      }
    }
  }
}
