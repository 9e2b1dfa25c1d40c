package scrutable.lessons.reality;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.reality.RandomFeatureLearner.Fit;
import scrutable.tensor.kernel.parallel.Parallel;

/// Models of growing size for the same examples.
///
/// @param examples how many there are, n
/// @param sizes ascending
/// @param shortest the models that fit best, with the shortest weights
/// @param ridged the models that pay for long weights
record SizeSweep(int examples, int[] sizes, List<Fit> shortest, List<Fit> ridged) {
  /// Fits each size twice. The sizes do not depend on each other, so threads may share them.
  static SizeSweep of(RandomFeatureLearner learner, int[] sizes, double leastRidge, double ridge) {
    Fit[] shortest = new Fit[sizes.length];
    Fit[] ridged = new Fit[sizes.length];
    Parallel.forRange(sizes.length, 1, (i, end) -> {
      shortest[i] = learner.fit(sizes[i], leastRidge);
      ridged[i] = learner.fit(sizes[i], ridge);
    });
    return new SizeSweep(learner.examples(), sizes, List.of(shortest), List.of(ridged));
  }

  /// The size with the greatest test error.
  int peak() {
    int peak = 0;
    for (int i = 1; i < sizes.length; i++) {
      if (shortest.get(i).testError() > shortest.get(peak).testError()) {
        peak = i;
      }
    }
    return sizes[peak];
  }

  /// What the shortest weights show at one size of the sweep.
  Fit at(int size) {
    return shortest.get(Arrays.binarySearch(sizes, size));
  }

  /// The least test error of models with fewer features than examples: the best of the classical world.
  double classicalError() {
    double least = 1;
    for (int i = 0; sizes[i] < examples; i++) {
      least = Math.min(least, shortest.get(i).testError());
    }
    return least;
  }

  /// The greatest training error of models with at least as many features as examples.
  double interpolationError() {
    double greatest = 0;
    for (int i = 0; i < sizes.length; i++) {
      greatest = sizes[i] < examples ? greatest : Math.max(greatest, shortest.get(i).trainError());
    }
    return greatest;
  }

  /// How far the test error with a ridge ever rises above that of a smaller model.
  double rise() {
    double least = 1;
    double rise = 0;
    for (Fit fit : ridged) {
      least = Math.min(least, fit.testError());
      rise = Math.max(rise, fit.testError() - least);
    }
    return rise;
  }

  double[] shortest(ToDoubleFunction<Fit> of) {
    return shortest.stream().mapToDouble(of).toArray();
  }

  double[] ridged(ToDoubleFunction<Fit> of) {
    return ridged.stream().mapToDouble(of).toArray();
  }
}
