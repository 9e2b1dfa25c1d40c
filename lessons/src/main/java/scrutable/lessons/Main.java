package scrutable.lessons;

import java.nio.charset.StandardCharsets;
import scrutable.lessons.cli.CommandLineInterface;
import scrutable.lessons.cli.ExitCode;
import scrutable.lessons.cli.Terminal;

/// The program: `list`, `run NAME`, `book`.
public final class Main {
  private Main() {}

  /// Runs the command and exits with its code; see [CommandLineInterface].
  ///
  /// How wide the window is, Java cannot find out; `lessons/run` says it with the system property
  /// `scrutable.columns`.
  ///
  /// Java itself ends in 1 when it cannot start. Whoever must tell that from a lesson that has not passed, as
  /// `lessons/run` must, chooses another number for the latter with the system property `scrutable.notPassed`.
  public static void main(String[] arguments) {
    boolean unicode = System.out.charset().equals(StandardCharsets.UTF_8);
    boolean interactive = System.console() != null && System.console().isTerminal();
    int code;
    try {
      int columns = interactive ? Integer.getInteger("scrutable.columns", Terminal.USUAL_COLUMNS)
          : Terminal.USUAL_COLUMNS;
      var terminal = new Terminal(System.out, System.err, unicode, interactive, columns);
      code = new CommandLineInterface(Lessons.all(), terminal, Repository.root()).execute(arguments);
    } catch (LinkageError incomplete) {
      System.err.println("A part of the program cannot be loaded: " + incomplete
          + "\nThe build is incomplete, or too few files may be open at once (ulimit -n).");
      code = ExitCode.ENVIRONMENT;
    }
    System.exit(code == ExitCode.NOT_PASS ? Integer.getInteger("scrutable.notPassed", code) : code);
  }
}
