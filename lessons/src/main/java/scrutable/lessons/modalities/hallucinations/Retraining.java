package scrutable.lessons.modalities.hallucinations;

import java.util.function.Predicate;

/// Training again where the validation finds that a training has failed: nobody would use its result. The test is not
/// looked at.
final class Retraining {
  /// How often is trained at most.
  static final int MOST = 3;

  private Retraining() {}

  /// One training.
  @FunctionalInterface
  interface Training<T, E extends Exception> {
    /// @param again 0 for the first training, then 1, 2, ...: each has other random numbers
    T run(int again) throws E;
  }

  /// What the first training gave that the validation finds good, or the last of `most` trainings.
  static <T, E extends Exception> T until(Predicate<T> isGood, int most, Training<T, E> training) throws E {
    T result = training.run(0);
    for (int again = 1; again < most && !isGood.test(result); again++) {
      result = training.run(again);
    }
    return result;
  }
}
