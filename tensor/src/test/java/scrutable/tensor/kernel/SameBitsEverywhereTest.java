package scrutable.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The numeric contract: other vector widths, other instructions, other numbers of threads, no vectors at
/// all, and still the same bits. Each case is a JVM of its own.
class SameBitsEverywhereTest {

  private static final String VECTORS = "--add-modules jdk.incubator.vector ";

  private static String here;

  @BeforeAll
  static void runHere() throws Exception {
    here = KernelFingerprint.of();
  }

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {
      VECTORS,
      VECTORS + "-Dscrutable.threads=1",
      VECTORS + "-Dscrutable.threads=2",
      VECTORS + "-Dscrutable.threads=4",
      VECTORS + "-Dscrutable.simd=false",
      VECTORS + "-XX:MaxVectorSize=16",
      VECTORS + "-XX:MaxVectorSize=32",
      VECTORS + "-XX:MaxVectorSize=64",
      VECTORS + "-XX:UseAVX=2",
      VECTORS + "-XX:UseAVX=3",
      "-Dscrutable.threads=1"})
  void anotherJvmGivesTheSameBits(String options) throws Exception {
    assertEquals(here, run(options).output);
  }

  @Test
  void theMissingModuleIsNamedOnceWithTheFlagToAdd() throws Exception {
    String errors = run("-Dscrutable.threads=2").errors;
    assertEquals(1, errors.split("--add-modules jdk.incubator.vector", -1).length - 1, errors);
  }

  private record Run(String output, String errors) {}

  private Run run(String options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Flags of another processor's instructions are ignored there.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.addAll(List.of(options.strip().split(" +")));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), KernelFingerprint.class.getName()));
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command)
        .redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), options);
    assertEquals(0, process.exitValue(), () -> options + ": " + read(errors));
    return new Run(read(output), read(errors));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
