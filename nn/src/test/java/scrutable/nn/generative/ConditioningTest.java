package scrutable.nn.generative;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// How a network is told the time and the caption: [SinusoidalEmbedding] and [Film].
class ConditioningTest {
  @Test
  void theWavesAreThoseOfTheFormula() {
    Tensor waves = SinusoidalEmbedding.of(new int[] {0, 7, 1000}, 6);
    assertArrayEquals(new int[] {3, 6}, waves.shape());
    int[] times = {0, 7, 1000};
    for (int i = 0; i < 3; i++) {
      for (int k = 0; k < 3; k++) {
        double frequency = Math.exp(-Math.log(10_000) * k / 3);
        assertEquals(Math.cos(times[i] * frequency), waves.get(i, k), 1e-6);
        assertEquals(Math.sin(times[i] * frequency), waves.get(i, 3 + k), 1e-6);
      }
    }
  }

  /// `<e(t), e(s)> = sum_k cos(w_k (t - s))`: it depends on the difference only.
  @Test
  void theLikenessOfTwoTimesDependsOnTheirDifferenceOnly() {
    Tensor waves = SinusoidalEmbedding.of(new int[] {3, 8, 50, 55, 51}, 32);
    Tensor likeness = waves.matmul(waves.t());
    assertEquals(likeness.get(0, 1), likeness.get(2, 3), 1e-4);
    assertEquals(16, likeness.get(2, 2), 1e-4);
    assertTrue(likeness.get(2, 4) > likeness.get(2, 3) && likeness.get(2, 3) > likeness.get(2, 0));
    assertThrows(IllegalArgumentException.class, () -> SinusoidalEmbedding.of(new int[] {1}, 5));
  }

  @Test
  void filmScalesAndShiftsEachChannelByItsCondition() {
    Film film = Film.of(Tensor.of(new double[] {1, 0, 0, 1, 2, 0, 0, -1}, 4, 2),
        Tensor.of(new double[] {0, 0.5, 0, 1}, 4));
    Tensor features = Tensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2, 1);
    Variable conditions = Variable.constant(Tensor.of(new double[] {3, 4, -1, 0}, 2, 2));
    // scales 1 + (3, 4.5) and 1 + (-1, 0.5); shifts (6, -3) and (-2, 1)
    assertArrayEquals(new double[] {4 + 6, 8 + 6, 16.5 - 3, 22 - 3, -2, -2, 10.5 + 1, 12 + 1},
        film.modulate(Variable.constant(features), conditions).value().toDoubleArray(), 1e-14);
  }

  @Test
  void aNewFilmChangesNothingYetLearns() {
    Film film = new Film(5, 3);
    Tensor features = Rng.seed(1).normal(2, 3, 4, 4);
    Variable condition = Variable.constant(Rng.seed(2).normal(2, 5));
    Variable changed = film.modulate(Variable.constant(features), condition);
    assertArrayEquals(features.toFloatArray(), changed.value().toFloatArray());
    Gradients gradients = Gradients.of(changed.square().sum(), film.parameters());
    assertTrue(gradients.get(film.namedParameters().get("weight")).abs().min().item() > 0);
    assertEquals(List.of("weight", "bias"), List.copyOf(film.namedParameters().keySet()));
  }

  @Test
  void theGradientsOfFilmAreRightToSecondOrder() {
    Film film = Film.of(Rng.seed(3).normal(4, 3).to(DType.FLOAT64), Rng.seed(4).normal(4).to(DType.FLOAT64));
    Tensor features = Rng.seed(5).normal(2, 2, 3).to(DType.FLOAT64);
    Tensor condition = Rng.seed(6).normal(2, 3).to(DType.FLOAT64);
    GradientCheck.check(v -> film.modulate(v[0], v[1]).square().sum(), features, condition).require();
    GradientCheck.checkSecondOrder(v -> film.modulate(v[0], v[1]).square().sum(), features, condition).require();
  }

  @Test
  void misfittingShapesAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> new Film(0, 3));
    assertThrows(IllegalArgumentException.class, () -> Film.of(Tensor.zeros(3, 2), Tensor.zeros(3)));
    Film film = new Film(5, 3);
    Variable condition = Variable.constant(Tensor.zeros(2, 5));
    assertThrows(IllegalArgumentException.class,
        () -> film.modulate(Variable.constant(Tensor.zeros(2, 4, 1)), condition));
    assertThrows(IllegalArgumentException.class,
        () -> film.modulate(Variable.constant(Tensor.zeros(1, 3, 1)), condition));
    assertThrows(IllegalArgumentException.class, () -> film.forward(Tensor.zeros(2, 4)));
  }
}
