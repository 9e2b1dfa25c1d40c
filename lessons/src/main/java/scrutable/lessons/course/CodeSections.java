package scrutable.lessons.course;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.lessons.grader.task.TaskException;

/// Bodies of tasks, in a Markdown file: under each heading `# name` a text, and the code in fences.
///
/// @param text what stands under the heading besides the code
/// @param code the bodies
public record CodeSections(String text, List<String> code) {

  /// Reads a file.
  ///
  /// @param name its name, for messages
  /// @return the sections by name, in order
  /// @throws TaskException if a fence is not closed, a name occurs twice or code stands before the first heading
  public static Map<String, CodeSections> parse(String name, String markdown) {
    Map<String, CodeSections> sections = new LinkedHashMap<>();
    String heading = null;
    StringBuilder fence = null;
    for (String line : markdown.lines().toList()) {
      if (line.startsWith("```")) {
        if (fence != null) {
          sections.get(heading).code().add(fence.toString());
        } else if (heading == null) {
          throw new TaskException(name + ": code before the first heading");
        }
        fence = fence == null ? new StringBuilder() : null;
      } else if (fence != null) {
        fence.append(line).append('\n');
      } else if (line.startsWith("# ")) {
        heading = line.substring(2).strip();
        if (sections.put(heading, new CodeSections("", new ArrayList<>())) != null) {
          throw new TaskException(name + ": two sections are called " + heading);
        }
      } else if (heading != null && !line.isBlank()) {
        CodeSections before = sections.get(heading);
        sections.put(heading, new CodeSections((before.text() + " " + line.strip()).strip(), before.code()));
      }
    }
    if (fence != null) {
      throw new TaskException(name + ": the last fence is not closed");
    }
    return sections;
  }
}
