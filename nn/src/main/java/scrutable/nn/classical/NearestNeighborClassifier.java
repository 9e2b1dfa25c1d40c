package scrutable.nn.classical;

import scrutable.tensor.Tensor;

/// Classifies by asking the `k` nearest examples: the class that most of them have.
///
/// There is nothing to fit; the examples are the model. With `k = 1` it makes no error on its own examples,
/// and with endless many examples at most twice as many errors as the best classifier there can be (Cover,
/// Hart, "Nearest neighbor pattern classification", 1967). If several classes have most votes, the one whose
/// voter is nearest wins.
public final class NearestNeighborClassifier {
  private final NearestNeighbors search;
  private final int[] labels;
  private final int classes;
  private final int k;

  private NearestNeighborClassifier(NearestNeighbors search, int[] labels, int classes, int k) {
    this.search = search;
    this.labels = labels;
    this.classes = classes;
    this.k = k;
  }

  /// Keeps the examples.
  ///
  /// @param inputs `(N, ...)`, each flattened
  /// @param labels `(N,)`, `int32`, in `0 .. classes - 1`
  /// @param k how many neighbours vote, in `1 .. N`
  /// @throws IllegalArgumentException if the shapes do not fit, a label is no class, or `k` is out of range
  public static NearestNeighborClassifier fit(Tensor inputs, Tensor labels, int classes, int k) {
    int n = inputs.size(0);
    if (k < 1 || k > n) {
      throw new IllegalArgumentException("NearestNeighborClassifier: k must lie in 1 .. " + n
          + ", the number of examples, but is " + k);
    }
    int[] values = ExampleRows.labels("NearestNeighborClassifier", labels, n, classes);
    return new NearestNeighborClassifier(NearestNeighbors.among(inputs), values, classes, k);
  }

  /// The class of each example, `(M, ...)` to `(M,)`, `int32`.
  public Tensor predict(Tensor inputs) {
    int[] nearest = search.find(inputs, k).indices().toIntArray();
    int[] predicted = new int[inputs.size(0)];
    for (int m = 0; m < predicted.length; m++) {
      predicted[m] = vote(nearest, m * k);
    }
    return Tensor.wrap(predicted, predicted.length);
  }

  private int vote(int[] nearest, int start) {
    int[] votes = new int[classes];
    int most = 0;
    for (int place = start; place < start + k; place++) {
      most = Math.max(most, ++votes[labels[nearest[place]]]);
    }
    int place = start;
    while (votes[labels[nearest[place]]] < most) {
      place++;
    }
    return labels[nearest[place]];
  }

  @Override
  public String toString() {
    return "NearestNeighborClassifier: " + k + " of " + labels.length + " examples vote, " + classes + " classes";
  }
}
