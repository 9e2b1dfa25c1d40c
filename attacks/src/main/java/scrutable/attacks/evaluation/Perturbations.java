package scrutable.attacks.evaluation;

import java.util.Arrays;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What is done to the changes that an attack found, and to noise, to compare them fairly: a control is as large as the
/// attack, or it controls nothing.
public final class Perturbations {
  private static final double LONGEST = 1_000;
  private static final int HALVINGS = 30;

  private Perturbations() {}

  /// The changes, each stretched to its length in `L2`; one that is zero stays so.
  ///
  /// @param changes `(N, ...)`
  /// @param lengths one for each change
  /// @throws IllegalArgumentException unless there are as many lengths as changes
  public static Tensor ofLength(Tensor changes, double... lengths) {
    if (lengths.length != changes.size(0)) {
      throw new IllegalArgumentException("Perturbations: there are " + lengths.length + " lengths for changes "
          + Shape.text(changes.shape()));
    }
    return Norm.L2.steepest(changes).mul(BatchRows.column(lengths, changes));
  }

  /// Images moved along the changes until each is as far from where it was as it should be, in `L2` and after clipping
  /// to the box. Noise that is scaled first and clipped afterwards is shorter than the attack it is compared with.
  ///
  /// The distance grows with the length of the change, so that length is found by halving an interval, from below. An
  /// image that the box does not let so far goes as far as it can, up to a change a thousand times as long.
  ///
  /// @param images `(N, ...)`
  /// @param changes `(N, ...)`, of any length
  /// @param lengths one for each image
  public static Tensor reaching(Tensor images, Tensor changes, Box box, double... lengths) {
    double[] low = new double[lengths.length];
    double[] high = Arrays.stream(lengths).map(length -> LONGEST * length).toArray();
    for (int step = 0; step < HALVINGS; step++) {
      double[] middle = new double[lengths.length];
      Arrays.setAll(middle, i -> (low[i] + high[i]) / 2);
      double[] reached = Norm.L2.of(box.clip(images.add(ofLength(changes, middle))).sub(images));
      for (int i = 0; i < lengths.length; i++) {
        if (reached[i] <= lengths[i]) {
          low[i] = middle[i];
        } else {
          high[i] = middle[i];
        }
      }
    }
    return box.clip(images.add(ofLength(changes, low)));
  }

  /// The mean size of the changes that led from one batch of images to the other: what was really done to them, after
  /// all clipping.
  ///
  /// @param before `(N, ...)`
  /// @param after `(N, ...)`
  public static double meanSize(Norm norm, Tensor before, Tensor after) {
    return Arrays.stream(norm.of(after.sub(before))).average().orElseThrow();
  }

  /// Each change with its pixels in another order: the same numbers in the wrong places.
  ///
  /// @param changes `(N, ...)`, float32
  public static Tensor shuffled(Tensor changes, Rng rng) {
    float[] pixels = changes.toFloatArray();
    int length = pixels.length / changes.size(0);
    float[] result = new float[pixels.length];
    for (int from = 0; from < pixels.length; from += length) {
      int[] order = rng.permutation(length);
      for (int j = 0; j < length; j++) {
        result[from + j] = pixels[from + order[j]];
      }
    }
    return Tensor.wrap(result, changes.shape());
  }
}
