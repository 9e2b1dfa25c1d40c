package scrutable.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CanaryTest {

  @Test
  void workInEqualPartsWaitsForTheSlowestThread() {
    assertEquals(200, Canary.ofEqualParts(new double[] {110, 100}));
    assertEquals(222, Canary.ofEqualParts(new double[] {222}));
  }

  @Test
  void itSingsOnOneThreadAndOnSeveral() {
    assertTrue(Canary.gflops(1) > 0);
    assertTrue(Canary.gflops(2) > 0);
  }
}
