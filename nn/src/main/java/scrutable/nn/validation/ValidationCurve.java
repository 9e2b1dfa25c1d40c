package scrutable.nn.validation;

import scrutable.nn.data.Dataset;

/// Error against the size of the hypothesis: too simple at the left end, too free at the right.
///
/// @param sizes      what was tried
/// @param training   the error rate on what was learned from, averages over folds
/// @param validation the error rate on what was put aside, averages over folds
public record ValidationCurve(int[] sizes, double[] training, double[] validation) {
  /// Cross-validates each size.
  ///
  /// @param k how many folds
  public static ValidationCurve of(SizedLearner learner, int k, Dataset examples, int... sizes) {
    double[] training = new double[sizes.length];
    double[] validation = new double[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      var errors = CrossValidation.crossValidation(learner, sizes[i], k, examples);
      training[i] = errors.training();
      validation[i] = errors.validation();
    }
    return new ValidationCurve(sizes.clone(), training, validation);
  }

  /// The size with the smallest validation error, the first of several.
  public int bestSize() {
    int best = 0;
    for (int i = 1; i < sizes.length; i++) {
      best = validation[i] < validation[best] ? i : best;
    }
    return sizes[best];
  }
}
