package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

/// [Moons], [Blobs] and [NoisyXor].
class PlaneTest {
  @Test
  void theSameSeedGivesTheSameBitsForEver() {
    assertEquals(1196639274L, GlyphsTest.checksum(Moons.generate(100, Rng.seed(42)).inputs().toFloatArray()));
    assertEquals(3348750607L, GlyphsTest.checksum(Blobs.generate(100, Rng.seed(42)).inputs().toFloatArray()));
    assertEquals(
        752419989L, GlyphsTest.checksum(NoisyXor.generate(100, Rng.seed(42)).inputs().toFloatArray()));
  }

  @Test
  void moonsWithoutNoiseAreHalfCircles() {
    Dataset moons = Moons.generate(1000, 0, Rng.seed(1));
    assertArrayEquals(new int[] {500, 500}, moons.countPerClass());
    for (int i = 0; i < 1000; i++) {
      double x = moons.inputs().get(i, 0);
      double y = moons.inputs().get(i, 1);
      boolean upper = moons.labels().get(i) == 0;
      assertEquals(1, upper ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5), 1e-6);
      assertEquals(true, upper ? y >= 0 : y <= 0.5);
    }
  }

  @Test
  void moonsKeepTheirDistance() {
    Dataset moons = Moons.generate(1000, 0, Rng.seed(2));
    double nearest = Double.MAX_VALUE;
    for (int i = 0; i < 1000; i++) {
      for (int j = 0; j < i; j++) {
        if (moons.labels().get(i) != moons.labels().get(j)) {
          nearest = Math.min(nearest, Math.hypot(moons.inputs().get(i, 0) - moons.inputs().get(j, 0),
              moons.inputs().get(i, 1) - moons.inputs().get(j, 1)));
        }
      }
    }
    assertEquals(0.5, nearest, 0.02, "from the tip (0, 0.5) of the lower moon to (0, 1)");
  }

  @Test
  void noiseHasTheDemandedDeviation() {
    Dataset noisy = Blobs.generate(20_000, 1, 0.3, Rng.seed(3));
    double square = 0;
    for (int i = 0; i < 20_000; i++) {
      square += Math.pow(noisy.inputs().get(i, 0) - 1, 2) + Math.pow(noisy.inputs().get(i, 1), 2);
    }
    assertEquals(0.3, Math.sqrt(square / 40_000), 0.005);
  }

  @Test
  void theNearestCentreErrsAsOftenAsTheBayesErrorSays() {
    Dataset blobs = Blobs.generate(50_000, 2, 1, Rng.seed(4));
    int wrong = 0;
    for (int i = 0; i < 50_000; i++) {
      wrong += (blobs.inputs().get(i, 0) > 0 ? 0 : 1) == (int) blobs.labels().get(i) ? 0 : 1;
    }
    assertEquals(0.158655, wrong / 50_000.0, 0.005, "Phi(-1)");
  }

  @Test
  void xorIsWrongAsOftenAsDemanded() {
    Dataset xor = NoisyXor.generate(50_000, 0.2, Rng.seed(5));
    int wrong = 0;
    for (int i = 0; i < 50_000; i++) {
      int truth = xor.inputs().get(i, 0) * xor.inputs().get(i, 1) < 0 ? 1 : 0;
      wrong += truth == (int) xor.labels().get(i) ? 0 : 1;
    }
    assertEquals(0.2, wrong / 50_000.0, 0.006);
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Moons.generate(10, -0.1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Blobs.generate(10, 0, 0.1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> NoisyXor.generate(10, 1.1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> NoisyXor.generate(10, Double.NaN, Rng.seed(1)));
  }
}
