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
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Layers that read padded sequences")
class PaddedSequencesTest {
  private static final int[] LENGTHS = {4, 1, 0, 3};
  private final Rng rng = Rng.seed(12);
  private final Gru gru = gru(3, 5);

  private Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  private Gru gru(int in, int hidden) {
    return Gru.of(normal(3 * hidden, in), normal(3 * hidden, hidden), normal(3 * hidden), normal(3 * hidden));
  }

  /// `x (N, T, D)` with this number wherever there is padding.
  private static Tensor padded(Tensor x, double number) {
    Tensor mask = SequenceMask.of(LENGTHS, x.size(1), x.dtype()).unsqueeze(2);
    return Tensor.where(mask, x, Tensor.full(number, x.dtype()));
  }

  private static Variable zeros(int... shape) {
    return Variable.constant(Tensor.zeros(DType.FLOAT64, shape));
  }

  @Test
  void masksSayWhatCounts() {
    assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0}, SequenceMask.of(new int[] {2, 0}, 3, DType.FLOAT32)
        .toFloatArray());
    double hidden = MultiHeadAttention.HIDDEN;
    Tensor additive = SequenceMask.additive(new int[] {2, 1}, 2, DType.FLOAT64);
    assertArrayEquals(new int[] {2, 1, 1, 2}, additive.shape());
    assertArrayEquals(new double[] {0, 0, 0, hidden}, additive.toDoubleArray());
    assertMessage("SequenceMask: the length 4 of sequence 1 does not lie in 0 .. 3, the number of steps",
        () -> SequenceMask.of(new int[] {2, 4}, 3, DType.FLOAT32));
    assertMessage("SequenceMask: sequence 0 is empty; give it at least one token, such as the end of the sequence",
        () -> SequenceMask.additive(new int[] {0}, 3, DType.FLOAT32));
  }

  @Test
  void stepsOfAGruMakeARun() {
    Tensor x = normal(2, 4, 3);
    Variable state = Variable.constant(normal(2, 5));
    Gru.Run run = gru.run(Variable.constant(x), state);
    for (int t = 0; t < 4; t++) {
      state = gru.step(Variable.constant(x.select(1, t)), state);
      Reference.assertClose("step " + t, run.outputs().value().select(1, t), state.value(), 1e-14);
    }
    assertMessage("Gru: the input of a step should be (N, 3), not (2, 4)", () -> gru.step(zeros(2, 4), zeros(2, 5)));
    assertMessage("Gru: the initial state should be (N, H) = (2, 5), not (1, 5)",
        () -> gru.step(zeros(2, 3), zeros(1, 5)));
  }

  @Test
  void aPaddedSequenceGivesWhatItGivesAlone() {
    Tensor x = normal(4, 4, 3);
    Tensor initial = normal(4, 5);
    Gru.Run run = gru.run(Variable.constant(padded(x, Double.NaN)), Variable.constant(initial), LENGTHS);
    for (int n = 0; n < 4; n++) {
      if (LENGTHS[n] == 0) {
        Reference.assertClose("empty", initial.select(0, n), run.last().value().select(0, n), 0);
        continue;
      }
      Gru.Run alone = gru.run(Variable.constant(x.slice(0, n, n + 1).slice(1, 0, LENGTHS[n])),
          Variable.constant(initial.slice(0, n, n + 1)));
      Reference.assertClose("last", alone.last().value().select(0, 0), run.last().value().select(0, n), 1e-14);
      Reference.assertClose("outputs", alone.outputs().value().select(0, 0),
          run.outputs().value().select(0, n).slice(0, 0, LENGTHS[n]), 1e-14);
    }
    assertArrayEquals(padded(run.outputs().value(), 0).toDoubleArray(), run.outputs().value().toDoubleArray());
  }

  @Test
  void withoutPaddingAMaskedRunHasTheBitsOfAPlainRun() {
    Tensor x = rng.normal(3, 6, 3);
    Gru narrow = new Gru(3, 5, rng);
    Variable zero = Variable.constant(Tensor.zeros(3, 5));
    Gru.Run plain = narrow.run(Variable.constant(x), zero);
    Gru.Run masked = narrow.run(Variable.constant(x), zero, new int[] {6, 6, 6});
    assertArrayEquals(plain.outputs().value().toFloatArray(), masked.outputs().value().toFloatArray());
    assertArrayEquals(plain.last().value().toFloatArray(), masked.last().value().toFloatArray());
  }

  @Test
  void theBackwardHalfReadsEachSequenceFromItsOwnEnd() {
    Gru other = gru(3, 5);
    BidirectionalGru both = BidirectionalGru.of(gru, other);
    Tensor x = normal(4, 4, 3);
    Gru.Run run = both.run(Variable.constant(padded(x, Double.NaN)), LENGTHS);
    assertArrayEquals(new int[] {4, 4, 10}, run.outputs().shape());
    for (int n : new int[] {0, 1, 3}) {
      Tensor alone = x.slice(0, n, n + 1).slice(1, 0, LENGTHS[n]);
      Tensor forwards = gru.forward(alone).value();
      Tensor backwards = other.forward(alone.flip(1)).value().flip(1);
      Tensor expected = Joining.concat(2, forwards, backwards).select(0, 0);
      Reference.assertClose("outputs", expected, run.outputs().value().select(0, n).slice(0, 0, LENGTHS[n]), 1e-14);
      Tensor last = Joining.concat(0, forwards.select(0, 0).select(0, LENGTHS[n] - 1),
          backwards.select(0, 0).select(0, 0));
      Reference.assertClose("last", last, run.last().value().select(0, n), 1e-14);
    }
    assertEquals(0, run.last().value().select(0, 2).abs().max().item(), "nothing was read");
    assertArrayEquals(padded(run.outputs().value(), 0).toDoubleArray(), run.outputs().value().toDoubleArray());
    assertArrayEquals(both.run(Variable.constant(x), new int[] {4, 4, 4, 4}).outputs().value().toDoubleArray(),
        both.forward(x).value().toDoubleArray());
  }

  @Test
  void theNamesOfBothDirectionsAreThoseOfPyTorch() {
    assertEquals(List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l0_reverse",
        "weight_hh_l0_reverse", "bias_ih_l0_reverse", "bias_hh_l0_reverse"),
        List.copyOf(new BidirectionalGru(3, 5, rng).namedParameters().keySet()));
    assertMessage("BidirectionalGru: the states of both directions should have the same size, not 5 and 4",
        () -> BidirectionalGru.of(gru, gru(3, 4)));
    assertMessage("Gru: 2 sequences need as many lengths, not 1",
        () -> new BidirectionalGru(3, 5, rng).run(Variable.constant(Tensor.zeros(2, 4, 3)), new int[] {3}));
  }

  @Test
  void paddingReceivesNoGradientAndSpoilsNone() {
    BidirectionalGru both = BidirectionalGru.of(gru, gru(3, 5));
    Variable x = Variable.tracked(padded(normal(4, 4, 3), Double.NaN));
    Gru.Run run = both.run(x, LENGTHS);
    Variable loss = run.outputs().square().sum().add(run.last().sum());
    Gradients gradients = Gradients.of(loss, List.of(x, both.parameters().getFirst(), both.parameters().getLast()));
    Tensor gradient = gradients.get(x);
    assertArrayEquals(padded(gradient, 0).toDoubleArray(), gradient.toDoubleArray());
    assertTrue(Double.isFinite(gradients.get(both.parameters().getFirst()).sum().item()));
    assertTrue(Double.isFinite(gradients.get(both.parameters().getLast()).sum().item()));
  }

  @Test
  void derivativesThroughPaddedTimeAreRight() {
    Gru small = gru(2, 2);
    int[] lengths = {3, 1};
    GradientCheck.checkSecondOrder(x -> small.run(x[0], x[1], lengths).outputs(), normal(2, 3, 2), normal(2, 2))
        .require();
    BidirectionalGru both = BidirectionalGru.of(small, gru(2, 2));
    GradientCheck.check(x -> both.run(x[0], lengths).last(), normal(2, 3, 2)).require();
  }

  @Test
  void paddingIsZeroWhateverTheTableSays() {
    PaddedEmbedding embedding = new PaddedEmbedding(5, 3, 2, rng);
    assertArrayEquals(new float[3], embedding.weight().value().select(0, 2).toFloatArray());
    assertTrue(embedding.weight().value().select(0, 3).abs().min().item() > 0);
    Tensor table = normal(5, 3);
    PaddedEmbedding given = PaddedEmbedding.of(table, 2);
    Tensor indices = Tensor.ofInts(new int[] {4, 2, 2, 0}, 2, 2);
    Variable vectors = given.forward(Variable.constant(indices));
    assertArrayEquals(new int[] {2, 2, 3}, vectors.shape());
    assertArrayEquals(new double[3], vectors.value().select(0, 0).select(0, 1).toDoubleArray());
    assertArrayEquals(table.select(0, 4).toDoubleArray(), vectors.value().select(0, 0).select(0, 0).toDoubleArray());
    Tensor gradient = Gradients.of(vectors.sum(), given.weight()).get(given.weight());
    assertArrayEquals(new double[] {1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1}, gradient.toDoubleArray());
    assertEquals(List.of("weight"), List.copyOf(given.namedParameters().keySet()));
    assertMessage("PaddedEmbedding: the padding 5 does not lie in 0 .. 4, the rows of the table",
        () -> new PaddedEmbedding(5, 3, 5, rng));
  }

  @Test
  void positionsAreAddedPlaceByPlace() {
    PositionEmbedding positions = PositionEmbedding.of(normal(6, 3));
    Tensor x = normal(2, 4, 3);
    Tensor y = positions.forward(x).value();
    Tensor table = positions.parameters().getFirst().value();
    assertEquals(x.get(1, 3, 2) + table.get(3, 2), y.get(1, 3, 2));
    GradientCheck.check(v -> positions.forward(v[0]).square(), x).require();
    Variable loss = positions.forward(Variable.constant(x)).sum();
    Tensor gradient = Gradients.of(loss, positions.parameters().getFirst()).get(positions.parameters().getFirst());
    assertArrayEquals(new double[] {6, 6, 6, 6, 0, 0}, gradient.sum(false, 1).toDoubleArray());
    assertEquals(0.02, Math.sqrt(new PositionEmbedding(100, 100, rng).parameters().getFirst().value().square().mean()
        .item()), 0.001);
    assertMessage("PositionEmbedding: sequences should be (N, T, 3) with T up to 6, not (2, 7, 3)",
        () -> positions.forward(normal(2, 7, 3)));
  }

  @Test
  void aBlockThatHidesPaddingGivesEachSequenceWhatItGetsAlone() {
    TransformerBlock[] blocks = {new TransformerBlock(6, 2, rng), new TransformerBlock(6, 2, rng).withQueryKeyNorm(),
        new TransformerBlock(6, 2, rng).causal().withQueryKeyNorm()};
    int[] lengths = {2, 4};
    for (TransformerBlock block : blocks) {
      Tensor x = rng.normal(2, 4, 6);
      Variable mixed = block.forward(Variable.constant(x), SequenceMask.additive(lengths, 4, DType.FLOAT32));
      for (int n = 0; n < 2; n++) {
        Tensor alone = block.forward(x.slice(0, n, n + 1).slice(1, 0, lengths[n])).value().select(0, 0);
        Reference.assertClose("alone", alone, mixed.value().select(0, n).slice(0, 0, lengths[n]), 1e-5);
      }
    }
  }

  @Test
  void normalisedQueriesAndKeysGiveTheSameScoresHoweverLongTheyAre() {
    MultiHeadAttention plain = new MultiHeadAttention(8, 2, rng);
    MultiHeadAttention normed = plain.withQueryKeyNorm();
    Variable x = Variable.constant(rng.normal(2, 3, 8));
    Tensor before = normed.scores(x, x, null).value();
    Tensor plainBefore = plain.scores(x, x, null).value();
    assertTrue(before.abs().max().item() <= Math.sqrt(4) + 1e-4, "at most d / sqrt(d)");
    plain.namedParameters().forEach((name, parameter) -> {
      if (name.startsWith("query") || name.startsWith("key")) {
        parameter.assign(parameter.value().mul(100));
      }
    });
    Reference.assertClose("scores", before, normed.scores(x, x, null).value(), 2e-3);
    assertTrue(plain.scores(x, x, null).value().abs().max().item() > 5000 * plainBefore.abs().max().item());
    assertEquals(List.of("query_norm.weight", "query_norm.bias", "key_norm.weight", "key_norm.bias"),
        normed.namedParameters().keySet().stream().filter(name -> name.contains("norm")).toList());
    assertEquals(plain.parameters().size() + 4, normed.causal().parameters().size());
    assertTrue(plain.namedParameters().keySet().stream().noneMatch(name -> name.contains("norm")));
  }
}
