package scrutable.lessons;

import java.nio.charset.StandardCharsets;
import scrutable.lessons.cli.CommandLineInterface;
import scrutable.lessons.cli.Terminal;

/// The program: `list`, `run NAME`, `book`.
public final class Main {
  private Main() {}

  /// Runs the command and exits with its code; see [CommandLineInterface].
  public static void main(String[] arguments) {
    boolean unicode = System.out.charset().equals(StandardCharsets.UTF_8);
    boolean interactive = System.console() != null;
    var terminal = new Terminal(System.out, System.err, unicode, interactive);
    System.exit(new CommandLineInterface(Lessons.all(), terminal, Repository.root()).execute(arguments));
  }
}
