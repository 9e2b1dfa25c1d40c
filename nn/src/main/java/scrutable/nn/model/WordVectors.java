package scrutable.nn.model;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// How a network sees words: the sentences of a batch become vectors, one a word.
///
/// - [WordTable] knows words as a whole, and nothing of how they are spelled: a word it has not learned is unknown.
/// - [LetterGroups] knows groups of neighbouring letters, or, with groups of one, which letters a word has.
public sealed interface WordVectors extends Module permits WordTable, LetterGroups {
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
