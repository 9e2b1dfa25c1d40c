package scrutable.lessons.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import scrutable.lessons.format.Numbers;
import scrutable.tensor.io.Json;
import scrutable.tensor.kernel.parallel.Simd;

/// The content of environment.json: the circumstances of a run, which differ from run to run.
public final class EnvironmentJson {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private EnvironmentJson() {}

  /// The circumstances of this run, as of now.
  public static Json of(LessonRun run) {
    var measured = run.result().measured().stream()
        .map(one -> Json.object("name", one.name(), "value", one.value(), "unit", one.unit())).toList();
    return Json.object(
        "finished", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        "seconds", Double.parseDouble(Numbers.fixed(run.elapsed().toNanos() / 1e9, 3)),
        "threads", run.context().threads(),
        "processors", Runtime.getRuntime().availableProcessors(),
        "cpu", cpu(),
        "os", System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        "java", System.getProperty("java.vm.name") + " " + Runtime.version(),
        "vectorModule", Simd.AVAILABLE,
        "maximalHeapMegabytes", Runtime.getRuntime().maxMemory() >> 20,
        "measured", measured);
  }

  private static String cpu() {
    try (var lines = Files.lines(CPU_INFO)) {
      return lines.filter(line -> line.startsWith("model name")).findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse("unknown");
    } catch (IOException | java.io.UncheckedIOException e) {
      return "unknown";
    }
  }
}
