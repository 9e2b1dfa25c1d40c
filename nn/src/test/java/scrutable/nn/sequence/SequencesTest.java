package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Reference;
import scrutable.nn.layer.Embedding;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

@DisplayName("What is calculated with padded sequences")
class SequencesTest {
  private static final int[] LENGTHS = {3, 1, 4};
  private final Rng rng = Rng.seed(3);

  private Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  /// `x (3, 4, D)` with this number wherever there is padding.
  private static Tensor padded(Tensor x, double number) {
    Tensor mask = PaddedBatch.of(List.of(new int[3], new int[1], new int[4])).mask().to(x.dtype()).unsqueeze(2);
    return Tensor.where(mask, x, Tensor.full(number, x.dtype()));
  }

  @Test
  void reversalTurnsEachSequenceAndLeavesItsPadding() {
    Tensor x = Tensor.range(12).to(DType.FLOAT64).reshape(3, 4, 1);
    Tensor reversed = Sequences.reverse(Variable.constant(x), LENGTHS).value();
    assertArrayEquals(new double[] {2, 1, 0, 3, 4, 5, 6, 7, 11, 10, 9, 8}, reversed.toDoubleArray());
    Tensor flat = Sequences.reverse(Variable.constant(x.reshape(3, 4)), LENGTHS).value();
    assertArrayEquals(reversed.toDoubleArray(), flat.toDoubleArray());
    Variable twice = Sequences.reverse(Sequences.reverse(Variable.constant(x), LENGTHS), LENGTHS);
    assertArrayEquals(x.toDoubleArray(), twice.value().toDoubleArray());
  }

  @Test
  void poolingOfAPaddedSequenceIsThatOfTheSequenceAlone() {
    Tensor x = normal(3, 4, 2);
    for (int n = 0; n < 3; n++) {
      Tensor alone = x.select(0, n).slice(0, 0, LENGTHS[n]);
      Variable given = Variable.constant(padded(x, Double.NaN));
      Reference.assertClose("mean", alone.mean(false, 0), Sequences.mean(given, LENGTHS).value().select(0, n), 1e-14);
      Reference.assertClose("max", alone.max(false, 0), Sequences.max(given, LENGTHS).value().select(0, n), 0);
      Reference.assertClose("last", alone.select(0, LENGTHS[n] - 1),
          Sequences.last(given, LENGTHS).value().select(0, n), 0);
    }
  }

  @Test
  void paddingReceivesNoGradientWhateverStandsThere() {
    List<Function<Variable, Variable>> functions = List.of(x -> Sequences.mean(x, LENGTHS),
        x -> Sequences.max(x, LENGTHS), x -> Sequences.last(x, LENGTHS));
    for (double number : new double[] {0, Double.NaN, Double.POSITIVE_INFINITY, -1e300}) {
      for (Function<Variable, Variable> function : functions) {
        Variable x = Variable.tracked(padded(normal(3, 4, 2), number));
        Tensor gradient = Gradients.of(function.apply(x).sum(), x).get(x);
        assertArrayEquals(padded(gradient, 0).toDoubleArray(), gradient.toDoubleArray());
      }
    }
  }

  @Test
  void derivativesOfBothOrdersAreRight() {
    List<Function<Variable, Variable>> functions = List.of(x -> Sequences.reverse(x, LENGTHS),
        x -> Sequences.mean(x, LENGTHS), x -> Sequences.max(x, LENGTHS), x -> Sequences.last(x, LENGTHS));
    for (Function<Variable, Variable> function : functions) {
      GradientCheck.check(x -> function.apply(x[0]), normal(3, 4, 2)).require();
      GradientCheck.checkSecondOrder(x -> function.apply(x[0]).square(), normal(3, 4, 2)).require();
    }
  }

  @Test
  void crossEntropyIsTheMeanOverTokensNotOverSequences() {
    Tensor logits = normal(3, 4, 5);
    PaddedBatch targets = PaddedBatch.of(List.of(new int[] {1, 4, 0}, new int[] {2}, new int[] {3, 3, 0, 1}));
    double sum = 0;
    for (int n = 0; n < 3; n++) {
      for (int t = 0; t < LENGTHS[n]; t++) {
        double normaliser = 0;
        for (int k = 0; k < 5; k++) {
          normaliser += Math.exp(logits.get(n, t, k));
        }
        sum += Math.log(normaliser) - logits.get(n, t, targets.sequence(n)[t]);
      }
    }
    assertEquals(sum / 8, Sequences.crossEntropy(Variable.constant(logits), targets).item(), 1e-14);
    Variable hostile = Variable.tracked(padded(logits, Double.NaN));
    Variable loss = Sequences.crossEntropy(hostile, targets);
    assertEquals(sum / 8, loss.item(), 1e-14);
    Tensor gradient = Gradients.of(loss, hostile).get(hostile);
    assertArrayEquals(padded(gradient, 0).toDoubleArray(), gradient.toDoubleArray());
  }

  @Test
  void placesThatDoNotCountMayHaveAnyTarget() {
    Tensor logits = normal(2, 3, 4);
    Tensor targets = Tensor.ofInts(new int[] {-100, 3, 0, 99, 1, -1}, 2, 3);
    Tensor counts = Tensor.of(new float[] {0, 1, 1, 0, 1, 0}, 2, 3);
    Tensor chosen = Joining.stack(0, logits.select(0, 0).select(0, 1), logits.select(0, 0).select(0, 2),
        logits.select(0, 1).select(0, 1));
    double expected = Losses.crossEntropy(Variable.constant(chosen), Tensor.ofInts(new int[] {3, 0, 1}, 3)).item();
    assertEquals(expected, Sequences.crossEntropy(Variable.constant(logits), targets, counts).item(), 1e-15);
    GradientCheck.check(x -> Sequences.crossEntropy(x[0], targets, counts), logits).require();
    GradientCheck.checkSecondOrder(x -> Sequences.crossEntropy(x[0], targets, counts), logits).require();
    assertMessage("crossEntropy: none of the places (2, 3) counts, so there is nothing to take the mean of",
        () -> Sequences.crossEntropy(Variable.constant(logits), targets, Tensor.zeros(2, 3)));
  }

  @Test
  void theTiedSoftmaxIsTheTransposedEmbedding() {
    Embedding embedding = Embedding.of(normal(5, 3));
    TiedSoftmax softmax = new TiedSoftmax(embedding.weight());
    softmax.parameters().getFirst().assign(normal(5));
    Tensor x = normal(2, 4, 3);
    Tensor logits = softmax.forward(Variable.constant(x)).value();
    assertArrayEquals(new int[] {2, 4, 5}, logits.shape());
    for (int v = 0; v < 5; v++) {
      double dot = softmax.parameters().getFirst().value().get(v);
      for (int d = 0; d < 3; d++) {
        dot += x.get(1, 2, d) * embedding.weight().value().get(v, d);
      }
      assertEquals(dot, logits.get(1, 2, v), 1e-14);
    }
    assertEquals(List.of("bias"), List.copyOf(softmax.namedParameters().keySet()));
    Tensor indices = Tensor.ofInts(new int[] {1, 3}, 1, 2);
    Variable loss = softmax.forward(embedding.forward(indices)).square().sum();
    Tensor gradient = Gradients.of(loss, embedding.weight()).get(embedding.weight());
    assertEquals(5, gradient.abs().sum(false, 1).map(UnaryFunction.SIGN).sum().item(),
        "every word learns from the output, also those that were not read");
    assertMessage("TiedSoftmax: the last axis of (2, 4) should be 3, as in the table (5, 3)",
        () -> softmax.forward(Tensor.zeros(2, 4)));
  }

  @Test
  void errorsTellWhatDoesNotFit() {
    Variable x = Variable.constant(normal(3, 4, 2));
    assertMessage("mean: sequence 1 is empty; give it at least one token, such as the end of the sequence",
        () -> Sequences.mean(x, new int[] {1, 0, 2}));
    assertMessage("last: sequence 0 is empty; give it at least one token, such as the end of the sequence",
        () -> Sequences.last(x, new int[] {0, 1, 2}));
    assertMessage("reverse: the length 5 of sequence 2 does not lie in 0 .. 4, the number of steps",
        () -> Sequences.reverse(x, new int[] {1, 0, 5}));
    assertMessage("max: sequences (N, T, ...) need N lengths, but they are (3, 4, 2) and 2",
        () -> Sequences.max(x, new int[] {1, 1}));
    assertMessage("crossEntropy: logits (..., V) need int32 targets (...) and a mask (...), but they are (3, 4, 2),"
            + " int32 (3, 3) and (3, 3)",
        () -> Sequences.crossEntropy(x, PaddedBatch.of(List.of(new int[3], new int[3], new int[3]))));
  }
}
