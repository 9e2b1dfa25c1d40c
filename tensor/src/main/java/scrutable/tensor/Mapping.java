package scrutable.tensor;

import java.util.function.DoubleUnaryOperator;

/// Functions of one number, applied to every element.
final class Mapping {
  private Mapping() {}

  static Tensor apply(UnaryFunction function, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw new IllegalArgumentException(function + ": int32 tensors hold labels and indices;"
          + " convert with to(DType.FLOAT32) to calculate with them");
    }
    Tensor in = x.contiguous();
    Storage out = Storage.allocate(x.dtype(), x.elementCount());
    DoubleUnaryOperator reference = function.reference();
    for (int i = 0; i < x.elementCount(); i++) {
      out.set(i, reference.applyAsDouble(in.storage().get(in.offset() + i)));
    }
    return Tensor.wrap(out, x.shape());
  }
}
