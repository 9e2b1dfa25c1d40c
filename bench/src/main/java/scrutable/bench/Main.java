package scrutable.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Runs JMH after saying what it runs on: a benchmark figure without its machine says nothing.
///
/// All arguments go to JMH: `bench/run Ladder -rf json -rff ladder.json`. Beside the
/// result file, JMH's own format, stands one with the machine: `ladder.environment.json`.
public final class Main {
  private Main() {}

  /// @throws IOException if a file cannot be read or written
  public static void main(String[] arguments) throws IOException {
    Map<String, String> environment = environment();
    environment.forEach((name, value) -> System.out.println("# " + name + ": " + value));
    Path results = resultFile(List.of(arguments));
    if (results != null) {
      Files.writeString(beside(results), json(environment));
    }
    org.openjdk.jmh.Main.main(arguments);
  }

  /// CPU, processors, JDK and flags.
  static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("cpu", cpu());
    environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    environment.put("jdk", Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
    environment.put("flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    return environment;
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

  static String json(Map<String, String> entries) {
    return entries.entrySet().stream().map(entry -> "  " + quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String cpu() {
    Path linux = Path.of("/proc/cpuinfo");
    if (Files.isReadable(linux)) {
      try {
        List<String> lines = Files.readAllLines(linux, StandardCharsets.UTF_8);
        return lines.stream().filter(line -> line.startsWith("model name")).findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
      } catch (IOException unreadable) {
        return System.getProperty("os.arch");
      }
    }
    return System.getProperty("os.arch");
  }
}
