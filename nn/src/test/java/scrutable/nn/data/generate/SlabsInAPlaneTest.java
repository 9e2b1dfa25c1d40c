package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class SlabsInAPlaneTest {

  @Test
  void theSlabsLieInAPlaneWithAGapOfTheirScale() {
    SlabsInAPlane slabs = SlabsInAPlane.generate(40, 60, 20, Rng.seed(2));
    double[] gram = slabs.basis().t().matmul(slabs.basis()).toDoubleArray();
    assertArrayEquals(new double[] {1, 0, 0, 1}, gram, 1e-6);
    Tensor plane = slabs.train().inputs().matmul(slabs.basis());                  // (60, 2)
    Tensor left = slabs.train().inputs().sub(plane.matmul(slabs.basis().t()));
    assertEquals(0, left.abs().max().item(), 1e-5, "a point is off the plane");
    assertEquals(2, slabs.scale(), 1e-12);
    for (int i = 0; i < 60; i++) {
      double depth = plane.get(i, 0) / 2 * (slabs.train().labels().get(i) == 1 ? 1 : -1);
      assertTrue(depth >= 0.5 - 1e-5 && depth <= 1 + 1e-5, "u1 is " + depth);
      assertTrue(Math.abs(plane.get(i, 1)) <= 2 + 1e-5, "u2 is " + plane.get(i, 1));
    }
  }

  @Test
  void aLineHasNoRoomForAPlane() {
    assertThrows(IllegalArgumentException.class, () -> SlabsInAPlane.generate(1, 10, 10, Rng.seed(1)));
  }
}
