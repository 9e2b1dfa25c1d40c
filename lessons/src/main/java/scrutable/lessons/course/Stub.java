package scrutable.lessons.course;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import scrutable.lessons.source.Marks;
import scrutable.lessons.source.Region;

/// A source file as a student gets it: without the bodies of some tasks and whatever gives them away.
///
/// Of the chosen tasks, the marks stay and the body becomes a `throw` that names the task; what is marked `hide` is
/// left out; what is marked `leak` becomes a `throw` as well, or in both cases what their lines `instead` say. All
/// other marks are left out.
final class Stub {
  private final Marks marks;
  private final List<String> lines;
  private final Set<String> tasks;
  private final List<String> written = new ArrayList<>();

  private Stub(String file, String text, Set<String> tasks) {
    this.marks = Marks.of(file, text);
    this.lines = text.lines().toList();
    this.tasks = tasks;
  }

  /// @param tasks the numbers of the chosen tasks
  static String of(String file, String text, Set<String> tasks) {
    return text.contains("//: ") ? new Stub(file, text, tasks).text() : text;
  }

  private String text() {
    Map<Integer, Region> beginning = marks.regions().stream()
        .collect(Collectors.toMap(Region::begin, region -> region));
    Deque<Region> open = new ArrayDeque<>();
    for (int line = 1; line <= lines.size(); line++) {
      Region region = beginning.get(line);
      if (region != null && region.kind() != Region.Kind.CODE && tasks.contains(region.name())) {
        replace(region);
        line = region.end();
      } else if (region != null) {
        open.push(region);
      } else if (!open.isEmpty() && open.peek().end() == line) {
        open.pop();
      } else if (!lines.get(line - 1).strip().startsWith("//: instead ")) {
        written.add(lines.get(line - 1));
      }
    }
    return String.join("\n", written) + "\n";
  }

  private void replace(Region region) {
    String mark = lines.get(region.begin() - 1);
    String indent = mark.substring(0, mark.indexOf("//:"));
    List<String> instead = marks.instead(region);
    switch (region.kind()) {
      case TASK -> {
        written.add(mark);
        written.add(indent + "throw new UnsupportedOperationException(\"task " + region.name()
            + " is open: write it here, between the marks\");");
        written.add(lines.get(region.end() - 1));
      }
      case LEAK -> written.addAll(!instead.isEmpty() ? instead
          : List.of(indent + "throw new UnsupportedOperationException(\"left out, since it gives task " + region.name()
              + " away\");"));
      default -> written.addAll(instead);
    }
  }
}
