package scrutable.nn.classical;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import scrutable.tensor.Tensor;

/// Examples as a graph: each is joined to its nearest neighbours, the more strongly the nearer they are.
///
/// There is an edge between `i` and `j` if either is among the `k` nearest others of the other, so that the
/// graph is symmetric; its weight is `exp(-|x_i - x_j|^2 / (2 sigma^2))`. What is told along edges follows
/// the data, round corners and along bent shapes, and does not jump over empty space: this is why it helps to
/// have many examples whose labels nobody knows.
///
/// Source: Zhou, Bousquet, Lal, Weston, Schölkopf, "Learning with local and global consistency" (2004).
public final class NeighborGraph {
  private final int[][] neighbors;  // of each example, ascending
  private final double[][] weights; // of the edges to them
  private final double[] degrees;

  private NeighborGraph(List<TreeMap<Integer, Double>> edges) {
    this.neighbors = new int[edges.size()][];
    this.weights = new double[edges.size()][];
    this.degrees = new double[edges.size()];
    for (int i = 0; i < neighbors.length; i++) {
      neighbors[i] = edges.get(i).keySet().stream().mapToInt(j -> j).toArray();
      weights[i] = edges.get(i).values().stream().mapToDouble(w -> w).toArray();
      for (double weight : weights[i]) {
        degrees[i] += weight;
      }
    }
  }

  /// Joins examples to their `k` nearest others.
  ///
  /// @param examples `(N, ...)`, each flattened
  /// @param sigma the distance, in the units of the examples, at which a weight has fallen to 0.61
  /// @throws IllegalArgumentException if `k` does not lie in `1 .. N - 1`, or sigma is not positive
  public static NeighborGraph of(Tensor examples, int k, double sigma) {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException("NeighborGraph: sigma must be positive, but is " + sigma);
    }
    var found = NearestNeighbors.among(examples).findOthers(k);
    int[] nearest = found.indices().toIntArray();
    double[] distances = found.distances().toDoubleArray();
    List<TreeMap<Integer, Double>> edges = new ArrayList<>();
    for (int i = 0; i < examples.size(0); i++) {
      edges.add(new TreeMap<>());
    }
    for (int e = 0; e < nearest.length; e++) {
      double weight = StrictMath.exp(-distances[e] * distances[e] / (2 * sigma * sigma));
      edges.get(e / k).put(nearest[e], weight);
      edges.get(nearest[e]).put(e / k, weight);
    }
    return new NeighborGraph(edges);
  }

  /// The number of examples, N.
  public int size() {
    return neighbors.length;
  }

  /// The examples that share an edge with example `i`, ascending.
  public int[] neighbors(int i) {
    return neighbors[i].clone();
  }

  /// The weights of the edges of example `i`, in the order of [#neighbors(int)].
  public double[] weights(int i) {
    return weights[i].clone();
  }

  /// The sum of the weights of the edges of example `i`.
  public double degree(int i) {
    return degrees[i];
  }

  /// The product `S f` with the normalised weights `S_ij = w_ij / sqrt(d_i d_j)`, where `d` are the degrees.
  /// The eigenvalues of S lie in [-1, 1]. An example so far out that all its weights are rounded to zero
  /// has no edges.
  ///
  /// @param f one number for each example
  double[] normalizedProduct(double[] f) {
    double[] scaled = new double[f.length];
    for (int i = 0; i < f.length; i++) {
      scaled[i] = degrees[i] == 0 ? 0 : f[i] / Math.sqrt(degrees[i]);
    }
    double[] product = new double[f.length];
    for (int i = 0; i < f.length; i++) {
      double sum = 0;
      for (int e = 0; e < neighbors[i].length; e++) {
        sum += weights[i][e] * scaled[neighbors[i][e]];
      }
      product[i] = degrees[i] == 0 ? 0 : sum / Math.sqrt(degrees[i]);
    }
    return product;
  }
}
