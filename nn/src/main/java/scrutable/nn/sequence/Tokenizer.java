package scrutable.nn.sequence;

import java.util.List;

/// Cuts a text into tokens, the pieces that a [Vocabulary] numbers, and puts tokens together again.
///
/// ```java
/// Tokenizer.words().tokens("It wasn't bad, really.");        // it wasn't bad , really .
/// Tokenizer.characters().tokens("No!");                      // N o !
/// ```
public interface Tokenizer {
  /// The tokens of a text in order; none for an empty text.
  List<String> tokens(String text);

  /// A text with these tokens. Cutting it again gives the same tokens if they came from this tokenizer.
  String text(List<String> tokens);

  /// Words and punctuation, in lower case; see [WordTokenizer].
  static Tokenizer words() {
    return new WordTokenizer();
  }

  /// What stands between white space, unchanged: for texts that were cut by somebody else.
  static Tokenizer spaces() {
    return new SpaceTokenizer();
  }

  /// Single characters; see [CharacterTokenizer].
  static Tokenizer characters() {
    return new CharacterTokenizer();
  }
}
