package scrutable.attacks.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.Objective;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class AdversarialTrainingTest {
  private static final double[] WEIGHTS = {2, -1, 0, 0.5};
  private static final Batch BATCH = new Batch(
      Tensor.of(new double[] {0.6, 0.4, 0.5, 0.5, 0.1, 0.8, 0.3, 0.2}, 2, 4),
      Tensor.ofInts(new int[] {1, 0}, 2));

  /// Logits `(0, w.x)`.
  private static Linear logistic() {
    double[] rows = new double[8];
    System.arraycopy(WEIGHTS, 0, rows, 4, 4);
    return Linear.of(Tensor.of(rows, 2, 4), Tensor.of(new double[2], 2));
  }

  private static Ball ball(double eps) {
    return Ball.linf(eps).within(Box.unbounded());
  }

  /// The cross-entropy of `BATCH` with each margin `+- w.x` smaller by `eps |w|_1`.
  private static double lossInClosedForm(double eps) {
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      double score = 0;
      for (int j = 0; j < 4; j++) {
        score += WEIGHTS[j] * BATCH.inputs().get(i, j);
      }
      double margin = (i == 0 ? score : -score) - eps * 3.5;
      sum += StrictMath.log1p(StrictMath.exp(-margin));
    }
    return sum / 2;
  }

  /// Goodfellow et al., section 5.
  @Test
  void forALinearModelItIsTheLossOfMarginsSmallerByEpsTimesTheSumOfTheWeights() {
    AdversarialTraining oneStep = AdversarialTraining.fgsm(ball(0.1), Rng.seed(1));
    assertEquals(lossInClosedForm(0.1), oneStep.of(logistic(), BATCH, 0).loss().item(), 1e-12);
    AdversarialTraining manySteps = AdversarialTraining.pgd(ball(0.1), 10, 0.05, Rng.seed(1));
    assertEquals(lossInClosedForm(0.1), manySteps.of(logistic(), BATCH, 0).loss().item(), 1e-12);
  }

  @Test
  void cleanImagesHaveTheirShareOfTheLoss() {
    Variable mixed = AdversarialTraining.fgsm(ball(0.1), Rng.seed(1)).withCleanShare(0.25)
        .of(logistic(), BATCH, 0).loss();
    assertEquals(0.75 * lossInClosedForm(0.1) + 0.25 * lossInClosedForm(0), mixed.item(), 1e-12);
  }

  /// Not asserted of the attack's own claim: the network itself writes down how it was asked.
  @Test
  void theAttackSeesTheEvaluatedNetworkAndTheStepOfTrainingTheTrainingOne() {
    ModeWitness network = new ModeWitness(logistic());
    AdversarialTraining.pgd(ball(0.1), 3, 0.05, Rng.seed(1)).of(network, BATCH, 0);
    assertEquals(List.of(false, false, false, true), network.seen());
    assertTrue(network.isTraining());
  }

  @Test
  void inABallOfRadiusZeroItIsPlainTraining() {
    Dataset data = StrongAndWeak.generate(300, Rng.seed(5));
    Linear plain = StrongAndWeak.train(Objective.ofLogits(Losses::crossEntropy), data);
    Linear defended = StrongAndWeak.train(AdversarialTraining.pgd(ball(0), 2, 0.1, Rng.seed(1)), data);
    assertArrayEquals(plain.weight().value().toFloatArray(), defended.weight().value().toFloatArray());
  }

  @Test
  void eachStepDrawsOtherRandomNumbersAndTheSameStepTheSame() {
    AdversarialTraining training = new AdversarialTraining(RandomNoise.uniform(), ball(0.1), 0, Rng.seed(1));
    double first = training.of(logistic(), BATCH, 0).loss().item();
    assertEquals(first, training.of(logistic(), BATCH, 0).loss().item());
    assertTrue(first != training.of(logistic(), BATCH, 1).loss().item());
  }

  @Test
  void itDropsTheFeaturesThatAnAdversaryCanTurnAround() {
    Dataset training = StrongAndWeak.generate(2_000, Rng.seed(5));
    Dataset test = StrongAndWeak.generate(1_000, Rng.seed(6));
    Linear standard = StrongAndWeak.train(Objective.ofLogits(Losses::crossEntropy), training);
    Linear defended = StrongAndWeak.train(
        AdversarialTraining.pgd(StrongAndWeak.BALL, 3, 0.4, Rng.seed(1)), training);
    assertTrue(Metrics.accuracy(standard, test, 100) > 0.97, "the weak features together are almost certain");
    assertEquals(0, StrongAndWeak.robustAccuracy(standard, test), 0.02);
    assertEquals(StrongAndWeak.shareOfStrong(test), StrongAndWeak.robustAccuracy(defended, test), 0.02);
  }

  @Test
  void theGradientIsThatOfTheLossAtTheAttackedImages() {
    Linear network = logistic();
    Variable loss = AdversarialTraining.fgsm(ball(0.1), Rng.seed(1)).of(network, BATCH, 0).loss();
    double[] gradient = Gradients.of(loss, network.weight()).get(network.weight()).toDoubleArray();
    double[] inClosedForm = new double[8];
    for (int i = 0; i < 2; i++) {
      double sign = i == 0 ? 1 : -1;
      double score = 0;
      for (int j = 0; j < 4; j++) {
        score += WEIGHTS[j] * (BATCH.inputs().get(i, j) - 0.1 * sign * Math.signum(WEIGHTS[j]));
      }
      double wrong = 1 / (1 + StrictMath.exp(sign * score));
      for (int j = 0; j < 4; j++) {
        double moved = BATCH.inputs().get(i, j) - 0.1 * sign * Math.signum(WEIGHTS[j]);
        inClosedForm[4 + j] -= sign * wrong * moved / 2;
        inClosedForm[j] += sign * wrong * moved / 2;
      }
    }
    assertArrayEquals(inClosedForm, gradient, 1e-12);
  }

  @Test
  void aShareOutsideZeroToOneIsRefused() {
    assertThrows(IllegalArgumentException.class,
        () -> AdversarialTraining.fgsm(ball(0.1), Rng.seed(1)).withCleanShare(1));
  }
}
