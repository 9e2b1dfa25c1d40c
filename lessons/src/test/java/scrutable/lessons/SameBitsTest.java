package scrutable.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The numeric contract for a whole lesson: training, attack, tables and figures come out the same to the last
/// byte with other vector widths, other instructions, other numbers of threads, and without vectors.
class SameBitsTest {
  private static final String VECTORS = "--add-modules jdk.incubator.vector ";

  @TempDir
  Path folder;

  @Test
  void aLessonGivesTheSameBytesInEveryKindOfJvm() throws Exception {
    Map<String, String> expected = run("widest", VECTORS, 1);
    assertEquals(expected, run("two threads", VECTORS, 2));
    assertEquals(expected, run("narrow", VECTORS + "-XX:MaxVectorSize=16", 2));
    assertEquals(expected, run("older instructions", VECTORS + "-XX:UseAVX=2", 3));
    assertEquals(expected, run("no vectors", "", 2));
  }

  /// Runs the quick fgsm lesson in a JVM of its own; the contents of the files that must not depend on it.
  private Map<String, String> run(String name, String options, int threads) throws Exception {
    Path out = folder.resolve(name);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Arrays.stream(options.split(" ")).filter(option -> !option.isEmpty()).forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "scrutable.lessons.Main", "fgsm", "--quick",
        "--threads", Integer.toString(threads), "--out", out.toString()));
    Path log = folder.resolve(name + ".log");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.waitFor(), () -> name + ": " + text(log));
    try (Stream<Path> files = Files.walk(out)) {
      Map<String, String> contents = new TreeMap<>();
      files.filter(file -> file.toString().matches(".*(result\\.json|\\.csv|\\.svg)"))
          .forEach(file -> contents.put(out.relativize(file).toString(), text(file)));
      assertEquals(4, contents.size(), () -> "result, table and two figures: " + contents.keySet());
      return contents;
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
