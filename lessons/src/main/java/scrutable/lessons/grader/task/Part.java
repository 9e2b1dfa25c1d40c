package scrutable.lessons.grader.task;

import java.util.List;
import java.util.Optional;

/// One thing that is looked at in a task, and gets a tick or a cross of its own.
///
/// What is right is told by `oracle`, if there is one: it needs nothing of the task (central differences, a property).
/// Otherwise the answers of the official solution were recorded when the assignment was made.
///
/// @param name      how it is called in the output, like `dL/dA`
/// @param kind      which share of the points it has
/// @param question  what is asked
/// @param oracle    the right answer for the same draw
/// @param follows   the parts that must be right before this one can be
/// @param tolerance the largest error that passes, as a share of the largest right number
public record Part(String name, Kind kind, Question question, Optional<Question> oracle, List<String> follows,
    double tolerance) {
  /// What is asked for; each kind has its share of the points, which its parts divide evenly.
  public enum Kind {
    /// The results of a computation.
    VALUES(40),
    /// A derivative.
    GRADIENT(40),
    /// A derivative of a derivative.
    SECOND_ORDER(10),
    /// Unusual inputs: empty, huge, tied, not contiguous, `float32`.
    EDGES(10);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    /// The share of the points, before kinds that a task does not have are left out.
    public int weight() {
      return weight;
    }
  }

  public Part {
    follows = List.copyOf(follows);
    if (name.contains("\t") || !(tolerance > 0)) {
      throw new IllegalArgumentException("a part needs a name without tabs and a tolerance > 0: " + name);
    }
  }

  /// A part whose right answers are recorded.
  public static Part of(Kind kind, String name, Question question) {
    return new Part(name, kind, question, Optional.empty(), List.of(), 1e-6);
  }

  /// The same with an oracle: then the inputs are new in every run.
  public Part checkedBy(Question newOracle) {
    return new Part(name, kind, question, Optional.of(newOracle), follows, tolerance);
  }

  /// The same, to be looked at only where those parts are right.
  public Part following(String... names) {
    return new Part(name, kind, question, oracle, List.of(names), tolerance);
  }

  /// The same with another tolerance.
  public Part within(double newTolerance) {
    return new Part(name, kind, question, oracle, follows, newTolerance);
  }
}
