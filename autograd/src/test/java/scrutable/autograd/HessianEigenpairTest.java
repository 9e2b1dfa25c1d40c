package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.Tensor;

class HessianEigenpairTest {
  /// x^T A x / 2 with A = diag(4, -7, 1) seen by two parameters, (x1, x2) and x3.
  private final Variable pair = Variable.tracked(Tensor.of(new double[] {0.3, -2}, 2));
  private final Variable single = Variable.tracked(Tensor.of(new double[] {5}, 1));

  private Variable quadratic() {
    Variable weights = Variable.constant(Tensor.of(new double[] {2, -3.5}, 2));
    return pair.square().mul(weights).sum().add(single.square().mul(0.5).sum());
  }

  @Test
  void itFindsTheEigenvalueOfLargestSizeWithItsSignAndItsVector() {
    HessianEigenpair found = HessianEigenpair.largest(this::quadratic, List.of(pair, single),
        List.of(Tensor.of(new double[] {1, 1}, 2), Tensor.of(new double[] {1}, 1)), 80);
    assertEquals(-7, found.value(), 1e-12);
    assertEquals(0, found.vector().get(0).get(0), 1e-12);
    assertEquals(7, Math.abs(found.vector().get(0).get(1)), 1e-12);
    assertEquals(0, found.vector().get(1).get(0), 1e-12);
  }

  @Test
  void aVectorWithoutLengthIsRefused() {
    Variable linear = Variable.tracked(Tensor.of(new double[] {1, 2}, 2));
    List<Tensor> start = List.of(Tensor.of(new double[] {1, 0}, 2));
    String message = assertThrows(IllegalArgumentException.class,
        () -> HessianEigenpair.largest(linear::sum, List.of(linear), start, 2)).getMessage();
    assertTrue(message.contains("its Hessian is zero"), message);
    assertThrows(IllegalArgumentException.class,
        () -> HessianEigenpair.largest(linear::sum, List.of(linear), start, 0));
  }
}
