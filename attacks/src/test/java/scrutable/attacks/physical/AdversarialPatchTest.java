package scrutable.attacks.physical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.physical.AdversarialPatch.Patch;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class AdversarialPatchTest {
  private static final RandomTransform STAY = RandomTransform.none();

  /// Two classes; the score of the second is `w . x`.
  private static Classifier linear(double... weights) {
    Variable column = Variable.constant(Tensor.of(weights, weights.length, 1));
    Module network = x -> {
      Variable score = x.reshape(x.size(0), -1).matmul(column);
      return Variable.concat(1, score.mul(0), score);
    };
    return Classifier.of(network);
  }

  @Test
  void aPastedPatchHidesWhatIsBelowAndNothingElse() {
    Tensor scenes = Rng.seed(1).uniform(2, 3, 4, 4);
    Patch patch = Patch.square(Tensor.ones(1, 3, 4, 4).mul(0.25), 2);
    float[] pasted = patch.paste(scenes, STAY, Rng.seed(2)).toFloatArray();
    float[] before = scenes.toFloatArray();
    for (int i = 0; i < pasted.length; i++) {
      boolean covered = i / 4 % 4 >= 1 && i / 4 % 4 <= 2 && i % 4 >= 1 && i % 4 <= 2;
      assertEquals(covered ? 0.25f : before[i], pasted[i]);
    }
  }

  @Test
  void everySceneHasItsOwnPlacementAndTheMaskMovesWithThePatch() {
    Tensor scenes = Tensor.ones(3, 1, 6, 6).mul(0.5);
    RandomTransform right = rng -> new AffineTransform(0, 1, (rng.nextInt(3) - 1) / 6.0, 0, Outside.BLACK);
    Patch patch = Patch.square(Tensor.ones(1, 1, 6, 6), 2);
    double[] pasted = patch.paste(scenes, right, Rng.seed(4)).toDoubleArray();
    boolean different = false;
    for (int scene = 0; scene < 3; scene++) {
      double[] one = Arrays.copyOfRange(pasted, 36 * scene, 36 * scene + 36);
      assertEquals(4, Arrays.stream(one).filter(v -> v > 0.999).count());
      assertEquals(32, Arrays.stream(one).filter(v -> Math.abs(v - 0.5) < 1e-6).count());
      different |= !Arrays.equals(one, Arrays.copyOf(pasted, 36));
    }
    assertTrue(different);
  }

  /// Under a linear victim the best patch is black or white by the sign of the weight.
  @Test
  void againstALinearVictimItBecomesTheSignOfTheWeights() {
    double[] weights = Rng.seed(5).normal(16).toDoubleArray();
    Tensor scenes = Rng.seed(6).uniform(8, 1, 4, 4).to(DType.FLOAT64);
    Patch patch = new AdversarialPatch(2, 30, 0.05, 4).train(linear(weights), scenes, 1, STAY, Box.UNIT,
        Rng.seed(7));
    double[] canvas = patch.canvas().toDoubleArray();
    for (int i : new int[] {5, 6, 9, 10}) {
      assertEquals(weights[i] > 0 ? 1 : 0, canvas[i], 1e-12);
    }
    assertEquals(4, Arrays.stream(patch.mask().toDoubleArray()).sum());
  }

  /// The upper row of the canvas meets a large negative weight in a quarter of the placements and a small
  /// positive one in the rest: the mean of gradients says dark, the majority of signs says bright.
  @Test
  void theGradientIsAveragedOverPlacementsBeforeItsSignIsTaken() {
    int[] call = {0};
    RandomTransform cycle = rng -> new AffineTransform(0, 1, call[0]++ % 4 == 0 ? 0.5 : 0, 0, Outside.BLACK);
    Classifier victim = linear(0.1, -1);
    Patch patch = new AdversarialPatch(1, 40, 0.05, 4).train(victim, Tensor.ones(4, 1, 1, 2).mul(0.5).to(
        DType.FLOAT64), 1, cycle, Box.UNIT, Rng.seed(8));
    assertEquals(0, patch.canvas().get(0, 0, 0, 0), 1e-12);
  }

  @Test
  void itWorksOnScenesAndPlacementsNotSeenAndARandomPatchDoesNot() {
    BarsVictim bars = BarsVictim.trained(11);
    RandomTransform placement = RandomTransform.pose(10, 0.9, 1.1, 0.1, Outside.BLACK);
    Tensor seen = bars.images().slice(0, 0, 24);
    Tensor unseen = bars.images().slice(0, 24, 48);
    Patch patch = new AdversarialPatch(3, 60, 0.05, 8).train(bars.classifier(), seen, 0, placement, Box.UNIT,
        Rng.seed(9));
    Patch noise = Patch.random(seen, 3, Box.UNIT, Rng.seed(10));
    double trained = shareOf(0, bars, patch.paste(unseen, placement, Rng.seed(11)));
    double random = shareOf(0, bars, noise.paste(unseen, placement, Rng.seed(11)));
    assertTrue(trained > random + 0.25, trained + " against " + random);
    for (float pixel : patch.canvas().toFloatArray()) {
      assertTrue(pixel >= 0 && pixel <= 1);
    }
    Patch again = new AdversarialPatch(3, 60, 0.05, 8).train(bars.classifier(), seen, 0, placement, Box.UNIT,
        Rng.seed(9));
    assertArrayEquals(patch.canvas().toFloatArray(), again.canvas().toFloatArray());
  }

  /// Over the scenes that do not show the target anyway: labels run 0, 1, 2, 0, 1, 2, ...
  private static double shareOf(int target, BarsVictim bars, Tensor pasted) {
    int[] answers = bars.classifier().labels(pasted);
    int hits = 0;
    int others = 0;
    for (int i = 0; i < answers.length; i++) {
      if (bars.labels()[24 + i] != target) {
        others++;
        hits += answers[i] == target ? 1 : 0;
      }
    }
    return hits / (double) others;
  }

  @Test
  void aPatchLargerThanTheSceneIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Patch.square(Tensor.ones(1, 1, 4, 4), 5));
    assertThrows(IllegalArgumentException.class, () -> new AdversarialPatch(2, 0, 0.1, 4));
  }
}
