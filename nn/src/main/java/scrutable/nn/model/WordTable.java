package scrutable.nn.model;

import java.util.List;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Parts;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// Words as entries of a table: each known word has a vector of its own, all others share that of the unknown word.
///
/// Parameter: `weight (V, D)`, drawn from N(0, 1).
public final class WordTable implements WordVectors {
  private final Vocabulary words;
  private final PaddedEmbedding embedding;

  /// @param width D, the length of a vector
  public WordTable(Vocabulary words, int width, Rng rng) {
    this.words = words;
    this.embedding = PaddedEmbedding.of(rng.normalAround(0, 1, words.size(), width), Vocabulary.PAD);
  }

  @Override
  public int width() {
    return embedding.weight().size(1);
  }

  /// The words that have a vector of their own.
  public Vocabulary words() {
    return words;
  }

  /// The vectors `(V, D)`, in the order of the vocabulary.
  public Parameter weight() {
    return embedding.weight();
  }

  @Override
  public Variable of(List<List<String>> sentences) {
    DistinctWords.requireSentences(sentences);
    PaddedBatch ids = PaddedBatch.of(sentences.stream().map(words::ids).toList());
    return embedding.forward(Variable.constant(ids.ids()));
  }

  @Override
  public void describe(Parts parts) {
    embedding.describe(parts);
  }

  @Override
  public String toString() {
    return outline();
  }
}
