package scrutable.nn;

import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Numbers that belong to a module's state but are not learned by gradients: running averages, counters.
public final class Buffer {
  private Tensor value;

  public Buffer(Tensor initial) {
    this.value = initial.keep();
  }

  public Tensor value() {
    return value;
  }

  /// Replaces the value.
  ///
  /// @throws IllegalArgumentException if shape or type differ
  public void assign(Tensor next) {
    if (!next.sameShape(value) || next.dtype() != value.dtype()) {
      throw new IllegalArgumentException("the buffer is " + value.dtype() + " " + Shape.text(value.shape())
          + " and cannot become " + next.dtype() + " " + Shape.text(next.shape()));
    }
    value = next.keep();
  }
}
