package scrutable.tensor.kernel.reduce;

import static scrutable.tensor.kernel.reduce.PlainReductions.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The float sums, maxima and minima of [PlainReductions] with vectors, in the same order of adding.
///
/// A vector of 16 floats holds all virtual lanes. A narrower one makes several passes over the chunk, one for
/// each group of lanes; the chunk stays in the nearest cache meanwhile. If one vector holds all lanes and they are
/// equally full, as in most rows of networks, they are added without going through memory: the upper half to the lower,
/// then a half of that, as [PlainReductions#addLanes] does it; of each sum only the lower half matters. That is written
/// out three times. In a method of its own it would be inlined in most places only: not below a long chain of calls,
/// and a vector that is handed to a call becomes an object, 96 bytes for every row.
final class SimdReductions {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= LANES
      ? FloatVector.SPECIES_PREFERRED : FloatVector.SPECIES_512;
  private static final int WIDTH = SPECIES.length();
  private static final VectorShuffle<Float> UP_8 = upBy(8);
  private static final VectorShuffle<Float> UP_4 = upBy(4);
  private static final VectorShuffle<Float> UP_2 = upBy(2);
  private static final VectorShuffle<Float> UP_1 = upBy(1);

  private SimdReductions() {}

  private static VectorShuffle<Float> upBy(int distance) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + distance) % WIDTH);
  }

  private static boolean fillsOneVector(int n) {
    return WIDTH == LANES && n % LANES == 0;
  }

  static float sum(float[] x, int start, int n, float[] lanes) {
    if (fillsOneVector(n)) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = start; i < start + n; i += LANES) {
        sums = sums.add(FloatVector.fromArray(SPECIES, x, i));
      }
      FloatVector eight = sums.add(sums.rearrange(UP_8));
      FloatVector four = eight.add(eight.rearrange(UP_4));
      FloatVector two = four.add(four.rearrange(UP_2));
      return two.add(two.rearrange(UP_1)).lane(0);
    }
    int whole = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = lane; i < whole; i += LANES) {
        sums = sums.add(FloatVector.fromArray(SPECIES, x, start + i));
      }
      sums.intoArray(lanes, lane);
    }
    for (int i = whole; i < n; i++) {
      lanes[i - whole] += x[start + i];
    }
    return PlainReductions.addLanes(lanes);
  }

  /// Whether [#sumFour] can be asked for.
  static boolean sumsFour() {
    return WIDTH == LANES;
  }

  /// The sums of four chunks of n numbers each, which follow one another: four streams through memory.
  ///
  /// @param out gets them, from `outStart` on
  static void sumFour(float[] x, int start, int n, float[] lanes, float[] out, int outStart) {
    FloatVector sums0 = FloatVector.zero(SPECIES);
    FloatVector sums1 = FloatVector.zero(SPECIES);
    FloatVector sums2 = FloatVector.zero(SPECIES);
    FloatVector sums3 = FloatVector.zero(SPECIES);
    for (int i = start; i < start + n; i += LANES) {
      sums0 = sums0.add(FloatVector.fromArray(SPECIES, x, i));
      sums1 = sums1.add(FloatVector.fromArray(SPECIES, x, i + n));
      sums2 = sums2.add(FloatVector.fromArray(SPECIES, x, i + 2 * n));
      sums3 = sums3.add(FloatVector.fromArray(SPECIES, x, i + 3 * n));
    }
    sums0.intoArray(lanes, 0);
    out[outStart] = PlainReductions.addLanes(lanes);
    sums1.intoArray(lanes, 0);
    out[outStart + 1] = PlainReductions.addLanes(lanes);
    sums2.intoArray(lanes, 0);
    out[outStart + 2] = PlainReductions.addLanes(lanes);
    sums3.intoArray(lanes, 0);
    out[outStart + 3] = PlainReductions.addLanes(lanes);
  }

  /// Whether no number is larger in size than the limit; of NaN no comparison is true.
  static boolean allWithin(float limit, float[] x, int start, int n) {
    VectorMask<Float> within = SPECIES.maskAll(true);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      within = within.and(FloatVector.fromArray(SPECIES, x, start + i).abs().compare(VectorOperators.LE, limit));
    }
    return within.allTrue() && PlainReductions.allWithin(limit, x, start + i, n - i);
  }

  static float squaredDeviations(float[] x, int start, int n, float mean, float[] lanes) {
    if (fillsOneVector(n)) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = start; i < start + n; i += LANES) {
        FloatVector deviations = FloatVector.fromArray(SPECIES, x, i).sub(mean);
        sums = deviations.fma(deviations, sums);
      }
      FloatVector eight = sums.add(sums.rearrange(UP_8));
      FloatVector four = eight.add(eight.rearrange(UP_4));
      FloatVector two = four.add(four.rearrange(UP_2));
      return two.add(two.rearrange(UP_1)).lane(0);
    }
    int whole = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = lane; i < whole; i += LANES) {
        FloatVector deviations = FloatVector.fromArray(SPECIES, x, start + i).sub(mean);
        sums = deviations.fma(deviations, sums);
      }
      sums.intoArray(lanes, lane);
    }
    for (int i = whole; i < n; i++) {
      float deviation = x[start + i] - mean;
      lanes[i - whole] = Math.fma(deviation, deviation, lanes[i - whole]);
    }
    return PlainReductions.addLanes(lanes);
  }

  static float dot(float[] x, int xStart, float[] y, int yStart, int n, float[] lanes) {
    if (fillsOneVector(n)) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = 0; i < n; i += LANES) {
        FloatVector factors = FloatVector.fromArray(SPECIES, x, xStart + i);
        sums = factors.fma(FloatVector.fromArray(SPECIES, y, yStart + i), sums);
      }
      FloatVector eight = sums.add(sums.rearrange(UP_8));
      FloatVector four = eight.add(eight.rearrange(UP_4));
      FloatVector two = four.add(four.rearrange(UP_2));
      return two.add(two.rearrange(UP_1)).lane(0);
    }
    int whole = n - n % LANES;
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sums = FloatVector.zero(SPECIES);
      for (int i = lane; i < whole; i += LANES) {
        FloatVector factors = FloatVector.fromArray(SPECIES, x, xStart + i);
        sums = factors.fma(FloatVector.fromArray(SPECIES, y, yStart + i), sums);
      }
      sums.intoArray(lanes, lane);
    }
    for (int i = whole; i < n; i++) {
      lanes[i - whole] = Math.fma(x[xStart + i], y[yStart + i], lanes[i - whole]);
    }
    return PlainReductions.addLanes(lanes);
  }

  /// Any order gives the same maximum, as +0 counts as larger than -0 and NaN as larger than all.
  static float max(float[] x, int start, int n) {
    FloatVector largest = FloatVector.broadcast(SPECIES, x[start]);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      largest = largest.max(FloatVector.fromArray(SPECIES, x, start + i));
    }
    float result = largest.reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      result = Math.max(result, x[start + i]);
    }
    return result;
  }

  static float min(float[] x, int start, int n) {
    FloatVector smallest = FloatVector.broadcast(SPECIES, x[start]);
    int i = 0;
    for (; i <= n - WIDTH; i += WIDTH) {
      smallest = smallest.min(FloatVector.fromArray(SPECIES, x, start + i));
    }
    float result = smallest.reduceLanes(VectorOperators.MIN);
    for (; i < n; i++) {
      result = Math.min(result, x[start + i]);
    }
    return result;
  }

  static void sumColumns(float[] x, int start, int stride, int rows, int width, float[] out, int outStart) {
    int j = 0;
    for (; j <= width - 4 * WIDTH; j += 4 * WIDTH) {
      sumFourColumns(x, start + j, stride, rows, out, outStart + j);
    }
    for (; j <= width - WIDTH; j += WIDTH) {
      sumColumn(x, start + j, stride, rows, out, outStart + j);
    }
    PlainReductions.sumColumns(x, start + j, stride, rows, width - j, out, outStart + j);
  }

  /// Four vectors of columns at a time, so that four additions are under way while one waits for the last.
  private static void sumFourColumns(float[] x, int start, int stride, int rows, float[] out, int outStart) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    for (int row = 0; row < rows; row++) {
      int at = start + row * stride;
      sum0 = sum0.add(FloatVector.fromArray(SPECIES, x, at));
      sum1 = sum1.add(FloatVector.fromArray(SPECIES, x, at + WIDTH));
      sum2 = sum2.add(FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH));
      sum3 = sum3.add(FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH));
    }
    sum0.intoArray(out, outStart);
    sum1.intoArray(out, outStart + WIDTH);
    sum2.intoArray(out, outStart + 2 * WIDTH);
    sum3.intoArray(out, outStart + 3 * WIDTH);
  }

  private static void sumColumn(float[] x, int start, int stride, int rows, float[] out, int outStart) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int row = 0; row < rows; row++) {
      sum = sum.add(FloatVector.fromArray(SPECIES, x, start + row * stride));
    }
    sum.intoArray(out, outStart);
  }
}
