package scrutable.tensor;

import static scrutable.tensor.Elements.doubles;
import static scrutable.tensor.Elements.floats;

import scrutable.tensor.kernel.normalize.SoftmaxKernel;

/// The softmax of rows (the last axis), which turns logits into probabilities, and its logarithm.
public final class Softmaxes {
  private Softmaxes() {}

  /// `softmax(x)_i = e^(x_i - max) / sum_j e^(x_j - max)` along the last axis.
  ///
  /// @throws IllegalArgumentException for a scalar, or if rows are empty
  public static Tensor softmax(Tensor x) {
    int columns = requireRows("softmax", x);
    int rows = x.elementCount() / columns;
    Storage out = Storage.uncleared(x.dtype(), x.elementCount());
    switch (out) {
      case Storage.Float32(float[] y, _) -> SoftmaxKernel.softmaxRows(floats(x), rows, columns, y);
      case Storage.Float64(double[] y, _) -> SoftmaxKernel.softmaxRows(doubles(x), rows, columns, y);
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, x);
  }

  /// `log softmax(x)_i = x_i - logSumExp(x)` along the last axis: exact where softmax underflows.
  public static Tensor logSoftmax(Tensor x) {
    int columns = requireRows("logSoftmax", x);
    int rows = x.elementCount() / columns;
    Storage out = Storage.uncleared(x.dtype(), x.elementCount());
    switch (out) {
      case Storage.Float32(float[] y, _) -> SoftmaxKernel.logSoftmaxRows(floats(x), rows, columns, y);
      case Storage.Float64(double[] y, _) -> SoftmaxKernel.logSoftmaxRows(doubles(x), rows, columns, y);
      case Storage.Int32 none -> throw new IllegalStateException("int32 was refused before");
    }
    return new Tensor(out, x);
  }

  static int requireRows(String operation, Tensor x) {
    if (!x.dtype().isFloating() || x.rank() == 0 || x.size(-1) == 0) {
      throw new IllegalArgumentException(operation + ": a floating tensor with a last axis of at least one element"
          + " is needed, not " + x.dtype() + " " + Shape.text(x.sizes()));
    }
    return x.size(-1);
  }
}
