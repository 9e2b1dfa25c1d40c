package scrutable.lessons.course;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;

/// Chooses tasks by a text like `1.1-1.9,5.2`.
final class Selection {
  private Selection() {}

  /// The chosen numbers, in order.
  ///
  /// @param known all numbers, in order
  /// @throws TaskException if a number is not known or a range is empty
  static List<String> of(String text, List<String> known) {
    SortedSet<String> chosen = new TreeSet<>(Task::compare);
    for (String part : text.split(",")) {
      String[] ends = part.strip().split("-", -1);
      if (ends.length > 2) {
        throw unknown(part, known);
      }
      for (String end : ends) {
        if (!known.contains(end)) {
          throw unknown(end, known);
        }
      }
      List<String> between = known.stream().filter(id -> Task.compare(id, ends[0]) >= 0
          && Task.compare(id, ends[ends.length - 1]) <= 0).toList();
      if (between.isEmpty()) {
        throw new TaskException("\"" + part + "\" is empty: write the smaller number first");
      }
      chosen.addAll(between);
    }
    return new ArrayList<>(chosen);
  }

  private static TaskException unknown(String id, List<String> known) {
    return new TaskException("there is no task \"" + id + "\"; there are " + String.join(", ", known));
  }
}
