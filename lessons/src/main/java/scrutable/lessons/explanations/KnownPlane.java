package scrutable.lessons.explanations;

import java.util.Arrays;
import java.util.List;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.autograd.Variable;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The instruments tried on a classifier whose errors are the far side of a plane, at distances that are
/// known.
final class KnownPlane {
  private static final int IMAGES = 12;

  private KnownPlane() {}

  /// The median over images of measured by implied distance: 1 if both instruments are right. The search can
  /// only overestimate, and the rate is an unbiased estimate.
  static double ratio(Rng rng) {
    Tensor normal = Norm.L2.steepest(rng.split("normal").normal(1, 1, 28, 28));
    Variable column = Variable.constant(normal.reshape(784, 1));
    Classifier plane = Classifier.of(x -> {
      Variable score = x.reshape(x.size(0), 784).matmul(column);
      return Variable.concat(1, score.neg(), score);
    });
    double[] distances = new double[IMAGES];
    Arrays.setAll(distances, i -> 0.5 + 0.1 * i);
    Tensor images = normal.mul(Tensor.wrap(distances, IMAGES, 1, 1, 1).to(normal.dtype()));
    int[] ones = new int[IMAGES];
    Arrays.fill(ones, 1);
    Dataset data = new Dataset("plane", images, Tensor.wrap(ones, IMAGES), List.of("far side", "near side"));
    double[] implied = Arrays.stream(ErrorInNoise.of(plane, images, data.labels().toIntArray(),
        ErrorInNoise.Noise.draw(200, 2_000, 784, rng.split("noise"))))
        .mapToDouble(ErrorInNoise::impliedDistance).toArray();
    double[] measured = NearestError.byGradients(plane, data, rng.split("search"));
    return ErrorInNoiseLesson.medianRatio(measured, implied);
  }
}
