package scrutable.lessons.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.report.TerminalReport;
import scrutable.tensor.io.Printable;

/// Turns the words of a command line into an exit code; every error is one paragraph on `err`.
public final class CommandLineInterface {
  private final Catalogue catalogue;
  private final Terminal terminal;
  private final Path root;

  /// @param lessons  the lessons that can be named
  /// @param terminal where to print
  /// @param root     the root of the repository, for `report/` and the book
  public CommandLineInterface(List<Lesson> lessons, Terminal terminal, Path root) {
    this.catalogue = new Catalogue(lessons);
    this.terminal = terminal;
    this.root = root;
  }

  @Command(name = "lessons/run", mixinStandardHelpOptions = false, sortOptions = false,
      description = "Runs the lessons of the book.",
      footer = {"", "Exit codes:", "  0  the lesson passed", "  1  it did not, or the book is stale",
        "  2  the command line is wrong",
        "  3  something outside is missing: data, network, disk, memory, JDK", "  4  a bug"})
  private static final class Root {
    @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT,
        description = "Show this help.")
    private boolean help;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean stacktrace;
  }

  /// Executes one command line.
  ///
  /// @return one of [ExitCode]
  public int execute(String... arguments) {
    Lesson announced = announce(List.of(arguments));
    var rootCommand = new Root();
    var commands = new CommandLine(rootCommand)
        .addSubcommand(new ListCommand(catalogue, terminal))
        .addSubcommand(new RunCommand(catalogue, terminal, root, announced))
        .addSubcommand(new BookCommand(catalogue, terminal, root))
        .addSubcommand(new ExportCommand(terminal))
        .addSubcommand(new AttackCommand(terminal))
        .addSubcommand(new JudgeCommand(terminal))
        .addSubcommand(new ClassPathCommand());
    commands.setOut(new PrintWriter(terminal.out(), true)).setErr(new PrintWriter(terminal.err(), true));
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    commands.setParameterExceptionHandler((error, _) -> wrongCommandLine(error));
    commands.setExecutionExceptionHandler((error, _, _) -> {
      if (rootCommand.stacktrace) {
        error.printStackTrace(terminal.err());
      }
      return failed(error);
    });
    try {
      return commands.execute(completed(List.of(arguments), commands).toArray(String[]::new));
    } catch (OutOfMemoryError error) {
      return say("Java ran out of memory; it may use " + (Runtime.getRuntime().maxMemory() >> 20)
          + " MB. JDK_JAVA_OPTIONS=-Xmx4g gives it more.", ExitCode.ENVIRONMENT);
    } catch (Error error) {
      if (rootCommand.stacktrace) {
        error.printStackTrace(terminal.err());
      }
      return bug(error);
    }
  }

  /// Prints the title of the lesson that the command line begins with, before the options are read: reading them
  /// loads a library, and takes longer than the virtual machine needed to start.
  ///
  /// @return the lesson; null if the command line does not begin with one, or asks for help
  private Lesson announce(List<String> arguments) {
    int at = !arguments.isEmpty() && arguments.getFirst().equals("run") ? 1 : 0;
    if (at >= arguments.size() || arguments.contains("-h") || arguments.contains("--help")) {
      return null;
    }
    Optional<Lesson> named = catalogue.named(arguments.get(at));
    named.ifPresent(lesson -> new TerminalReport(terminal.out(), terminal.unicode()).title(lesson));
    return named.orElse(null);
  }

  /// A command line without a command: `list` if it is empty, else `run`.
  private static List<String> completed(List<String> arguments, CommandLine commands) {
    if (arguments.isEmpty()) {
      return List.of("list");
    }
    String first = arguments.getFirst();
    if (commands.getSubcommands().containsKey(first) || first.equals("-h") || first.equals("--help")) {
      return arguments;
    }
    var completed = new ArrayList<String>();
    completed.add("run");
    completed.addAll(arguments);
    return completed;
  }

  private int wrongCommandLine(ParameterException error) {
    String command = error.getCommandLine().getCommandSpec().qualifiedName();
    terminal.err().println(Printable.lines(error.getMessage()) + "\nSee: " + command + " --help");
    return ExitCode.USAGE;
  }

  private int failed(Exception error) {
    Throwable cause = error instanceof UncheckedIOException unchecked ? unchecked.getCause() : error;
    return switch (cause) {
      case UsageException usage -> say(usage.getMessage(), ExitCode.USAGE);
      case NoSuchFileException missing ->
          say("There is no file " + missing.getMessage() + ".", ExitCode.ENVIRONMENT);
      case IOException io -> say(message(io), ExitCode.ENVIRONMENT);
      default -> bug(cause);
    };
  }

  private int bug(Throwable error) {
    return say("This should not have happened: " + error + "\nThe option --stacktrace shows where.", ExitCode.BUG);
  }

  /// File-system errors often carry nothing but the path as their message; the class says what happened.
  private static String message(IOException error) {
    return switch (error) {
      case AccessDeniedException denied -> "There is no permission to read or write " + denied.getFile() + ".";
      case FileAlreadyExistsException exists -> exists.getFile() + " is a file where a folder is needed.";
      case FileSystemException other -> other.getFile() + ": " + (other.getReason() == null
          ? other.getClass().getSimpleName() : other.getReason());
      default -> error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    };
  }

  /// Messages may quote names that were found in files.
  private int say(String message, int exitCode) {
    terminal.out().flush();
    terminal.err().println(Printable.lines(message));
    return exitCode;
  }
}
