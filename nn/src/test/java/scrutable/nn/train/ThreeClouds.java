package scrutable.nn.train;

import java.util.List;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.BatchNorm1d;
import scrutable.nn.layer.Dropout;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three overlapping clouds of points in the plane, and a small network that tells them apart.
final class ThreeClouds {
  private static final double[][] CENTRES = {{0, 1.5}, {-1.5, -1}, {1.5, -1}};

  private ThreeClouds() {}

  static Dataset generate(int count, long seed) {
    Rng rng = Rng.seed(seed);
    float[] points = new float[2 * count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % CENTRES.length;
      points[2 * i] = (float) (CENTRES[labels[i]][0] + 0.7 * rng.nextGaussian());
      points[2 * i + 1] = (float) (CENTRES[labels[i]][1] + 0.7 * rng.nextGaussian());
    }
    return new Dataset("blobs", Tensor.of(points, count, 2), Tensor.ofInts(labels, count),
        List.of("top", "left", "right"));
  }

  /// A network with everything that has a state: weights, running statistics, a generator.
  static Module network(long seed) {
    Rng rng = Rng.seed(seed);
    Rng dropout = rng.split("dropout");
    return new Sequential(new Linear(2, 16, rng), new BatchNorm1d(16), new Relu(), new Dropout(0.2, dropout),
        new Linear(16, 8, rng), new Relu(), new Dropout(0.1, dropout), new Linear(8, 3, rng));
  }
}
