package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every row of the catalogue gives the same bits with the vector kernels and with their plain twins, forward and
/// backward, also at sizes that no vector divides.
class CatalogueBitsTest {
  @TempDir
  Path folder;

  @Test
  void everyOperationHasTheBitsOfItsPlainTwin() throws Exception {
    List<String> vectors = run("--add-modules", "jdk.incubator.vector", "-Dscrutable.threads=1");
    List<String> plain = run("-Dscrutable.simd=false", "-Dscrutable.threads=2");
    assertTrue(vectors.size() > 1000, () -> vectors.size() + " rows");
    assertEquals(vectors.size(), plain.size());
    for (int i = 0; i < plain.size(); i++) {
      assertEquals(plain.get(i), vectors.get(i));
    }
  }

  private List<String> run(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), CatalogueFingerprint.class.getName()));
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    Process process = new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile())
        .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(errors));
    return Files.readAllLines(output);
  }
}
