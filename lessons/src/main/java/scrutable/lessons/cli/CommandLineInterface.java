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
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import scrutable.lessons.contract.Lesson;
import scrutable.tensor.io.Printable;

/// Turns the words of a command line into an exit code; every error is one paragraph on `err`.
public final class CommandLineInterface {
  private static final String STACKTRACE = "--stacktrace";
  /// Options that need no command.
  private static final Set<String> OF_THE_PROGRAM = Set.of("-h", "--help", "-V", "--version");

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

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Show which program and which Java this is.")
    private boolean version;

    @Option(names = STACKTRACE, scope = ScopeType.INHERIT, description = "Show where an error came from.")
    private boolean stacktrace;
  }

  /// Executes one command line.
  ///
  /// @return one of [ExitCode]
  public int execute(String... arguments) {
    int code = executeUnchecked(arguments);
    // A PrintStream swallows every error; whoever keeps what was printed must hear that something is missing.
    if (terminal.out().checkError()) {
      terminal.err().println("The output could not be written completely: the disk is full, or its reader has"
          + " ended.");
      return ExitCode.ENVIRONMENT;
    }
    return code;
  }

  private int executeUnchecked(String... arguments) {
    var rootCommand = new Root();
    try {
      Threads.requireProperty(System.getProperty(Threads.PROPERTY));
      CommandLine commands = commands(rootCommand, announce(List.of(arguments)));
      int code = commands.execute(completed(List.of(arguments), commands).toArray(String[]::new));
      if (rootCommand.version) {
        terminal.out().println(Version.text(root));
      }
      return code;
    } catch (UsageException wrong) {
      return failed(wrong);
    } catch (OutOfMemoryError error) {
      return say(exhausted(error), ExitCode.ENVIRONMENT);
    } catch (LinkageError passedOn) {
      throw passedOn;
    } catch (Error error) {
      if (rootCommand.stacktrace) {
        error.printStackTrace(terminal.err());
      }
      return bug(error);
    }
  }

  private CommandLine commands(Root rootCommand, Lesson announced) {
    var commands = new CommandLine(rootCommand)
        .addSubcommand(new ListCommand(catalogue, terminal))
        .addSubcommand(new RunCommand(catalogue, terminal, root, announced))
        .addSubcommand(new BookCommand(catalogue, terminal, root))
        .addSubcommand(new FreshCommand(catalogue, terminal, root))
        .addSubcommand(new RealCommand(catalogue, terminal, root))
        .addSubcommand(new ExportCommand(terminal))
        .addSubcommand(new AttackCommand(terminal))
        .addSubcommand(new JudgeCommand(terminal))
        .addSubcommand(CourseCommand.of(terminal, root))
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
    return commands;
  }

  /// Java throws the same error for a full heap and for a thread that the system does not grant.
  private static String exhausted(OutOfMemoryError error) {
    if (String.valueOf(error.getMessage()).contains("thread")) {
      return "The system allows no more threads (ulimit -u); --threads takes fewer.";
    }
    long allowed = Runtime.getRuntime().maxMemory() >> 20;
    return "Java ran out of memory; it may use " + allowed + " MB. JDK_JAVA_OPTIONS=-Xmx" + 2 * allowed
        + "m gives it more.";
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
    named.ifPresent(lesson -> terminal.report().title(lesson));
    return named.orElse(null);
  }

  /// A command line without a command: `list` if it is empty, else `run`. `help` is the option of that name, of the
  /// whole program or of a command.
  private static List<String> completed(List<String> arguments, CommandLine commands) {
    Set<String> names = commands.getSubcommands().keySet();
    var completed = new ArrayList<String>(arguments);
    int at = 0;
    while (at < arguments.size() && arguments.get(at).equals(STACKTRACE)) {
      at++;
    }
    String first = at < arguments.size() ? arguments.get(at) : "";
    if (first.isEmpty() && at == arguments.size()) {
      completed.add("list");
    } else if (first.equals("help")) {
      boolean ofCommand = at + 1 < arguments.size() && names.contains(arguments.get(at + 1));
      return ofCommand ? List.of(arguments.get(at + 1), "--help") : List.of("--help");
    } else if (!names.contains(first) && !OF_THE_PROGRAM.contains(first)) {
      completed.addFirst("run");
    }
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
