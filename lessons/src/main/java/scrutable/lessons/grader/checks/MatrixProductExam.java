package scrutable.lessons.grader.checks;

import java.math.BigDecimal;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.matmul.MatrixProduct;
import scrutable.tensor.kernel.matmul.MatrixProduct.Entries;

/// The exam of the plain matrix product. To see how it rounds, it looks at what rounding leaves of a single product.
final class MatrixProductExam {
  /// Rounding errors times this are about 1.
  private static final double DIGITS_FLOAT64 = 0x1p53;
  private static final double DIGITS_FLOAT32 = 0x1p24;

  private MatrixProductExam() {}

  static Exam exam() {
    return Exam.of("2.1",
        Part.of(Part.Kind.VALUES, "product", draw -> product(sizes(draw), draw, false))
            .checkedBy(draw -> right(sizes(draw), draw, false)),
        Part.of(Part.Kind.VALUES, "accumulates", draw -> product(sizes(draw), draw, true))
            .checkedBy(draw -> right(sizes(draw), draw, true)),
        Part.of(Part.Kind.VALUES, "rounded once", MatrixProductExam::roundedOnce)
            .checkedBy(MatrixProductExam::errorsOfFloat64).following("product"),
        Part.of(Part.Kind.VALUES, "float32", MatrixProductExam::rounded32)
            .checkedBy(MatrixProductExam::errorsOfFloat32).following("product", "rounded once"),
        Part.of(Part.Kind.EDGES, "the chain begins with the old value", MatrixProductExam::fromOldValue)
            .checkedBy(MatrixProductExam::errorsOfFloat64).following("product", "accumulates", "rounded once"),
        Part.of(Part.Kind.EDGES, "nothing to add", draw -> product(new int[] {2, 3, 0}, draw, false)
            .and(product(new int[] {2, 3, 0}, draw, true)))
            .checkedBy(draw -> right(new int[] {2, 3, 0}, draw, false).and(right(new int[] {2, 3, 0}, draw, true)))
            .following("accumulates"));
  }

  /// m, n and k.
  private static int[] sizes(Draw draw) {
    return new int[] {draw.size(3, 1, 4), draw.size(3, 1, 4), draw.size(3, 1, 5)};
  }

  /// A is transposed in memory, and C stands in the middle of its array.
  private static Answer product(int[] sizes, Draw draw, boolean accumulate) {
    double[] a = draw.normal(sizes[2], sizes[0]).toDoubleArray();
    double[] b = draw.normal(sizes[2], sizes[1]).toDoubleArray();
    double[] c = draw.normal(sizes[0] * sizes[1] + 2).toDoubleArray();
    MatrixProduct.multiply(Precision.FLOAT64, sizes[0], sizes[1], sizes[2], new Entries(a, 0, 1, sizes[0]),
        new Entries(b, 0, sizes[1], 1), new Entries(c, 1, sizes[1], 1), accumulate);
    return Answer.ofNumbers(c);
  }

  private static Answer right(int[] sizes, Draw draw, boolean accumulate) {
    Tensor a = draw.normal(sizes[2], sizes[0]);
    Tensor b = draw.normal(sizes[2], sizes[1]);
    double[] c = draw.normal(sizes[0] * sizes[1] + 2).toDoubleArray();
    double[] sums = a.t().matmul(b).toDoubleArray();
    for (int i = 0; i < sums.length; i++) {
      c[i + 1] = accumulate ? c[i + 1] + sums[i] : sums[i];
    }
    return Answer.ofNumbers(c);
  }

  /// Of `-round(x y) 1 + x y`, what rounding took away from the product.
  private static Answer roundedOnce(Draw draw) {
    return each(draw, (x, y) -> DIGITS_FLOAT64 * single(Precision.FLOAT64, new double[] {-x * y, x},
        new double[] {1, y}, 0, false));
  }

  private static Answer fromOldValue(Draw draw) {
    return each(draw, (x, y) -> DIGITS_FLOAT64 * single(Precision.FLOAT64, new double[] {x}, new double[] {y}, -x * y,
        true));
  }

  private static Answer errorsOfFloat64(Draw draw) {
    return each(draw, (x, y) -> DIGITS_FLOAT64
        * new BigDecimal(x).multiply(new BigDecimal(y)).subtract(new BigDecimal(x * y)).doubleValue());
  }

  /// The product of two floats is exact in double; what is left of it must be a float.
  private static Answer rounded32(Draw draw) {
    return each(draw, (x, y) -> DIGITS_FLOAT32 * (single(Precision.FLOAT32, new double[] {(float) x},
        new double[] {(float) y}, 0, false) - (double) (float) x * (float) y));
  }

  private static Answer errorsOfFloat32(Draw draw) {
    return each(draw, (x, y) -> {
      double exact = (double) (float) x * (float) y;
      return DIGITS_FLOAT32 * ((float) exact - exact);
    });
  }

  /// The only element of a row times a column.
  private static double single(Precision precision, double[] row, double[] column, double old, boolean accumulate) {
    double[] c = {old};
    MatrixProduct.multiply(precision, 1, 1, row.length, new Entries(row, 0, row.length, 1),
        new Entries(column, 0, 1, 1), new Entries(c, 0, 1, 1), accumulate);
    return c[0];
  }

  private interface OfTwo {
    double apply(double x, double y);
  }

  private static Answer each(Draw draw, OfTwo function) {
    double[] x = draw.between(1, 2, 6).toDoubleArray();
    double[] y = draw.between(1, 2, 6).toDoubleArray();
    double[] results = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      // Roots, since the random numbers come from float32: products of such have nothing that could be rounded away.
      results[i] = function.apply(Math.sqrt(x[i]), Math.sqrt(y[i]));
    }
    return Answer.ofNumbers(results);
  }
}
