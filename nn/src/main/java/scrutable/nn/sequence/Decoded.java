package scrutable.nn.sequence;

import java.util.Arrays;

/// A sequence that a model has written.
///
/// @param tokens         without begin and end
/// @param logProbability of the tokens, and of the end if it is there, in nats
/// @param ended          whether the model wrote [Vocabulary#EOS]; if not, the sequence was cut off
public record Decoded(int[] tokens, double logProbability, boolean ended) {
  /// Copies the tokens.
  public Decoded {
    tokens = tokens.clone();
  }

  /// The tokens; a copy.
  @Override
  public int[] tokens() {
    return tokens.clone();
  }

  /// How many tokens the model chose, the end included.
  public int choices() {
    return tokens.length + (ended ? 1 : 0);
  }

  Decoded followedBy(int token, double logProbability) {
    if (token == Vocabulary.EOS) {
      return new Decoded(tokens, logProbability, true);
    }
    int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
    longer[tokens.length] = token;
    return new Decoded(longer, logProbability, false);
  }

  static Decoded empty() {
    return new Decoded(new int[0], 0, false);
  }
}
