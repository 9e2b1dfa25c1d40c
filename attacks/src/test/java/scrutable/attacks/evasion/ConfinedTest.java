package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.nn.Sequential;
import scrutable.nn.data.generate.SlabsInAPlane;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ConfinedTest {
  private final Rng rng = Rng.seed(2);

  @Test
  void aChangeIsTheSumOfItsPartsAlongAndAcross() {
    Tensor diagonal = Tensor.of(new double[] {0.6, 0.8, 0}, 3, 1);
    Tensor change = Tensor.of(new double[] {5, 0, 7}, 1, 3);
    assertArrayEquals(new double[] {1.8, 2.4, 0},
        new Confined(null, diagonal, true).project(change).toDoubleArray(), 1e-12);
    assertArrayEquals(new double[] {3.2, -2.4, 7},
        new Confined(null, diagonal, false).project(change).toDoubleArray(), 1e-12);
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
  void directionsThatAreNoMatrixAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Confined(null, Tensor.zeros(3), true));
  }
}
