package scrutable.nn.model;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Parts;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Sequences;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;

/// Words as bags of their letters: the mean of the letters' vectors, and a layer on it.
///
/// `vector = W mean over letters + b`
///
/// The letters are sorted before they are added up. A sum in another order may differ in its last bits, so only then
/// two words of the same letters have the same vector, bit for bit. Belinkov and Bisk 2018, "Synthetic and natural
/// noise both break neural machine translation", section 5.1, "meanChar".
///
/// Parts: `letters (C, D)`, `output`.
public final class LetterBags implements WordVectors {
  private final Vocabulary alphabet;
  private final PaddedEmbedding letters;
  private final Linear output;

  /// @param alphabet the letters as tokens
  /// @param width    D, the length of a vector, of letters and of words
  public LetterBags(Vocabulary alphabet, int width, Rng rng) {
    this.alphabet = alphabet;
    this.letters = PaddedEmbedding.of(rng.normalAround(0, 1, alphabet.size(), width), Vocabulary.PAD);
    this.output = new Linear(width, width, rng);
  }

  @Override
  public int width() {
    return output.weight().size(0);
  }

  @Override
  public Variable of(List<List<String>> sentences) {
    DistinctWords distinct = DistinctWords.of(sentences);
    PaddedBatch sorted = PaddedBatch.of(distinct.words().stream()
        .map(word -> alphabet.ids(Tokenizer.characters().tokens(word).stream().sorted().toList())).toList());
    Variable mean = Sequences.mean(letters.forward(sorted.ids()), sorted.lengths());
    return distinct.spread(output.forward(mean));
  }

  @Override
  public void describe(Parts parts) {
    parts.child("letters", letters).child("output", output);
  }
}
