package scrutable.nn.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.sequence.Messages.assertMessage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

@DisplayName("CTC: the loss and reading transcripts")
class CtcTest {
  private static final int BLANK = 0;
  private final Rng rng = Rng.seed(31);

  private Tensor logProbabilities(double scale, int steps, int classes) {
    return Softmaxes.logSoftmax(rng.normal(steps, classes).to(DType.FLOAT64).mul(scale));
  }

  /// The probability of every transcript, added up over all alignments.
  private static Map<List<Integer>, Double> transcripts(Tensor frames) {
    int steps = frames.size(0);
    int classes = frames.size(1);
    Map<List<Integer>, Double> result = new HashMap<>();
    for (int number = 0; number < Math.round(Math.pow(classes, steps)); number++) {
      int[] alignment = new int[steps];
      double logarithm = 0;
      int rest = number;
      for (int t = 0; t < steps; t++) {
        alignment[t] = rest % classes;
        rest /= classes;
        logarithm += frames.get(t, alignment[t]);
      }
      List<Integer> labels = Arrays.stream(Ctc.collapse(alignment, BLANK)).boxed().toList();
      result.merge(labels, Math.exp(logarithm), Double::sum);
    }
    return result;
  }

  @Test
  void anAlignmentCollapsesByMergingRepeatsAndThenRemovingBlanks() {
    assertArrayEquals(new int[] {1, 2, 2, 3}, Ctc.collapse(new int[] {0, 1, 1, 0, 2, 0, 2, 2, 3}, 0));
    assertArrayEquals(new int[] {1, 2, 1}, Ctc.collapse(new int[] {1, 1, 2, 1, 1}, 0));
    assertArrayEquals(new int[] {0, 0}, Ctc.collapse(new int[] {0, 3, 0, 0}, 3));
    assertArrayEquals(new int[0], Ctc.collapse(new int[] {0, 0}, 0));
    assertEquals(0, Ctc.framesNeeded(new int[0]));
    assertEquals(7, Ctc.framesNeeded(new int[] {1, 1, 2, 2, 1}));
  }

  @Test
  void aBeamOfAllPrefixesGivesTheProbabilityOfEveryTranscript() {
    for (int seed = 0; seed < 5; seed++) {
      Tensor frames = logProbabilities(1.5, 6, 3);
      Map<List<Integer>, Double> expected = transcripts(frames);
      List<CtcBeamSearch.Transcript> found = new CtcBeamSearch(10_000, BLANK).search(frames);
      for (CtcBeamSearch.Transcript transcript : found) {
        assertEquals(expected.getOrDefault(transcript.labels(), 0.0), Math.exp(transcript.logProbability()), 1e-13);
      }
      assertEquals(1, found.stream().mapToDouble(t -> Math.exp(t.logProbability())).sum(), 1e-12);
      List<Integer> best = expected.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      assertEquals(best, found.getFirst().labels());
      double loss = Ctc.lossPerExample(Variable.constant(frames.unsqueeze(0)), new int[] {6},
          PaddedBatch.of(List.of(found.getFirst().toArray())), BLANK).item();
      assertEquals(-loss, found.getFirst().logProbability(), 1e-12);
    }
  }

  @Test
  void theTranscriptOfManyAlignmentsBeatsTheLikeliestAlignment() {
    double[] frame = {Math.log(0.6), Math.log(0.4)};
    Tensor frames = Tensor.of(new double[] {frame[0], frame[1], frame[0], frame[1]}, 2, 2);
    assertArrayEquals(new int[0], Ctc.greedy(frames.unsqueeze(0), new int[] {2}, BLANK).getFirst());
    CtcBeamSearch.Transcript best = new CtcBeamSearch(2, BLANK).search(frames).getFirst();
    assertEquals(List.of(1), best.labels());
    assertEquals(1 - 0.36, Math.exp(best.logProbability()), 1e-14);
  }

  @Test
  void aNarrowBeamGivesLowerBoundsAndMostlyTheBest() {
    int right = 0;
    for (int seed = 0; seed < 40; seed++) {
      Tensor frames = logProbabilities(2, 6, 4);
      Map<List<Integer>, Double> expected = transcripts(frames);
      List<CtcBeamSearch.Transcript> found = new CtcBeamSearch(5, BLANK).search(frames);
      assertTrue(found.size() <= 5);
      for (CtcBeamSearch.Transcript transcript : found) {
        assertTrue(Math.exp(transcript.logProbability()) <= expected.get(transcript.labels()) + 1e-12);
      }
      assertEquals(found, found.stream().sorted(Comparator.comparingDouble(t -> -t.logProbability())).toList());
      List<Integer> best = expected.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
      right += best.equals(found.getFirst().labels()) ? 1 : 0;
    }
    assertTrue(right >= 34, "the best in " + right + " of 40");
  }

  @Test
  void inputsInABatchAreReadByTheirOwnLengths() {
    Tensor logits = rng.normal(3, 7, 4);
    int[] lengths = {7, 3, 0};
    List<int[]> read = Ctc.greedy(logits, lengths, 2);
    assertArrayEquals(Ctc.greedy(logits.slice(0, 1, 2).slice(1, 0, 3), new int[] {3}, 2).getFirst(), read.get(1));
    assertEquals(0, read.get(2).length);
    PaddedBatch labels = PaddedBatch.of(List.of(new int[] {1, 1, 0}, new int[] {3}, new int[0]), -7);
    Tensor together = Ctc.lossPerExample(Variable.constant(logits), lengths, labels, 2).value();
    for (int n = 0; n < 3; n++) {
      Tensor alone = logits.slice(0, n, n + 1).slice(1, 0, lengths[n]);
      double loss = Ctc.lossPerExample(Variable.constant(alone), new int[] {lengths[n]},
          PaddedBatch.of(List.of(labels.sequence(n))), 2).item();
      assertEquals(loss, together.get(n));
    }
    assertEquals(together.mean().item(), Ctc.loss(Variable.constant(logits), lengths, labels, 2).item(), 1e-6);
  }

  @Test
  void derivativesByLogitsAreRight() {
    PaddedBatch labels = PaddedBatch.of(List.of(new int[] {1, 1}, new int[] {2, 3, 1}));
    Tensor logits = rng.normal(2, 5, 4).to(DType.FLOAT64);
    int[] lengths = {4, 5};
    GradientCheck.check(x -> Ctc.loss(x[0], lengths, labels, BLANK), logits).require();
    GradientCheck.checkSecondOrder(x -> Ctc.loss(x[0], lengths, labels, BLANK), logits).require();
    Variable x = Variable.tracked(logits);
    Tensor gradient = Gradients.of(Ctc.loss(x, lengths, labels, BLANK), x).get(x);
    assertEquals(0, gradient.sum(false, 2).abs().max().item(), 1e-14, "adding a number to a frame changes nothing");
  }

  @Test
  void gradientDescentOnTheLogitsWritesTheTranscript() {
    PaddedBatch labels = PaddedBatch.of(List.of(new int[] {3, 1, 1, 2}));
    Tensor logits = rng.normal(1, 12, 4);
    double loss = Double.POSITIVE_INFINITY;
    for (int step = 0; step < 60; step++) {
      Variable x = Variable.tracked(logits);
      Variable value = Ctc.loss(x, new int[] {12}, labels, BLANK);
      loss = value.item();
      logits = logits.sub(Gradients.of(value, x).get(x).mul(2));
    }
    assertTrue(loss < 0.1, "loss " + loss);
    assertArrayEquals(labels.sequence(0), Ctc.greedy(logits, new int[] {12}, BLANK).getFirst());
  }

  @Test
  void transcriptsThatDoNotFitAreRefusedByTheMeanAndInfiniteByThemselves() {
    Variable logits = Variable.constant(Tensor.zeros(2, 4, 3));
    PaddedBatch labels = PaddedBatch.of(List.of(new int[] {1}, new int[] {1, 1, 2, 2}));
    assertMessage("ctc: transcript 1 needs at least 6 frames, one for each label and one between equal ones, but its"
            + " input has 4; take more frames or leave it out",
        () -> Ctc.loss(logits, new int[] {4, 4}, labels, BLANK));
    Tensor each = Ctc.lossPerExample(logits, new int[] {4, 4}, labels, BLANK).value();
    assertEquals(Double.POSITIVE_INFINITY, each.get(1));
    assertTrue(each.get(0) < 10);
    assertMessage("CtcBeamSearch: class 1 of frame 0 has the log-probability 2.0; pass logits through a log-softmax"
            + " first",
        () -> new CtcBeamSearch(3, BLANK).search(Tensor.of(new double[] {-1, 2}, 1, 2)));
    assertMessage("ctc: the blank 3 does not lie in 0 .. 2", () -> new CtcBeamSearch(3, 3).search(Tensor.zeros(1, 3)));
    assertMessage("categorical: logit 1 of row 0 is NaN",
        () -> Ctc.greedy(Tensor.of(new double[] {0, Double.NaN}, 1, 1, 2), new int[] {1}, BLANK));
  }
}
