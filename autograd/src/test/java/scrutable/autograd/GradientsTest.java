package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The walk backwards: what it computes, what it does not, and what it refuses.
class GradientsTest {
  private final Variable x = Variable.tracked(Tensor.of(new double[] {1, -2, 3}, 3));
  private final Variable w = Variable.tracked(Tensor.of(new double[] {4, 5, 6}, 3));

  private static Variable scalar(double value) {
    return Variable.tracked(Tensor.scalar(value));
  }

  private static void assertValues(Tensor actual, double... expected) {
    assertArrayEquals(expected, actual.toDoubleArray(), 1e-14);
  }

  @Test
  void diamondsAreVisitedOnceAfterAllTheirUses() {
    Variable a = scalar(1);
    Variable b = a.add(a);
    Variable c = b.add(b);
    assertEquals(4, Gradients.of(c, a).get(a).item());
    Variable d = b.mul(c).add(b);                 // 2a 4a + 2a
    assertEquals(18, Gradients.of(d, a).get(a).item());
  }

  @Test
  void gradientsOfIntermediateVariablesCanBeAskedFor() {
    Variable square = x.square();
    Variable loss = square.mul(w).sum();
    Gradients gradients = Gradients.of(loss, square, x);
    assertValues(gradients.get(square), 4, 5, 6);
    assertValues(gradients.get(x), 8, -20, 36);
  }

  @Test
  void theGradientOfTheOutputItselfIsOne() {
    Variable loss = x.sum();
    assertEquals(1, Gradients.of(loss, loss).get(loss).item());
    Variable leaf = scalar(3);
    assertEquals(1, Gradients.of(leaf, leaf).get(leaf).item());
  }

  @Test
  void anOutputWithOneElementCountsAsAScalarWhateverItsRank() {
    Variable loss = x.sum(true);
    assertArrayEquals(new int[] {1}, loss.shape());
    assertValues(Gradients.of(loss, x).get(x), 1, 1, 1);
  }

  @Test
  void outputsThatAreNoScalarAreRefused() {
    String message = assertThrows(IllegalArgumentException.class,
        () -> Gradients.of(x.square(), x)).getMessage();
    assertTrue(message.contains("(3,)") && message.contains("Jacobian"), message);
    assertThrows(IllegalArgumentException.class, () -> x.square().backward());
  }

  @Test
  void unusedTargetsAreAnErrorOrZerosOnRequest() {
    Variable loss = x.sum();
    String message = assertThrows(IllegalArgumentException.class,
        () -> Gradients.of(loss, x, w)).getMessage();
    assertTrue(message.contains("does not depend") && message.contains("(3,)"), message);
    Gradients gradients = Gradients.of(loss, List.of(x, w), Gradients.Options.ALLOW_UNUSED);
    assertValues(gradients.get(w), 0, 0, 0);
    assertEquals(DType.FLOAT64, gradients.get(w).dtype());
  }

  @Test
  void constantTargetsAreAnError() {
    Variable constant = Variable.constant(Tensor.scalar(2.0));
    String message = assertThrows(IllegalArgumentException.class,
        () -> Gradients.of(x.sum().mul(constant), constant)).getMessage();
    assertTrue(message.contains("constant") && message.contains("()"), message);
  }

  @Test
  void targetsThatWereNotAskedForAreAnError() {
    Gradients gradients = Gradients.of(x.mul(w).sum(), x);
    assertThrows(IllegalArgumentException.class, () -> gradients.get(w));
  }

  @Test
  void wholeNumbersCannotBeTracked() {
    assertThrows(IllegalArgumentException.class, () -> Variable.tracked(Tensor.ofInts(new int[] {1}, 1)));
    assertThrows(IllegalArgumentException.class, () -> new Parameter(Tensor.ofInts(new int[] {1}, 1)));
  }

  /// The product of two inputs, counting which gradients were computed.
  private static final class Counting implements CustomOp {
    private final int[] calls = new int[2];

    @Override
    public Tensor forward(Tensor... inputs) {
      return inputs[0].mul(inputs[1]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] inputs, Variable y) {
      calls[i]++;
      return g.mul(inputs[1 - i]);
    }
  }

  @Test
  void noGradientIsComputedThatNobodyAskedFor() {
    Counting first = new Counting();
    Counting second = new Counting();
    Variable weights = scalar(2);
    Variable input = scalar(3);
    Variable loss = Graph.apply(second, weights, Graph.apply(first, weights, input));
    assertEquals(4, Gradients.of(loss, input).get(input).item());
    assertArrayEquals(new int[] {0, 1}, first.calls);
    assertArrayEquals(new int[] {0, 1}, second.calls);
    assertEquals(12, Gradients.of(loss, weights).get(weights).item());
    assertArrayEquals(new int[] {1, 1}, first.calls);
    assertArrayEquals(new int[] {1, 2}, second.calls);
  }

  @Test
  void everyOperationIsPulledBackOnceHoweverOftenItsResultIsUsed() {
    Counting op = new Counting();
    Variable a = scalar(2);
    Variable product = Graph.apply(op, a, scalar(3));
    Variable sum = product;
    for (int i = 0; i < 20; i++) {
      sum = sum.add(sum);                           // 2^20 paths
    }
    assertEquals(3 << 20, Gradients.of(sum, a).get(a).item());
    assertArrayEquals(new int[] {1, 0}, op.calls);
  }

  @Test
  void anArrayOfInputsMayBeUsedAgainByItsOwner() {
    Variable a = scalar(2);
    Variable b = scalar(3);
    Variable[] inputs = {a, b};
    Variable product = Graph.apply(new Counting(), inputs);
    inputs[1] = scalar(100);
    assertEquals(3, Gradients.of(product, a).get(a).item());
  }

  @Test
  void transposedTwiceAVariableIsItselfAgain() {
    Variable cube = Variable.tracked(Tensor.range(24).to(DType.FLOAT64).reshape(2, 3, 4));
    Variable view = cube.transpose(0, 2);
    assertSame(cube, view.transpose(0, 2));
    assertArrayEquals(new int[] {3, 4, 2}, view.transpose(0, 1).shape());
    assertSame(cube, cube.t().t());
    Gradients gradients = Gradients.of(cube.t().t().mul(cube).sum(), cube);
    assertArrayEquals(cube.mul(2).value().toDoubleArray(), gradients.get(cube).toDoubleArray());
  }

  @Test
  void weightsOfAVectorJacobianProductWeightTheOutputs() {
    Variable weights = Variable.constant(Tensor.of(new double[] {1, 10, 100}, 3));
    Gradients gradients = Gradients.ofWeighted(x.square(), weights, List.of(x), Gradients.Options.DEFAULT);
    assertValues(gradients.get(x), 2, -40, 600);
    String message = assertThrows(IllegalArgumentException.class, () -> Gradients.ofWeighted(x.square(),
        Variable.constant(Tensor.scalar(1.0)), List.of(x), Gradients.Options.DEFAULT)).getMessage();
    assertTrue(message.contains("()") && message.contains("(3,)"), message);
  }

  @Test
  void nothingIsRecordedInAScopeThatDoesNotRecord() {
    Variable inside = Graph.withoutRecording(() -> x.mul(w));
    assertFalse(inside.isTracked());
    assertNull(inside.op());
    assertTrue(x.mul(w).isTracked());
    Variable loss = x.square().sum();
    assertValues(Graph.withoutRecording(() -> Gradients.of(loss, x).get(x)), 2, -4, 6);
  }

  @Test
  void detachedVariablesPassNoGradient() {
    Variable loss = x.detach().mul(x).sum();
    assertValues(Gradients.of(loss, x).get(x), 1, -2, 3);
    assertFalse(x.square().detach().isTracked());
    Variable cut = x.square().detach().sum();
    assertThrows(IllegalArgumentException.class, () -> Gradients.of(cut, x));
  }

  @Test
  void withoutCreateGraphTheGradientIsAConstant() {
    Variable loss = x.square().sum();
    assertFalse(Gradients.of(loss, x).variable(x).isTracked());
    assertTrue(Gradients.of(loss, List.of(x), Gradients.Options.CREATE_GRAPH).variable(x).isTracked());
  }

  @Test
  void rulesThatGiveTheWrongShapeAreNamed() {
    record Bad(boolean nothing) implements CustomOp {
      @Override
      public Tensor forward(Tensor... inputs) {
        return inputs[0].sum();
      }

      @Override
      public Variable vjp(int i, Variable g, Variable[] inputs, Variable y) {
        return nothing ? null : g;
      }
    }

    String message = assertThrows(IllegalStateException.class,
        () -> Gradients.of(Graph.apply(new Bad(false), x), x)).getMessage();
    assertTrue(message.contains("Bad") && message.contains("()") && message.contains("(3,)"), message);
    assertThrows(IllegalStateException.class, () -> Gradients.of(Graph.apply(new Bad(true), x), x));
  }

  @Test
  void straightThroughKeepsTheValueAndTakesTheGradientOfTheSurrogate() {
    Variable rounded = Functions.straightThrough(x.mul(0.3),
        t -> t.map(scrutable.tensor.UnaryFunction.ROUND));
    assertValues(rounded.value(), 0, -1, 1);
    assertValues(Gradients.of(rounded.mul(w).sum(), x).get(x), 1.2, 1.5, 1.8);
    Variable step = Functions.straightThrough(x, Tensor::sign, Variable::tanh);
    assertValues(step.value(), 1, -1, 1);
    double slope = 1 - Math.tanh(2) * Math.tanh(2);
    assertEquals(slope, Gradients.of(step.sum(), x).get(x).get(1), 1e-14);
    String message = assertThrows(IllegalArgumentException.class,
        () -> Functions.straightThrough(x, Tensor::sum)).getMessage();
    assertTrue(message.contains("()") && message.contains("(3,)"), message);
  }

  @Test
  void aChainOfTwoHundredThousandOperationsIsWalkedWithoutRecursion() {
    Variable start = scalar(1);
    Variable end = start;
    for (int i = 0; i < 100_000; i++) {
      end = end.mul(1 + 1e-6).add(1e-7);
    }
    double expected = Math.exp(100_000 * Math.log1p(1e-6));
    assertEquals(expected, Gradients.of(end, start).get(start).item(), 1e-9);
    end.backward();
    assertEquals(expected, start.gradient().item(), 1e-9);
  }

  @Test
  void aLongChainCanBeDifferentiatedTwice() {
    Variable start = scalar(0.5);
    Variable longSum = start;
    for (int i = 0; i < 20_000; i++) {
      longSum = longSum.add(start.square());
    }
    Variable slope = Gradients.of(longSum, List.of(start), Gradients.Options.CREATE_GRAPH).variable(start);
    assertEquals(20_001, slope.item(), 1e-6);
    assertEquals(40_000, Gradients.of(slope, start).get(start).item(), 1e-6);
  }

  @Test
  void aGradientFromBeforeAStepIsNotAddedTo() {
    Parameter weight = new Parameter(Tensor.of(new float[] {1, 2}, 2));
    weight.square().sum().backward();
    weight.sum().backward();                                    // both at the same place: their sum means something
    assertArrayEquals(new float[] {3, 5}, weight.gradient().toFloatArray());
    weight.assign(Tensor.of(new float[] {3, 4}, 2));
    String message = assertThrows(IllegalStateException.class, () -> weight.square().sum().backward()).getMessage();
    assertTrue(message.contains("clearGradient"), message);
    weight.clearGradient();
    weight.square().sum().backward();
    assertArrayEquals(new float[] {6, 8}, weight.gradient().toFloatArray());
  }
}
