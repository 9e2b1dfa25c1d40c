package scrutable.attacks.blackbox;

import java.util.Arrays;
import java.util.function.BiFunction;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Sorting;
import scrutable.tensor.Tensor;

/// Where an attack that sees labels only begins: at any image that is at its goal, however far away.
///
/// Without such an image there is no boundary to walk along, and the attack fails.
@FunctionalInterface
public interface StartingImages {

  /// An image at its goal for each example; where none was found, the image as it was.
  ///
  /// @return `(N, ...)`, in the box
  Tensor find(DecisionAccess victim, Examples examples, Box box);

  /// Images of uniform noise in the box, drawn until one is at the goal, at most `tries` for each example.
  ///
  /// Enough to leave a class; hardly ever enough to meet a certain one.
  ///
  /// @throws IllegalArgumentException if there is no try; when it searches, also if the box is not bounded
  static StartingImages noise(int tries) {
    if (tries < 1) {
      throw new IllegalArgumentException("StartingImages: tries must be at least 1, not " + tries);
    }
    return (victim, examples, box) -> fromNoise(victim, examples, box, tries);
  }

  /// The nearest (in `L2`) of some images that the attacker has, such as pictures of other things.
  ///
  /// The victim is asked about the nearest first, then about the next, until one is at the goal.
  ///
  /// @param pool `(M, ...)`, in the box, or the search throws an `IllegalArgumentException`
  static StartingImages nearestOf(Tensor pool) {
    return (victim, examples, box) -> fromPool(victim, examples, box, pool);
  }

  private static Tensor fromNoise(DecisionAccess victim, Examples examples, Box box, int tries) {
    if (!Double.isFinite(box.hi() - box.lo())) {
      throw new IllegalArgumentException("StartingImages: uniform noise needs a box of finite width");
    }
    Tensor images = examples.images();
    int[] one = Arrays.copyOfRange(images.shape(), 1, images.rank());
    Rng[] random = new Rng[examples.count()];
    Arrays.setAll(random, i -> examples.random(i).split("start"));
    return firstAtGoal(victim, examples, tries, (attempt, open) -> {
      Tensor[] drawn = new Tensor[open.length];
      for (int k = 0; k < open.length; k++) {
        double[] pixels = new double[Shape.elementCount(one)];
        Rng own = random[open[k]];
        Arrays.setAll(pixels, j -> box.lo() + (box.hi() - box.lo()) * own.nextDouble());
        drawn[k] = Tensor.wrap(pixels, one).to(images.dtype());
      }
      return Joining.stack(0, drawn);
    });
  }

  private static Tensor fromPool(DecisionAccess victim, Examples examples, Box box, Tensor pool) {
    box.require(pool);
    int[][] nearestFirst = new int[examples.count()][];
    for (int i = 0; i < nearestFirst.length; i++) {
      Tensor distances = Tensor.wrap(Norm.L2.of(pool.sub(examples.images().slice(0, i, i + 1))), pool.size(0));
      nearestFirst[i] = Sorting.argsort(distances, 0, false).toIntArray();
    }
    return firstAtGoal(victim, examples, pool.size(0), (rank, open) -> {
      int[] chosen = Arrays.stream(open).map(i -> nearestFirst[i][rank]).toArray();
      return BatchRows.select(pool, chosen);
    });
  }

  /// Asks about one candidate after the other, for the examples that have none yet.
  private static Tensor firstAtGoal(DecisionAccess victim, Examples examples, int attempts,
      BiFunction<Integer, int[], Tensor> candidates) {
    Tensor starts = examples.images();
    boolean[] found = new boolean[examples.count()];
    for (int attempt = 0; attempt < attempts; attempt++) {
      int[] open = BatchRows.open(found);
      if (open.length == 0) {
        break;
      }
      Examples asked = examples.only(open);
      Tensor offered = candidates.apply(attempt, open);
      asked.countQuery();
      boolean[] reached = asked.goal().reached(victim.labels(offered));
      starts = BatchRows.replace(starts, open, BatchRows.where(reached, offered, asked.images()));
      for (int k = 0; k < open.length; k++) {
        found[open[k]] = reached[k];
      }
    }
    return starts;
  }
}
