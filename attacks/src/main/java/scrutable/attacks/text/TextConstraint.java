package scrutable.attacks.text;

import java.util.List;
import java.util.function.Function;

/// What may come out of an attack. Always compared with the original, never with a step on the way: many small steps
/// would otherwise lead anywhere.
@FunctionalInterface
public interface TextConstraint {
  /// Whether a text may stand for the original.
  boolean allows(List<String> original, List<String> text);

  /// Both.
  default TextConstraint and(TextConstraint other) {
    return (original, text) -> allows(original, text) && other.allows(original, text);
  }

  /// As many words as before, and at most a share of them changed: `ceil(share T)` of T words.
  ///
  /// @throws IllegalArgumentException if the share does not lie in [0, 1]
  static TextConstraint changing(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("TextConstraint: the share of changed words must lie in [0, 1], not " + share);
    }
    return (original, text) -> text.size() == original.size()
        && changes(original, text) <= (int) Math.ceil(share * original.size() - 1e-9);
  }

  /// Every changed word is one of those that may stand for the *original* word. A synonym of a synonym need not be one.
  static TextConstraint amongSynonyms(Function<String, List<String>> synonyms) {
    return (original, text) -> {
      boolean allowed = text.size() == original.size();
      for (int t = 0; allowed && t < text.size(); t++) {
        allowed = text.get(t).equals(original.get(t)) || synonyms.apply(original.get(t)).contains(text.get(t));
      }
      return allowed;
    };
  }

  /// In how many places two texts of the same length differ.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  static int changes(List<String> original, List<String> text) {
    if (original.size() != text.size()) {
      throw new IllegalArgumentException("changes: a text of " + original.size() + " words and one of " + text.size()
          + " cannot be compared place by place");
    }
    int changes = 0;
    for (int t = 0; t < text.size(); t++) {
      changes += text.get(t).equals(original.get(t)) ? 0 : 1;
    }
    return changes;
  }
}
