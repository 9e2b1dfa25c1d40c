package scrutable.lessons.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import scrutable.lessons.course.Course;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;
import scrutable.lessons.source.MarkException;

/// `course list`, `course new`, `course variant`, `course grade`, `course prints`: assignments from the real source.
@Command(name = "course", description = "Make assignments from the real source.", sortOptions = false)
final class CourseCommand implements Callable<Integer> {
  @Spec
  private CommandSpec spec;

  /// The command with its subcommands.
  static CommandLine of(Terminal terminal, Path root) {
    return new CommandLine(new CourseCommand())
        .addSubcommand(new Tasks(terminal, root))
        .addSubcommand(new New(terminal, root))
        .addSubcommand(new Vary(terminal, root))
        .addSubcommand(new Grade(terminal))
        .addSubcommand(new Prints(terminal, root));
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(),
        "course needs to know what to do: list, new, variant, grade or prints.");
  }

  /// Something that a person must mend in the tasks or on the command line.
  private static <T> T unlessWrong(Callable<T> work) throws Exception {
    try {
      return work.call();
    } catch (TaskException | MarkException wrong) {
      throw new UsageException(wrong.getMessage());
    }
  }

  /// `course list`.
  @Command(name = "list", description = "The tasks, and the files that they are taken from.")
  private static final class Tasks implements Callable<Integer> {
    private final Terminal terminal;
    private final Path root;

    Tasks(Terminal terminal, Path root) {
      this.terminal = terminal;
      this.root = root;
    }

    @Override
    public Integer call() throws Exception {
      Course course = unlessWrong(() -> new Course(root));
      for (Task task : course.tasks()) {
        terminal.out().println("%-5s %-34s %2d points  %s".formatted(task.id(), task.title(), task.points(),
            course.file(task.id())));
      }
      return ExitCode.PASS;
    }
  }

  /// `course new NAME --tasks 1.1-1.9 --out DIR`.
  @Command(name = "new", description = "Write an assignment: a tree for students, and what the teacher keeps back.",
      sortOptions = false)
  private static final class New implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What the assignment is called, like hw1.")
    private String name;

    @Option(names = "--tasks", paramLabel = "LIST", required = true, description = "Like 1.1-1.9,5.2.")
    private String chosen;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A new folder.")
    private Path folder;

    @Option(names = "--variant", paramLabel = "DIR", description = "Changed files; see course variant.")
    private Path variant;

    private final Terminal terminal;
    private final Path root;

    New(Terminal terminal, Path root) {
      this.terminal = terminal;
      this.root = root;
    }

    @Override
    public Integer call() throws Exception {
      List<String> tasks = unlessWrong(() -> (variant == null ? new Course(root) : new Course(root, variant))
          .write(name, chosen, folder));
      terminal.out().println("tasks     " + String.join(", ", tasks));
      terminal.out().println("students  " + folder.resolve("student") + " (a git repository with one commit)");
      terminal.out().println("teacher   " + folder.resolve("teacher")
          + " (keys, and the archive with the hidden checks)");
      return ExitCode.PASS;
    }
  }

  /// `course variant TASK... --out DIR`.
  @Command(name = "variant", description = "Copy what belongs to some tasks, to change it for a course of your own.")
  private static final class Vary implements Callable<Integer> {
    @Parameters(paramLabel = "TASK", arity = "1..*", description = "The tasks.")
    private List<String> chosen;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A folder outside of the repository.")
    private Path folder;

    private final Terminal terminal;
    private final Path root;

    Vary(Terminal terminal, Path root) {
      this.terminal = terminal;
      this.root = root;
    }

    @Override
    public Integer call() throws Exception {
      unlessWrong(() -> new Course(root).beginVariant(chosen, folder)).forEach(file ->
          terminal.out().println(folder.resolve(file)));
      terminal.out().println("change them, and then: lessons/course new NAME --tasks ... --variant " + folder);
      return ExitCode.PASS;
    }
  }

  /// `course grade FILE... --with DIR --out DIR`.
  @Command(name = "grade", description = "Grade a class, by the checks that were kept back.", sortOptions = false)
  private static final class Grade implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "What was handed in: archives or folders.")
    private List<Path> submissions;

    @Option(names = "--with", paramLabel = "DIR", required = true, description = "The folder \"teacher\".")
    private Path teacher;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A folder for the results.")
    private Path out;

    private final Terminal terminal;

    Grade(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
      List<String> table = unlessWrong(() -> Course.grade(submissions, teacher, out, who -> {
        terminal.err().println("graded " + who);
        terminal.err().flush();
      }));
      table.forEach(terminal.out()::println);
      terminal.out().println();
      terminal.out().println("marks.csv, mistakes.csv, and a folder for each student: " + out);
      return ExitCode.PASS;
    }
  }

  /// `course prints [TASK...]`.
  @Command(name = "prints", description = "Write the fingerprints of known mistakes anew, after a task has changed.")
  private static final class Prints implements Callable<Integer> {
    @Parameters(paramLabel = "TASK", arity = "0..*", description = "The tasks (all).")
    private List<String> chosen = List.of();

    private final Terminal terminal;
    private final Path root;

    Prints(Terminal terminal, Path root) {
      this.terminal = terminal;
      this.root = root;
    }

    @Override
    public Integer call() throws Exception {
      for (String task : unlessWrong(() -> new Course(root).updatePrints(chosen))) {
        terminal.out().println(task + ": written anew");
      }
      return ExitCode.PASS;
    }
  }
}
