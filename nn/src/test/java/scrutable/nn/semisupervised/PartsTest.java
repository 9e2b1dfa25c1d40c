package scrutable.nn.semisupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.nn.layer.Linear;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.SymmetricEigen;

/// The parts that the methods are put together from.
class PartsTest {

  @Test
  void theMaskKeepsRowsWhoseLargestProbabilityReachesTheThreshold() {
    Tensor p = Tensor.of(new double[] {0.5, 0.5, 0.05, 0.95, 0.96, 0.04}, 3, 2);
    assertArrayEquals(new double[] {0, 1, 1}, Confidence.mask(p, 0.95).toDoubleArray());
    assertArrayEquals(new int[] {0, 1, 0}, Confidence.hardLabels(p).toIntArray());
  }

  @Test
  void sharpeningAtOneHalfSquaresAndAtOneDoesNothing() {
    Tensor p = Tensor.of(new double[] {0.6, 0.3, 0.1, 1, 0, 0}, 2, 3);
    assertArrayEquals(new double[] {36 / 46.0, 9 / 46.0, 1 / 46.0, 1, 0, 0},
        Confidence.sharpen(p, 0.5).toDoubleArray(), 1e-14);
    assertArrayEquals(p.toDoubleArray(), Confidence.sharpen(p, 1).toDoubleArray(), 1e-14);
    assertEquals(1, Confidence.sharpen(p, 0.01).get(0, 0), 1e-14);
  }

  @Test
  void mixUpSharesFollowTheBetaDistributionFoldedAtOneHalf() {
    // The folded share is 1/2 + |lambda - 1/2|; E (lambda - 1/2)^2 = 1 / (4 (2 alpha + 1)).
    double alpha = 0.75;
    Tensor shares = MixUp.draw(40_000, alpha, Rng.seed(3)).shares();
    assertTrue(shares.min().item() >= 0.5 && shares.max().item() <= 1);
    assertEquals(1 / (4 * (2 * alpha + 1)), shares.sub(0.5).square().mean().item(), 2e-3);
    // P(|lambda - 1/2| < 1/4) of Beta(1/2, 1/2), the arcsine law, is 1/3.
    float[] arcsine = MixUp.draw(40_000, 0.5, Rng.seed(4)).shares().toFloatArray();
    int inner = 0;
    for (float share : arcsine) {
      inner += share < 0.75 ? 1 : 0;
    }
    assertEquals(1 / 3.0, inner / 40_000.0, 4 * Math.sqrt(2 / 9.0 / 40_000));
  }

  @Test
  void mixUpTakesTheShareOfTheFirst() {
    MixUp mixUp = new MixUp(Tensor.of(new float[] {1, 0.75f}, 2));
    Tensor mixed = mixUp.of(Tensor.ones(2, 1, 2), Tensor.zeros(2, 1, 2));
    assertArrayEquals(new float[] {1, 1, 0.75f, 0.75f}, mixed.toFloatArray());
  }

  @Test
  void theWorstChangeIsTheLeadingEigenvectorOfTheHessianOfTheDivergence() {
    // For logits W x the Hessian of KL(p || p(x + r)) at r = 0 is W^T (diag p - p p^T) W.
    TinyStep tiny = new TinyStep();
    Tensor inputs = TinyStep.tensor(new double[][] {{0.3, -0.2, 0.4}, {-0.5, 0.1, 0.2}});
    Tensor weights = TinyStep.tensor(tiny.student);
    Linear network = Linear.of(weights, Tensor.zeros(DType.FLOAT64, 4));
    Tensor p = Softmaxes.softmax(network.forward(inputs).value());
    var patient = new VirtualAdversarialTraining(2, 1e-4, 40, 1);
    Tensor worst = patient.worstChange(network, inputs, p, Rng.seed(1));
    for (int i = 0; i < 2; i++) {
      Tensor row = p.select(0, i);
      Tensor diagonal = Tensor.identity(4, DType.FLOAT64).mul(row);
      Tensor spread = diagonal.sub(row.reshape(4, 1).matmul(row.reshape(1, 4)));
      SymmetricEigen eigen = SymmetricEigen.of(weights.t().matmul(spread).matmul(weights));
      double[] values = eigen.values().toDoubleArray();
      int leading = values[0] > values[2] ? 0 : 2;
      double cosine = eigen.vectors().select(1, leading).mul(worst.select(0, i)).sum().item() / 2;
      assertEquals(1, Math.abs(cosine), 1e-5);
      assertEquals(4, worst.select(0, i).square().sum().item(), 1e-12);
    }
  }

  @Test
  void whereTheDivergenceIsFlatTheChangeIsStillOfTheRightLength() {
    Linear constant = Linear.of(Tensor.zeros(3, 2), Tensor.zeros(3));
    Tensor inputs = Tensor.ones(4, 2);
    Tensor p = Tensor.full(1 / 3.0, DType.FLOAT32, 4, 3);
    Tensor change = new VirtualAdversarialTraining(0.5).worstChange(constant, inputs, p, Rng.seed(2));
    double[] lengths = change.square().sum(false, 1).sqrt().toDoubleArray();
    assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5}, lengths, 1e-6);
  }
}
