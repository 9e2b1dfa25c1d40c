package scrutable.lessons.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipException;
import scrutable.lessons.grader.Grader;
import scrutable.lessons.grader.Kit;
import scrutable.lessons.grader.ResultsFile;
import scrutable.lessons.grader.Submissions;
import scrutable.lessons.grader.TextReport;
import scrutable.lessons.grader.Verdict;
import scrutable.lessons.grader.task.TaskException;
import scrutable.tensor.io.AtomicFile;

/// Grades a class: every submission in the same clean engine, by the draws that were kept back.
final class ClassGrading {
  private final Kit kit;
  private final Path out;
  private final Map<String, List<Verdict>> byStudent = new TreeMap<>();
  private final List<String> unreadable = new ArrayList<>();

  /// @param out a folder for the results
  ClassGrading(Kit kit, Path out) {
    this.kit = kit;
    this.out = out;
  }

  /// Grades all submissions and writes `marks.csv`, `mistakes.csv` and a folder with a page for each student.
  ///
  /// @param progress hears of each student
  /// @return the lines of the table
  List<String> grade(List<Path> submissions, Consumer<String> progress) throws IOException, InterruptedException {
    Set<String> names = new HashSet<>();
    Path work = Files.createTempDirectory("scrutable-course");
    try {
      for (Path submission : submissions) {
        String who = Submissions.who(submission);
        if (!names.add(who)) {
          throw new TaskException("two submissions are called " + who);
        }
        gradeOne(submission, who, work);
        progress.accept(who);
      }
    } finally {
      Folders.delete(work);
    }
    Files.createDirectories(out);
    AtomicFile.writeText(out.resolve("marks.csv"), marks());
    AtomicFile.writeText(out.resolve("mistakes.csv"), mistakes());
    return table();
  }

  private void gradeOne(Path submission, String who, Path work) throws IOException, InterruptedException {
    Path tree = Files.createTempDirectory(work, "tree");
    try {
      if (Submissions.unpack(submission, kit.clean().keySet(), tree) == 0) {
        unreadable.add(who + ": none of the files of the assignment is in " + submission);
      }
    } catch (ZipException broken) {
      unreadable.add(who + ": " + submission + " is no archive: " + broken.getMessage());
    }
    // The same seed for all: nobody is luckier than others.
    List<Verdict> verdicts = new Grader(kit, tree, work.resolve("classes")).grade(List.copyOf(kit.tasks().values()),
        new Random(kit.data().name().hashCode()), true);
    byStudent.put(who, verdicts);
    var report = new TextReport(true);
    Path folder = Files.createDirectories(out.resolve("students").resolve(who));
    AtomicFile.writeText(folder.resolve("results.json"), ResultsFile.of(kit.data(), verdicts));
    List<String> lines = verdicts.stream().flatMap(verdict -> report.of(verdict).stream()).toList();
    AtomicFile.writeText(folder.resolve("feedback.txt"), String.join("\n", lines) + "\n");
  }

  private String marks() {
    var text = new StringBuilder("student," + String.join(",", kit.tasks().keySet()) + ",total\n");
    byStudent.forEach((who, verdicts) -> {
      text.append('"').append(who.replace("\"", "\"\"")).append('"');
      verdicts.forEach(verdict -> text.append(',').append(verdict.points()));
      text.append(',').append(total(verdicts)).append('\n');
    });
    return text.toString();
  }

  private String mistakes() {
    var text = new StringBuilder("task,mistake,students\n");
    frequencies().forEach((mistake, count) -> text.append(mistake.replace(' ', ',')).append(',').append(count)
        .append('\n'));
    return text.toString();
  }

  /// How many students made a mistake, by `task mistake`, the most frequent first.
  private Map<String, Integer> frequencies() {
    Map<String, Integer> counts = new TreeMap<>();
    byStudent.values().forEach(verdicts -> verdicts.forEach(verdict -> verdict.mistakes().forEach(mistake ->
        counts.merge(verdict.task().id() + " " + mistake, 1, Integer::sum))));
    Map<String, Integer> sorted = new LinkedHashMap<>();
    counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
        .thenComparing(Map.Entry.comparingByKey())).forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    int wide = byStudent.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
    var head = new StringBuilder(" ".repeat(wide));
    kit.tasks().keySet().forEach(task -> head.append("%6s".formatted(task)));
    lines.add(head + " total");
    byStudent.forEach((who, verdicts) -> {
      var line = new StringBuilder(who + " ".repeat(wide - who.length()));
      verdicts.forEach(verdict -> line.append("%6s".formatted(cell(verdict))));
      lines.add(line + "%6s".formatted(String.format(Locale.ROOT, "%.1f", total(verdicts))));
    });
    lines.add("");
    frequencies().forEach((mistake, count) -> lines.add("%3d x  %s".formatted(count, mistake)));
    unreadable.forEach(lines::add);
    return lines;
  }

  private static String cell(Verdict verdict) {
    return switch (verdict.state()) {
      case OPEN -> "-";
      case BLOCKED -> "needs";
      case UNUSABLE -> "x";
      case JUDGED -> String.format(Locale.ROOT, "%.1f", verdict.points());
    };
  }

  private static double total(List<Verdict> verdicts) {
    return Math.round(verdicts.stream().mapToDouble(Verdict::points).sum() * 10) / 10.0;
  }
}
