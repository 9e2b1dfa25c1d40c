package scrutable.attacks.poisoning;

import scrutable.attacks.DecisionAccess;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A victim so simple that one knows what a poison must do to it: each input gets the label of the nearest
/// training example.
record NearestNeighbour(Dataset data) implements DecisionAccess {
  static NearestNeighbour train(Dataset data, Rng unused) {
    return new NearestNeighbour(data);
  }

  @Override
  public int[] labels(Tensor inputs) {
    int[] labels = new int[inputs.size(0)];
    for (int i = 0; i < labels.length; i++) {
      int nearest = Neighbours.nearest(data.inputs(), inputs.slice(0, i, i + 1), 1, all -> true)[0];
      labels[i] = (int) data.labels().get(nearest);
    }
    return labels;
  }
}
