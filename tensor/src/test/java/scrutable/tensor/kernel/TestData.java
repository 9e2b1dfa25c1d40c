package scrutable.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;

/// Seeded arrays and bit-for-bit comparison for the tests of the kernels.
public final class TestData {

  /// Sizes around every boundary there is: vectors, tiles, lanes, blocks and chunks.
  public static final int[] AWKWARD = {
      0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 127, 129, 255, 257, 1000, 4095, 4096, 4097, 4098};

  private TestData() {}

  /// Numbers uniform in [-1, 1).
  public static float[] floats(long seed, int count) {
    var random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /// Numbers of all magnitudes, with infinities, NaNs, zeros and subnormals among them.
  public static float[] anyBits(long seed, int count) {
    var random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    float[] special = {0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY,
        Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, 1f, -1f};
    for (int i = 0; i < count; i += 13) {
      values[i] = special[i / 13 % special.length];
    }
    return values;
  }

  public static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /// All NaNs count as the same, +0 and -0 do not.
  public static void assertSameBits(float[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        assertEquals(expected[i], actual[i], what + ": element " + i);
      }
    }
  }
}
