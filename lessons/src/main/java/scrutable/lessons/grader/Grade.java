package scrutable.lessons.grader;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final String USAGE = """
      ./grade                  grades all tasks
      ./grade 1.5 ...          grades some tasks
      ./grade 1.5 --hint       shows a hint; each time one more
      ./grade --submit [FILE]  grades, and packs what you have written into FILE (submission.zip)
      ./grade --seed N         with the same inputs as another time
      ./grade --list           the tasks, and how far they are
      ./course open 1.5 KEY    puts the official solution into your files; the teacher has the key""";

  private final Path tree;
  private final Kit kit;
  private final PrintStream out;

  private Grade(Path tree, Kit kit, PrintStream out) {
    this.tree = tree;
    this.kit = kit;
    this.out = out;
  }

  /// The first argument is the root of the tree, the second the archive; then follow the student's.
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = System.out;
    int code;
    try {
      Path tree = Path.of(arguments[0]);
      List<String> words = List.of(arguments).subList(2, arguments.length);
      code = new Grade(tree, Kit.open(Path.of(arguments[1])), out).run(words);
    } catch (TaskException | MarkException wrong) {
      System.err.println(wrong.getMessage());
      code = 2;
    } catch (IOException missing) {
      System.err.println("cannot read or write: " + missing.getMessage());
      code = 2;
    }
    out.flush();
    System.exit(code);
  }

  private int run(List<String> words) throws IOException, InterruptedException {
    if (!words.isEmpty() && words.getFirst().equals("open")) {
      return open(words);
    }
    List<Task> tasks = new ArrayList<>();
    long seed = System.nanoTime() & 0xFFFFF;
    boolean hint = false;
    Path submission = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      String next = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (word) {
        case "--hint" -> hint = true;
        case "--submit" -> {
          boolean named = next.endsWith(".zip");
          submission = tree.resolve(named ? next : "submission.zip");
          i += named ? 1 : 0;
        }
        case "--seed" -> {
          seed = number(next);
          i++;
        }
        case "--list" -> {
          kit.tasks().values().forEach(task -> out.println(task.id() + " " + task.title() + " (" + task.points()
              + (task.points() == 1 ? " point): " : " points): ") + kit.data().files().get(task.id())));
          return 0;
        }
        case "--help", "-h" -> {
          out.println(USAGE);
          return 0;
        }
        default -> tasks.add(task(word));
      }
    }
    if (hint) {
      return hints(tasks);
    }
    return grade(tasks.isEmpty() ? List.copyOf(kit.tasks().values()) : tasks, seed, submission);
  }

  private static long number(String word) {
    if (!word.matches("\\d{1,18}")) {
      throw new TaskException("--seed needs a whole number, not \"" + word + "\"");
    }
    return Long.parseLong(word);
  }

  private Task task(String word) {
    if (word.startsWith("-")) {
      throw new TaskException("unknown option " + word + "\n" + USAGE);
    }
    return kit.task(word);
  }

  private int grade(List<Task> tasks, long seed, Path submission) throws IOException, InterruptedException {
    Grader grader = new Grader(kit, tree, tree.resolve(".grade"));
    List<Task> wanted = submission == null ? tasks : List.copyOf(kit.tasks().values());
    List<Verdict> verdicts = grader.grade(wanted, new Random(seed), false);
    var report = new TextReport(out.charset().equals(StandardCharsets.UTF_8));
    double points = 0;
    for (Verdict verdict : verdicts) {
      report.of(verdict).forEach(out::println);
      if (wanted.size() == 1 && !verdict.printed().isEmpty()) {
        out.println("  your code printed:");
        verdict.printed().lines().forEach(line -> out.println("    " + line));
      }
      points += verdict.points();
    }
    AtomicFile.writeText(tree.resolve("results.json"), ResultsFile.of(kit.data(), verdicts));
    int most = verdicts.stream().mapToInt(verdict -> verdict.task().points()).sum();
    out.println();
    out.println(TextReport.points(Math.round(points * 10) / 10.0) + " of " + most + " points, inputs " + seed
        + (kit.data().hidden() == 0 ? "" : "; " + kit.data().hidden() + " more checks of each after the deadline"));
    if (submission != null) {
      Submission.write(kit, tree, submission);
      out.println("hand in " + submission);
    }
    return verdicts.stream().allMatch(Verdict::isComplete) ? 0 : 1;
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
