package scrutable.lessons.grader;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.grader.task.Task;

/// What is said about one task.
///
/// @param task     the task
/// @param state    how far it is
/// @param share    the share of the points, from 0 to 1
/// @param parts    the parts, in their order; empty if nothing could be judged
/// @param messages what is wrong, one sentence each
/// @param mistakes the names of the mistakes that were recognised
/// @param millis   how long the code ran
/// @param printed  what the code printed
public record Verdict(Task task, State state, double share, List<PartResult> parts, List<String> messages,
    List<String> mistakes, long millis, String printed) {
  /// How far a task is.
  public enum State {
    /// Nothing is written yet.
    OPEN,
    /// Another task must be done first.
    BLOCKED,
    /// It cannot be run: it does not compile, uses what it may not, or never ends.
    UNUSABLE,
    /// It was judged.
    JUDGED
  }

  /// What is said about one part.
  ///
  /// @param name   its name
  /// @param passed whether it is right
  /// @param remark what stands behind it in brackets; may be empty
  public record PartResult(String name, boolean passed, String remark) {}

  static Verdict unjudged(Task task, State state, long millis, String message) {
    return new Verdict(task, state, 0, List.of(), List.of(message), List.of(), millis, "");
  }

  /// The same, with a word on tasks that should be right first, if this one is not.
  Verdict afterwards(List<String> earlier) {
    if (earlier.isEmpty() || state != State.JUDGED || isComplete()) {
      return this;
    }
    List<String> all = new ArrayList<>(messages);
    all.add("this task runs your code of " + String.join(", ", earlier) + ", which is not right yet: mend that first.");
    return new Verdict(task, state, share, parts, all, mistakes, millis, printed);
  }

  /// The points, rounded to a tenth.
  public double points() {
    return Math.round(share * task.points() * 10) / 10.0;
  }

  /// Whether everything is right.
  public boolean isComplete() {
    return state == State.JUDGED && parts.stream().allMatch(PartResult::passed);
  }
}
