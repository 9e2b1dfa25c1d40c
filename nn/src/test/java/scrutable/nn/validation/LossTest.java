package scrutable.nn.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.KnownDistribution;
import scrutable.nn.data.generate.Mail;
import scrutable.nn.data.generate.Tree12;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// [LossMatrix], [GeneralizationLoss] and [Calibration].
class LossTest {
  private static final int NO_SPAM = 0;
  private static final int SPAM = 1;
  private static final LossMatrix AIMA = LossMatrix.twoClasses(10, 1);

  /// A thousand mails, half of them spam, of which a number are mistaken.
  private static double loss(LossMatrix matrix, int spamMissed, int mailLost) {
    int[] truth = IntStream.range(0, 1000).map(i -> i % 2).toArray();
    int[] said = truth.clone();
    for (int i = 0; i < spamMissed; i++) {
      said[2 * i + 1] = NO_SPAM;
    }
    for (int i = 0; i < mailLost; i++) {
      said[2 * i] = SPAM;
    }
    return matrix.empirical(Tensor.wrap(truth, 1000), Tensor.wrap(said, 1000));
  }

  @Test
  void theExampleOfTheTextbookComesOut() {
    assertEquals(1, AIMA.of(SPAM, NO_SPAM));
    assertEquals(10, AIMA.of(NO_SPAM, SPAM));
    assertEquals(0.010, loss(AIMA, 10, 0), 1e-15, "1 % errors, all of them missed spam");
    assertEquals(0.050, loss(AIMA, 0, 5), 1e-15, "0.5 % errors, all of them lost mail: five times as bad");
    assertEquals(0.005, loss(LossMatrix.zeroOne(2), 0, 5), 1e-15);
  }

  @Test
  void theThresholdIsWhereBothDecisionsCostTheSame() {
    assertEquals(10 / 11.0, AIMA.threshold(), 1e-15);
    assertEquals(0.5, LossMatrix.zeroOne(2).threshold());
    assertEquals(0.25, LossMatrix.twoClasses(1, 3).threshold());
    for (double p = 0.005; p < 1; p += 0.01) {
      assertEquals(p > AIMA.threshold() ? SPAM : NO_SPAM, AIMA.decide(1 - p, p));
    }
  }

  @Test
  void amongManyClassesTheDecisionNeedNotBeTheMostProbable() {
    var matrix = new LossMatrix(new double[][] {{0, 1, 1}, {1, 0, 1}, {100, 100, 0}});
    assertEquals(2, matrix.decide(0.6, 0.35, 0.05));
    assertEquals(0, LossMatrix.zeroOne(3).decide(0.6, 0.35, 0.05));
  }

  @Test
  void withoutKnowledgeTheBestIsTheRule() {
    KnownDistribution world = Tree12.distribution(0.15);
    assertEquals(0.15, GeneralizationLoss.ofTheBest(LossMatrix.zeroOne(2), world), 1e-12, "only the moods remain");
    Hypothesis never = inputs -> Tensor.zeros(DType.INT32, inputs.size(0));
    double waits = 0.25 * 1 + 0.5 * 0.35; // both of the fair two, or one of them and rain
    assertEquals(waits * 0.85 + (1 - waits) * 0.15,
        GeneralizationLoss.of(never, LossMatrix.zeroOne(2), world), 1e-12);
  }

  @Test
  void theBestOfTheBestIsTheThresholdOnThePosterior() {
    KnownDistribution mail = Mail.distribution();
    double[] p = mail.posterior(SPAM).toDoubleArray();
    Hypothesis bayes = inputs -> Tensor.wrap(
        IntStream.range(0, p.length).map(i -> p[i] > 10 / 11.0 ? SPAM : NO_SPAM).toArray(), p.length);
    assertEquals(GeneralizationLoss.ofTheBest(AIMA, mail), GeneralizationLoss.of(bayes, AIMA, mail), 1e-15);
    double byErrors = GeneralizationLoss.of(inputs -> Tensor.wrap(
        IntStream.range(0, p.length).map(i -> p[i] > 0.5 ? SPAM : NO_SPAM).toArray(), p.length), AIMA, mail);
    assertTrue(byErrors > GeneralizationLoss.ofTheBest(AIMA, mail) * 1.3);
  }

  @Test
  void theEmpiricalLossEstimatesTheExactOne() {
    Hypothesis free = inputs -> inputs.select(1, 0).to(DType.INT32); // spam is what says "free"
    double exact = GeneralizationLoss.of(free, AIMA, Mail.distribution());
    assertEquals(0.4 * 0.55 + 10 * 0.6 * 0.15, exact, 1e-12);
    Dataset many = Mail.generate(40_000, Rng.seed(1));
    assertEquals(exact, AIMA.empirical(free, many), 4 * 2.9 / Math.sqrt(40_000), "four standard errors");
  }

  @Test
  void goodProbabilitiesAreCalibratedAndTrueToTheirPosterior() {
    KnownDistribution mail = Mail.distribution();
    double[] posterior = mail.posterior(SPAM).toDoubleArray();
    Dataset sample = Mail.generate(20_000, Rng.seed(2));
    double[] p = new double[sample.size()];
    float[] words = sample.inputs().toFloatArray();
    for (int i = 0; i < p.length; i++) {
      int x = 0;
      for (int j = 0; j < 16; j++) {
        x = 2 * x + (int) words[16 * i + j];
      }
      p[i] = posterior[x];
    }
    var calibration = Calibration.of(Tensor.wrap(p, p.length), sample.labels(), 10);
    assertTrue(calibration.expectedError() < 0.012, "error " + calibration.expectedError());
    double[] bold = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      bold[i] = p[i] * p[i] / (p[i] * p[i] + (1 - p[i]) * (1 - p[i])); // twice the logit: too sure of itself
    }
    assertTrue(Calibration.of(Tensor.wrap(bold, p.length), sample.labels(), 10).expectedError() > 0.05);
  }

  @Test
  void aBinHoldsWhatWasClaimedAndWhatHappened() {
    Tensor claims = Tensor.of(new double[] {0.1, 0.15, 0.9, 1, 0.8}, 5);
    Tensor outcomes = Tensor.ofInts(new int[] {0, 1, 1, 1, 0}, 5);
    var calibration = Calibration.of(claims, outcomes, 2);
    assertEquals(2, calibration.bins().size());
    assertEquals(0.125, calibration.bins().get(0).probability(), 1e-15);
    assertEquals(0.5, calibration.bins().get(0).frequency(), 1e-15);
    assertEquals(0.9, calibration.bins().get(1).probability(), 1e-15);
    assertEquals(2 / 3.0, calibration.bins().get(1).frequency(), 1e-15);
    assertEquals((2 * 0.375 + 3 * (0.9 - 2 / 3.0)) / 5, calibration.expectedError(), 1e-15);
    assertEquals(1, Calibration.of(claims, outcomes, 1).bins().size());
  }

  @Test
  void ofManyClassesTheMostProbableIsJudged() {
    Tensor probabilities = Tensor.of(new double[] {0.6, 0.3, 0.1, 0.2, 0.2, 0.6}, 2, 3);
    var calibration = Calibration.ofMostProbable(probabilities, Tensor.ofInts(new int[] {0, 1}, 2), 10);
    assertEquals(new Calibration.Bin(0.6, 0.5, 2), calibration.bins().getFirst());
  }

  @Test
  void mistakesAreExplained() {
    assertThrows(IllegalArgumentException.class, () -> new LossMatrix(new double[][] {{0, 1}, {1, 1}}));
    assertThrows(IllegalArgumentException.class, () -> new LossMatrix(new double[][] {{0, -1}, {1, 0}}));
    assertThrows(IllegalArgumentException.class, () -> new LossMatrix(new double[][] {{0, 1}}));
    assertThrows(IllegalStateException.class, () -> LossMatrix.zeroOne(3).threshold());
    assertThrows(IllegalArgumentException.class, () -> Calibration.of(
        Tensor.of(new double[] {1.5}, 1), Tensor.ofInts(new int[] {1}, 1), 3));
    assertThrows(IllegalArgumentException.class, () -> new KnownDistribution(
        Tensor.ones(1, 1), Tensor.of(new double[] {0.5, 0.4}, 1, 2)));
  }
}
