package scrutable.attacks.evaluation;

import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A classifier that is wrong in thin parallel slabs: 5 % of space, spread evenly, so that one is always
/// near.
///
/// Along a direction `v`, each period of length [#PERIOD] begins with a slab of errors. Under noise it errs
/// about as often as a network does; but its errors are not the far side of a plane, and how near they are is known.
/// It is what a relation between noise and distance has to be tried on.
///
/// @param inner answers outside the slabs
/// @param direction `v`, of length 1, as a batch of one image
/// @param classes how many there are: an error is the next class
public record ThinErrors(DecisionAccess inner, Tensor direction, int classes) implements DecisionAccess {
  /// The share of space that is wrong.
  public static final double SHARE = 0.05;
  /// From one slab to the next.
  public static final double PERIOD = 0.02;

  /// Slabs across a random direction.
  ///
  /// @param classes how many there are: an error is the next class
  /// @param shape of one image
  public static ThinErrors inFrontOf(DecisionAccess inner, int classes, Rng rng, int... shape) {
    int[] batch = new int[shape.length + 1];
    batch[0] = 1;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return new ThinErrors(inner, Norm.L2.steepest(rng.normal(batch)), classes);
  }

  @Override
  public int[] labels(Tensor images) {
    int[] labels = inner.labels(images);
    double[] phases = phases(images);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = phases[i] < SHARE ? (labels[i] + 1) % classes : labels[i];
    }
    return labels;
  }

  /// How far each image is from the nearest slab.
  public double[] distances(Tensor images) {
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
