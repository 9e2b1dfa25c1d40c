package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// A run of a gated recurrent unit against the graph of its steps.
class GruSequenceOpTest {
  private final Rng rng = Rng.seed(12);

  /// The composed twin.
  static Variable stepByStep(Variable[] x, Tensor mask) {
    Variable[] fromInputs = x[0].unstack(1);
    Variable[] states = new Variable[fromInputs.length];
    Variable state = x[1];
    for (int t = 0; t < states.length; t++) {
      Variable next = Functions.gruStep(fromInputs[t], state.matmul(x[2].t()).add(x[3]), state);
      state = mask == null ? next : next.where(mask.slice(1, t, t + 1), state);
      states[t] = state;
    }
    return Variable.stack(1, states);
  }

  private static Variable fused(Variable[] x, Tensor mask) {
    return Functions.gruSequence(x[0], x[1], x[2], x[3], mask);
  }

  private Variable[] draw(DType dtype, int count, int steps, int hidden) {
    int[][] shapes = {{count, steps, 3 * hidden}, {count, hidden}, {3 * hidden, hidden}, {3 * hidden}};
    return Arrays.stream(shapes).map(shape -> Variable.tracked(rng.normal(shape).to(dtype))).toArray(Variable[]::new);
  }

  private Tensor randomMask(DType dtype, int count, int steps) {
    double[] values = new double[count * steps];
    Arrays.setAll(values, i -> rng.nextInt(3) > 0 ? 1 : 0);
    return Tensor.of(values, count, steps).to(dtype);
  }

  /// In the order of the inputs; -0 counts as 0 with one step, of which the twin adds up no shares.
  private static void assertSameBits(Variable[] x, Tensor mask, Tensor weights, Gradients.Options options) {
    String what = Arrays.toString(x[0].shape()) + " " + x[0].dtype() + (mask == null ? "" : ", masked");
    Variable expected = stepByStep(x, mask);
    Variable actual = fused(x, mask);
    assertBits(expected.value(), actual.value(), what);
    Gradients ofExpected = Gradients.ofWeighted(expected, Variable.constant(weights), List.of(x), options);
    Gradients ofActual = Gradients.ofWeighted(actual, Variable.constant(weights), List.of(x), options);
    for (int i = 0; i < x.length; i++) {
      Tensor gradient = ofExpected.get(x[i]);
      assertBits(x[0].size(1) == 1 ? gradient.add(0) : gradient, ofActual.get(x[i]), what + ", input " + i);
    }
  }

  private static void assertBits(Tensor expected, Tensor actual, String what) {
    assertArrayEquals(expected.shape(), actual.shape(), what);
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), what);
  }

  @Test
  void hasTheBitsOfItsStepsOnAnyNumberOfThreads() {
    for (int threads : new int[] {1, 2}) {
      Parallel.withThreads(threads, () -> {
        for (int[] size : new int[][] {{1, 1, 5}, {3, 1, 48}, {64, 2, 33}, {3, 2, 1}, {1, 7, 17}, {64, 7, 48},
            {3, 20, 31}, {64, 20, 16}, {0, 2, 3}}) {
          for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            Variable[] x = draw(dtype, size[0], size[1], size[2]);
            for (Tensor mask : new Tensor[] {null, randomMask(dtype, size[0], size[1])}) {
              assertSameBits(x, mask, rng.normal(size).to(dtype), Gradients.Options.DEFAULT);
            }
          }
        }
      });
    }
  }

  @Test
  void soDoesTheRuleThatIsTakenWhereTheGraphOfTheGradientIsKept() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      for (int steps : new int[] {1, 2, 7}) {
        Variable[] x = draw(dtype, 3, steps, 17);
        for (Tensor mask : new Tensor[] {null, randomMask(dtype, 3, steps)}) {
          assertSameBits(x, mask, rng.normal(3, steps, 17).to(dtype), Gradients.Options.CREATE_GRAPH);
        }
      }
    }
  }

  @Test
  void secondDerivativesAreRight() {
    Tensor[] x = Arrays.stream(draw(DType.FLOAT64, 2, 3, 2)).map(each -> each.value().mul(0.5)).toArray(Tensor[]::new);
    for (Tensor mask : new Tensor[] {null, GruRows.mask(2, 3)}) {
      GradientCheck.checkSecondOrder(each -> fused(each, mask), x).require();
    }
  }

  /// What is no number is so in its own sequence and from its step on, and in the gradients of all that met it.
  @Test
  void whatIsNoNumberStaysInItsSequenceAndIsFoundInTheSameGradients() {
    for (double wild : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Variable[] x = draw(DType.FLOAT32, 3, 4, 17);
      double[] values = x[0].value().toDoubleArray();
      values[(1 * 4 + 2) * 51 + 40] = wild;
      x[0] = Variable.tracked(Tensor.of(values, 3, 4, 51).to(DType.FLOAT32));
      for (Tensor mask : new Tensor[] {null, GruRows.mask(3, 4).to(DType.FLOAT32)}) {
        assertSameBits(x, mask, rng.normal(3, 4, 17), Gradients.Options.DEFAULT);
      }
    }
    Variable[] x = draw(DType.FLOAT32, 3, 4, 17);
    x[0] = Variable.tracked(Tensor.where(Tensor.of(new float[] {1, 0, 1}, 3, 1, 1), x[0].value(),
        Tensor.full(Double.NaN, DType.FLOAT32)));
    Tensor states = fused(x, null).value();
    assertTrue(Double.isNaN(states.select(0, 1).sum().item()));
    assertFalse(Double.isNaN(states.select(0, 0).sum().item() + states.select(0, 2).sum().item()));
  }

  @Test
  void anInfiniteGradientMeetsTheSameZerosAsInItsSteps() {
    Variable[] x = draw(DType.FLOAT32, 3, 4, 17);
    double[] weights = rng.normal(3, 4, 17).toDoubleArray();
    weights[20] = Double.POSITIVE_INFINITY;
    weights[100] = -0.0;
    for (Tensor mask : new Tensor[] {null, GruRows.mask(3, 4).to(DType.FLOAT32)}) {
      assertSameBits(x, mask, Tensor.of(weights, 3, 4, 17).to(DType.FLOAT32), Gradients.Options.DEFAULT);
    }
  }

  @Test
  void asksNoGradientOfAFirstStateThatIsConstant() {
    Variable[] x = draw(DType.FLOAT32, 2, 3, 4);
    Variable[] fromZero = {x[0], Variable.constant(Tensor.zeros(2, 4)), x[2], x[3]};
    List<Variable> targets = List.of(x[0], x[2], x[3]);
    Gradients gradients = Gradients.of(fused(fromZero, null).sum(), targets);
    Gradients expected = Gradients.of(stepByStep(fromZero, null).sum(), targets);
    targets.forEach(each -> assertBits(expected.get(each), gradients.get(each), "from the state zero"));
    assertEquals(3, gradients.targets().size());
  }
}
