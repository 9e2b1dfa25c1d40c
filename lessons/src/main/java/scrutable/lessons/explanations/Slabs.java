package scrutable.lessons.explanations;

import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A classifier that is wrong in thin parallel slabs: 5 % of space, spread evenly, so that one is always
/// near.
///
/// Along a direction `v`, each period of length [#PERIOD] begins with a slab of errors. Under noise it errs
/// about as often as a network does; but its errors are not the far side of a plane.
///
/// @param inner answers outside the slabs
/// @param direction `v`, of length 1, as an image
record Slabs(DecisionAccess inner, Tensor direction) implements DecisionAccess {
  static final double SHARE = 0.05;
  static final double PERIOD = 0.02;
  private static final int CLASSES = 10;

  static Slabs inFrontOf(DecisionAccess inner, Rng rng) {
    return new Slabs(inner, Norm.L2.steepest(rng.normal(1, 1, 28, 28)));
  }

  @Override
  public int[] labels(Tensor images) {
    int[] labels = inner.labels(images);
    double[] phases = phases(images);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = phases[i] < SHARE ? (labels[i] + 1) % CLASSES : labels[i];
    }
    return labels;
  }

  /// How far each image is from the nearest slab.
  double[] distances(Tensor images) {
    double[] distances = phases(images);
    for (int i = 0; i < distances.length; i++) {
      distances[i] = PERIOD * Math.min(distances[i] - SHARE, 1 - distances[i]);
    }
    return distances;
  }

  /// The place of each image within its period, in [0, 1).
  private double[] phases(Tensor images) {
    int count = images.size(0);
    double[] places = images.reshape(count, -1).matmul(direction.reshape(-1, 1)).toDoubleArray();
    for (int i = 0; i < count; i++) {
      places[i] = places[i] / PERIOD - Math.floor(places[i] / PERIOD);
    }
    return places;
  }
}
