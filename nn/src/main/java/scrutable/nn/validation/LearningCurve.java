package scrutable.nn.validation;

import scrutable.nn.data.Dataset;

/// Error against the number of examples learned from: how much more of them would help.
///
/// @param counts   how many examples
/// @param training the error rate on those examples
/// @param test     the error rate on others
public record LearningCurve(int[] counts, double[] training, double[] test) {
  /// Learns from the first examples of `training`, and judges by all of `test`.
  ///
  /// @param size   the size of the hypothesis, the same for all
  /// @param counts how many examples, each from 1 to the size of `training`
  public static LearningCurve of(SizedLearner learner, int size, Dataset training, Dataset test, int... counts) {
    double[] trainingErrors = new double[counts.length];
    double[] testErrors = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      Dataset examples = training.take(counts[i]);
      Hypothesis hypothesis = learner.learn(size, examples);
      trainingErrors[i] = hypothesis.errorRate(examples);
      testErrors[i] = hypothesis.errorRate(test);
    }
    return new LearningCurve(counts.clone(), trainingErrors, testErrors);
  }
}
