package scrutable.lessons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.lessons.Repository;

/// The script `lessons/run` in a checkout of its own, whose Maven and whose Java are scripts that say what they were
/// asked for: the first writes a class path and counts its builds, the second ends in the code that it is told.
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final List<String> MODULES = List.of("tensor", "autograd", "nn", "attacks", "lessons");
  private static final String BUILD = """
      #!/bin/sh
      echo build >> builds
      [ ! -e slow ] || sleep 1
      class_path=$PWD/picocli.jar
      : > picocli.jar
      for module in tensor autograd nn attacks lessons; do
        mkdir -p $module/target/classes/scrutable/lessons
        class_path=$class_path:$PWD/$module/target/classes
      done
      : > lessons/target/classes/scrutable/lessons/Main.class
      [ ! -e broken ] || class_path=
      printf '%s\\n' "$class_path" > lessons/target/run/class-path
      """;
  private static final String JAVA = """
      #!/bin/sh
      [ -z "$JAVA_FAILS" ] || { echo "Unrecognized option: $JAVA_FAILS" >&2; exit 1; }
      echo "java: $*"
      for last; do :; done
      case $last in
        [0-9]*) exit "$last" ;;
        cat) exec cat ;;
        wait) echo $$ > "$WAITING"; exec sleep 30 ;;
      esac
      """;

  @TempDir
  private Path folder;

  private Path root;
  private Path jdk;
  private String out;
  private String err;

  @BeforeEach
  void makeACheckout() throws IOException {
    folder = folder.toRealPath();
    root = folder.resolve("a checkout");
    for (String module : MODULES) {
      Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.createFile(root.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(root.resolve("pom.xml"));
    for (String script : List.of("lessons/run", "lessons/find-jdk.sh")) {
      Files.copy(Repository.root().resolve(script), root.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
    }
    program(root.resolve("mvnw"), BUILD);
    jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    program(jdk.resolve("bin/java"), JAVA);
    program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    assertTrue(file.toFile().setExecutable(true));
  }

  private Process start(Path script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA25_HOME", jdk.toString());
    builder.environment().put("JAVA_FAILS", Files.exists(folder.resolve("java-fails")) ? "-Xnonsense" : "");
    builder.environment().put("WAITING", folder.resolve("waiting").toString());
    return builder.start();
  }

  private int run(Path script, String... arguments) throws Exception {
    Process process = start(script, arguments);
    process.getOutputStream().close();
    return end(process);
  }

  private int end(Process process) throws Exception {
    out = new String(process.getInputStream().readAllBytes());
    err = new String(process.getErrorStream().readAllBytes());
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    return process.exitValue();
  }

  private int run(String... arguments) throws Exception {
    return run(root.resolve("lessons/run"), arguments);
  }

  private long builds(Path checkout) throws IOException {
    return Files.exists(checkout.resolve("builds")) ? Files.readAllLines(checkout.resolve("builds")).size() : 0;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    for (Path file : List.of(from.resolve("lessons/target/run/built"), from.resolve("pom.xml"))) {
      Files.setLastModifiedTime(to.resolve(from.relativize(file)), Files.getLastModifiedTime(file));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void itBuildsOnceAndThenStartsJavaDirectly() throws Exception {
    assertEquals(0, run("list"), () -> err);
    assertTrue(err.contains("building what changed"), err);
    assertTrue(out.contains(root + "/lessons/target/classes") && out.contains("scrutable.lessons.Main list"), out);
    assertEquals(0, run("list"));
    assertEquals("", err);
    assertEquals(1, builds(root));
    assertFalse(Files.isSymbolicLink(root.resolve("lessons/target/run/lock")));
  }

  @Test
  void aCopiedCheckoutRunsItsOwnClasses() throws Exception {
    run("list");
    Path copy = folder.resolve("copy");
    copy(root, copy);
    assertEquals(0, run(copy.resolve("lessons/run"), "list"), () -> err);
    assertEquals(2, builds(copy));
    assertFalse(out.contains(root.toString()), out);
    assertTrue(out.contains(copy + "/tensor/target/classes"), out);
  }

  @Test
  void aMovedCheckoutIsBuiltAgain() throws Exception {
    run("list");
    Path moved = Files.move(root, folder.resolve("moved"));
    assertEquals(0, run(moved.resolve("lessons/run"), "list"), () -> err);
    assertEquals(2, builds(moved));
    assertTrue(out.contains(moved + "/nn/target/classes"), out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"attacks/target", "tensor/target/classes", "lessons/target", "picocli.jar",
      "lessons/target/classes/scrutable/lessons/Main.class", "lessons/target/run/class-path"})
  void whatTheClassPathNamesAndIsGoneIsBuiltAgain(String gone) throws Exception {
    run("list");
    delete(root.resolve(gone));
    assertEquals(0, run("list"), () -> err);
    assertEquals(2, builds(root));
    assertTrue(Files.exists(root.resolve(gone)));
  }

  @Test
  void anEmptyClassPathIsBuiltAgainAndIfThatDoesNotHelpTheCodeIsThree() throws Exception {
    run("list");
    Path file = root.resolve("lessons/target/run/class-path");
    Files.writeString(file, "");
    assertEquals(0, run("list"), () -> err);
    Files.writeString(file, "");
    Files.createFile(root.resolve("broken"));
    assertEquals(3, run("list"));
    assertTrue(err.contains("the build has left no complete class path"), err);
    assertFalse(Files.isSymbolicLink(root.resolve("lessons/target/run/lock")));
  }

  @Test
  void aCheckoutThatCannotBeBuiltEndsInThreeWithASentence() throws Exception {
    Files.createFile(root.resolve("lessons/target"));
    assertEquals(3, run("list"));
    assertTrue(err.contains("lessons/run: this checkout must be built, but "), err);
    assertEquals(1, err.lines().count(), err);
    Files.delete(root.resolve("lessons/target"));
    Files.writeString(root.resolve("mvnw"), "#!/bin/sh\nexit 1\n");
    assertEquals(3, run("list"));
    assertTrue(err.contains("the build failed"), err);
  }

  @Test
  void aCheckoutOfWhichAPartCannotBeReadEndsInThree() throws Exception {
    Files.delete(root.resolve("lessons/find-jdk.sh"));
    assertEquals(3, run("list"));
    assertTrue(err.contains("lessons/find-jdk.sh cannot be read"), err);
  }

  @Test
  void aJavaWithoutACompilerIsNoJdkAndIsNamed() throws Exception {
    Files.delete(jdk.resolve("bin/javac"));
    String ask = "is_jdk_25 '" + jdk + "' && echo yes || echo \"no: $without_compiler\"";
    var shell = new ProcessBuilder("/bin/sh", "-c", ". '" + root.resolve("lessons/find-jdk.sh") + "'; " + ask);
    Process process = shell.start();
    assertEquals(0, end(process));
    assertEquals("no: " + jdk + "\n", out);
    program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    assertEquals(0, end(shell.start()));
    assertEquals("yes\n", out);
  }

  @Test
  void javaThatCannotStartIsNotALessonThatHasNotPassed() throws Exception {
    run("list");
    Files.createFile(folder.resolve("java-fails"));
    assertEquals(3, run("list"));
    assertTrue(err.contains("-Xnonsense") && err.contains("Java could not start the program"), err);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 1", "2, 2", "3, 3", "4, 4", "1, 3", "137, 137"})
  void theProgramSaysTenForNotPassedAndTheScriptSaysOne(String code, int expected) throws Exception {
    assertEquals(expected, run("fgsm", code));
    assertTrue(out.contains("-Dscrutable.notPassed=10"), out);
  }

  @Test
  void throughALinkItRunsWhereItReallyLies() throws Exception {
    Path links = Files.createDirectories(folder.resolve("links/bin"));
    Path relative = Files.createSymbolicLink(links.resolve("near"), Path.of("../../a checkout/lessons/run"));
    Path link = Files.createSymbolicLink(links.resolve("lessons"), relative);
    assertEquals(0, run(link, "list"), () -> err);
    assertTrue(out.contains("-Dscrutable.root=" + root + " "), out);
    assertFalse(Files.exists(folder.resolve("links/lessons")));
  }

  @Test
  void twoFirstBuildsAtOnceAreOneBuild() throws Exception {
    Files.createFile(root.resolve("slow"));
    Process one = start(root.resolve("lessons/run"), "list");
    Process other = start(root.resolve("lessons/run"), "list");
    assertEquals(0, end(one), () -> err);
    String said = err;
    assertEquals(0, end(other), () -> err);
    assertEquals(1, builds(root));
    assertTrue((said + err).contains("another build of this checkout is running"), said + err);
  }

  @Test
  void theLockOfAProcessThatIsNoMoreIsTakenOver() throws Exception {
    Path cache = Files.createDirectories(root.resolve("lessons/target/run"));
    Files.createSymbolicLink(cache.resolve("lock"), Path.of("999999999"));
    assertEquals(0, run("list"), () -> err);
    assertEquals(1, builds(root));
  }

  @Test
  void theInputReachesTheProgram() throws Exception {
    run("list");
    Process process = start(root.resolve("lessons/run"), "cat");
    try (var input = process.getOutputStream()) {
      input.write("a line".getBytes());
    }
    assertEquals(0, end(process));
    assertTrue(out.endsWith("a line"), out);
  }

  @Test
  void whoStopsTheScriptStopsTheProgram() throws Exception {
    run("list");
    Process process = start(root.resolve("lessons/run"), "wait");
    Path waiting = folder.resolve("waiting");
    while (process.isAlive() && (!Files.exists(waiting) || Files.size(waiting) == 0)) {
      Thread.sleep(10);
    }
    long program = Long.parseLong(Files.readString(waiting).strip());
    process.toHandle().destroy();
    assertEquals(143, end(process));
    assertTrue(ProcessHandle.of(program).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aPathThatJavaCannotHoldIsNamed() throws Exception {
    Path moved = Files.move(root, folder.resolve("a:b"));
    assertEquals(3, run(moved.resolve("lessons/run"), "list"));
    assertTrue(err.contains("a:b holds a colon or a line break"), err);
  }
}
