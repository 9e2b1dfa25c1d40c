package scrutable.lessons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.contract.Profile;

/// Processors without the instruction, played by an option of Java.
class FusedMultiplyAddTest {

  @Test
  void withoutTheInstructionALessonEndsWithOneSentenceInsteadOfTakingHours() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process = new ProcessBuilder(java, "-XX:-UseFMA", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), "scrutable.lessons.Main", "fgsm").start();
    process.getOutputStream().close();
    String said = new String(process.getErrorStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(ExitCode.ENVIRONMENT, process.exitValue(), said);
    assertTrue(said.contains("This processor has no fused multiply-add") && said.contains("fgsm, 15 s elsewhere,")
        && said.contains("would take about 75 minutes") && said.contains("--slow"), said);
  }

  @Test
  void aQuickRunIsNotGivenTheTimeOfAFullOne() {
    assertTrue(FusedMultiplyAdd.sentence(new CoinLesson(), Profile.QUICK).contains("about 300 times as long"));
  }
}
