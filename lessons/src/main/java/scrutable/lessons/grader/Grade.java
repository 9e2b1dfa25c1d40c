package scrutable.lessons.grader;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;
import scrutable.lessons.source.MarkException;
import scrutable.tensor.io.AtomicFile;

/// The program behind `./grade` and `./course`.
///
/// Exit codes: 0 everything asked for is right (or the command was not about grading), 1 something is not, 2 wrong
/// command line or something is missing.
public final class Grade {
  private final Path tree;
  private final Kit kit;
  private final PrintStream out;

  private Grade(Path tree, Kit kit, PrintStream out) {
    this.tree = tree;
    this.kit = kit;
    this.out = out;
  }

  /// The first argument is the root of the tree, or an archive of it, the second the kit; then follow the student's.
  ///
  /// Whatever happens, the results are written if `--results` names a file for them.
  public static void main(String[] arguments) throws InterruptedException {
    List<String> words = List.of(arguments).subList(2, arguments.length);
    int code;
    try {
      code = new Grade(Path.of(arguments[0]), Kit.open(Path.of(arguments[1])), System.out).run(words);
    } catch (TaskException | MarkException wrong) {
      code = failed(wrong.getMessage(), words);
    } catch (IOException missing) {
      code = failed("cannot read or write: " + missing.getMessage(), words);
    }
    System.out.flush();
    System.exit(code);
  }

  private static int failed(String message, List<String> words) {
    System.err.println(message);
    int at = words.indexOf("--results");
    if (at >= 0 && at + 1 < words.size()) {
      try {
        AtomicFile.writeText(Path.of(words.get(at + 1)), ResultsFile.ofFailure(message));
      } catch (IOException again) {
        System.err.println("cannot write " + words.get(at + 1) + ": " + again.getMessage());
      }
    }
    return 2;
  }

  private int run(List<String> words) throws IOException, InterruptedException {
    if (!words.isEmpty() && words.getFirst().equals("open")) {
      return open(words);
    }
    GradeOptions options = GradeOptions.of(words, tree);
    List<Task> tasks = options.tasks().isEmpty() || options.submission().isPresent()
        ? List.copyOf(kit.tasks().values()) : options.tasks().stream().map(kit::task).toList();
    if (options.help()) {
      out.println(GradeOptions.USAGE);
      return 0;
    }
    if (options.list()) {
      tasks.forEach(task -> out.println(task.id() + " " + task.title() + ", " + task.points() + " points: "
          + kit.data().files().get(task.id())));
      return 0;
    }
    return options.hint() ? hints(tasks) : grade(tasks, options);
  }

  private int grade(List<Task> tasks, GradeOptions options) throws IOException, InterruptedException {
    // A student's own run keeps its classes in the tree; whoever grades strangers leaves their trees alone.
    Path work = options.all() ? Files.createTempDirectory("grade") : tree.resolve(".grade");
    Path files = options.all() ? Files.createTempDirectory("grade") : tree;
    if (options.all()) {
      Submissions.unpack(tree, kit.clean().keySet(), files);
    }
    List<Verdict> verdicts = new Grader(kit, files, work).grade(tasks, new Random(options.seed()), options.all());
    show(verdicts, options.seed());
    AtomicFile.writeText(options.results(), ResultsFile.of(kit.data(), verdicts));
    if (options.classroom().isPresent()) {
      Files.writeString(options.classroom().get(), ResultsFile.ofClassroom(verdicts), StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    if (options.submission().isPresent()) {
      Submission.write(kit, tree, options.submission().get());
      out.println("hand in " + options.submission().get());
    }
    return verdicts.stream().allMatch(Verdict::isComplete) ? 0 : 1;
  }

  private void show(List<Verdict> verdicts, long seed) {
    var report = new TextReport(out.charset().equals(StandardCharsets.UTF_8));
    verdicts.forEach(verdict -> report.of(verdict).forEach(out::println));
    if (verdicts.size() == 1 && !verdicts.getFirst().printed().isEmpty()) {
      out.println("  your code printed:");
      verdicts.getFirst().printed().lines().forEach(line -> out.println("    " + line));
    }
    double points = verdicts.stream().mapToDouble(Verdict::points).sum();
    int most = verdicts.stream().mapToInt(verdict -> verdict.task().points()).sum();
    out.println();
    out.println(TextReport.points(Math.round(points * 10) / 10.0) + " of " + most + " points, inputs " + seed
        + (kit.data().hidden() == 0 ? "" : "; " + kit.data().hidden() + " more checks of each after the deadline"));
  }

  private int hints(List<Task> tasks) throws IOException {
    if (tasks.size() != 1) {
      throw new TaskException("--hint is about one task: ./grade 1.5 --hint");
    }
    Task task = tasks.getFirst();
    int shown = Math.min(HintCount.next(tree.resolve(".grade"), task.id()), task.hints().size());
    if (shown == 0) {
      out.println("there is no hint for " + task.id());
    }
    for (int i = 0; i < shown; i++) {
      out.println("hint " + (i + 1) + " of " + task.hints().size() + ": " + task.hints().get(i));
    }
    return 0;
  }

  private int open(List<String> words) throws IOException {
    if (words.size() != 3) {
      throw new TaskException("./course open 1.3 KEY opens one task, with its key");
    }
    Task task = kit.task(words.get(1));
    Path mine = new Sealed(kit, tree).open(task, words.get(2));
    out.println("the official solution of " + task.id() + " is in " + kit.data().files().get(task.id())
        + "; what you had is in " + tree.relativize(mine));
    return 0;
  }
}
