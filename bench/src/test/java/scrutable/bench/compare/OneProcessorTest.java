package scrutable.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OneProcessorTest {
  @Test
  void aThreadIsKeptWithThoseItStartsAndReleasedAgain() throws IOException, InterruptedException {
    int processor = OneProcessor.quietest();
    assumeTrue(processor != OneProcessor.ANY, "threads cannot be kept on a processor here: no Linux, or no taskset");
    String all = allowed();
    assertTrue(OneProcessor.keep(processor));
    assertEquals(Integer.toString(processor), allowed());
    String[] ofChild = {""};
    Thread child = new Thread(() -> ofChild[0] = allowed());
    child.start();
    child.join();
    assertEquals(Integer.toString(processor), ofChild[0]);
    assertTrue(OneProcessor.keep(OneProcessor.ANY));
    assertEquals(all, allowed());
  }

  @Test
  void aProcessorThatDoesNotExistIsNoPlaceToStay() {
    assertFalse(OneProcessor.keep(100_000));
  }

  private static String allowed() {
    try {
      return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
          .filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow().split("\\s+")[1];
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
