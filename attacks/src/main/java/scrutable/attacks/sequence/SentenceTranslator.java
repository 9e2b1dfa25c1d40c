package scrutable.attacks.sequence;

import java.util.List;

/// A translator that is attacked from outside: it can be given sentences, and that is all.
@FunctionalInterface
public interface SentenceTranslator {
  /// The translation of each sentence.
  ///
  /// @param sentences lists of words, none empty
  List<List<String>> translate(List<List<String>> sentences);
}
