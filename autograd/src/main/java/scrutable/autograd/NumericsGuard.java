package scrutable.autograd;

import java.util.function.Supplier;
import scrutable.tensor.Reducing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Finds the operation in which the first NaN or infinity appeared.
///
/// A NaN in a loss says nothing about where it came from: every operation passes it on. Inside [#run], each
/// result (forward and backward) is inspected, and the first operation whose result is not finite throws, saying
/// whether its inputs were. This costs one more pass over every tensor, so it is off by default.
///
/// ```java
/// NumericsGuard.run(() -> trainOneStep(batch));
/// ```
public final class NumericsGuard {
  private static final ScopedValue<Boolean> GUARDED = ScopedValue.newInstance();

  private NumericsGuard() {}

  /// Runs `work` with every operation checked.
  ///
  /// @throws ArithmeticException naming the operation, the shapes and the position of the first bad number
  public static <T> T run(Supplier<T> work) {
    return ScopedValue.where(GUARDED, true).call(work::get);
  }

  /// Runs `work` with every operation checked; see [#run(Supplier)].
  public static void run(Runnable work) {
    ScopedValue.where(GUARDED, true).run(work);
  }

  static void check(Op op, Tensor[] inputs, Tensor output) {
    if (!GUARDED.orElse(false) || !output.dtype().isFloating()) {
      return;
    }
    int bad = firstNonFinite(output);
    if (bad < 0) {
      return;
    }
    StringBuilder message = new StringBuilder(op.name()).append(" produced ")
        .append(output.reshape(-1).get(bad)).append(" at index ").append(index(bad, output.shape()))
        .append(" of ").append(Shape.text(output.shape())).append("; inputs:");
    for (Tensor input : inputs) {
      message.append(' ').append(Shape.text(input.shape())).append(describe(input));
    }
    throw new ArithmeticException(message.toString());
  }

  private static String index(int flat, int[] shape) {
    int[] index = new int[shape.length];
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = flat % shape[axis];
      flat /= shape[axis];
    }
    return Shape.text(index);
  }

  private static String describe(Tensor input) {
    if (!input.dtype().isFloating() || input.elementCount() == 0) {
      return "";
    }
    return firstNonFinite(input) >= 0
        ? " (not finite itself: look at where it was made)"
        : " in [" + input.min().item() + ", " + input.max().item() + "]";
  }

  private static int firstNonFinite(Tensor x) {
    if (x.elementCount() == 0) {
      return -1;
    }
    Tensor finite = x.map(UnaryFunction.IS_FINITE).reshape(-1);
    int at = (int) Reducing.argmin(finite, 0).item();
    return finite.get(at) == 0 ? at : -1;
  }
}
