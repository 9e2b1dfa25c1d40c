package scrutable.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Runs JMH after printing what it runs on: a benchmark figure without its machine says nothing.
///
/// All arguments go to JMH: `java -jar bench/target/benchmarks.jar Ladder -rf json -rff ladder.json`.
public final class Main {
  private Main() {}

  /// @throws IOException if a benchmark's files cannot be read or written
  public static void main(String[] arguments) throws IOException {
    System.out.println("# CPU: " + cpu() + ", " + Runtime.getRuntime().availableProcessors() + " processors");
    System.out.println("# JDK: " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")");
    System.out.println("# flags: " + String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    org.openjdk.jmh.Main.main(arguments);
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
