package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Norm;
import scrutable.tensor.Tensor;

/// Of each example, the nearest image seen so far that was at the goal; the original where none was.
final class NearestImages {
  private final Tensor originals;
  private final Norm norm;
  private final double[] distances;
  private Tensor images;

  NearestImages(Tensor originals, Norm norm) {
    this.originals = originals;
    this.norm = norm;
    this.images = originals;
    this.distances = new double[originals.size(0)];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
  }

  /// Takes over the candidates that are at the goal and nearer than what there was.
  void offer(Tensor candidates, boolean[] atGoal) {
    double[] now = norm.of(candidates.sub(originals));
    boolean[] nearer = new boolean[now.length];
    for (int i = 0; i < now.length; i++) {
      nearer[i] = atGoal[i] && now[i] < distances[i];
      distances[i] = nearer[i] ? now[i] : distances[i];
    }
    images = BatchRows.where(nearer, candidates, images);
  }

  /// How far each of [#images] is, infinite where none was at the goal.
  double[] distances() {
    return distances.clone();
  }

  Tensor images() {
    return images;
  }
}
