package scrutable.nn.data;

import java.util.Objects;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A few examples of a [Dataset], to be put through a network together.
///
/// @param inputs `(B, C, H, W)` or `(B, D)`, `float32`
/// @param labels `(B,)`, `int32`: the class of each example
public record Batch(Tensor inputs, Tensor labels) {
  /// Checks that there is one label for each input.
  ///
  /// @throws IllegalArgumentException if there is not
  public Batch {
    Objects.requireNonNull(inputs, "Batch: inputs are null");
    Objects.requireNonNull(labels, "Batch: labels are null");
    if (inputs.rank() < 1 || labels.rank() != 1 || inputs.size(0) != labels.size(0)) {
      throw new IllegalArgumentException("Batch: inputs " + Shape.text(inputs.shape()) + " and labels "
          + Shape.text(labels.shape()) + " do not fit; labels must be (B,) for inputs (B, ...)");
    }
  }

  /// The number of examples.
  public int size() {
    return labels.size(0);
  }
}
