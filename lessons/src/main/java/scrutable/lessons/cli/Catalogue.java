package scrutable.lessons.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.report.TextTable;

/// The lessons by what a user may type: the name (`fgsm`), the code (`L15`) or the number (`15`).
record Catalogue(List<Lesson> lessons) {
  private static final String NONE = "  (none yet)";
  private static final String INDENT = "  ";
  private static final String TITLE = "     ";

  /// The lesson of that name.
  ///
  /// @throws UsageException if there is none; it suggests the nearest name and lists all
  Lesson find(String typed) {
    return named(typed).orElseThrow(() -> new UsageException(unknown(typed, typed.toLowerCase(Locale.ROOT))));
  }

  /// The lesson of that name, if there is one.
  Optional<Lesson> named(String typed) {
    String name = typed.toLowerCase(Locale.ROOT);
    for (Lesson lesson : lessons) {
      if (lesson.id().equals(name) || lesson.code().toLowerCase(Locale.ROOT).equals(name)
          || Integer.toString(lesson.number()).equals(name)) {
        return Optional.of(lesson);
      }
    }
    return Optional.empty();
  }

  private String unknown(String typed, String name) {
    String message = "There is no lesson \"" + typed + "\".";
    Optional<String> nearest = Suggestion.nearest(name, lessons.stream().map(Lesson::id).toList());
    if (nearest.isPresent()) {
      message += " Did you mean \"" + nearest.get() + "\"?";
    }
    return message + "\nThe lessons are:\n" + text();
  }

  /// The name of a data set of the lesson, or its default when none was typed.
  ///
  /// @throws UsageException if the lesson cannot run on it
  String dataSet(Lesson lesson, String typed) {
    if (typed == null) {
      return lesson.dataSets().getFirst();
    }
    if (!lesson.dataSets().contains(typed)) {
      throw new UsageException("Lesson " + lesson.id() + " cannot run on the data set \"" + typed
          + "\"; it runs on "
          + String.join(", ", lesson.dataSets()) + " (the first is the default).");
    }
    return typed;
  }

  /// What one may type, in short.
  String text() {
    if (lessons.isEmpty()) {
      return NONE;
    }
    List<List<String>> rows =
        lessons.stream().map(lesson -> List.of(lesson.code(), lesson.id(), lesson.title())).toList();
    return indented(TextTable.align(rows, new boolean[3], Terminal.USUAL_COLUMNS - INDENT.length()));
  }

  /// Two lines for each lesson: how long it takes and what it ends in; below, what it is about and the data it runs on.
  ///
  /// @param columns how long a line may be
  String listing(int columns) {
    if (lessons.isEmpty()) {
      return NONE;
    }
    List<String> lines = table(true);
    boolean fits = lines.stream().allMatch(line -> INDENT.length() + line.length() <= columns);
    lines = fits ? lines : table(false);
    List<String> shown = new ArrayList<>(List.of(lines.getFirst()));
    for (int i = 0; i < lessons.size(); i++) {
      Lesson lesson = lessons.get(i);
      shown.add(lines.get(i + 1));
      String title = lesson.title() + " (" + String.join(", ", lesson.dataSets()) + ")"
          + (fits ? "" : " " + lesson.expectedStatus());
      TextTable.broken(title, columns - TITLE.length() - INDENT.length())
          .forEach(line -> shown.add(TITLE + line));
    }
    return indented(shown);
  }

  /// A heading and a line for each lesson; in a narrow window the ending has no room beside the name.
  private List<String> table(boolean withEnding) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "name", "takes", withEnding ? "ends in" : ""));
    lessons.forEach(lesson -> rows.add(List.of(lesson.code(), lesson.id(),
        lesson.seconds() == 0 ? "" : lesson.seconds() + " s", withEnding ? lesson.expectedStatus().name() : "")));
    return TextTable.align(rows, new boolean[] {false, false, true, false}, Integer.MAX_VALUE);
  }

  private static String indented(List<String> lines) {
    return lines.stream().map(line -> INDENT + line).collect(Collectors.joining("\n"));
  }
}
