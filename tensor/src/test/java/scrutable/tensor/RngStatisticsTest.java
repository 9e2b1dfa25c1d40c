package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/// Is it random? Each bound is one that a true random source would break once in a million runs (five
/// standard errors, or the chi-square quantile at 1e-6); the seeds are fixed, so here the answer is always
/// the same.
class RngStatisticsTest {
  private static final double FIVE_STANDARD_ERRORS = 5;

  @Test
  void everyBitOfAWordIsSetHalfOfTheTime() {
    var rng = Rng.seed(1);
    int draws = 100_000;
    var set = new int[32];
    for (int i = 0; i < draws; i++) {
      int word = rng.nextInt();
      for (int bit = 0; bit < 32; bit++) {
        set[bit] += word >>> bit & 1;
      }
    }
    double bound = FIVE_STANDARD_ERRORS * 0.5 / Math.sqrt(draws);
    for (int bit = 0; bit < 32; bit++) {
      assertEquals(0.5, set[bit] / (double) draws, bound, "bit " + bit);
    }
  }

  @Test
  void boundedIntegersAreUniform() {
    var rng = Rng.seed(2);
    assertUniform(10, 100_000, 44.81, () -> rng.nextInt(10));
    assertUniform(256, 256_000, 377.1, () -> rng.nextInt(256));
  }

  @Test
  void aHugeBoundIsUnbiased() {
    int bound = 3 << 29; // without rejection, multiples of 3 would come up twice as often as the others
    var rng = Rng.seed(3);
    assertUniform(3, 100_000, 27.63, () -> rng.nextInt(bound) % 3);
  }

  @Test
  void booleansAreFair() {
    var rng = Rng.seed(4);
    assertUniform(2, 100_000, 23.93, () -> rng.nextBoolean() ? 1 : 0);
  }

  @Test
  void uniformNumbersStayInRangeAndFillItEvenly() {
    var rng = Rng.seed(5);
    assertUniform(256, 256_000, 377.1, () -> (int) (rng.nextFloat() * 256));
    assertUniform(256, 256_000, 377.1, () -> (int) (rng.nextDouble() * 256));
  }

  @Test
  void normalNumbersHaveTheRightMoments() {
    var rng = Rng.seed(6);
    int draws = 200_000;
    var moments = new double[5];
    for (int i = 0; i < draws; i++) {
      double value = rng.nextGaussian();
      for (int power = 1; power <= 4; power++) {
        moments[power] += StrictMath.pow(value, power) / draws;
      }
    }
    double unit = FIVE_STANDARD_ERRORS / Math.sqrt(draws);
    assertEquals(0, moments[1], unit); // the variance of x^k is E x^2k - (E x^k)^2: 1, 2, 15, 96
    assertEquals(1, moments[2], unit * Math.sqrt(2));
    assertEquals(0, moments[3], unit * Math.sqrt(15));
    assertEquals(3, moments[4], unit * Math.sqrt(96));
  }

  @Test
  void normalNumbersFillTheQuantilesEvenly() {
    double[] deciles = { // of the standard normal distribution, from any table
      -1.2815515655, -0.8416212336, -0.5244005127, -0.2533471031, 0,
      0.2533471031, 0.5244005127, 0.8416212336, 1.2815515655
    };
    var rng = Rng.seed(7);
    assertUniform(10, 100_000, 44.81, () -> -1 - Arrays.binarySearch(deciles, rng.nextGaussian()));
  }

  @Test
  void allOrdersOfFourThingsAreEquallyLikely() {
    var rng = Rng.seed(8);
    assertUniform(24, 240_000, 70.55, () -> rankOf(rng.permutation(4)));
  }

  @Test
  void samplesWithoutReplacementAreDistinctAndFair() {
    var rng = Rng.seed(9);
    assertUniform(10, 100_000, 44.81, () -> {
      int[] sample = rng.sampleWithoutReplacement(10, 3);
      assertEquals(3, Arrays.stream(sample).distinct().count());
      return sample[2];
    });
  }

  @Test
  void categoricalFollowsItsWeights() {
    var rng = Rng.seed(10);
    double[] weights = {1, 0, 5, 2};
    int draws = 80_000;
    var counts = new int[4];
    for (int i = 0; i < draws; i++) {
      counts[rng.categorical(weights)]++;
    }
    assertEquals(0, counts[1]);
    for (int i = 0; i < 4; i++) {
      double chance = weights[i] / 8;
      double standardError = Math.sqrt(chance * (1 - chance) / draws);
      assertEquals(chance, counts[i] / (double) draws, FIVE_STANDARD_ERRORS * standardError);
    }
  }

  @Test
  void streamsThatLookRelatedAreNotCorrelated() {
    var root = Rng.seed(11);
    Rng[][] pairs = {
      {Rng.seed(0), Rng.seed(1)},
      {root.split("a"), root.split("b")},
      {root.split(0), root.split(1)},
      {root, root.split("a")},
      {root.split("a").split("a"), root.split("a")},
    };
    int draws = 100_000;
    for (Rng[] pair : pairs) {
      double correlation = 0;
      for (int i = 0; i < draws; i++) {
        correlation += pair[0].nextGaussian() * pair[1].nextGaussian() / draws;
      }
      assertEquals(0, correlation, FIVE_STANDARD_ERRORS / Math.sqrt(draws));
    }
  }

  @Test
  void neighboursInAStreamAreNotCorrelated() {
    int draws = 100_000;
    for (int lag = 1; lag <= 8; lag++) {
      var early = Rng.seed(12);
      var late = Rng.seed(12);
      for (int i = 0; i < lag; i++) {
        late.nextInt();
      }
      double covariance = 0;
      for (int i = 0; i < draws; i++) {
        covariance += (early.nextFloat() - 0.5) * (late.nextFloat() - 0.5) / draws;
      }
      assertEquals(0, covariance * 12, FIVE_STANDARD_ERRORS / Math.sqrt(draws), "lag " + lag);
    }
  }

  private static void assertUniform(int cells, int draws, double limit, IntSupplier source) {
    var counts = new int[cells];
    for (int i = 0; i < draws; i++) {
      counts[source.getAsInt()]++;
    }
    double expected = draws / (double) cells;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    assertTrue(chiSquare < limit, "chi-square is " + chiSquare + ", the limit is " + limit);
  }

  private static int rankOf(int[] order) {
    int rank = 0;
    for (int i = 0; i < order.length; i++) {
      int smallerLater = 0;
      for (int j = i + 1; j < order.length; j++) {
        smallerLater += order[j] < order[i] ? 1 : 0;
      }
      rank = rank * (order.length - i) + smallerLater;
    }
    return rank;
  }
}
