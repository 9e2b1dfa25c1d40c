package scrutable.lessons.grader.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is asked of the code of one task.
///
/// @param task  its number
/// @param parts in the order in which they are shown; names are unique
public record Exam(String task, List<Part> parts) {
  public Exam {
    parts = List.copyOf(parts);
    Set<String> names = new HashSet<>();
    for (Part part : parts) {
      for (String earlier : part.follows()) {
        if (!names.contains(earlier)) {
          throw new IllegalArgumentException(task + ", " + part.name() + ": no part \"" + earlier + "\" before it");
        }
      }
      if (!names.add(part.name())) {
        throw new IllegalArgumentException(task + ": two parts are called " + part.name());
      }
    }
  }

  /// The exam that some parts make.
  public static Exam of(String task, Part... parts) {
    return new Exam(task, List.of(parts));
  }

  /// The share of the points of the task that a part is worth; all shares are 1 together.
  public double share(Part part) {
    int weights = parts.stream().map(Part::kind).distinct().mapToInt(Part.Kind::weight).sum();
    long alike = parts.stream().filter(other -> other.kind() == part.kind()).count();
    return (double) part.kind().weight() / weights / alike;
  }
}
