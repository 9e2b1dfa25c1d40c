package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.attacks.Box;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The nearest point of a hyperplane in the box: against a search over a grid, and by the conditions of
/// Karush, Kuhn and Tucker.
class HyperplaneProjectionTest {
  private final Rng rng = Rng.seed(17);

  private static double[] change(Norm norm, double[] x, double[] w, double gap) {
    return HyperplaneProjection.changes(norm, Tensor.of(x, 1, x.length), new double[] {gap},
        Tensor.of(w, 1, w.length), Box.UNIT).toDoubleArray();
  }

  private double[] pixels(int count) {
    double[] x = new double[count];
    Arrays.setAll(x, j -> Math.clamp(1.6 * rng.nextDouble() - 0.3, 0, 1));
    return x;
  }

  private double[] weights(int count) {
    double[] w = new double[count];
    Arrays.setAll(w, j -> j % 7 == 6 ? 0 : rng.nextGaussian());
    return w;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /// By how much `<w, x>` can be raised (or lowered) within the box.
  private static double reach(double[] x, double[] w, boolean up) {
    double reach = 0;
    for (int j = 0; j < x.length; j++) {
      reach += Math.abs(w[j]) * (w[j] > 0 == up ? 1 - x[j] : x[j]);
    }
    return up ? reach : -reach;
  }

  /// Two elements run over a grid, the third is what the hyperplane leaves.
  private static double nearestOnGrid(Norm norm, double[] x, double[] w, double gap) {
    int points = 400;
    double nearest = Double.POSITIVE_INFINITY;
    double b = dot(w, x) + gap;
    for (int i = 0; i <= points; i++) {
      for (int j = 0; j <= points; j++) {
        double first = i / (double) points;
        double second = j / (double) points;
        double third = (b - w[0] * first - w[1] * second) / w[2];
        if (third >= 0 && third <= 1) {
          Tensor change = Tensor.of(new double[] {first - x[0], second - x[1], third - x[2]}, 1, 3);
          nearest = Math.min(nearest, norm.of(change)[0]);
        }
      }
    }
    return nearest;
  }

  @ParameterizedTest
  @EnumSource
  void inThreeDimensionsNoPointOfAFineGridIsNearer(Norm norm) {
    for (int trial = 0; trial < 12; trial++) {
      double[] x = pixels(3);
      double[] w = weights(3);
      boolean up = rng.nextBoolean();
      double gap = rng.nextDouble() * 0.9 * reach(x, w, up);
      double[] change = change(norm, x, w, gap);
      double found = norm.of(Tensor.of(change, 1, 3))[0];
      double onGrid = nearestOnGrid(norm, x, w, gap);
      double steep = Math.max(Math.abs(w[0]), Math.abs(w[1])) / Math.abs(w[2]);
      assertTrue(found <= onGrid + 1e-12, "the grid has a nearer point: " + onGrid + " < " + found);
      assertTrue(onGrid <= found + (1 + steep) / 200, "nothing on the grid is near " + found);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theResultLiesOnTheHyperplaneAndInTheBox(Norm norm) {
    for (int trial = 0; trial < 50; trial++) {
      double[] x = pixels(60);
      double[] w = weights(60);
      double gap = (trial % 10) / 10.0 * reach(x, w, trial % 2 == 0);
      double[] change = change(norm, x, w, gap);
      assertEquals(gap, dot(w, change), 1e-12 * (1 + Math.abs(gap)));
      for (int j = 0; j < x.length; j++) {
        assertTrue(x[j] + change[j] >= -1e-15 && x[j] + change[j] <= 1 + 1e-15);
        assertTrue(w[j] != 0 || change[j] == 0, "an element without weight has moved");
      }
    }
  }

  /// Every element that is not at the wall has moved as the norm demands, and none at the wall would have had
  /// to move less.
  @ParameterizedTest
  @EnumSource
  void theConditionsOfOptimalityHold(Norm norm) {
    for (int trial = 0; trial < 50; trial++) {
      double[] x = pixels(40);
      double[] w = weights(40);
      double[] change = change(norm, x, w, 0.7 * reach(x, w, true));
      double multiplier = 0;
      double leastWeightMoved = Double.POSITIVE_INFINITY;
      double largestWeightAtRest = 0;
      for (int j = 0; j < x.length; j++) {
        double room = w[j] > 0 ? 1 - x[j] : x[j];
        double size = Math.abs(change[j]);
        if (w[j] != 0 && size < room - 1e-12) {
          multiplier = Math.max(multiplier, norm == Norm.LINF ? size : size / Math.abs(w[j]));
          largestWeightAtRest = Math.max(largestWeightAtRest, size == 0 ? Math.abs(w[j]) : 0);
        }
        leastWeightMoved = size > 0 ? Math.min(leastWeightMoved, Math.abs(w[j])) : leastWeightMoved;
      }
      if (norm == Norm.L1) {
        assertTrue(leastWeightMoved >= largestWeightAtRest);
        continue;
      }
      for (int j = 0; j < x.length; j++) {
        double room = w[j] > 0 ? 1 - x[j] : w[j] < 0 ? x[j] : 0;
        double wanted = norm == Norm.LINF ? multiplier : multiplier * Math.abs(w[j]);
        assertEquals(Math.min(room, wanted), Math.abs(change[j]), 1e-12);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHyperplaneBeyondTheBoxGivesTheCornerNearestToIt(Norm norm) {
    double[] x = {0.2, 0.5, 1, 0.4};
    double[] w = {1, -2, 3, 0};
    assertArrayEquals(new double[] {0.8, -0.5, 0, 0}, change(norm, x, w, 100), 1e-15);
    assertArrayEquals(new double[] {-0.2, 0.5, -1, 0}, change(norm, x, w, -100), 1e-15);
  }

  @ParameterizedTest
  @EnumSource
  void whereThereIsNoSlopeOrNoGapNothingMoves(Norm norm) {
    assertArrayEquals(new double[3], change(norm, new double[] {0, 0.5, 1}, new double[3], 1));
    assertArrayEquals(new double[3], change(norm, new double[] {0, 0.5, 1}, new double[] {1, 2, 3}, 0));
  }

  /// Worked out by hand: w = (3, 1), x = (0.5, 0.5), gap 1.6. In L1 the first moves its 0.5 and gains 1.5, the
  /// second the rest; in LINF both move 0.4; in L2 the first stops at the wall and the second makes up for it.
  @Test
  void twoPixelsAreProjectedAsWorkedOutByHand() {
    double[] x = {0.5, 0.5};
    double[] w = {3, 1};
    assertArrayEquals(new double[] {0.5, 0.1}, change(Norm.L1, x, w, 1.6), 1e-12);
    assertArrayEquals(new double[] {0.4, 0.4}, change(Norm.LINF, x, w, 1.6), 1e-12);
    assertArrayEquals(new double[] {0.48, 0.16}, change(Norm.L2, x, w, 1.6), 1e-12);
    assertArrayEquals(new double[] {0.5, 0.3}, change(Norm.L2, x, w, 1.8), 1e-12);
  }
}
