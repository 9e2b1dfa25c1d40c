package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Box;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class CorruptionTest {
  private static Tensor grey(double value, int side) {
    return Tensor.full(value, DType.FLOAT64, 1, 1, side, side);
  }

  private static double[] differences(Corruption corruption, int severity, double value) {
    Tensor before = grey(value, 60);
    return corruption.apply(before, severity, Rng.seed(3)).sub(before).toDoubleArray();
  }

  private static double deviation(double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
  }

  @Test
  void everyCorruptionStaysInTheBoxAndGrowsWithItsSeverity() {
    Tensor images = Rng.seed(1).uniform(6, 3, 28, 28);
    for (Corruption corruption : Corruption.values()) {
      double previous = 0;
      for (int severity = 1; severity <= 5; severity++) {
        Tensor damaged = corruption.apply(images, severity, Rng.seed(2));
        Box.UNIT.require(damaged);
        assertTrue(damaged.sameShape(images));
        double change = damaged.sub(images).square().mean().item();
        // Where nothing of a noise image is left in place, a larger motion changes no more.
        boolean motion = corruption == Corruption.ROTATION || corruption == Corruption.TRANSLATION;
        assertTrue(change > previous * (motion ? 0.9 : 1), corruption + " " + severity + ": " + change
            + " after " + previous);
        previous = change;
      }
    }
  }

  @Test
  void noiseHasTheSizeThatItsConstantSays() {
    assertEquals(0.08, deviation(differences(Corruption.GAUSSIAN_NOISE, 3, 0.5)), 0.003);
    assertEquals(0.5 * 0.12, deviation(differences(Corruption.SPECKLE_NOISE, 3, 0.5)), 0.003);
    assertEquals(Math.sqrt(0.5 / 100), deviation(differences(Corruption.SHOT_NOISE, 3, 0.5)), 0.003);
    assertEquals(Math.sqrt(0.3 / 500), deviation(differences(Corruption.SHOT_NOISE, 1, 0.3)), 0.002);
    long hit = Arrays.stream(differences(Corruption.IMPULSE_NOISE, 5, 0.5)).filter(d -> Math.abs(d) == 0.5)
        .count();
    assertEquals(0.07, hit / 3600.0, 0.015);
  }

  @Test
  void lightFollowsItsFormula() {
    Tensor two = Tensor.of(new double[] {0.2, 0.4, 0.6, 0.8}, 1, 1, 2, 2);
    assertArrayEquals(new double[] {0.38, 0.46, 0.54, 0.62},
        Corruption.CONTRAST.apply(two, 3, Rng.seed(1)).toDoubleArray(), 1e-12);
    assertArrayEquals(new double[] {0.35, 0.55, 0.75, 0.95},
        Corruption.BRIGHTNESS.apply(two, 3, Rng.seed(1)).toDoubleArray(), 1e-12);
    assertArrayEquals(new double[] {0, 0, 1, 1},
        Corruption.QUANTIZATION.apply(two, 5, Rng.seed(1)).toDoubleArray());
    assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 2 / 3.0, 2 / 3.0},
        Corruption.QUANTIZATION.apply(two, 4, Rng.seed(1)).toDoubleArray(), 1e-12);
  }

  @Test
  void aShiftMovesByWholePixelsToBothSides() {
    double[] dot = new double[28 * 28];
    dot[14 * 28 + 14] = 1;
    Tensor image = Tensor.of(dot, 1, 1, 28, 28);
    boolean[] seen = new boolean[4];
    for (int seed = 0; seed < 20; seed++) {
      double[] moved = Corruption.TRANSLATION.apply(image, 3, Rng.seed(seed)).toDoubleArray();
      int at = 0;
      for (int i = 1; i < moved.length; i++) {
        at = moved[i] > moved[at] ? i : at;
      }
      assertEquals(1, moved[at], 1e-9);
      assertEquals(3, Math.abs(at / 28 - 14));
      assertEquals(3, Math.abs(at % 28 - 14));
      seen[(at / 28 > 14 ? 2 : 0) + (at % 28 > 14 ? 1 : 0)] = true;
    }
    assertArrayEquals(new boolean[] {true, true, true, true}, seen);
  }

  @Test
  void occlusionCoversASquareOfTheGivenShare() {
    double[] changes = differences(Corruption.OCCLUSION, 2, 0.9);
    assertEquals(144, Arrays.stream(changes).filter(d -> Math.abs(d + 0.4) < 1e-12).count());
    assertEquals(3600 - 144, Arrays.stream(changes).filter(d -> d == 0).count());
  }

  @Test
  void anImageIsDamagedAloneAsAmongOthersOfTheSamePlace() {
    Tensor images = Rng.seed(5).uniform(3, 1, 8, 8);
    for (Corruption corruption : Corruption.values()) {
      float[] together = corruption.apply(images, 4, Rng.seed(6)).slice(0, 0, 1).toFloatArray();
      float[] alone = corruption.apply(images.slice(0, 0, 1), 4, Rng.seed(6)).toFloatArray();
      assertArrayEquals(together, alone, corruption.name());
    }
  }

  @Test
  void thereAreFiveSeverities() {
    assertThrows(IllegalArgumentException.class,
        () -> Corruption.CONTRAST.apply(grey(0.5, 4), 0, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> Corruption.CONTRAST.constant(6));
  }
}
