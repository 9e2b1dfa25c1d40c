package scrutable.nn.classical;

import java.util.stream.IntStream;
import scrutable.tensor.Tensor;

/// Points from a generator that any language can repeat, for values calculated elsewhere.
final class ReferencePoints {
  static final int OVERLAPPING = 60;

  private ReferencePoints() {}

  /// Sixty points in the unit cube; every second one, those of class 1, is moved a little.
  static Tensor overlapping() {
    double[] points = uniform(12345, OVERLAPPING * 3);
    for (int i = 1; i < OVERLAPPING; i += 2) {
      points[3 * i] += 0.35;
      points[3 * i + 1] -= 0.2;
    }
    return Tensor.wrap(points, OVERLAPPING, 3);
  }

  /// The classes of [#overlapping()]: 0, 1, 0, 1, ...
  static Tensor overlappingLabels() {
    return Tensor.wrap(IntStream.range(0, OVERLAPPING).map(i -> i % 2).toArray(), OVERLAPPING);
  }

  /// Two clouds of twenty points in the plane, side by side.
  static Tensor twoClouds() {
    double[] points = uniform(777, 80);
    for (int i = 20; i < 40; i++) {
      points[2 * i] += 0.7;
    }
    return Tensor.wrap(points, 40, 2);
  }

  private static double[] uniform(long seed, int count) {
    double[] numbers = new double[count];
    long state = seed;
    for (int i = 0; i < count; i++) {
      state = (state * 1103515245 + 12345) % (1L << 31);
      numbers[i] = state / (double) (1L << 31);
    }
    return numbers;
  }
}
