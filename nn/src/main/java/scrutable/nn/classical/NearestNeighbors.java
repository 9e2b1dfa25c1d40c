package scrutable.nn.classical;

import java.util.Arrays;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Finds the examples nearest to a point, by looking at all of them.
///
/// `O(N D)` for each point. In the plane a tree would be faster; in the hundreds of dimensions of a picture
/// no search structure beats looking at everything.
public final class NearestNeighbors {
  private final double[][] examples;

  private NearestNeighbors(double[][] examples) {
    this.examples = examples;
  }

  /// Searches among the examples `(N, ...)`, each flattened.
  ///
  /// @throws IllegalArgumentException if there are none, or a number is not finite
  public static NearestNeighbors among(Tensor examples) {
    double[][] rows = ExampleRows.of("NearestNeighbors", examples);
    if (rows.length == 0) {
      throw new IllegalArgumentException("NearestNeighbors: there are no examples to be near to");
    }
    return new NearestNeighbors(rows);
  }

  /// Neighbours of M points, nearest first; of equally near ones the first example comes first.
  ///
  /// @param indices the places of the neighbours among the examples, `(M, k)`, `int32`
  /// @param distances how far away they are, `(M, k)`, `float64`, Euclidean
  public record Found(Tensor indices, Tensor distances) {}

  /// The `k` nearest examples of each query.
  ///
  /// @param queries `(M, ...)`; a query that is itself an example is its own nearest neighbour
  /// @throws IllegalArgumentException if `k` does not lie in `1 .. N`
  public Found find(Tensor queries, int k) {
    return find(ExampleRows.ofLength("NearestNeighbors", queries, examples[0].length), k, false);
  }

  /// The `k` nearest *other* examples of each example.
  ///
  /// @throws IllegalArgumentException if `k` does not lie in `1 .. N - 1`
  public Found findOthers(int k) {
    return find(examples, k, true);
  }

  private Found find(double[][] queries, int k, boolean exceptSelf) {
    int available = exceptSelf ? examples.length - 1 : examples.length;
    if (k < 1 || k > available) {
      throw new IllegalArgumentException("NearestNeighbors: k = " + k + ", but there are " + available
          + " examples to choose from");
    }
    int[] indices = new int[queries.length * k];
    double[] distances = new double[queries.length * k];
    Parallel.forRange(queries.length, 16, (from, to) -> {
      for (int m = from; m < to; m++) {
        nearest(queries[m], exceptSelf ? m : -1, indices, distances, m * k, k);
      }
    });
    return new Found(Tensor.wrap(indices, queries.length, k), Tensor.wrap(distances, queries.length, k));
  }

  /// Fills places `start .. start + k - 1` with the neighbours of one query. They are kept in order; a nearer
  /// one pushes the others back and the last one out.
  private void nearest(double[] query, int self, int[] indices, double[] distances, int start, int k) {
    Arrays.fill(distances, start, start + k, Double.POSITIVE_INFINITY);
    for (int i = 0; i < examples.length; i++) {
      double square = i == self ? Double.POSITIVE_INFINITY : ExampleRows.squaredDistance(query, examples[i]);
      int place = start + k - 1;
      if (!(square < distances[place])) {
        continue;
      }
      for (; place > start && square < distances[place - 1]; place--) {
        distances[place] = distances[place - 1];
        indices[place] = indices[place - 1];
      }
      distances[place] = square;
      indices[place] = i;
    }
    for (int place = start; place < start + k; place++) {
      distances[place] = Math.sqrt(distances[place]);
    }
  }

  @Override
  public String toString() {
    return "NearestNeighbors among " + examples.length + " examples";
  }
}
