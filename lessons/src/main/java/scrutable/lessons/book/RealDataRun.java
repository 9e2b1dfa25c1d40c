package scrutable.lessons.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Status;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Utf8;

/// What a lesson found in a published data set. The build has none of them, so this is not checked but dated.
///
/// Kept in a file beside the pages, `real/NAME.DATA.txt`, that `lessons/run real NAME` writes: the fingerprint of the
/// code that was run, the day, the ending, and the table of the criteria as a page shows it.
///
/// @param data     the name of the data set
/// @param code     the [scrutable.lessons.source.Fingerprint] of the code that was run
/// @param day      when
/// @param status   how the run ended
/// @param criteria the lines of the table
public record RealDataRun(String data, String code, LocalDate day, Status status, List<String> criteria) {
  private static final Pattern HEAD = Pattern.compile(
      "code ([0-9a-f]{64})\nday ([-0-9]+)\nstatus ([A-Z_]+)\n(?s:(.*))");

  public RealDataRun {
    criteria = List.copyOf(criteria);
  }

  /// What a run found.
  public static RealDataRun of(String data, String code, LocalDate day, LessonResult result) {
    return new RealDataRun(data, code, day, result.status(), Regions.criteria(result));
  }

  /// The published data sets that a lesson can use: all but its own, which comes first.
  public static List<String> dataSets(Lesson lesson) {
    return lesson.dataSets().subList(1, lesson.dataSets().size());
  }

  /// What was written down of a lesson and one of its data sets; nothing if it was never run.
  ///
  /// @throws BookException if the file says something else
  public static Optional<RealDataRun> read(Path root, Lesson lesson, String data) throws IOException {
    Path file = file(root, lesson, data);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Matcher text = HEAD.matcher(Utf8.read(file));
    try {
      if (text.matches()) {
        return Optional.of(new RealDataRun(data, text.group(1), LocalDate.parse(text.group(2)),
            Status.valueOf(text.group(3)), text.group(4).lines().toList()));
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      throw wrong(file);
    }
    throw wrong(file);
  }

  private static BookException wrong(Path file) {
    return new BookException(file + ": it should begin with the lines code, day and status, as lessons/run real writes"
        + " them; it writes the file anew once it is gone");
  }

  /// Writes it down.
  public void write(Path root, Lesson lesson) throws IOException {
    AtomicFile.writeText(file(root, lesson, data), "code " + code + "\nday " + day + "\nstatus " + status + "\n"
        + String.join("\n", criteria) + "\n");
  }

  private static Path file(Path root, Lesson lesson, String data) {
    return root.resolve("lessons/book/real").resolve(lesson.id() + "." + data + ".txt");
  }

  /// What a page says of all published data sets of its lesson.
  static List<String> inWords(Path root, Lesson lesson) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String data : dataSets(lesson)) {
      lines.addAll(lines.isEmpty() ? List.of() : List.of(""));
      Optional<RealDataRun> run = read(root, lesson, data);
      if (run.isEmpty()) {
        lines.add("With the data set **" + data + "** nobody has written down yet what this lesson finds.");
        continue;
      }
      lines.add("With the data set **" + data + "**, on " + run.get().day + ": **" + run.get().status + "**, "
          + run.get().status.meaning() + ".");
      lines.add("");
      lines.addAll(run.get().criteria);
    }
    return lines;
  }

  /// The line of a table of all lessons: the status on each of these data sets.
  static String row(Path root, Lesson lesson, List<String> all, String link) throws IOException {
    StringBuilder row = new StringBuilder("| " + link + " | " + lesson.expectedStatus() + " |");
    for (String data : all) {
      String cell = !dataSets(lesson).contains(data) ? ""
          : read(root, lesson, data).map(run -> run.status + " (" + run.day + ")").orElse("not run");
      row.append(' ').append(cell).append(" |");
    }
    return row.toString();
  }
}
