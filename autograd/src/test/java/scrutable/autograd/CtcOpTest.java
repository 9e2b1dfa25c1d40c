package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Connectionist temporal classification")
class CtcOpTest {
  private static final Gradients.Options WITH_GRAPH = new Gradients.Options(true, true);
  private final Rng rng = Rng.seed(21);

  private static double[][] frames(Tensor x) {
    double[][] frames = new double[x.size(0)][];
    Arrays.setAll(frames, t -> x.select(0, t).toDoubleArray());
    return frames;
  }

  @Test
  void isTheSumOverAllAlignmentsForEveryLabelSequenceUpToSixFrames() {
    int classes = 3;
    for (int steps = 0; steps <= 6; steps++) {
      Tensor x = rng.normal(1, steps, classes).to(DType.FLOAT64);
      for (int length = 0; length <= Math.min(4, steps + 1); length++) {
        for (int number = 0; number < 1 << length; number++) {
          int[] labels = new int[length];
          for (int i = 0; i < length; i++) {
            labels[i] = 2 * (number >> i & 1);                   // the classes 0 and 2; the blank is 1
          }
          Variable loss = Graph.apply(CtcRows.op(1, new int[] {steps}, labels), Variable.constant(x));
          double expected = CtcRows.loss(frames(x.select(0, 0)), classes, labels, 1);
          assertEquals(expected, loss.item(), 1e-12 * Math.max(1, Math.abs(expected)), Arrays.toString(labels));
        }
      }
    }
  }

  @Test
  void uniformFramesCountTheAlignmentsByABinomialCoefficient() {
    int[][] labels = {{1, 2, 3}, {1, 1, 1}, {2, 2, 1}, {3}, {}};
    int[] repeats = {0, 2, 1, 0, 0};
    int steps = 9;
    for (int i = 0; i < labels.length; i++) {
      int length = labels[i].length;
      Variable zeros = Variable.constant(Tensor.zeros(DType.FLOAT64, 1, steps, 4));
      double loss = Graph.apply(CtcRows.op(0, new int[] {steps}, labels[i]), zeros).item();
      assertEquals(-Math.log(binomial(steps + length - repeats[i], 2 * length)), loss, 1e-12);
    }
  }

  private static double binomial(int n, int k) {
    double result = 1;
    for (int i = 1; i <= k; i++) {
      result = result * (n - k + i) / i;
    }
    return result;
  }

  /// The same loss composed of a selection, sums and one logSumExp over all alignments.
  private static Variable twin(Variable x, int[] labels, int blank) {
    int steps = x.size(0);
    int classes = x.size(1);
    List<int[]> alignments = CtcRows.alignments(steps, classes, labels, blank);
    int[] places = new int[alignments.size() * steps];
    for (int i = 0; i < places.length; i++) {
      places[i] = i % steps * classes + alignments.get(i / steps)[i % steps];
    }
    return x.reshape(steps * classes).selectAll(0, Tensor.wrap(places, places.length))
        .reshape(alignments.size(), steps).sum(false, 1).logSumExp(false, 0).neg();
  }

  @Test
  void agreesWithItsComposedTwinInValueGradientAndSecondOrderGradient() {
    int[][] labels = {{1, 1}, {2, 1, 2}, {0}, {}};
    for (int[] row : labels) {
      Variable a = Variable.tracked(rng.normal(1, 5, 4).to(DType.FLOAT64));
      Variable b = Variable.tracked(a.value().select(0, 0));
      Variable own = Graph.apply(CtcRows.op(3, new int[] {5}, row), a).sum();
      Variable twin = twin(b, row, 3);
      assertClose(twin.value(), own.value());
      assertClose(Gradients.of(twin, b).get(b), Gradients.of(own, a).get(a));
      Variable first = Gradients.of(own, List.of(a), WITH_GRAPH).variable(a);
      Variable firstOfTwin = Gradients.of(twin, List.of(b), WITH_GRAPH).variable(b);
      assertClose(firstOfTwin.value(), first.value());
      Gradients second = Gradients.of(first.square().sum(), List.of(a), Gradients.Options.ALLOW_UNUSED);
      Gradients secondOfTwin = Gradients.of(firstOfTwin.square().sum(), List.of(b), Gradients.Options.ALLOW_UNUSED);
      assertClose(secondOfTwin.get(b), second.get(a));
    }
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-11);
  }

  @Test
  void theOccupancyOfEveryFrameThatCountsIsOneInAll() {
    Variable x = Variable.tracked(rng.normal(2, 6, 4));
    Variable loss = Graph.apply(CtcRows.op(0, new int[] {6, 4}, new int[] {1, 2, 2}, new int[] {3}), x);
    for (boolean createGraph : new boolean[] {false, true}) {
      Tensor gradient = Gradients.of(loss.sum(), List.of(x), new Gradients.Options(createGraph, false)).get(x);
      assertArrayEquals(new double[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0},
          gradient.sum(false, 2).toDoubleArray(), 2e-6);
    }
  }

  @Test
  void behindALogSoftmaxTheGradientIsPredictionMinusOccupancy() {
    Variable logits = Variable.tracked(rng.normal(1, 5, 3).to(DType.FLOAT64));
    Variable loss = Graph.apply(CtcRows.op(0, new int[] {5}, new int[] {1, 2}), Functions.logSoftmax(logits));
    Variable x = Variable.tracked(Functions.logSoftmax(logits).value());
    Variable same = Graph.apply(CtcRows.op(0, new int[] {5}, new int[] {1, 2}), x);
    Tensor occupancy = Gradients.of(same.sum(), x).get(x).neg();
    Tensor expected = Functions.softmax(logits).value().sub(occupancy);
    assertClose(expected, Gradients.of(loss.sum(), logits).get(logits));
  }

  @Test
  void tooFewFramesGiveAnInfiniteLossWithoutGradientAndLeaveTheOthersAlone() {
    CtcOp op = CtcRows.op(0, new int[] {3, 2, 3}, new int[] {1, 1}, new int[] {1, 1}, new int[] {1, 2, 1, 2});
    Variable x = Variable.tracked(rng.normal(3, 3, 3).to(DType.FLOAT64));
    Variable loss = Graph.apply(op, x);
    assertTrue(Double.isFinite(loss.value().get(0)));
    assertEquals(Double.POSITIVE_INFINITY, loss.value().get(1), "a repeat needs a blank between");
    assertEquals(Double.POSITIVE_INFINITY, loss.value().get(2));
    for (boolean createGraph : new boolean[] {false, true}) {
      Tensor gradient = Gradients.of(loss.sum(), List.of(x), new Gradients.Options(createGraph, false)).get(x);
      assertEquals(0, gradient.slice(0, 1, 3).abs().max().item());
      assertEquals(-3, gradient.sum().item(), 1e-12);
    }
  }

  @Test
  void impossibleSymbolsAndHugeDifferencesStayExact() {
    double no = Double.NEGATIVE_INFINITY;
    double[][] rows = {{-0.5, no, -1}, {no, -0.2, -3}, {-1e4, -2, no}, {-1, no, -1e4}};
    Tensor x = Tensor.of(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), 1, 4, 3);
    for (int[] labels : new int[][] {{1}, {1, 2}, {2, 1, 2}, {2, 2}, {1, 1}}) {
      Variable tracked = Variable.tracked(x);
      Variable loss = Graph.apply(CtcRows.op(0, new int[] {4}, labels), tracked);
      double expected = CtcRows.loss(rows, 3, labels, 0);
      assertEquals(expected, loss.item(), 1e-12 * Math.max(1, Math.min(expected, 1e6)));
      double[] fast = Gradients.of(loss.sum(), tracked).get(tracked).toDoubleArray();
      double[] rule = Gradients.of(loss.sum(), List.of(tracked), WITH_GRAPH).get(tracked).toDoubleArray();
      assertArrayEquals(fast, rule, 1e-9);
      assertTrue(Arrays.stream(fast).allMatch(Double::isFinite));
    }
    Variable logits = Variable.tracked(Tensor.of(new float[] {1e4f, 0, -1e4f, -1e4f, 1e4f, 0}, 1, 2, 3));
    Variable right = Graph.apply(CtcRows.op(2, new int[] {2}, new int[] {0, 1}), Functions.logSoftmax(logits));
    Variable wrong = Graph.apply(CtcRows.op(2, new int[] {2}, new int[] {1, 0}), Functions.logSoftmax(logits));
    assertEquals(0, right.item());
    assertEquals(3e4, wrong.item());
    double[] gradient = Gradients.of(wrong.sum(), logits).get(logits).toDoubleArray();
    assertArrayEquals(new double[] {1, -1, 0, -1, 1, 0}, gradient, 1e-6);
  }

  @Test
  void notANumberStaysNotANumber() {
    Variable x = Variable.tracked(Tensor.full(Double.NaN, DType.FLOAT64, 1, 3, 2));
    Variable loss = Graph.apply(CtcRows.op(0, new int[] {3}, new int[] {1}), x);
    assertTrue(Double.isNaN(loss.item()));
    for (boolean createGraph : new boolean[] {false, true}) {
      Tensor gradient = Gradients.of(loss.sum(), List.of(x), new Gradients.Options(createGraph, false)).get(x);
      assertTrue(Double.isNaN(gradient.get(0, 1, 1)), "createGraph " + createGraph);
    }
  }

  @Test
  void errorsTellWhatDoesNotFit() {
    Variable x = Variable.constant(Tensor.zeros(1, 3, 4));
    assertMessage("ctc: label 2 of label sequence 0 should lie in 0 .. 3 and not be the blank, 2",
        () -> Graph.apply(CtcRows.op(2, new int[] {3}, new int[] {1, 2}), x));
    assertMessage("ctc: the blank 4 does not lie in 0 .. 3",
        () -> Graph.apply(CtcRows.op(4, new int[] {3}, new int[] {1}), x));
    assertMessage("ctc: the length 5 of input 0 does not lie in 0 .. 3",
        () -> Graph.apply(CtcRows.op(0, new int[] {5}, new int[] {1}), x));
    assertMessage("ctc: log-probabilities (N, T, K) need int32 labels (N, L) and N lengths of each, but they are"
        + " (1, 3, 4), int32 (2, 1), 2 and 2",
        () -> Graph.apply(CtcRows.op(0, new int[] {3, 3}, new int[] {1}, new int[] {1}), x));
  }

  private static void assertMessage(String expected, Runnable work) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, work::run).getMessage());
  }
}
