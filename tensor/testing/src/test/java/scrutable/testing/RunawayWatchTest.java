package scrutable.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Tests that run away, each in a process of its own.
class RunawayWatchTest {

  static final class Exiting {
    @Test
    void asksForTheEnd() {
      System.exit(3);
    }
  }

  static final class Endless {
    private static int rounds;

    @Test
    void goesOnForEver() {
      while (rounds >= 0) {
        rounds = (rounds + 1) % 10;
      }
    }
  }

  static final class EndlessInside {
    @TestFactory
    Stream<DynamicTest> some() {
      return Stream.of(DynamicTest.dynamicTest("short", () -> { }),
          DynamicTest.dynamicTest("long", () -> new Endless().goesOnForEver()));
    }
  }

  static final class Harmless {
    @Test
    void ends() {}
  }

  private record Ran(int status, String said) {}

  /// What a process does that runs the tests of a class.
  static final class Runner {
    private Runner() {}

    /// Runs the tests of the class that is named, and then ends as a build does.
    public static void main(String[] args) throws ClassNotFoundException {
      LauncherFactory.create().execute(LauncherDiscoveryRequestBuilder.request()
          .selectors(DiscoverySelectors.selectClass(Class.forName(args[0]))).build());
      System.exit(0);
    }
  }

  private static Ran run(Class<?> tests) throws Exception {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1", "-Dscrutable.test.limit=1", "-cp", System.getProperty("java.class.path"),
        Runner.class.getName(), tests.getName()).redirectErrorStream(true).start();
    try (InputStream in = process.getInputStream()) {
      String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), said);
    }
  }

  @Test
  void aTestThatEndsTheProgramIsNamedWithItsPlace() throws Exception {
    Ran ran = run(Exiting.class);
    assertEquals(3, ran.status());
    assertTrue(ran.said().contains("RUNAWAY TEST: the program was ended in the middle of the test \"RunawayWatchTest"
        + "$Exiting, asksForTheEnd()\", by System.exit at\n  "), ran::said);
    assertTrue(ran.said().contains("asksForTheEnd(RunawayWatchTest.java:"), ran::said);
  }

  @Test
  void aTestThatNeverEndsIsStoppedAndNamedWithItsPlace() throws Exception {
    Ran ran = run(Endless.class);
    assertEquals(70, ran.status(), ran::said);
    assertTrue(ran.said().contains("RUNAWAY TEST: the test \"RunawayWatchTest$Endless, goesOnForEver()\" has not ended"
        + " in 1 s"), ran::said);
    assertTrue(ran.said().contains("goesOnForEver(RunawayWatchTest.java:"), ran::said);
  }

  @Test
  void oneOfManyInATestFactoryIsNamed() throws Exception {
    Ran ran = run(EndlessInside.class);
    assertEquals(70, ran.status(), ran::said);
    assertTrue(ran.said().contains("EndlessInside, some(), long\" has not ended in 1 s"), ran::said);
  }

  @Test
  void ofTestsThatEndNothingIsSaid() throws Exception {
    Ran ran = run(Harmless.class);
    assertEquals(0, ran.status(), ran::said);
    assertFalse(ran.said().contains("RUNAWAY"), ran::said);
  }
}
