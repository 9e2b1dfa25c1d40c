package scrutable.tensor.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static scrutable.tensor.linalg.MatrixAssertions.assertClose;
import static scrutable.tensor.linalg.MatrixAssertions.assertRejected;
import static scrutable.tensor.linalg.MatrixAssertions.matrix;
import static scrutable.tensor.linalg.MatrixAssertions.product;
import static scrutable.tensor.linalg.MatrixAssertions.random;
import static scrutable.tensor.linalg.MatrixAssertions.vector;

import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class LeastSquaresTest {
  @Test
  void fitsALineToPoints() {
    // the points (0, 6), (1, 0), (2, 0): the best line is 5 - 3 x
    Tensor a = matrix(new double[] {1, 0}, new double[] {1, 1}, new double[] {1, 2});
    assertClose(vector(5, -3), LeastSquares.solve(a, vector(6, 0, 0)), 1e-14);
  }

  @Test
  void ofManySolutionsItTakesTheShortest() {
    assertClose(vector(1, 2), LeastSquares.solve(matrix(new double[] {1, 2}), vector(5)), 1e-15);
    Tensor singular = matrix(new double[] {1, 1}, new double[] {1, 1});
    assertClose(vector(1, 1), LeastSquares.solve(singular, vector(1, 3)), 1e-15);
    assertClose(vector(0, 0), LeastSquares.solve(Tensor.zeros(DType.FLOAT64, 3, 2), vector(1, 2, 3)), 0);
  }

  @Test
  void theResidualIsOrthogonalToTheColumns() {
    var rng = Rng.seed(11);
    Tensor a = random(rng, 20, 6);
    Tensor b = random(rng, 20, 3);
    Tensor residual = b.sub(product(a, LeastSquares.solve(a, b)));
    assertClose(Tensor.zeros(DType.FLOAT64, 6, 3), product(a.t(), residual), 1e-13);
  }

  @Test
  void ofARegularSquareSystemItIsTheSolution() {
    var rng = Rng.seed(12);
    Tensor a = random(rng, 8, 8);
    Tensor b = random(rng, 8, 2);
    assertClose(Lu.of(a).solve(b), LeastSquares.solve(a, b), 1e-12);
  }

  @Test
  void badAndEmptyArguments() {
    assertRejected(
        "LeastSquares: the matrix has 2 rows, so b must have shape (2,) or (2, k), but it is (3,)",
        () -> LeastSquares.solve(Tensor.zeros(DType.FLOAT64, 2, 5), vector(1, 2, 3)));
    assertEquals(0, LeastSquares.solve(Tensor.zeros(DType.FLOAT64, 2, 0), vector(1, 2)).elementCount());
    assertClose(vector(0, 0), LeastSquares.solve(Tensor.zeros(DType.FLOAT64, 0, 2), vector()), 0);
  }
}
