package scrutable.attacks.poisoning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What several poisons share: who is near a target, and how examples are appended or replaced.
final class Neighbours {
  private Neighbours() {}

  /// The squared Euclidean distance of each row of `points`, `(N, ...)`, from `target`, `(1, ...)`.
  static double[] squaredDistances(Tensor points, Tensor target) {
    Tensor differences = points.sub(target);
    int length = differences.elementCount() / differences.size(0);
    return differences.reshape(points.size(0), length).square().sum(false, 1).toDoubleArray();
  }

  /// The `count` nearest of the points that are `allowed`, nearest first; of equals the first.
  ///
  /// @throws IllegalArgumentException if fewer are allowed
  static int[] nearest(Tensor points, Tensor target, int count, IntPredicate allowed) {
    double[] distances = squaredDistances(points, target);
    int[] order = IntStream.range(0, distances.length).filter(allowed).boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i])).mapToInt(Integer::intValue).toArray();
    if (order.length < count) {
      throw new IllegalArgumentException("the budget asks for " + count + " examples that may be poisoned for a"
          + " target, but there are only " + order.length);
    }
    return Arrays.copyOf(order, count);
  }

  /// The data with these examples after their own.
  static Dataset append(Dataset data, Tensor inputs, int... labels) {
    if (labels.length == 0) {
      return data;
    }
    return new Dataset(data.name(), Joining.concat(0, data.inputs(), inputs),
        Joining.concat(0, data.labels(), Tensor.ofInts(labels, labels.length)), data.classNames());
  }

  /// The data with the inputs at these places replaced; labels stay.
  static Dataset replaceInputs(Dataset data, int[] places, Tensor inputs) {
    if (places.length != inputs.size(0)) {
      throw new IllegalArgumentException("there are " + places.length + " places for inputs "
          + Shape.text(inputs.shape()));
    }
    int[] source = Tensor.range(data.size()).toIntArray();
    for (int i = 0; i < places.length; i++) {
      source[places[i]] = data.size() + i;
    }
    return data.withInputs(Indexing.select(Joining.concat(0, data.inputs(), inputs), 0,
        Tensor.ofInts(source, source.length)));
  }
}
