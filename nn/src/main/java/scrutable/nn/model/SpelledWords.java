package scrutable.nn.model;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Parts;
import scrutable.nn.layer.Conv1d;
import scrutable.nn.layer.LayerNorm;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.PaddedEmbedding;
import scrutable.nn.sequence.PaddedBatch;
import scrutable.nn.sequence.Sequences;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.Vocabulary;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Words as their letters, read in order by a small convolutional network: filters that answer to runs of three and of
/// five letters, and of each filter the strongest answer anywhere in the word.
///
/// `vector = W max over places relu(filters(letters)) + b`
///
/// Begin and end of a word count as letters. A letter that was never seen is [Vocabulary#UNK]. Kim, Jernite, Sontag and
/// Rush 2016, "Character-aware neural language models", without the highway layers.
///
/// Parts: `letters` `(C, 16)`, `three`, `five`, `output`.
public final class SpelledWords implements WordVectors {
  private static final int LETTER_WIDTH = 16;

  private final Vocabulary alphabet;
  private final PaddedEmbedding letters;
  private final Conv1d three;
  private final Conv1d five;
  private final LayerNorm norm;
  private final Linear output;

  /// @param alphabet the letters as tokens
  /// @param filters  of each of the two lengths
  /// @param width    D, the length of a vector
  public SpelledWords(Vocabulary alphabet, int filters, int width, Rng rng) {
    this.alphabet = alphabet;
    this.letters = PaddedEmbedding.of(rng.normalAround(0, 1, alphabet.size(), LETTER_WIDTH), Vocabulary.PAD);
    this.three = new Conv1d(LETTER_WIDTH, filters, 3, 1, 1, 1, rng);
    this.five = new Conv1d(LETTER_WIDTH, filters, 5, 1, 2, 1, rng);
    this.norm = new LayerNorm(2 * filters);
    this.output = new Linear(2 * filters, width, rng);
  }

  /// The letters of these words.
  public static Vocabulary alphabet(List<List<String>> sentences) {
    List<List<String>> words = new ArrayList<>();
    sentences.forEach(sentence -> sentence.forEach(word -> words.add(Tokenizer.characters().tokens(word))));
    return Vocabulary.of(words);
  }

  @Override
  public int width() {
    return output.weight().size(0);
  }

  @Override
  public Variable of(List<List<String>> sentences) {
    DistinctWords distinct = DistinctWords.of(sentences);
    PaddedBatch spelled = PaddedBatch.of(distinct.words().stream()
        .map(word -> alphabet.idsWithEnds(Tokenizer.characters().tokens(word))).toList());    // (M, L)
    Variable found = letters.forward(spelled.ids()).transpose(1, 2);                          // (M, 16, L)
    Variable strongest = Variable.concat(1, strongest(three, found, spelled), strongest(five, found, spelled));
    return distinct.spread(output.forward(norm.forward(strongest)));
  }

  private static Variable strongest(Conv1d filters, Variable letters, PaddedBatch spelled) {
    return Sequences.max(filters.forward(letters).relu().transpose(1, 2), spelled.lengths());  // (M, F)
  }

  @Override
  public void describe(Parts parts) {
    parts.child("letters", letters).child("three", three).child("five", five).child("norm", norm).child("output", output);
  }
}
