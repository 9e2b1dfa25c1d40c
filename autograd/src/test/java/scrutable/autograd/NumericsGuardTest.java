package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.tensor.Tensor;

/// The guard names the operation that made the first bad number, not the one that passed it on.
class NumericsGuardTest {
  private final Variable x = Variable.tracked(Tensor.of(new double[] {1, 0, 4, -0.0}, 2, 2));

  private static String messageOf(Runnable work) {
    return assertThrows(ArithmeticException.class, () -> NumericsGuard.run(work)).getMessage();
  }

  @Test
  void namesOperationShapeIndexAndInputs() {
    String message = messageOf(() -> x.log().mul(2).exp());
    assertTrue(message.startsWith("Log produced -Infinity at index (0, 1) of (2, 2)"), message);
    assertTrue(message.contains("in [0.0, 4.0]") || message.contains("in [-0.0, 4.0]"), message);
  }

  @Test
  void looksAtTheBackwardPassToo() {
    Variable loss = NumericsGuard.run(() -> x.sqrt().sum());
    String message = messageOf(() -> Gradients.of(loss, x));
    assertTrue(message.contains("produced Infinity") && message.contains("(2, 2)"), message);
  }

  @Test
  void saysWhenAnInputWasBadAlready() {
    Variable bad = Variable.tracked(Tensor.of(new double[] {1, Double.NaN}, 2));
    String message = messageOf(() -> bad.add(1));
    assertTrue(message.contains("Shift produced NaN at index (1,)"), message);
    assertTrue(message.contains("not finite itself"), message);
  }

  @Test
  void isOffOutsideItsScopeAndSilentAboutGoodNumbers() {
    assertEquals(Double.NEGATIVE_INFINITY, x.log().value().get(0, 1));
    assertEquals(2, NumericsGuard.run(() -> x.exp().log().add(1)).value().get(0, 0), 1e-15);
  }
}
