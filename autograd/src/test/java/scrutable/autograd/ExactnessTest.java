package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Where a result must be exact or sensible, and "close at ordinary inputs" is not enough: ties, corners,
/// large and tiny numbers.
class ExactnessTest {
  private static Variable tracked(double... values) {
    return Variable.tracked(Tensor.of(values, values.length));
  }

  private static double[] gradient(Variable output, Variable input) {
    return Gradients.of(output.sum(), input).get(input).add(0.0).toDoubleArray();      // -0 + 0 is 0
  }

  @Test
  void leakyReluLeavesPositiveNumbersAlone() {
    Rng rng = Rng.seed(4);
    for (int percent = 1; percent < 100; percent++) {
      for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
        Variable x = Variable.tracked(rng.uniform(10).add(1e-3).to(dtype));
        Variable y = x.leakyRelu(percent / 100.0);
        assertArrayEquals(x.value().toDoubleArray(), y.value().toDoubleArray(), percent + " % " + dtype);
        assertArrayEquals(Tensor.ones(10).toDoubleArray(), gradient(y, x), percent + " % " + dtype);
      }
    }
  }

  @Test
  void equalInputsOfMaximumAndMinimumShareTheGradient() {
    Variable a = tracked(1, 2, 3);
    Variable b = tracked(2, 2, 2);
    assertArrayEquals(new double[] {0, 0.5, 1}, gradient(a.maximum(b), a));
    assertArrayEquals(new double[] {1, 0.5, 0}, gradient(a.maximum(b), b));
    assertArrayEquals(new double[] {1, 0.5, 0}, gradient(a.minimum(b), a));
    assertArrayEquals(new double[] {0, 0.5, 1}, gradient(a.minimum(b), b));
    assertArrayEquals(new double[] {1, 1, 1}, gradient(a.maximum(a), a));
  }

  @Test
  void equalElementsOfAMaximumShareTheGradientEvenly() {
    Variable x = Variable.tracked(Tensor.of(new double[] {3, 1, 3, 2, 2, 2, 0, 5, 4}, 3, 3));
    double third = 1 / 3.0;
    assertArrayEquals(new double[] {0.5, 0, 0.5, third, third, third, 0, 1, 0}, gradient(x.max(false, 1), x));
    Variable y = tracked(2, 2, 1);
    assertArrayEquals(new double[] {0.5, 0.5, 0}, gradient(y.max(false), y));
  }

  @Test
  void theFirstOfEqualElementsWinsInMaxPooling() {
    Variable x = Variable.tracked(Tensor.full(1, DType.FLOAT64, 1, 1, 2, 2));
    Variable pooled = Functions.maxPool2d(x, scrutable.tensor.Window.square(2, 2, 0));
    assertArrayEquals(new double[] {1, 0, 0, 0}, gradient(pooled, x));
  }

  @Test
  void cornersHaveTheirDocumentedDerivatives() {
    Variable zero = tracked(0, -0.0);
    assertArrayEquals(new double[] {0, 0}, gradient(zero.relu(), zero));
    assertArrayEquals(new double[] {0, 0}, gradient(zero.abs(), zero));
    assertArrayEquals(new double[] {0.1, 0.1}, gradient(zero.leakyRelu(0.1), zero));
    Variable edges = tracked(-1.5, -1, 0, 1, 1.5);
    assertArrayEquals(new double[] {0, 1, 1, 1, 0}, gradient(edges.clamp(-1, 1), edges));
    assertArrayEquals(new double[] {0, 0}, gradient(zero.pow(2), zero));
    assertArrayEquals(new double[] {1, 1}, gradient(zero.pow(1), zero));
    assertArrayEquals(new double[] {0, 0}, gradient(zero.pow(0), zero));
  }

  @Test
  void nothingOverflowsAtLargeLogits() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Variable logits = Variable.tracked(Tensor.of(new double[] {1000, 0, -1000}, 1, 3).to(dtype));
      assertArrayEquals(new double[] {1, 0, 0}, Functions.softmax(logits).value().toDoubleArray());
      assertArrayEquals(new double[] {0, -1000, -2000}, Functions.logSoftmax(logits).value().toDoubleArray());
      assertEquals(1000, logits.logSumExp(false, 1).value().get(0));
      Variable loss = Functions.crossEntropyPerExample(logits, Tensor.of(new double[] {0, 0, 1}, 1, 3).to(dtype));
      assertEquals(2000, loss.value().get(0));
      assertArrayEquals(new double[] {1, 0, -1}, gradient(loss, logits));
      assertArrayEquals(new double[] {1, 0, 0}, gradient(logits.logSumExp(false, 1), logits));
      assertArrayEquals(new double[] {1000, Math.log(2), 0},
          logits.softplus().value().toDoubleArray(), 1e-7);
      assertArrayEquals(new double[] {1, 0.5, 0}, logits.sigmoid().value().toDoubleArray());
      assertArrayEquals(new double[] {1, 0, -1}, logits.tanh().value().toDoubleArray());
      assertArrayEquals(new double[] {1, 0.5, 0}, gradient(logits.softplus(), logits));
      assertArrayEquals(new double[] {0, 0.25, 0}, gradient(logits.sigmoid(), logits));
    }
  }

  @Test
  void maskedLogitsOfMinusInfinityHaveNoProbabilityAndNoGradient() {
    Variable logits = Variable.tracked(Tensor.of(new double[] {1, Double.NEGATIVE_INFINITY, 1}, 1, 3));
    Variable weights = Variable.constant(Tensor.of(new double[] {1, 2, 4}, 1, 3));
    assertArrayEquals(new double[] {0.5, 0, 0.5}, Functions.softmax(logits).value().toDoubleArray());
    assertArrayEquals(new double[] {-0.75, 0, 0.75},
        gradient(Functions.softmax(logits).mul(weights), logits));
    assertArrayEquals(new double[] {0.5, 0, 0.5}, gradient(logits.logSumExp(false, 1), logits), 1e-15);
  }

  @Test
  void softmaxIsUnchangedByAShiftAndSumsToOne() {
    Rng rng = Rng.seed(6);
    Variable logits = Variable.constant(rng.normal(5, 7).to(DType.FLOAT64));
    Tensor plain = Functions.softmax(logits).value();
    assertArrayEquals(plain.toDoubleArray(), Functions.softmax(logits.add(50)).value().toDoubleArray(),
        1e-14);
    for (double total : plain.sum(false, 1).toDoubleArray()) {
      assertEquals(1, total, 1e-15);
    }
  }

  @Test
  void dropoutKeepsTheMeanAndRefusesProbabilityOne() {
    Variable x = Variable.tracked(Tensor.ones(10_000));
    Variable dropped = Functions.dropout(x, 0.3, Rng.seed(2));
    assertEquals(1, dropped.value().to(DType.FLOAT64).mean().item(), 0.03);
    assertArrayEquals(dropped.value().toDoubleArray(), gradient(dropped, x));
    for (double bad : new double[] {1, -0.1, Double.NaN}) {
      String message = assertThrows(IllegalArgumentException.class,
          () -> Functions.dropout(x, bad, Rng.seed(2))).getMessage();
      assertTrue(message.contains("[0, 1)"), message);
    }
  }

  @Test
  void anImpossibleClassThatIsNotTheTargetCostsNothing() {
    double[] logits = {0, Double.NEGATIVE_INFINITY, 0};
    Variable x = Variable.tracked(Tensor.of(logits, 1, 3));
    Variable loss = Functions.crossEntropyPerExample(x, Tensor.of(new double[] {1, 0, 0}, 1, 3)).sum();
    assertEquals(Math.log(2), loss.item(), 1e-15);
    assertArrayEquals(new double[] {-0.5, 0, 0.5}, Gradients.of(loss, x).get(x).toDoubleArray(), 1e-15);
  }

  @Test
  void aFullyMaskedSliceOfLogSumExpHasGradientZero() {
    double inf = Double.NEGATIVE_INFINITY;
    Variable x = Variable.tracked(Tensor.of(new double[] {inf, inf, 0, 0}, 2, 2));
    Variable y = x.logSumExp(false, 1);
    assertArrayEquals(new double[] {inf, Math.log(2)}, y.value().toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {0, 0, 0.5, 0.5},
        Gradients.of(y.sum(), x).get(x).toDoubleArray(), 1e-15);
  }

  @Test
  void softplusKeepsItsDigitsWhereItIsSmall() {
    Variable x = Variable.constant(Tensor.of(new float[] {-20, -60, 0, 30}, 4));
    float[] y = x.softplus().value().toFloatArray();
    double[] expected = {2.0611536e-9, 8.7565108e-27, Math.log(2), 30};
    for (int i = 0; i < y.length; i++) {
      assertEquals(expected[i], y[i], 1e-6 * expected[i]);
    }
  }

  @Test
  void theConstantsOfAnOperationCannotBeChangedAfterwards() {
    Variable v = Variable.tracked(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
    int[] axes = {0};
    Variable y = v.sum(false, axes).mul(Variable.constant(Tensor.of(new double[] {1, 10, 100}, 3))).sum();
    axes[0] = 1;
    assertArrayEquals(new double[] {1, 10, 100, 1, 10, 100}, Gradients.of(y, v).get(v).toDoubleArray());
  }

  @Test
  void dividingByANumberRoundsOnce() {
    Variable x = Variable.constant(Tensor.of(new double[] {49, 5}, 2));
    assertArrayEquals(x.value().div(49).toDoubleArray(), x.div(49).value().toDoubleArray());
  }

  @Test
  void shapesThatWouldBroadcastSilentlyAreRefused() {
    Variable w = Variable.tracked(Tensor.of(new double[] {1, 2, 3}, 3));
    assertThrows(IllegalArgumentException.class, () -> Functions.hessianVectorProduct(w.square().sum(),
        List.of(w), List.of(Tensor.of(new double[] {1}, 1))));
    assertThrows(IllegalArgumentException.class, () -> Functions.crossEntropyPerExample(
        Variable.constant(Tensor.zeros(3, 3)), Tensor.zeros(3)));
  }
}
