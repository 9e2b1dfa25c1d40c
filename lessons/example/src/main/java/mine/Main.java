package mine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import scrutable.lessons.cli.CommandLineInterface;
import scrutable.lessons.cli.Terminal;

/// The program `lessons/run` with one's own lessons: `list`, `half-of-the-pixels --quick`, `--help`. The report is
/// written to `report` in the working directory.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    boolean unicode = System.out.charset().equals(StandardCharsets.UTF_8);
    var terminal = new Terminal(System.out, System.err, unicode, System.console() != null);
    var program = new CommandLineInterface(List.of(new HalfOfThePixelsLesson()), terminal,
        Path.of("").toAbsolutePath());
    System.exit(program.execute(arguments));
  }
}
