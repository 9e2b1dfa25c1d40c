package scrutable.lessons.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The name that was probably meant.
final class Suggestion {
  private Suggestion() {}

  /// The nearest of the names, if it is near: at most a third of its letters (but at least two) differ, or
  /// one of both begins with the other.
  static Optional<String> nearest(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> isNear(typed, name))
        .min(Comparator.comparingInt((String name) -> distance(typed, name)).thenComparing(name -> name));
  }

  private static boolean isNear(String typed, String name) {
    boolean prefix = typed.length() >= 2 && (name.startsWith(typed) || typed.startsWith(name));
    return prefix || distance(typed, name) <= Math.max(2, name.length() / 3);
  }

  /// The Levenshtein distance: the least number of letters inserted, deleted or replaced.
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
