package scrutable.attacks.defence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.defence.RandomizedSmoothing.Certificate;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.special.Special;

class RandomizedSmoothingTest {
  private static final double[] WEIGHTS = {3, -4, 12};

  /// Class 1 where `w.x > 0.5`; the boundary is a plane, and `|w| = 13`.
  private static final DecisionAccess HALF_SPACE = images -> {
    int[] labels = new int[images.size(0)];
    for (int i = 0; i < labels.length; i++) {
      double score = -0.5;
      for (int j = 0; j < 3; j++) {
        score += WEIGHTS[j] * images.get(i, j);
      }
      labels[i] = score > 0 ? 1 : 0;
    }
    return labels;
  };

  /// The published code: proportion_confint(k, n, alpha = 0.002, method "beta") and norm.ppf of it.
  @Test
  void theLowerBoundHasThePublishedValues() {
    assertEquals(0.9332543, RandomizedSmoothing.lowerBound(100, 100, 0.001), 5e-8);
    assertEquals(1.500475, Special.inverseNormalCdf(RandomizedSmoothing.lowerBound(100, 100, 0.001)), 1e-6);
    assertEquals(0.9999309, RandomizedSmoothing.lowerBound(100_000, 100_000, 0.001), 5e-8);
    assertEquals(3.811456, Special.inverseNormalCdf(RandomizedSmoothing.lowerBound(100_000, 100_000, 0.001)),
        1e-6);
    assertEquals(0.9889893, RandomizedSmoothing.lowerBound(99_000, 100_000, 0.001), 5e-8);
    assertEquals(2.290000, Special.inverseNormalCdf(RandomizedSmoothing.lowerBound(99_000, 100_000, 0.001)),
        1e-6);
    assertEquals(0, RandomizedSmoothing.lowerBound(0, 100, 0.001));
  }

  /// If all of `n` draws agree, the chance `p` satisfies `p^n >= alpha`.
  @Test
  void withAllDrawsAgreedTheBoundIsTheNthRootOfAlpha() {
    for (int n : new int[] {1, 10, 1_000}) {
      assertEquals(StrictMath.pow(0.01, 1.0 / n), RandomizedSmoothing.lowerBound(n, n, 0.01), 1e-12);
    }
  }

  /// Summed from binomial coefficients.
  @Test
  void theBinomialTestCountsBothTails() {
    assertEquals(2 * (1 + 10 + 45) / 1024.0, RandomizedSmoothing.binomialTest(8, 10), 1e-14);
    assertEquals(2 / 1024.0, RandomizedSmoothing.binomialTest(10, 10), 1e-15);
    assertEquals(1, RandomizedSmoothing.binomialTest(5, 10));
    assertEquals(1, RandomizedSmoothing.binomialTest(0, 0));
  }

  /// Against a plane the smoothed answer changes exactly at the plane, so the radius that 100,000 draws
  /// certify is hardly less than the distance and never more, but for a chance of 1 in 1000.
  @Test
  void atAPlaneTheRadiusIsTheDistanceOrALittleLess() {
    for (double distance : new double[] {0.1, 0.3, -0.2}) {
      // The point at this distance from the plane, along the normal.
      float[] point = new float[3];
      for (int j = 0; j < 3; j++) {
        point[j] = (float) (WEIGHTS[j] / 13 * (0.5 / 13 + distance));
      }
      Certificate certificate = new RandomizedSmoothing(HALF_SPACE, 2, 0.25)
          .certify(Tensor.of(point, 3), 100, 100_000, 0.001, Rng.seed(1));
      assertEquals(distance > 0 ? 1 : 0, certificate.label());
      assertTrue(certificate.radius() <= Math.abs(distance), certificate + " at distance " + distance);
      assertEquals(Math.abs(distance), certificate.radius(), 0.01);
      assertEquals(0.25 * Special.inverseNormalCdf(certificate.lowerBound()), certificate.radius(), 1e-12);
    }
  }

  /// At alpha = 0.2 the certificate may be wrong for a fifth of the draws, and should be for nearly that
  /// many.
  @Test
  void theCertificateIsWrongAsOftenAsAlphaAllows() {
    RandomizedSmoothing smoothing = new RandomizedSmoothing(HALF_SPACE, 2, 0.25);
    Tensor image = Tensor.of(new float[] {(float) (3 / 13.0 * 0.2), (float) (-4 / 13.0 * 0.2),
        (float) (12 / 13.0 * 0.2)}, 3);
    double distance = 0.2 - 0.5 / 13;
    int wrong = 0;
    for (int i = 0; i < 400; i++) {
      wrong += smoothing.certify(image, 20, 200, 0.2, Rng.seed(7).split(i)).radius() > distance ? 1 : 0;
    }
    // 80 expected at most, standard deviation 8; the counts are whole, which costs a little.
    assertTrue(wrong <= 104 && wrong >= 40, wrong + " of 400 radii were too large");
  }

  @Test
  void onThePlaneItAbstains() {
    Tensor image = Tensor.of(new float[] {0, 0, (float) (0.5 / 12)}, 3);
    RandomizedSmoothing smoothing = new RandomizedSmoothing(HALF_SPACE, 2, 0.25);
    Certificate certificate = smoothing.certify(image, 100, 1_000, 0.001, Rng.seed(1));
    assertEquals(RandomizedSmoothing.ABSTAIN, certificate.label());
    assertEquals(0, certificate.radius());
    assertEquals(RandomizedSmoothing.ABSTAIN, smoothing.predict(image, 1_000, 0.001, Rng.seed(1)));
  }

  @Test
  void farFromThePlaneItPredicts() {
    RandomizedSmoothing smoothing = new RandomizedSmoothing(HALF_SPACE, 2, 0.1);
    assertEquals(1, smoothing.predict(Tensor.of(new float[] {0, 0, 1}, 3), 100, 0.001, Rng.seed(1)));
    assertEquals(0, smoothing.predict(Tensor.of(new float[] {0, 0, -1}, 3), 100, 0.001, Rng.seed(1)));
  }

  /// What the base classifier sees: `N(x, sigma^2)`, also outside the box, and no image twice.
  @Test
  void theNoiseIsNormalNotClippedAndNeverTheSameTwice() {
    List<float[]> seen = new ArrayList<>();
    DecisionAccess listening = images -> {
      for (int i = 0; i < images.size(0); i++) {
        seen.add(images.select(0, i).toFloatArray());
      }
      return new int[images.size(0)];
    };
    new RandomizedSmoothing(listening, 2, 0.5, 300)
        .certify(Tensor.of(new float[] {0.9f, 0.1f}, 2), 1_000, 4_000, 0.001, Rng.seed(3));
    assertEquals(5_000, seen.size());
    double sum = 0;
    double squares = 0;
    Set<String> different = new HashSet<>();
    for (float[] image : seen) {
      sum += image[0];
      squares += (image[0] - 0.9) * (image[0] - 0.9);
      different.add(Arrays.toString(image));
    }
    assertEquals(0.9, sum / 5_000, 0.03);
    assertEquals(0.5, Math.sqrt(squares / 5_000), 0.02);
    assertTrue(seen.stream().anyMatch(image -> image[0] > 1.5), "the noise was clipped");
    assertEquals(5_000, different.size(), "the two sets of draws are not independent");
  }

  @Test
  void theSizeOfABatchChangesNothing() {
    Tensor image = Tensor.of(new float[] {0.1f, 0.1f, 0.1f}, 3);
    assertEquals(new RandomizedSmoothing(HALF_SPACE, 2, 0.25, 7).certify(image, 50, 501, 0.01, Rng.seed(2)),
        new RandomizedSmoothing(HALF_SPACE, 2, 0.25, 1_000).certify(image, 50, 501, 0.01, Rng.seed(2)));
    assertNotEquals(new RandomizedSmoothing(HALF_SPACE, 2, 0.25).certify(image, 50, 501, 0.01, Rng.seed(3)),
        new RandomizedSmoothing(HALF_SPACE, 2, 0.25).certify(image, 50, 501, 0.01, Rng.seed(2)));
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RandomizedSmoothing(HALF_SPACE, 2, 0));
    assertThrows(IllegalArgumentException.class, () -> new RandomizedSmoothing(HALF_SPACE, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> RandomizedSmoothing.lowerBound(5, 4, 0.1));
    assertThrows(IllegalArgumentException.class, () -> RandomizedSmoothing.lowerBound(4, 4, 0));
  }
}
