package scrutable.lessons.understood;

import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Points about the line `1 + slope x`, and the two lines that are best for them, by squares and by absolute values.
///
/// @param squares  intercept and slope of the line with the smallest sum of squares
/// @param absolute likewise of absolute values
record LineFit(double[] x, double[] y, double slope, double[] squares, double[] absolute) {

  /// Draws points with `x` in [0, 1], of which a share, those farthest to the right, are moved up by 4.
  static LineFit of(int count, double slope, double wild, Rng rng) {
    double[] x = new double[count];
    double[] y = new double[count];
    double[] design = new double[2 * count];
    for (int i = 0; i < count; i++) {
      x[i] = (i + rng.nextDouble()) / count;
      y[i] = 1 + slope * x[i] + 0.1 * rng.nextGaussian() + (i >= count * (1 - wild) ? 4 : 0);
      design[2 * i] = 1;
      design[2 * i + 1] = x[i];
    }
    Variable columns = Variable.constant(Tensor.wrap(design, count, 2));
    Tensor targets = Tensor.of(y, count, 1);
    Parameter squares = new Parameter(Tensor.zeros(DType.FLOAT64, 2, 1));
    Downhill.descend(squares, 0.5, () -> Losses.mse(columns.matmul(squares), targets));
    Parameter absolute = new Parameter(Tensor.zeros(DType.FLOAT64, 2, 1));
    Downhill.descend(absolute, 0.3, () -> Losses.l1(columns.matmul(absolute), targets));
    return new LineFit(x, y, slope, squares.value().toDoubleArray(), absolute.value().toDoubleArray());
  }

  double bySquares() {
    return squares[1];
  }

  double byAbsoluteValues() {
    return absolute[1];
  }

  double errorBySquares() {
    return Math.abs(squares[1] - slope);
  }

  double errorByAbsoluteValues() {
    return Math.abs(absolute[1] - slope);
  }

  double[] lineBySquares(double[] at) {
    return line(squares, at);
  }

  double[] lineByAbsoluteValues(double[] at) {
    return line(absolute, at);
  }

  private static double[] line(double[] coefficients, double[] at) {
    double[] heights = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      heights[i] = coefficients[0] + coefficients[1] * at[i];
    }
    return heights;
  }
}
