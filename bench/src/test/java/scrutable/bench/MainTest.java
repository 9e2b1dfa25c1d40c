package scrutable.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MainTest {

  @Test
  void theMachineIsWrittenBesideTheResults() {
    assertEquals(Path.of("out/ladder.environment.json"),
        Main.beside(Main.resultFile(List.of("Ladder", "-rf", "json", "-rff", "out/ladder.json"))));
    assertEquals(Path.of("results.environment.json"), Main.beside(Path.of("results")));
    assertNull(Main.resultFile(List.of("Ladder", "-rff")));
  }

  @Test
  void oddNamesOfMachinesAreStillJson() {
    assertEquals("{\n  \"cpu\": \"a \\\"b\\\" \\\\ \\u0009c\",\n  \"jdk\": \"25\"\n}\n",
        Main.json(new TreeMap<>(Map.of("jdk", "25", "cpu", "a \"b\" \\ \tc"))));
  }
}
