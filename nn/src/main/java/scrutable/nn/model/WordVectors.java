package scrutable.nn.model;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// How a network sees words: the sentences of a batch become vectors, one a word.
///
/// - [WordTable] knows words as a whole, and nothing of how they are spelled: a word it has not learned is unknown.
/// - [SpelledWords] reads the letters in their order.
/// - [LetterBags] reads the letters, but not their order.
public sealed interface WordVectors extends Module permits WordTable, SpelledWords, LetterBags {
  /// D, the length of a vector.
  int width();

  /// The vectors of the words of N sentences, `(N, T, D)`, where T is the length of the longest; zeros behind the end
  /// of a sentence.
  ///
  /// @throws IllegalArgumentException if there is no sentence, or an empty one
  Variable of(List<List<String>> sentences);

  /// Not available: words are no numbers; see [#of].
  @Override
  default Variable forward(Variable input) {
    throw new UnsupportedOperationException("word vectors are made of words, with of(sentences)");
  }
}
