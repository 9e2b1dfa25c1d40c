package scrutable.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
  void eachOfTwoThreadsHasAProcessorOfItsOwn() throws InterruptedException {
    String[] places = {"", ""};
    Thread[] second = {null};
    try {
      assumeTrue(OneProcessor.spread(2, number -> {
        second[0] = new Thread(() -> places[number] = allowed());
        second[0].start();
      }), "threads cannot be kept on processors here: no Linux, no taskset or one processor");
      places[0] = allowed();
      second[0].join();
      Integer.parseInt(places[0]);                                                      // one processor, not a list
      Integer.parseInt(places[1]);
      assertNotEquals(places[0], places[1]);
    } finally {
      OneProcessor.release();
    }
    assertFalse(OneProcessor.spread(100_000, number -> {
      throw new AssertionError("no thread should be started where there are too few processors");
    }));
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
