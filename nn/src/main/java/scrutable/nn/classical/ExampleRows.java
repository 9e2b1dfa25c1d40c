package scrutable.nn.classical;

import java.util.Arrays;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Examples as rows of doubles, and the inner loops along them that every learner here needs.
final class ExampleRows {
  private ExampleRows() {}

  /// The examples (N, ...), each flattened to one row; copies.
  ///
  /// @throws IllegalArgumentException unless the tensor has an axis of examples and one of numbers, and all
  ///     numbers are finite
  static double[][] of(String learner, Tensor examples) {
    if (examples.rank() < 2) {
      throw new IllegalArgumentException(learner + ": examples must be (N, D) or (N, C, H, W), but the shape"
          + " is " + Shape.text(examples.shape()) + "; one example alone is a batch of one: unsqueeze(0)");
    }
    double[] numbers = examples.toDoubleArray();
    int count = examples.size(0);
    int length = count == 0 ? 0 : numbers.length / count;
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = Arrays.copyOfRange(numbers, i * length, (i + 1) * length);
      requireFinite(learner, rows[i], i);
    }
    return rows;
  }

  private static void requireFinite(String learner, double[] row, int example) {
    for (int j = 0; j < row.length; j++) {
      if (!Double.isFinite(row[j])) {
        throw new IllegalArgumentException(learner + ": every number must be finite, but number " + j
            + " of example " + example + " is " + row[j]);
      }
    }
  }

  /// The examples, which must be as long as those the learner was fitted to.
  static double[][] ofLength(String learner, Tensor examples, int length) {
    double[][] rows = of(learner, examples);
    if (rows.length > 0 && rows[0].length != length) {
      throw new IllegalArgumentException(learner + ": fitted to examples of " + length
          + " numbers, but these have " + rows[0].length + ": " + Shape.text(examples.shape()));
    }
    return rows;
  }

  /// The class of each of `count` examples.
  ///
  /// @throws IllegalArgumentException unless there is an `int32` label in `0 .. classes - 1` for each
  static int[] labels(String learner, Tensor labels, int count, int classes) {
    if (labels.dtype() != DType.INT32 || labels.rank() != 1 || labels.size(0) != count) {
      throw new IllegalArgumentException(learner + ": " + count + " examples need int32 labels of shape ("
          + count + ",), but these are " + labels.dtype() + " of shape " + Shape.text(labels.shape()));
    }
    int[] values = labels.toIntArray();
    for (int i = 0; i < count; i++) {
      if (values[i] < 0 || values[i] >= classes) {
        throw new IllegalArgumentException(learner + ": label " + values[i] + " of example " + i
            + " does not lie in 0 .. " + (classes - 1));
      }
    }
    return values;
  }

  /// Rows of equal length as a tensor (N, D).
  static Tensor tensor(double[][] rows, int length) {
    double[] numbers = new double[rows.length * length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, numbers, i * length, length);
    }
    return Tensor.wrap(numbers, rows.length, length);
  }

  /// The sum of `a[i] b[i]`, as four sums side by side: a processor adds to all four at once, and to a single
  /// one only after it has finished the addition before.
  static double dot(double[] a, double[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i <= a.length - 4; i += 4) {
      sum0 += a[i] * b[i];
      sum1 += a[i + 1] * b[i + 1];
      sum2 += a[i + 2] * b[i + 2];
      sum3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += a[i] * b[i];
    }
    return sum0 + sum2 + (sum1 + sum3);
  }

  /// The squared Euclidean distance. Differences are squared one by one: `a.a + b.b - 2 a.b` would be faster
  /// and loses all digits where the points are close.
  static double squaredDistance(double[] a, double[] b) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i <= a.length - 4; i += 4) {
      double d0 = a[i] - b[i];
      double d1 = a[i + 1] - b[i + 1];
      double d2 = a[i + 2] - b[i + 2];
      double d3 = a[i + 3] - b[i + 3];
      sum0 += d0 * d0;
      sum1 += d1 * d1;
      sum2 += d2 * d2;
      sum3 += d3 * d3;
    }
    for (; i < a.length; i++) {
      double d = a[i] - b[i];
      sum0 += d * d;
    }
    return sum0 + sum2 + (sum1 + sum3);
  }

  /// `target += factor * row`.
  static void addMultiple(double[] target, double factor, double[] row) {
    for (int i = 0; i < target.length; i++) {
      target[i] += factor * row[i];
    }
  }
}
