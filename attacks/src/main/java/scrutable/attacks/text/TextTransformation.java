package scrutable.attacks.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What a word of a text may become.
@FunctionalInterface
public interface TextTransformation {
  /// The words that may be tried in place of the one at `place`, best first; never that word itself.
  List<String> replacements(List<String> text, int place);

  /// The nearest words of a list.
  ///
  /// @param neighbours of a word, nearest first; empty if it has none
  /// @param most how many are tried, N of Alzantot et al.
  static TextTransformation neighbours(Function<String, List<String>> neighbours, int most) {
    return (text, place) -> neighbours.apply(text.get(place)).stream()
        .filter(word -> !word.equals(text.get(place))).limit(most).toList();
  }

  /// Of these replacements those that fit best: the text with each of them is read by a language model. The far ones
  /// are sorted out before, the unlikely ones here, in this order: a word that fits but means something else is no
  /// synonym.
  ///
  /// @param likelihood of a whole text; the greater, the likelier
  /// @param most how many are kept, K of Alzantot et al.
  default TextTransformation likeliest(ToDoubleFunction<List<String>> likelihood, int most) {
    return (text, place) -> replacements(text, place).stream()
        .sorted(Comparator.comparingDouble(word -> -likelihood.applyAsDouble(with(text, place, word))))
        .limit(most).toList();
  }

  /// The text with another word in one place; the text itself stays as it is.
  static List<String> with(List<String> text, int place, String word) {
    List<String> changed = new ArrayList<>(text);
    changed.set(place, word);
    return List.copyOf(changed);
  }
}
