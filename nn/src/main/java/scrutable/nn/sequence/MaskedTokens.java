package scrutable.nn.sequence;

import scrutable.autograd.Variable;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Texts in which some tokens are hidden, to be guessed from those around them.
///
/// Each token is chosen with a given probability, 0.15 as a rule. Of the chosen ones eight in ten become the mask, one
/// in ten becomes a random word, and one in ten stays: a model that only ever had to answer where it sees a mask would
/// have nothing to say of text without one. Only chosen tokens count in the loss, whatever became of them; padding and
/// the symbols of the vocabulary are never chosen, and no token becomes a symbol by chance. Devlin et al. 2019, "BERT:
/// pre-training of deep bidirectional transformers for language understanding", section 3.1.
///
/// Draw them anew for each batch, and take input and targets from the same draw.
///
/// @param input   the texts with holes
/// @param targets `int32 (N, T)`, the texts as they were
/// @param counts  `(N, T)`, 1 at the places that were chosen and 0 elsewhere
public record MaskedTokens(PaddedBatch input, Tensor targets, Tensor counts) {
  private static final double MASKED = 0.8;
  private static final double REPLACED = 0.1;

  /// Hides tokens.
  ///
  /// @param probability of each token to be chosen, in [0, 1]
  /// @param mask        the number that stands for a hidden token
  /// @param firstWord   the number of the first token that is no symbol
  /// @param vocabulary  how many tokens there are
  /// @throws IllegalArgumentException if the probability is none, or there are no words to replace a token by
  public static MaskedTokens of(PaddedBatch texts, double probability, int mask, int firstWord, int vocabulary,
      Rng rng) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("MaskedTokens: the probability must lie in [0, 1], but is " + probability);
    }
    if (firstWord < 0 || firstWord >= vocabulary) {
      throw new IllegalArgumentException("MaskedTokens: the words from " + firstWord + " to " + (vocabulary - 1)
          + " are none");
    }
    int[] tokens = texts.ids().toIntArray();
    float[] chosen = new float[tokens.length];
    for (int n = 0; n < texts.size(); n++) {
      for (int t = 0; t < texts.lengths()[n]; t++) {
        int place = n * texts.steps() + t;
        if (tokens[place] >= firstWord && rng.nextDouble() < probability) {
          chosen[place] = 1;
          tokens[place] = instead(tokens[place], mask, firstWord, vocabulary, rng);
        }
      }
    }
    return new MaskedTokens(new PaddedBatch(Tensor.wrap(tokens, texts.size(), texts.steps()), texts.lengths()),
        texts.ids(), Tensor.wrap(chosen, texts.size(), texts.steps()));
  }

  private static int instead(int token, int mask, int firstWord, int vocabulary, Rng rng) {
    double choice = rng.nextDouble();
    if (choice < MASKED) {
      return mask;
    }
    return choice < MASKED + REPLACED ? firstWord + rng.nextInt(vocabulary - firstWord) : token;
  }

  /// How many tokens were chosen.
  public int chosen() {
    return (int) counts.sum().item();
  }

  /// The chosen places, `int32 (K,)`, counted through all texts: place t of text n is `n T + t`.
  public Tensor places() {
    return Sequences.indicesOfNonZero(counts);
  }

  /// What stood at [#places], `int32 (K,)`.
  public Tensor answers() {
    return Indexing.select(targets.reshape(-1), 0, places());
  }

  /// The mean cross-entropy at the chosen places, in nats: logits `(N, T, V)`.
  ///
  /// @throws IllegalArgumentException if no token was chosen, so that there is no mean
  public Variable loss(Variable logits) {
    return Sequences.crossEntropy(logits, targets, counts);
  }
}
