package scrutable.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void theMachineIsWrittenBesideTheResults() {
    assertEquals(Path.of("out/ladder.environment.json"),
        Main.beside(Main.resultFile(List.of("Ladder", "-rf", "json", "-rff", "out/ladder.json"))));
    assertEquals(Path.of("results.environment.json"), Main.beside(Path.of("results")));
    assertNull(Main.resultFile(List.of("Ladder", "-rff")));
  }
}
