package scrutable.attacks.evaluation;

import scrutable.attacks.BatchRows;
import scrutable.attacks.Norm;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What is done to the changes that an attack found, and to noise, to compare them fairly: a control is as large as the
/// attack, or it controls nothing.
public final class Perturbations {
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
