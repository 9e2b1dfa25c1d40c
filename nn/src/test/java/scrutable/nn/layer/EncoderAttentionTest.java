package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.layer.ConvolutionLayersTest.assertMessage;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Reference;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Attention of a decoder to an encoder")
class EncoderAttentionTest {
  private static final int[] LENGTHS = {3, 1};
  private final Rng rng = Rng.seed(14);
  private final Tensor w = normal(4, 5);
  private final DotAttention dot = DotAttention.of(Linear.of(w, Tensor.zeros(DType.FLOAT64, 4)));
  private final Tensor wq = normal(2, 4);
  private final Tensor um = normal(2, 5);
  private final Tensor b = normal(2);
  private final Tensor v = normal(1, 2);
  private final AdditiveAttention additive = AdditiveAttention.of(Linear.of(wq, Tensor.zeros(DType.FLOAT64, 2)),
      Linear.of(um, b), Linear.of(v, Tensor.zeros(DType.FLOAT64, 1)));
  private final List<EncoderAttention> both = List.of(dot, additive);

  private Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  private double score(EncoderAttention attention, Tensor q, Tensor m) {
    double sum = 0;
    if (attention == dot) {
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 5; j++) {
          sum += q.get(i) * w.get(i, j) * m.get(j);
        }
      }
      return sum / 2;
    }
    for (int a = 0; a < 2; a++) {
      double inner = b.get(a);
      for (int i = 0; i < 4; i++) {
        inner += wq.get(a, i) * q.get(i);
      }
      for (int j = 0; j < 5; j++) {
        inner += um.get(a, j) * m.get(j);
      }
      sum += v.get(0, a) * Math.tanh(inner);
    }
    return sum;
  }

  @Test
  void contextsAreAveragesWeightedByTheSoftmaxOfTheFormula() {
    Tensor queries = normal(2, 2, 4);
    Tensor states = normal(2, 3, 5);
    for (EncoderAttention attention : both) {
      EncoderAttention.Memory memory = attention.remember(Variable.constant(states), LENGTHS);
      EncoderAttention.Attended seen = attention.attend(Variable.constant(queries), memory);
      for (int n = 0; n < 2; n++) {
        for (int t = 0; t < 2; t++) {
          double total = 0;
          double[] context = new double[5];
          for (int s = 0; s < LENGTHS[n]; s++) {
            Tensor state = states.select(0, n).select(0, s);
            double weight = Math.exp(score(attention, queries.select(0, n).select(0, t), state));
            total += weight;
            for (int j = 0; j < 5; j++) {
              context[j] += weight * state.get(j);
            }
          }
          for (int j = 0; j < 5; j++) {
            assertEquals(context[j] / total, seen.context().value().get(n, t, j), 1e-12);
          }
        }
      }
      assertEquals(0, seen.weights().value().select(0, 1).slice(1, 1, 3).abs().max().item());
    }
  }

  @Test
  void paddingOfTheEncoderHasNoInfluenceAndNoGradient() {
    Tensor states = normal(2, 3, 5);
    Tensor hostile = Tensor.where(SequenceMask.of(LENGTHS, 3, DType.FLOAT64).unsqueeze(2), states,
        Tensor.full(Double.NaN, DType.FLOAT64));
    Variable queries = Variable.tracked(normal(2, 2, 4));
    for (EncoderAttention attention : both) {
      Variable x = Variable.tracked(hostile);
      Variable context = attention.attend(queries, attention.remember(x, LENGTHS)).context();
      EncoderAttention.Memory memory = attention.remember(Variable.constant(states), LENGTHS);
      Tensor clean = attention.attend(queries, memory).context().value();
      assertArrayEquals(clean.toDoubleArray(), context.value().toDoubleArray());
      Gradients gradients = Gradients.of(context.square().sum(), List.of(x, queries));
      assertEquals(0, gradients.get(x).select(0, 1).slice(0, 1, 3).abs().max().item());
      assertTrue(gradients.get(x).abs().max().item() > 0);
      assertTrue(Double.isFinite(gradients.get(queries).sum().item()));
    }
  }

  @Test
  void selectedMemoriesAreThoseOfTheSelectedSequences() {
    Variable states = Variable.constant(normal(2, 3, 5));
    Tensor rows = Tensor.ofInts(new int[] {1, 1, 0}, 3);
    Variable queries = Variable.constant(normal(3, 1, 4));
    for (EncoderAttention attention : both) {
      EncoderAttention.Memory chosen = attention.remember(states, LENGTHS).select(rows);
      EncoderAttention.Memory same = attention.remember(states.selectAll(0, rows), new int[] {1, 1, 3});
      Reference.assertClose("context", attention.attend(queries, same).context().value(),
          attention.attend(queries, chosen).context().value(), 1e-14);
    }
  }

  @Test
  void derivativesOfFirstAndSecondOrderAreRight() {
    for (EncoderAttention attention : both) {
      GradientCheck.checkSecondOrder(x -> attention.attend(x[0], attention.remember(x[1], LENGTHS)).context(),
          normal(2, 2, 4), normal(2, 3, 5)).require();
    }
  }

  @Test
  void partsHaveTheirNamesAndErrorsTellWhatDoesNotFit() {
    assertEquals(List.of("key.weight"), List.copyOf(new DotAttention(4, 5, rng).namedParameters().keySet()));
    assertEquals(List.of("query.weight", "key.weight", "key.bias", "score.weight"),
        List.copyOf(new AdditiveAttention(4, 5, 2, rng).namedParameters().keySet()));
    DotAttention square = new DotAttention(5, 5, rng);
    Tensor x = rng.normal(2, 3, 5);
    Variable same = Variable.constant(x);
    assertArrayEquals(square.attend(same, square.remember(same, new int[] {3, 3})).context().value().toFloatArray(),
        square.forward(x).value().toFloatArray());
    EncoderAttention.Memory memory = dot.remember(Variable.constant(normal(2, 3, 5)), LENGTHS);
    assertMessage("DotAttention: queries should be (N, T, 4), not (2, 1, 3)",
        () -> dot.attend(Variable.constant(normal(2, 1, 3)), memory));
    assertMessage("EncoderAttention: queries should be (N, T, Q) with N = 2, not (3, 1, 4)",
        () -> dot.attend(Variable.constant(normal(3, 1, 4)), memory));
    assertMessage("EncoderAttention: sequence 1 is empty; give it at least one token, such as the end of the sequence",
        () -> dot.remember(Variable.constant(normal(2, 3, 5)), new int[] {1, 0}));
  }
}
