package scrutable.attacks;

import java.util.stream.IntStream;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What an attack wants of each example: any wrong answer (perhaps by way of a certain one), or one
/// particular answer.
public sealed interface Goal permits Untargeted, Rival, Targeted {

  /// The class that each example is about, `int32 (N,)`: the one to leave, or the one to reach.
  Tensor classes();

  /// Whether to climb (+1) or to descend (-1) a loss of [#classes]: away from the labels, towards the
  /// targets.
  int direction();

  /// Whether each predicted label is what the attack wants.
  ///
  /// @throws IllegalArgumentException if there is not one label per example
  boolean[] reached(int[] predicted);

  /// The goals of some of the examples, in the order of `rows`.
  Goal only(int[] rows);

  /// The goals of the examples `from <= i < to`.
  default Goal only(int from, int to) {
    return only(IntStream.range(from, to).toArray());
  }

  /// Whether each row of logits `(N, K)` is what the attack wants; of equal logits the first is the answer.
  default boolean[] reached(Tensor logits) {
    return reached(logits.argmax(1).toIntArray());
  }

  /// The number of examples.
  default int count() {
    return classes().size(0);
  }

  /// Checks that the victim has the classes.
  ///
  /// @param known how many classes it tells apart
  /// @throws IllegalArgumentException naming the first example whose class is not among them
  default void requireBelow(int known) {
    int[] wanted = classes().toIntArray();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] >= known) {
        throw new IllegalArgumentException("the goal of example " + i + " is about class " + wanted[i]
            + ", but the victim tells " + known + " classes apart, counted from 0");
      }
    }
  }

  /// Checks a tensor of classes.
  ///
  /// @throws IllegalArgumentException unless it is `int32 (N,)` without negative numbers
  static void requireClasses(String name, Tensor classes) {
    if (classes.rank() != 1 || classes.dtype() != DType.INT32) {
      throw new IllegalArgumentException(name + " must be int32 of shape (N,), one class per example, not "
          + classes.dtype() + " " + Shape.text(classes.shape()));
    }
    for (int label : classes.toIntArray()) {
      if (label < 0) {
        throw new IllegalArgumentException(name + ": " + label + " is not a class; classes count from 0");
      }
    }
  }

  /// Checks that there is one prediction per example.
  static void requireCount(int[] predicted, Tensor classes) {
    if (predicted.length != classes.size(0)) {
      throw new IllegalArgumentException("there are " + classes.size(0) + " goals but " + predicted.length
          + " predictions");
    }
  }
}
