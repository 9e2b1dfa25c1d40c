package scrutable.lessons.explanations;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.FastAdaptiveBoundary;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The instruments of this chapter, against what is known without them.
class ExplanationsTest {
  private final Rng rng = Rng.seed(2);

  @Test
  void theSlabsLieInAPlaneWithAGapOfTheirScale() {
    SlabsInAPlane slabs = SlabsInAPlane.generate(40, 60, 20, rng);
    double[] gram = slabs.basis().t().matmul(slabs.basis()).toDoubleArray();
    assertArrayEquals(new double[] {1, 0, 0, 1}, gram, 1e-6);
    Confined leaving = new Confined(null, slabs.basis(), false);
    assertEquals(0, leaving.project(slabs.train().inputs()).abs().max().item(), 1e-5);
    double[] u = slabs.train().inputs().matmul(slabs.basis()).toDoubleArray();
    for (int i = 0; i < 60; i++) {
      double depth = u[2 * i] / slabs.scale() * (slabs.train().labels().get(i) == 1 ? 1 : -1);
      assertTrue(depth >= 0.5 - 1e-5 && depth <= 1 + 1e-5, "u1 is " + depth);
    }
  }

  /// The attack goes where the projected gradients lead, and nowhere else.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aConfinedAttackChangesNothingInTheOtherSubspace(boolean manifold) {
    SlabsInAPlane slabs = SlabsInAPlane.generate(12, 60, 20, rng);
    Sequential network = new Sequential(new Linear(12, 16, rng.split("a")), new Relu(),
        new Linear(16, 2, rng.split("b")));
    Confined victim = new Confined(Classifier.of(network), slabs.basis(), manifold);
    Tensor inputs = slabs.test().inputs();
    Tensor moved = FastAdaptiveBoundary.toAnyClass(10).search(victim,
        Examples.of(inputs, Untargeted.ofPredictions(victim, inputs), rng), Norm.L2, new Box(-10, 10));
    Tensor change = moved.sub(inputs);
    assertTrue(Norm.L2.of(victim.project(change))[0] + Norm.L2.of(victim.project(change))[1] > 0.01,
        "nothing has moved at all");
    Tensor wrong = new Confined(victim, slabs.basis(), !manifold).project(change);
    assertEquals(0, wrong.abs().max().item(), 1e-5);
  }

  @Test
  void aStraightLineExplainsAStraightLineAndHalfOfAnOrthogonalSum() {
    double[] x = {-1, 0, 1};
    assertEquals(1, Straightness.rSquared(x, new double[] {5, 3, 1}), 1e-12);
    assertEquals(0, Straightness.rSquared(x, new double[] {1, 0, 1}), 1e-12);
    // x has the variation 2, the hump 6 (1, -2, 1)^2, and they are orthogonal.
    assertEquals(2.0 / 8, Straightness.rSquared(x, new double[] {0, -2, 2}), 1e-12);
  }

  @Test
  void aDoubledModelGivesADoubledPictureFourTimesTheScore() {
    Doubling.Logistic small = new Doubling.Logistic(new double[] {1, -2, 3, 4}, 0.5);
    Doubling.Logistic large = small.doubled(2);
    float[] picture = {1, 2, 3, 4};
    float[] doubled = {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4};
    assertEquals(4 * (small.scoreOf(picture, 0) - 0.5), large.scoreOf(doubled, 0) - 0.5, 1e-9);
    assertEquals(4 * small.sumOfAbsolutes(), large.sumOfAbsolutes(), 1e-9);
    assertEquals(2 * small.length(), large.length(), 1e-9);
  }
}
