package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.tensor.Storage;
import scrutable.tensor.Tensor;

/// `backward()`, which adds up in leaves, and parameters, whose values change.
class AccumulationTest {
  private final Parameter p = new Parameter(Tensor.of(new double[] {1, 2}, 2));

  private static void assertValues(Tensor actual, double... expected) {
    assertArrayEquals(expected, actual.toDoubleArray());
  }

  @Test
  void backwardAddsUpInLeavesUntilCleared() {
    assertNull(p.gradient());
    p.square().sum().backward();
    assertValues(p.gradient(), 2, 4);
    p.sum().backward();
    assertValues(p.gradient(), 3, 5);
    p.clearGradient();
    assertNull(p.gradient());
    p.sum().backward();
    assertValues(p.gradient(), 1, 1);
  }

  @Test
  void onlyTrackedLeavesReceiveGradients() {
    Variable data = Variable.constant(Tensor.of(new double[] {3, 4}, 2));
    Variable product = p.mul(data);
    product.sum().backward();
    assertValues(p.gradient(), 3, 4);
    assertNull(data.gradient());
    assertNull(product.gradient());
  }

  @Test
  void anOutputWithoutTrackedLeavesIsAnError() {
    Variable loss = Graph.withoutRecording(() -> p.square().sum());
    String message = assertThrows(IllegalArgumentException.class, loss::backward).getMessage();
    assertTrue(message.contains("tracked"), message);
  }

  @Test
  void parametersCopyWhatTheyAreGiven() {
    double[] array = {1, 2};
    Parameter own = new Parameter(Tensor.wrap(array, 2));
    array[0] = 7;
    assertValues(own.value(), 1, 2);
    Tensor next = Tensor.wrap(array, 2);
    own.assign(next);
    array[0] = 9;
    assertValues(own.value(), 7, 2);
  }

  @Test
  void assignKeepsShapeAndType() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> p.assign(Tensor.scalar(1.0))).getMessage();
    assertTrue(message.contains("()") && message.contains("(2,)"), message);
    assertThrows(IllegalArgumentException.class, () -> p.assign(Tensor.of(new float[] {1, 2}, 2)));
  }

  @Test
  void aGraphOfAnOlderValueIsRefusedAfterAssign() {
    Variable loss = p.square().sum();
    p.assign(Tensor.of(new double[] {5, 6}, 2));
    String message = assertThrows(IllegalStateException.class, () -> Gradients.of(loss, p)).getMessage();
    assertTrue(message.contains("Square") && message.contains("(2,)"), message);
    assertValues(Gradients.of(p.square().sum(), p).get(p), 10, 12);
  }

  @Test
  void aGraphOfAnOlderValueIsRefusedAfterAnUpdateInPlace() {
    Variable loss = p.square().sum();
    p.update(storage -> storage.set(0, 8));
    assertThrows(IllegalStateException.class, () -> Gradients.of(loss, p));
    assertThrows(IllegalStateException.class, loss::backward);
  }

  /// The input's gradient reads the weights through a view that shares their storage: as in `x W^T`.
  @Test
  void aViewOfAnOlderValueIsRefusedAsWell() {
    Parameter weights = new Parameter(Tensor.of(new double[] {1, 2, 3, 4}, 2, 2));
    Variable x = Variable.tracked(Tensor.of(new double[] {1, 1}, 1, 2));
    Variable transposed = x.matmul(weights.t()).sum();
    Variable twice = x.matmul(weights.t().flip(0).transpose(0, 1)).sum();
    Variable copied = x.matmul(weights.t().reshape(4).reshape(2, 2)).sum();
    Variable broadcast = x.mul(weights.slice(0, 0, 1)).sum();
    weights.update(AccumulationTest::negate);
    for (Variable loss : new Variable[] {transposed, twice, broadcast}) {
      assertThrows(IllegalStateException.class, () -> Gradients.of(loss, x));
    }
    assertValues(Gradients.of(copied, x).get(x), 4, 6);
    Variable fresh = x.matmul(weights.t()).sum();
    assertValues(Gradients.of(fresh, x).get(x), -4, -6);
  }

  private static void negate(Storage storage) {
    for (int i = 0; i < storage.length(); i++) {
      storage.set(i, -storage.get(i));
    }
  }

  @Test
  void gradientsTakenBeforeTheStepStayWhatTheyWere() {
    Tensor gradient = Gradients.of(p.square().sum(), p).get(p);
    p.sum().backward();
    p.update(AccumulationTest::negate);
    assertValues(gradient, 2, 4);
    assertValues(p.gradient(), 1, 1);
    assertEquals(-1, p.value().get(0));
  }

  @Test
  void aDetachedParameterThatChangesIsNoticedToo() {
    Parameter p = new Parameter(Tensor.of(new double[] {2, 3}, 2));
    Variable x = Variable.tracked(Tensor.of(new double[] {1, 1}, 2));
    Variable loss = x.mul(p.detach()).sum();
    Variable viewed = x.mul(Graph.withoutRecording(() -> p.reshape(1, 2).reshape(2))).sum();
    p.update(storage -> storage.set(0, 100));
    assertThrows(IllegalStateException.class, () -> Gradients.of(loss, x));
    assertThrows(IllegalStateException.class, () -> Gradients.of(viewed, x));
  }
}
