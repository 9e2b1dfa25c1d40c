package scrutable.nn.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.Glyphs;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

class AugmentationTest {
  private static final Tensor GLYPHS = Glyphs.generate(40, Rng.seed(1)).inputs();

  private static List<Augmentation> all() {
    return List.of(new Shift(2), new AffineWarp(20, 0.2, 0.2, 0.1), new RandomCrop(0.6), new Cutout(7, 0.5),
        Noise.ofPixels(0.1), new Intensity(0.4, 0.1), Augmentation.weak(28), Augmentation.strong(28));
  }

  @Test
  void anImageIsChangedAlikeInEveryCompanyAndOnAnyNumberOfThreads() {
    for (Augmentation augmentation : all()) {
      float[] together = augmentation.apply(GLYPHS, Rng.seed(5)).toFloatArray();
      float[] fewer = augmentation.apply(GLYPHS.slice(0, 0, 3), Rng.seed(5)).toFloatArray();
      float[] oneThread =
          Parallel.withThreads(1, () -> augmentation.apply(GLYPHS, Rng.seed(5))).toFloatArray();
      assertArrayEquals(fewer, Arrays.copyOf(together, fewer.length));
      assertArrayEquals(oneThread, together);
    }
  }

  @Test
  void everyImageOfABatchAndEveryCallGetsItsOwnChange() {
    Tensor same = GLYPHS.slice(0, 0, 1).expand(6, 1, 28, 28);
    for (Augmentation augmentation : all()) {
      Rng rng = Rng.seed(6);
      Set<String> results = new HashSet<>();
      for (int call = 0; call < 2; call++) {
        Tensor changed = augmentation.apply(same, rng);
        for (int i = 0; i < 6; i++) {
          results.add(Arrays.toString(changed.select(0, i).toFloatArray()));
        }
      }
      assertTrue(results.size() >= 8, augmentation + ": " + results.size() + " different results of 12");
    }
  }

  @Test
  void pixelsStayBetweenBlackAndWhite() {
    for (Augmentation augmentation : all()) {
      Tensor changed = augmentation.apply(GLYPHS, Rng.seed(7));
      assertTrue(changed.min().item() >= 0 && changed.max().item() <= 1, augmentation.toString());
      assertArrayEquals(GLYPHS.shape(), changed.shape());
    }
  }

  @Test
  void amountsOfZeroChangeNothing() {
    List<Augmentation> idle = List.of(new Shift(0), new AffineWarp(0, 0, 0, 0), new RandomCrop(1),
        new Cutout(0, 0.5), new Intensity(0, 0), Noise.ofPixels(0), Augmentation.none());
    for (Augmentation augmentation : idle) {
      assertArrayEquals(GLYPHS.toFloatArray(), augmentation.apply(GLYPHS, Rng.seed(8)).toFloatArray(), 1e-6f,
          augmentation.toString());
    }
  }

  @Test
  void aShiftMovesEveryPixelAlikeAndRepeatsTheEdge() {
    float[] ramp = new float[25];
    for (int i = 0; i < 25; i++) {
      ramp[i] = i / 25f;
    }
    Tensor many = Tensor.of(ramp, 1, 1, 5, 5).expand(200, 1, 5, 5);
    Tensor shifted = new Shift(1).apply(many, Rng.seed(9));
    Set<String> seen = new HashSet<>();
    for (int n = 0; n < 200; n++) {
      int middle = Math.round((float) shifted.get(n, 0, 2, 2) * 25);
      int down = 2 - middle / 5;
      int right = 2 - middle % 5;
      seen.add(down + "," + right);
      for (int row = 0; row < 5; row++) {
        for (int column = 0; column < 5; column++) {
          int from = Math.clamp(row - down, 0, 4) * 5 + Math.clamp(column - right, 0, 4);
          assertEquals(ramp[from], shifted.get(n, 0, row, column), 1e-7);
        }
      }
    }
    assertEquals(9, seen.size());
  }

  @Test
  void aWarpOfARampIsAnotherRamp() {
    float[] ramp = new float[441];
    for (int i = 0; i < 441; i++) {
      ramp[i] = 0.5f + (i % 21 - 10) / 80f + (i / 21 - 10) / 70f;
    }
    Tensor warped = new AffineWarp(20, 0.2, 0.2, 0.05).apply(Tensor.of(ramp, 1, 1, 21, 21), Rng.seed(10));
    double rightwards = warped.get(0, 0, 10, 11) - warped.get(0, 0, 10, 10);
    double downwards = warped.get(0, 0, 11, 10) - warped.get(0, 0, 10, 10);
    for (int row = 7; row < 14; row++) {
      for (int column = 7; column < 14; column++) {
        double expected = warped.get(0, 0, 10, 10) + (column - 10) * rightwards + (row - 10) * downwards;
        assertEquals(expected, warped.get(0, 0, row, column), 1e-5);
      }
    }
    assertTrue(rightwards > 0.001 && downwards > 0.001, rightwards + ", " + downwards);
  }

  @Test
  void aCropOfARampIsAGentlerRampFromInsideIt() {
    float[] ramp = new float[441];
    for (int i = 0; i < 441; i++) {
      ramp[i] = (i % 21) / 20f;
    }
    Tensor many = Tensor.of(ramp, 1, 1, 21, 21).expand(50, 1, 21, 21);
    Tensor crops = new RandomCrop(0.5).apply(many, Rng.seed(11));
    List<Double> slopes = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      slopes.add((crops.get(n, 0, 10, 20) - crops.get(n, 0, 10, 0)));
    }
    assertTrue(slopes.stream().allMatch(slope -> slope >= 0.5 - 1e-5 && slope <= 1 + 1e-5));
    assertTrue(slopes.stream().mapToDouble(slope -> slope).min().orElseThrow() < 0.6);
    assertTrue(slopes.stream().mapToDouble(slope -> slope).max().orElseThrow() > 0.9);
  }

  @Test
  void cutoutPaintsASquareAndNothingElse() {
    Tensor black = Tensor.zeros(60, 2, 9, 9);
    Tensor painted = new Cutout(3, 0.75).apply(black, Rng.seed(12));
    Set<Integer> areas = new HashSet<>();
    for (int n = 0; n < 60; n++) {
      float[] first = painted.select(0, n).select(0, 0).toFloatArray();
      assertArrayEquals(first, painted.select(0, n).select(0, 1).toFloatArray());
      int area = 0;
      for (float pixel : first) {
        assertTrue(pixel == 0 || pixel == 0.75f);
        area += pixel > 0 ? 1 : 0;
      }
      areas.add(area);
    }
    assertEquals(Set.of(4, 6, 9), areas);
  }

  @Test
  void noiseHasTheDeviationAskedForAndTakesPointsToo() {
    Tensor noisy = Noise.ofPoints(0.3).apply(Tensor.zeros(4_000, 2), Rng.seed(13));
    double variance = noisy.square().mean().item();
    assertEquals(0.09, variance, 0.09 * 4 * Math.sqrt(2.0 / 8_000));
    assertTrue(noisy.min().item() < 0);
  }

  @Test
  void intensityKeepsTheMeanOfAnImageIfOnlyTheContrastChanges() {
    Tensor grey = GLYPHS.mul(0.4).add(0.3);
    Tensor changed = new Intensity(0.5, 0).apply(grey, Rng.seed(14));
    float[] means = grey.mean(false, 1, 2, 3).toFloatArray();
    assertArrayEquals(means, changed.mean(false, 1, 2, 3).toFloatArray(), 1e-5f);
    assertTrue(changed.sub(grey).abs().max().item() > 0.05);
  }

  @Test
  void wrongAmountsAndShapesAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> new Shift(-1));
    assertThrows(IllegalArgumentException.class, () -> new RandomCrop(0));
    assertThrows(IllegalArgumentException.class, () -> new Intensity(1, 0));
    var points = assertThrows(IllegalArgumentException.class,
        () -> new Cutout(2, 0.5).apply(Tensor.zeros(3, 2), Rng.seed(1)));
    assertEquals("Cutout: the images should be float32 (N, C, H, W), not float32 (3, 2)",
        points.getMessage());
  }
}
