package scrutable.lessons.reality;

import scrutable.nn.classical.LinearRegression;
import scrutable.nn.classical.RandomFourierFeatures;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Metrics;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A learner with one knob, its number of random features: least squares to one-hot labels on the first
/// `size` of features that are drawn once. The feature values of all examples are computed once, too.
///
/// @param train feature values (n, N) of the training images, all N of them, `FLOAT64`
/// @param test feature values (m, N) of the test images
/// @param labels (n,) of the training images, some of them wrong
/// @param testLabels (m,), all right
record RandomFeatureLearner(Tensor train, Tensor test, Tensor labels, Tensor testLabels) {
  /// Of the directions; so that two images of different digits have nearly independent features.
  private static final double STANDARD_DEVIATION = 0.1;
  private static final int CLASSES = 10;

  /// What a model of one size shows.
  ///
  /// @param trainError share of the training labels, wrong ones included, that it misses
  /// @param testError share of the true labels of the test images that it misses
  /// @param norm the length of its weights
  record Fit(double trainError, double testError, double norm) {}

  /// Draws `most` features and computes them for all images.
  static RandomFeatureLearner of(Dataset train, Tensor labels, Dataset test, int most, Rng rng) {
    int pixels = train.inputs().elementCount() / train.size();
    var features = RandomFourierFeatures.draw(pixels, most, STANDARD_DEVIATION, rng);
    return new RandomFeatureLearner(features.of(train.inputs()), features.of(test.inputs()), labels,
        test.labels());
  }

  int examples() {
    return labels.size(0);
  }

  /// The same learner with the first `count` examples only.
  RandomFeatureLearner withExamples(int count) {
    return new RandomFeatureLearner(train.slice(0, 0, count), test, labels.slice(0, 0, count), testLabels);
  }

  /// The same learner with the examples `chosen` to learn from, judged by the examples `judged`.
  RandomFeatureLearner fold(Tensor chosen, Tensor judged) {
    return new RandomFeatureLearner(Indexing.select(train, 0, chosen), Indexing.select(train, 0, judged),
        Indexing.select(labels, 0, chosen), Indexing.select(labels, 0, judged));
  }

  /// Fits the first `size` features; a ridge of 0 means the shortest weights that fit best.
  Fit fit(int size, double ridge) {
    Tensor features = first(train, size);
    Tensor targets = Indexing.oneHot(labels, CLASSES, DType.FLOAT64);
    LinearRegression model = ridge == 0 ? LinearRegression.minimumNorm(features, targets)
        : LinearRegression.ridge(features, targets, ridge);
    return new Fit(error(model.predict(features), labels), error(model.predict(first(test, size)),
        testLabels),
        Math.sqrt(model.weights().square().sum().item()));
  }

  /// The factor makes up for `sqrt(2 / N)`: these are `size` features, not N.
  private static Tensor first(Tensor features, int size) {
    return features.slice(1, 0, size).mul(StrictMath.sqrt((double) features.size(1) / size));
  }

  private static double error(Tensor scores, Tensor labels) {
    return 1 - (double) Metrics.countCorrect(scores, labels) / labels.size(0);
  }
}
