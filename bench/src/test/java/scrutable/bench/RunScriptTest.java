package scrutable.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script `bench/run` in a checkout of its own, whose Maven and whose Java are scripts that say what they were
/// asked for.
@DisabledOnOs(OS.WINDOWS)
class RunScriptTest {
  private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();

  @TempDir
  private Path root;

  private Path jdk;

  @BeforeEach
  void makeACheckout() throws IOException {
    root = root.toRealPath();
    for (String script : List.of("bench/run", "lessons/find-jdk.sh")) {
      Files.createDirectories(root.resolve(script).getParent());
      Files.copy(REPOSITORY.resolve(script), root.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Files.createDirectories(root.resolve("tensor/src/main"));
    program(root.resolve("mvnw"), """
        #!/bin/sh
        echo "mvnw: $*"
        mkdir -p bench/target
        : > bench/target/benchmarks.jar
        """);
    jdk = root.resolve("a jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    program(jdk.resolve("bin/java"), "#!/bin/sh\necho \"java: $*\"\n");
    program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private List<String> run(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(root.resolve("bench/run").toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(root.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("JAVA25_HOME", jdk.toString());
    Process process = builder.start();
    List<String> lines = new String(process.getInputStream().readAllBytes()).lines().toList();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    return lines;
  }

  @Test
  void itBuildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    String java = "java: --add-modules jdk.incubator.vector --sun-misc-unsafe-memory-access=allow -jar "
        + root.resolve("bench/target/benchmarks.jar") + " Ladder -l";
    String maven = "mvnw: -q package -pl bench -am -DskipTests";
    assertEquals(List.of(maven, java), run("Ladder", "-l"));
    assertEquals(List.of(java), run("Ladder", "-l"));
    Files.setLastModifiedTime(root.resolve("tensor/src/main"), FileTime.from(Instant.now().plusSeconds(60)));
    assertEquals(List.of(maven, java), run("Ladder", "-l"));
  }

  @Test
  void theProgramsThatAreNoBenchmarksAreStartedByName() throws Exception {
    for (String program : List.of("ArrayPlaces", "CliffCheck", "CostGrowth", "PlacementCheck")) {
      assertEquals("java: --add-modules jdk.incubator.vector -cp " + root.resolve("bench/target/benchmarks.jar")
          + " scrutable.bench." + program + " --quick", run(program, "--quick").getLast());
    }
  }
}
