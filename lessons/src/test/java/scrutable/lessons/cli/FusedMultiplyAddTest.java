package scrutable.lessons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.contract.Profile;

/// Processors without the instruction, played by an option of Java.
class FusedMultiplyAddTest {

  @ParameterizedTest
  @ValueSource(strings = {"fgsm", "fresh fgsm --from 5000", "book fgsm"})
  void withoutTheInstructionALessonEndsWithOneSentenceInsteadOfTakingHours(String words) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-XX:-UseFMA", "-XX:+UseSerialGC", "-cp",
        System.getProperty("java.class.path"), "scrutable.lessons.Main"));
    command.addAll(List.of(words.split(" ")));
    Process process = new ProcessBuilder(command).start();
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
