package scrutable.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scrutable.bench.compare.Machine;

/// Runs JMH after saying what it runs on: a benchmark figure without its machine says nothing.
///
/// All arguments go to JMH: `bench/run Ladder -rf json -rff ladder.json`. Beside the
/// result file, JMH's own format, stands one with the machine: `ladder.environment.json`.
public final class Main {
  private Main() {}

  /// @throws IOException if a file cannot be read or written
  public static void main(String[] arguments) throws IOException {
    Machine machine = Machine.here();
    machine.facts().forEach((name, value) -> System.out.println("# " + name + ": " + value));
    Path results = resultFile(List.of(arguments));
    if (results != null) {
      Files.writeString(beside(results), machine.json().write());
    }
    org.openjdk.jmh.Main.main(arguments);
  }

  /// The file that `-rff` names; null if there is none.
  static Path resultFile(List<String> arguments) {
    int at = arguments.indexOf("-rff");
    return at >= 0 && at + 1 < arguments.size() ? Path.of(arguments.get(at + 1)) : null;
  }

  /// `ladder.json` becomes `ladder.environment.json`.
  static Path beside(Path results) {
    String name = results.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return results.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".environment.json");
  }
}
