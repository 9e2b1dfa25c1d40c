package scrutable.nn.data.generate;

import java.util.List;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Two classes on a plane in a space of many dimensions: all there is to learn lies in the plane.
///
/// In the plane, class 0 is the slab `-1 <= u1 <= -0.5` and class 1 the slab `0.5 <= u1 <= 1`, both with
/// `-1 <= u2 <= 1`, and all of it times `scale = sqrt(D / 10)`: as with pixels, the size of a single number
/// does not depend on how many there are, so the lengths grow like `sqrt(D)`. The straight line `u1 = 0`
/// between the slabs is at the distance `0.75 scale` from the median point.
///
/// @param basis the two directions of the plane, `(D, 2)`, at right angles and of length 1
public record SlabsInAPlane(Dataset train, Dataset test, Tensor basis) {

  /// Draws a plane and points on it, half of them of each class.
  ///
  /// @param dimensions `D` of the space
  /// @throws IllegalArgumentException if the space is too small for a plane, or there are no points
  public static SlabsInAPlane generate(int dimensions, int train, int test, Rng rng) {
    if (dimensions < 2 || train < 1 || test < 1) {
      throw new IllegalArgumentException("SlabsInAPlane: a plane needs at least 2 dimensions, and both sets a point,"
          + " not " + dimensions + " dimensions with " + train + " and " + test + " points");
    }
    Tensor basis = orthonormal(dimensions, rng.split("plane"));
    return new SlabsInAPlane(points(train, basis, rng.split("train")), points(test, basis, rng.split("test")), basis);
  }

  /// `sqrt(D / 10)`.
  public double scale() {
    return scale(basis);
  }

  private static double scale(Tensor basis) {
    return Math.sqrt(basis.size(0) / 10.0);
  }

  private static Dataset points(int count, Tensor basis, Rng rng) {
    float[] plane = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 2;
      double depth = 0.5 + 0.5 * rng.nextDouble();
      plane[2 * i] = (float) (labels[i] == 1 ? depth : -depth);
      plane[2 * i + 1] = (float) (2 * rng.nextDouble() - 1);
    }
    Tensor inputs = Tensor.wrap(plane, count, 2).mul(scale(basis)).matmul(basis.t());   // (N, D)
    return new Dataset("slabs", inputs, Tensor.ofInts(labels, count), List.of("left", "right"));
  }

  /// Two random directions, the second less its part along the first.
  private static Tensor orthonormal(int dimensions, Rng rng) {
    double[] first = gaussian(dimensions, rng);
    double[] second = gaussian(dimensions, rng);
    scale(first, 1 / Math.sqrt(dot(first, first)));
    double along = dot(first, second);
    for (int j = 0; j < dimensions; j++) {
      second[j] -= along * first[j];
    }
    scale(second, 1 / Math.sqrt(dot(second, second)));
    float[] columns = new float[2 * dimensions];
    for (int j = 0; j < dimensions; j++) {
      columns[2 * j] = (float) first[j];
      columns[2 * j + 1] = (float) second[j];
    }
    return Tensor.wrap(columns, dimensions, 2);
  }

  private static double[] gaussian(int count, Rng rng) {
    double[] numbers = new double[count];
    for (int j = 0; j < count; j++) {
      numbers[j] = rng.nextGaussian();
    }
    return numbers;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static void scale(double[] numbers, double factor) {
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] *= factor;
    }
  }
}
