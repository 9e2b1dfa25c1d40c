package scrutable.nn.classical;

import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A classifier with one knob, its number of random features: least squares to one-hot labels on the first `size` of
/// many features.
///
/// The features are drawn and computed once, for the largest model wanted ([RandomFourierFeatures]); a smaller one sees
/// the first columns only, scaled to what a draw of just so many would have given. So models of all sizes differ in
/// nothing but their size, and a sweep over sizes costs no cosine.
///
/// ```java
/// Tensor features = RandomFourierFeatures.draw(784, 4_000, 0.1, rng).of(images);          // (N, 4000)
/// RandomFeatureClassifier model = RandomFeatureClassifier.fit(features, labels, 10, 400, 0);
/// Tensor classes = model.scores(others).argmax(1);                                          // (M,)
/// ```
///
/// Source: Belkin, Hsu, Ma, Mandal, "Reconciling modern machine-learning practice and the classical bias-variance
/// trade-off", PNAS 116 (2019).
public final class RandomFeatureClassifier {
  private final LinearRegression model;
  private final int size;

  private RandomFeatureClassifier(LinearRegression model, int size) {
    this.model = model;
    this.size = size;
  }

  //: code random-feature-fit
  /// Fits the first `size` features.
  ///
  /// @param features `(N, F)`, `float64`, of a draw of F waves
  /// @param labels   `(N,)`, `int32`
  /// @param classes  K
  /// @param size     from 1 to F
  /// @param ridge    the price of long weights; 0 means the shortest weights of those that fit best
  /// @throws IllegalArgumentException if the shapes do not fit, or `size` or `ridge` is out of range
  public static RandomFeatureClassifier fit(Tensor features, Tensor labels, int classes, int size, double ridge) {
    requireFitting(features, labels, size, ridge);
    Tensor first = first(features, size);
    Tensor targets = Indexing.oneHot(labels, classes, DType.FLOAT64);                   // (N, K)
    return new RandomFeatureClassifier(ridge == 0 ? LinearRegression.minimumNorm(first, targets)
        : LinearRegression.ridge(first, targets, ridge), size);
  }

  /// The factor makes up for `sqrt(2 / F)`: these are `size` features, not F.
  private static Tensor first(Tensor features, int size) {
    return features.slice(1, 0, size).mul(StrictMath.sqrt((double) features.size(1) / size));
  }
  //: end

  private static void requireFitting(Tensor features, Tensor labels, int size, double ridge) {
    if (features.rank() != 2 || labels.rank() != 1 || features.size(0) != labels.size(0)) {
      throw new IllegalArgumentException("RandomFeatureClassifier: features (N, F) go with labels (N,), but they are "
          + Shape.text(features.shape()) + " and " + Shape.text(labels.shape()));
    }
    if (size < 1 || size > features.size(1) || !(ridge >= 0)) {
      throw new IllegalArgumentException("RandomFeatureClassifier: of " + features.size(1) + " features, " + size
          + " cannot be used with a ridge of " + ridge + "; at least one must be, and a ridge is not negative");
    }
  }

  /// The score of each class, `(N, F)` to `(N, K)`; the largest says the class.
  ///
  /// @param features of the draw that was fitted, all F of them
  public Tensor scores(Tensor features) {
    return model.predict(first(features, size));
  }

  /// The Euclidean length of all weights together.
  public double norm() {
    return Math.sqrt(model.weights().square().sum().item());
  }
}
