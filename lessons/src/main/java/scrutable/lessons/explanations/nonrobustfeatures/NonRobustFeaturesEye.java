package scrutable.lessons.explanations.nonrobustfeatures;

import java.util.Arrays;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// A reader without a network: an image shows what the most similar known image shows, pixel by pixel.
///
/// It stands in for the eye where it has to be said what an attacked image still looks like.
///
/// @param known the images and their labels
record NonRobustFeaturesEye(Dataset known) {

  /// What some of the known images look like after a change: for each the label of the nearest known image
  /// other than its own original.
  ///
  /// @param changed what became of the first images of `known`, in their order
  int[] read(Tensor changed) {
    double[][] distances = squaredDistances(changed);
    int[] labels = known.labels().toIntArray();
    int[] read = new int[distances.length];
    for (int i = 0; i < read.length; i++) {
      int nearest = -1;
      for (int j = 0; j < labels.length; j++) {
        if (j != i && (nearest < 0 || distances[i][j] < distances[i][nearest])) {
          nearest = j;
        }
      }
      read[i] = labels[nearest];
    }
    return read;
  }

  /// The share of changed images that still look like what they were.
  double shareUnchanged(Tensor changed) {
    int[] labels = known.labels().toIntArray();
    int[] read = read(changed);
    int same = 0;
    for (int i = 0; i < read.length; i++) {
      same += read[i] == labels[i] ? 1 : 0;
    }
    return same / (double) read.length;
  }

  /// Half of the first `count` known images lie closer than this to an image of another class, in L2.
  double medianDistanceToAnotherClass(int count) {
    double[][] distances = squaredDistances(known.inputs().slice(0, 0, count));
    int[] labels = known.labels().toIntArray();
    double[] nearest = new double[count];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < labels.length; j++) {
        if (labels[j] != labels[i]) {
          nearest[i] = Math.min(nearest[i], distances[i][j]);
        }
      }
    }
    Arrays.sort(nearest);
    return Math.sqrt(nearest[count / 2]);
  }

  /// `|a|^2 + |b|^2 - 2 a.b` for every pair, as one matrix product.
  private double[][] squaredDistances(Tensor images) {
    Tensor a = images.reshape(images.size(0), -1);
    Tensor b = known.inputs().reshape(known.size(), -1);
    Tensor squares = a.square().sum(true, 1).add(b.square().sum(false, 1)).sub(a.matmul(b.t()).mul(2));
    double[] flat = squares.toDoubleArray();
    double[][] rows = new double[a.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(flat, i * known.size(), (i + 1) * known.size());
    }
    return rows;
  }
}
