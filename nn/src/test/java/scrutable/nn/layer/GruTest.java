package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static scrutable.nn.layer.ConvolutionLayersTest.assertMessage;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Reference;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Gated recurrent unit")
class GruTest {
  private final Rng rng = Rng.seed(4);

  private Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  private static Tensor numbers(double... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  @DisplayName("with one unit is the scalar formula, gates in the order reset, update, new")
  void oneUnitIsTheScalarFormula() {
    double[] wi = {0.3, -0.7, 1.1};
    double[] wh = {-0.4, 0.9, 0.6};
    double[] bi = {0.1, 0.2, -0.3};
    double[] bh = {-0.2, 0.05, 0.4};
    Gru gru = Gru.of(Tensor.of(wi, 3, 1), Tensor.of(wh, 3, 1), numbers(bi), numbers(bh));
    double[] x = {0.5, -1.5, 2};
    double h = 0.25;
    double[] expected = new double[3];
    for (int t = 0; t < 3; t++) {
      double r = sigmoid(wi[0] * x[t] + bi[0] + wh[0] * h + bh[0]);
      double z = sigmoid(wi[1] * x[t] + bi[1] + wh[1] * h + bh[1]);
      double n = Math.tanh(wi[2] * x[t] + bi[2] + r * (wh[2] * h + bh[2]));
      h = (1 - z) * n + z * h;
      expected[t] = h;
    }
    Gru.Run run = gru.run(Variable.constant(Tensor.of(x, 1, 3, 1)),
        Variable.constant(Tensor.of(new double[] {0.25}, 1, 1)));
    assertArrayEquals(expected, run.outputs().value().toDoubleArray(), 1e-14);
    assertEquals(expected[2], run.last().value().item(), 1e-14);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void anUpdateGateThatIsOpenKeepsTheState() {
    Gru gru = Gru.of(normal(6, 3), normal(6, 2), numbers(0, 0, 100, 100, 0, 0), numbers(0, 0, 0, 0, 0, 0));
    Tensor initial = normal(4, 2);
    Gru.Run run = gru.run(Variable.constant(normal(4, 5, 3)), Variable.constant(initial));
    assertArrayEquals(initial.toDoubleArray(), run.last().value().toDoubleArray(), 1e-12);
  }

  @Test
  void aSequenceInTwoPartsEndsWhereTheWholeEnds() {
    Gru gru = new Gru(3, 5, rng);
    Variable x = Variable.constant(rng.normal(2, 7, 3));
    Variable zero = Variable.constant(Tensor.zeros(2, 5));
    Gru.Run whole = gru.run(x, zero);
    Gru.Run second = gru.run(x.slice(1, 3, 7), gru.run(x.slice(1, 0, 3), zero).last());
    assertArrayEquals(whole.last().value().toFloatArray(), second.last().value().toFloatArray());
    assertArrayEquals(whole.outputs().value().toFloatArray(), gru.forward(x).value().toFloatArray());
    assertArrayEquals(new int[] {2, 7, 5}, whole.outputs().shape());
    Reference.assertClose("last", whole.outputs().value().select(1, 6), whole.last().value(), 0);
  }

  @Test
  void secondDerivativesThroughTimeAreRight() {
    Gru gru = Gru.of(normal(6, 3), normal(6, 2), normal(6), normal(6));
    Tensor sequence = normal(1, 3, 3);
    GradientCheck.checkSecondOrder(x -> gru.run(x[0], x[1]).outputs(), sequence, normal(1, 2)).require();
  }

  /// A unit written out in single operations, for the bits; a mask of 0 carries the state on.
  private static Variable[] spelledOut(Gru gru, Variable x, Variable state, Tensor mask) {
    Map<String, Parameter> named = gru.namedParameters();
    int h = gru.hidden();
    Variable zero = Variable.constant(Tensor.full(0, x.dtype()));
    Variable read = mask == null ? x : x.where(mask.unsqueeze(2), zero);
    Variable all = read.reshape(-1, x.size(2)).matmul(named.get("weight_ih_l0").t()).add(named.get("bias_ih_l0"))
        .reshape(x.size(0), x.size(1), 3 * h);
    Variable[] states = new Variable[x.size(1)];
    for (int t = 0; t < states.length; t++) {
      Variable i = all.select(1, t);
      Variable s = state.matmul(named.get("weight_hh_l0").t()).add(named.get("bias_hh_l0"));
      Variable reset = i.slice(1, 0, h).add(s.slice(1, 0, h)).sigmoid();
      Variable update = i.slice(1, h, 2 * h).add(s.slice(1, h, 2 * h)).sigmoid();
      Variable proposal = i.slice(1, 2 * h, 3 * h).add(reset.mul(s.slice(1, 2 * h, 3 * h))).tanh();
      Variable next = proposal.add(update.mul(state.sub(proposal)));
      state = mask == null ? next : next.where(mask.slice(1, t, t + 1), state);
      states[t] = state;
    }
    Variable outputs = Variable.stack(1, states);
    return new Variable[] {mask == null ? outputs : outputs.where(mask.unsqueeze(2), zero), state};
  }

  @Test
  void theFusedStepHasTheBitsOfItsSingleOperations() {
    for (int[] size : new int[][] {{3, 1, 2, 1}, {5, 2, 3, 7}, {7, 13, 5, 33}, {1, 9, 4, 16}, {33, 6, 20, 48}}) {
      Gru gru = new Gru(size[2], size[3], rng);
      int[] lengths = new int[size[0]];
      Arrays.setAll(lengths, n -> 1 + rng.nextInt(size[1]));
      for (Tensor mask : new Tensor[] {null, SequenceMask.of(lengths, size[1], DType.FLOAT32)}) {
        Variable x = Variable.tracked(rng.normal(size[0], size[1], size[2]));
        Variable initial = Variable.tracked(rng.normal(size[0], size[3]));
        Gru.Run fused = mask == null ? gru.run(x, initial) : gru.run(x, initial, mask);
        assertSameBits(new Variable[] {fused.outputs(), fused.last()}, spelledOut(gru, x, initial, mask),
            Stream.concat(Stream.of(x, initial), gru.parameters().stream()).toList());
      }
    }
  }

  private void assertSameBits(Variable[] fused, Variable[] spelledOut, List<Variable> targets) {
    Variable[] sums = {Variable.constant(Tensor.scalar(0f)), Variable.constant(Tensor.scalar(0f))};
    for (int part = 0; part < fused.length; part++) {
      assertArrayEquals(spelledOut[part].value().toFloatArray(), fused[part].value().toFloatArray());
      Variable weights = Variable.constant(rng.normal(fused[part].shape()));
      sums[0] = sums[0].add(spelledOut[part].mul(weights).sum());
      sums[1] = sums[1].add(fused[part].mul(weights).sum());
    }
    Gradients expected = Gradients.of(sums[0], targets, Gradients.Options.DEFAULT);
    Gradients actual = Gradients.of(sums[1], targets, Gradients.Options.DEFAULT);
    targets.forEach(target -> assertArrayEquals(expected.get(target).toFloatArray(),
        actual.get(target).toFloatArray()));
  }

  @Test
  void parametersAreNamedAsInPyTorch() {
    assertEquals(List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"),
        List.copyOf(new Gru(3, 5, rng).namedParameters().keySet()));
  }

  @Test
  void errorsTellWhichShapeWasExpected() {
    Gru gru = new Gru(3, 5, rng);
    assertMessage("Gru: the input should be (N, T, 3) with at least one step, not (2, 7)",
        () -> gru.forward(Tensor.zeros(2, 7)));
    assertMessage("Gru: the input should be (N, T, 3) with at least one step, not (2, 0, 3)",
        () -> gru.forward(Tensor.zeros(2, 0, 3)));
    assertMessage("Gru: the initial state should be (N, H) = (2, 5), not (1, 2, 5)",
        () -> gru.run(Variable.constant(Tensor.zeros(2, 7, 3)), Variable.constant(Tensor.zeros(1, 2, 5))));
    assertMessage("Gru: the parameters should be (3 H, D), (3 H, H), (3 H,) and (3 H,), not (6, 3), (6, 3),"
        + " (6,) and (6,)",
        () -> Gru.of(Tensor.zeros(6, 3), Tensor.zeros(6, 3), Tensor.zeros(6), Tensor.zeros(6)));
  }
}
