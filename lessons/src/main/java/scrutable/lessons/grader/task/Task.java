package scrutable.lessons.grader.task;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A task as its page describes it.
///
/// The page begins with `# 1.5 The matrix product`, then come lines like `points: 5`, an empty line, the text, and
/// under `## Hint` the hints, from vague to plain. Fields: `points`; `limit`, in seconds; `needs`, the tasks whose code
/// this one runs; `forbidden`, what may not be used (`GradientCheck`, `Tensor.matmul`); `lesson`, a page of the book.
///
/// @param id        its number, like `1.5`
/// @param title     its name
/// @param points    what a complete solution is worth
/// @param limit     the seconds after which it is stopped
/// @param needs     the tasks that must be done first
/// @param forbidden types, or methods with their type, that the solution may not use
/// @param lesson    the page of the book to read, without `.md`; empty if there is none
/// @param text      what is to be done, in Markdown
/// @param hints     from vague to plain
public record Task(String id, String title, int points, int limit, List<String> needs, List<String> forbidden,
    String lesson, String text, List<String> hints) {
  private static final Pattern HEADING = Pattern.compile("# (\\d+\\.\\d+) (\\S.*)");
  private static final Set<String> FIELDS = Set.of("points", "limit", "needs", "forbidden", "lesson");

  /// Reads a page.
  ///
  /// @param name the name of its file, for messages
  /// @throws TaskException if something is missing or unknown
  public static Task parse(String name, String page) {
    String[] parts = page.replace("\r", "").split("(?m)^## Hint.*$");
    String[] lines = parts[0].strip().split("\n");
    Matcher heading = HEADING.matcher(lines[0]);
    if (!heading.matches()) {
      throw new TaskException(name + ": the first line must be like \"# 1.5 The matrix product\"");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    int at = 1;
    while (at < lines.length && (lines[at].isBlank() || lines[at].matches("[a-z]+: .*"))) {
      if (!lines[at].isBlank()) {
        String[] field = lines[at].split(": ", 2);
        if (!FIELDS.contains(field[0])) {
          throw new TaskException(name + ": unknown field \"" + field[0] + "\"; there are " + FIELDS.stream().sorted()
              .toList());
        }
        fields.put(field[0], field[1].strip());
      }
      at++;
    }
    List<String> hints = new ArrayList<>();
    Arrays.stream(parts).skip(1).map(String::strip).forEach(hints::add);
    return new Task(heading.group(1), heading.group(2).strip(), number(name, fields, "points"),
        number(name, fields, "limit"), list(fields.get("needs")), list(fields.get("forbidden")),
        fields.getOrDefault("lesson", ""), String.join("\n", Arrays.asList(lines).subList(at, lines.length)).strip(),
        List.copyOf(hints));
  }

  private static int number(String name, Map<String, String> fields, String field) {
    String text = fields.getOrDefault(field, "");
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new TaskException(name + ": \"" + field + ": " + text + "\" must be a whole number above 0");
    }
    return Integer.parseInt(text);
  }

  private static List<String> list(String text) {
    return text == null || text.isBlank() ? List.of() : List.of(text.strip().split("[, ]+"));
  }

  /// The order of tasks: 1.9 before 1.10 before 2.1.
  public static int compare(String id, String other) {
    int[] a = Arrays.stream(id.split("\\.")).mapToInt(Integer::parseInt).toArray();
    int[] b = Arrays.stream(other.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return Arrays.compare(a, b);
  }

  /// The page without the hints, for the student's tree.
  public String page() {
    String lines = "# " + id + " " + title + "\n\npoints: " + points + "\nlimit: " + limit + "\n"
        + (needs.isEmpty() ? "" : "needs: " + String.join(", ", needs) + "\n")
        + (forbidden.isEmpty() ? "" : "forbidden: " + String.join(", ", forbidden) + "\n");
    return lines + "\n" + text + "\n";
  }
}
