package scrutable.lessons.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import scrutable.lessons.contract.Lesson;

/// The lessons by what a user may type: the name (`fgsm`), the code (`L15`) or the number (`15`).
record Catalogue(List<Lesson> lessons) {
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

  /// One line per lesson.
  String text() {
    if (lessons.isEmpty()) {
      return "  (none yet)";
    }
    int width = lessons.stream().mapToInt(lesson -> lesson.id().length()).max().orElse(0);
    return lessons.stream()
        .map(lesson -> "  " + lesson.code() + "  " + lesson.id() + " ".repeat(width - lesson.id().length())
            + "  " + lesson.title() + " (" + String.join(", ", lesson.dataSets()) + ")")
        .collect(Collectors.joining("\n"));
  }
}
