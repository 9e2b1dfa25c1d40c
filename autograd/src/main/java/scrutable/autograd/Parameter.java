package scrutable.autograd;

import java.util.function.Consumer;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Storage;
import scrutable.tensor.Tensor;

/// A tracked leaf that an optimiser may assign to: the one mutable thing in the graph.
///
/// Every assignment counts a version up. If a graph that used the old value is walked backwards afterwards,
/// [Gradients] refuses instead of computing a wrong gradient.
public final class Parameter extends Variable {
  private Tensor current;
  private int version;

  /// A parameter with its own copy of the initial value.
  public Parameter(Tensor initial) {
    requireFloating(initial);
    super(null, true);                  // the value is here: the initial one need not be kept
    this.current = Tensor.zeros(initial.dtype(), initial.shape());
    write(initial);
  }

  private static void requireFloating(Tensor initial) {
    if (!initial.dtype().isFloating()) {
      throw new IllegalArgumentException("a parameter must be float32 or float64, not " + initial.dtype());
    }
  }

  @Override
  public Tensor value() {
    return current;
  }

  /// Replaces the value.
  ///
  /// @throws IllegalArgumentException if shape or type differ
  public void assign(Tensor next) {
    if (!next.sameShape(current) || next.dtype() != current.dtype()) {
      throw new IllegalArgumentException("assign: the parameter is " + current.dtype() + " "
          + Shape.text(current.shape()) + " and cannot become " + next.dtype() + " " + Shape.text(next.shape()));
    }
    write(next);
  }

  private void write(Tensor next) {
    Tensor copy = next.contiguous();
    current = next.dtype() == DType.FLOAT32
        ? Tensor.wrap(copy.toFloatArray(), copy.shape())
        : Tensor.wrap(copy.toDoubleArray(), copy.shape());
    version++;
  }

  /// Lets `update` change the numbers where they are, without a copy: the fast path of optimisers.
  ///
  /// The array holds the elements in row-major order. Tensors that were taken from [#value] earlier change too.
  public void update(Consumer<Storage> update) {
    update.accept(current.storage());
    version++;
  }

  @Override
  int version() {
    return version;
  }
}
