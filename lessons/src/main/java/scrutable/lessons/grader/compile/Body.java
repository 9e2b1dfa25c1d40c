package scrutable.lessons.grader.compile;

import java.util.List;
import scrutable.lessons.source.MarkException;
import scrutable.lessons.source.Marks;
import scrutable.lessons.source.Region;

/// What stands between the two marks of a task in a file.
///
/// @param task the task
/// @param file the file, as seen from the root of the tree
/// @param line the line of its first mark
/// @param text the lines between the marks, each with its end
public record Body(String task, String file, int line, String text) {

  /// Takes the body of a task out of a file.
  ///
  /// @throws MarkException if a mark of the file is wrong or the task has none there
  public static Body in(String file, String text, String task) {
    Region region = region(file, text, task);
    List<String> lines = text.lines().toList().subList(region.begin(), region.end() - 1);
    return new Body(task, file, region.begin(), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /// The text of a file with this body between the marks of its task.
  ///
  /// @throws MarkException if a mark of the file is wrong or the task has none there
  public String into(String clean) {
    Region region = region(file, clean, task);
    List<String> lines = clean.lines().toList();
    return String.join("\n", lines.subList(0, region.begin())) + "\n" + text
        + String.join("\n", lines.subList(region.end() - 1, lines.size())) + "\n";
  }

  /// The line of the first mark of this body's task in a text of its file.
  public int lineIn(String other) {
    return region(file, other, task).begin();
  }

  /// How many lines it has.
  public int lines() {
    return (int) text.lines().count();
  }

  static Region region(String file, String text, String task) {
    return Marks.of(file, text).regions().stream()
        .filter(region -> region.kind() == Region.Kind.TASK && region.name().equals(task)).findFirst()
        .orElseThrow(() -> new MarkException(file + ": the line \"//: task " + task + "\" is missing; put it back"
            + " before your code, and \"//: end\" after it"));
  }
}
