package scrutable.attacks.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// A sentence to attack: what is wanted of its translation, and what may be changed for it.
///
/// Whoever wants a word in a translation can write its own translation into the source, and has shown that translators
/// translate. So words that mean what is wanted are forbidden, and a source with any of them is not allowed.
///
/// @param original    the words of the source
/// @param goal        what is wanted
/// @param forbidden   words that no source may have
/// @param fitting     for each place the words that may stand there, the original apart; empty if any word may
/// @param mostChanges how many words may be exchanged for others, at least 0; the number of words stays as it is
public record SequenceProblem(List<String> original, SequenceGoal goal, Set<String> forbidden,
    List<Set<String>> fitting, int mostChanges) {
  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException if the original has no word, or a forbidden one, or places are missing
  public SequenceProblem {
    original = List.copyOf(original);
    forbidden = Set.copyOf(forbidden);
    if (original.isEmpty() || mostChanges < 0) {
      throw new IllegalArgumentException("SequenceProblem: there must be a word, and a number of changes from 0, not "
          + original.size() + " and " + mostChanges);
    }
    fitting = fitting.stream().map(Set::copyOf).toList();
    if (!fitting.isEmpty() && fitting.size() != original.size()) {
      throw new IllegalArgumentException("SequenceProblem: there are " + original.size() + " words, and what fits into "
          + fitting.size() + " places");
    }
    for (String word : original) {
      if (forbidden.contains(word)) {
        throw new IllegalArgumentException("SequenceProblem: the original has the word \"" + word + "\", which is"
            + " forbidden; leave such sentences out");
      }
    }
  }

  /// Any word may stand in any place.
  public SequenceProblem(List<String> original, SequenceGoal goal, Set<String> forbidden, int mostChanges) {
    this(original, goal, forbidden, List.of(), mostChanges);
  }

  /// The same without forbidden words.
  public SequenceProblem withoutRule() {
    return new SequenceProblem(original, goal, Set.of(), fitting, mostChanges);
  }

  /// The same with a list of words that may stand at each place.
  public SequenceProblem fitting(List<Set<String>> words) {
    return new SequenceProblem(original, goal, forbidden, words, mostChanges);
  }

  /// The same with another number of words that may be exchanged.
  public SequenceProblem changing(int words) {
    return new SequenceProblem(original, goal, forbidden, fitting, words);
  }

  /// Whether a source may stand for the original.
  public boolean allows(List<String> words) {
    return words.size() == original.size() && changes(words) <= mostChanges
        && words.stream().noneMatch(forbidden::contains)
        && IntStream.range(0, words.size())
            .allMatch(t -> words.get(t).equals(original.get(t)) || fits(t, words.get(t)));
  }

  private boolean fits(int place, String word) {
    return fitting.isEmpty() || fitting.get(place).contains(word);
  }

  /// How many words differ from the original.
  ///
  /// @throws IllegalArgumentException if the lengths do
  public int changes(List<String> words) {
    if (words.size() != original.size()) {
      throw new IllegalArgumentException("changes: the original has " + original.size() + " words, the other "
          + words.size() + "; only words are exchanged, none is added or left out");
    }
    int changes = 0;
    for (int t = 0; t < words.size(); t++) {
      changes += words.get(t).equals(original.get(t)) ? 0 : 1;
    }
    return changes;
  }

  /// A copy with one word exchanged.
  static List<String> with(List<String> words, int place, String word) {
    List<String> changed = new ArrayList<>(words);
    changed.set(place, word);
    return changed;
  }

  /// The words that may be put into a place, those that a victim can read.
  List<String> replacements(SequenceVictim victim, int place) {
    String old = original.get(place);
    return victim.sources().words().stream()
        .filter(word -> !word.equals(old) && !forbidden.contains(word) && fits(place, word)).toList();
  }
}
