package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The comparisons of variables against Java's own, and what they are for.
class ElementComparisonTest {
  private static final double[] NUMBERS = {-1, -0.0, 0, 1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
      Double.NaN};

  private interface Holds {
    boolean of(double a, double b);
  }

  private static void assertCompares(BiFunction<Variable, Variable, Tensor> ofVariables,
      BiFunction<Variable, Double, Tensor> withNumber, Holds holds) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Variable row = Variable.tracked(Tensor.of(NUMBERS, NUMBERS.length).to(dtype));
      Tensor table = ofVariables.apply(row.unsqueeze(1), row);
      assertEquals(dtype, table.dtype());
      for (int i = 0; i < NUMBERS.length; i++) {
        for (int j = 0; j < NUMBERS.length; j++) {
          double expected = holds.of(NUMBERS[i], NUMBERS[j]) ? 1 : 0;
          assertEquals(expected, table.get(i, j), NUMBERS[i] + " and " + NUMBERS[j]);
          assertEquals(expected, withNumber.apply(row, NUMBERS[j]).get(i), NUMBERS[i] + " and " + NUMBERS[j]);
        }
      }
    }
  }

  @Test
  void comparisonsAreThoseOfJavaAlsoForNaNAndTheTwoZeros() {
    assertCompares(Variable::greater, Variable::greater, (a, b) -> a > b);
    assertCompares(Variable::greaterOrEqual, Variable::greaterOrEqual, (a, b) -> a >= b);
    assertCompares(Variable::less, Variable::less, (a, b) -> a < b);
    assertCompares(Variable::lessOrEqual, Variable::lessOrEqual, (a, b) -> a <= b);
    assertCompares(Variable::equalTo, Variable::equalTo, (a, b) -> a == b);
    assertCompares(Variable::notEqualTo, Variable::notEqualTo, (a, b) -> a != b);
  }

  @Test
  void aNumberIsRoundedToTheTypeOfTheVariableFirst() {
    Variable tenth = Variable.constant(Tensor.of(new float[] {0.1f}, 1));
    assertArrayEquals(new double[] {1}, tenth.equalTo(0.1).toDoubleArray());
    assertArrayEquals(new double[] {0}, tenth.greater(0.1).toDoubleArray());
  }

  @Test
  void theRectifierCanBeWrittenWithAComparison() {
    Variable x = Variable.tracked(Tensor.of(new double[] {-2, 0, 3}, 3));
    Variable y = x.where(x.greater(0), Variable.constant(Tensor.scalar(0.0)));
    assertArrayEquals(new double[] {0, 0, 3}, y.value().toDoubleArray());
    assertArrayEquals(new double[] {0, 0, 1}, Gradients.of(y.sum(), List.of(x)).get(x).toDoubleArray());
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    Variable x = Variable.constant(Tensor.zeros(2, 3));
    String message = assertThrows(IllegalArgumentException.class,
        () -> x.less(Variable.constant(Tensor.zeros(4)))).getMessage();
    assertTrue(message.contains("(2, 3)") && message.contains("(4,)"), message);
  }
}
