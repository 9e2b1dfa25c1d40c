package scrutable.attacks.text;

import java.util.List;

/// What an attack on a text achieved, found out by asking the victim again about the very words that came out.
///
/// [#judge] is the only way to get one.
public final class TextAttackResult {
  private final List<String> original;
  private final List<String> text;
  private final boolean success;
  private final int changes;
  private final long queries;

  private TextAttackResult(List<String> original, List<String> text, boolean success, int changes, long queries) {
    this.original = original;
    this.text = text;
    this.success = success;
    this.changes = changes;
    this.queries = queries;
  }

  /// Judges a text, wherever it comes from.
  ///
  /// @param queries how many texts the victim was asked about, for the record
  /// @throws IllegalArgumentException if the victim was at the goal with the original: there was nothing to attack
  /// @throws IllegalStateException if the constraint does not allow the text
  public static TextAttackResult judge(TextVictim victim, List<String> original, List<String> text, TextGoal goal,
      TextConstraint constraint, long queries) {
    List<String> before = List.copyOf(original);
    List<String> after = List.copyOf(text);
    if (goal.isReached(victim.logits(List.of(before))[0])) {
      throw new IllegalArgumentException("TextAttackResult: the victim does not answer " + goal.label() + " to \""
          + String.join(" ", before) + "\" without an attack; leave such texts out");
    }
    if (!constraint.allows(before, after)) {
      throw new IllegalStateException("the attack made \"" + String.join(" ", after) + "\" of \""
          + String.join(" ", before) + "\", which is not allowed");
    }
    return new TextAttackResult(before, after, goal.isReached(victim.logits(List.of(after))[0]),
        TextConstraint.changes(before, after), queries);
  }

  public List<String> original() {
    return original;
  }

  /// The words after the attack.
  public List<String> text() {
    return text;
  }

  /// Whether the victim gives another answer than before.
  public boolean success() {
    return success;
  }

  /// How many words are others than before.
  public int changes() {
    return changes;
  }

  /// The share of the words that are others than before.
  public double share() {
    return (double) changes / original.size();
  }

  /// How many texts the search asked the victim about.
  public long queries() {
    return queries;
  }
}
