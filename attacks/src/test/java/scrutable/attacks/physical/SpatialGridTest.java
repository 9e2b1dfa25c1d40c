package scrutable.attacks.physical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Untargeted;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class SpatialGridTest {
  /// Says 1 if the pixel in the upper left corner is brighter than a half.
  private static Classifier corner() {
    Module network = x -> {
      Variable score = x.reshape(x.size(0), -1).slice(1, 0, 1).sub(0.5);
      return Variable.concat(1, score.mul(0), score);
    };
    return Classifier.of(network);
  }

  /// Pictures of 4 x 4 pixels, black but for one white pixel.
  private static Tensor dot(int row, int column) {
    double[] pixels = new double[16];
    pixels[4 * row + column] = 1;
    return Tensor.of(pixels, 1, 1, 4, 4);
  }

  private static AttackResult run(SpatialGrid grid, Tensor images) {
    return grid.run(corner(), images, Untargeted.of(0), Ball.linf(1), Rng.seed(1));
  }

  @Test
  void theOneShiftThatFoolsIsFound() {
    SpatialGrid grid = new SpatialGrid(0, 1, 0.5, 5, Outside.BLACK);
    AttackResult found = run(grid, dot(2, 1));
    assertTrue(found.success()[0]);
    assertArrayEquals(dot(0, 0).toDoubleArray(), found.adversarial().toDoubleArray(), 1e-12);
    assertEquals(25, found.queries()[0]);
    AttackResult tooFar = run(grid, dot(3, 1));
    assertTrue(!tooFar.success()[0]);
    assertArrayEquals(dot(3, 1).toDoubleArray(), tooFar.adversarial().toDoubleArray());
  }

  @Test
  void turnsAreTriedToBothSides() {
    SpatialGrid grid = new SpatialGrid(90, 3, 0, 1, Outside.BLACK);
    assertTrue(run(grid, dot(0, 3)).success()[0]);
    assertTrue(run(grid, dot(3, 0)).success()[0]);
    assertTrue(!run(grid, dot(3, 3)).success()[0]);
    assertEquals(3, run(grid, dot(3, 3)).queries()[0]);
  }

  @Test
  void amongSeveralPosesAtTheGoalTheSurestIsReturned() {
    Tensor two = dot(0, 2).mul(0.6).add(dot(2, 0).mul(0.9));
    AttackResult found = run(new SpatialGrid(0, 1, 0.5, 3, Outside.BLACK), two);
    assertEquals(0.9, found.adversarial().get(0, 0, 0, 0), 1e-12);
  }

  @Test
  void aBallThatDoesNotAllowAnyChangeIsRefused() {
    SpatialGrid grid = new SpatialGrid(10, 3, 0.1, 3, Outside.BLACK);
    assertThrows(IllegalArgumentException.class,
        () -> grid.run(corner(), dot(1, 1), Untargeted.of(0), Ball.linf(0.3), Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new SpatialGrid(10, 2, 0.1, 3, Outside.BLACK));
  }
}
