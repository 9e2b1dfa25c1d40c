package scrutable.lessons.reality.doubledescent;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.nn.classical.RandomFeatureClassifier;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Indexing;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Models of growing size for the same examples.
///
/// @param examples how many there are, n
/// @param sizes ascending
/// @param shortest the models that fit best, with the shortest weights
/// @param ridged the models that pay for long weights
record DoubleDescentSweep(int examples, int[] sizes, List<Fit> shortest, List<Fit> ridged) {
  private static final int CLASSES = 10;

  /// Examples as all models see them.
  ///
  /// @param features (n, F), of which a model uses the first
  /// @param labels (n,)
  record Examples(Tensor features, Tensor labels) {
    int count() {
      return labels.size(0);
    }

    Examples first(int count) {
      return new Examples(features.slice(0, 0, count), labels.slice(0, 0, count));
    }

    Examples select(int[] places) {
      Tensor chosen = Tensor.ofInts(places, places.length);
      return new Examples(Indexing.select(features, 0, chosen), Indexing.select(labels, 0, chosen));
    }
  }

  /// What a model of one size shows.
  ///
  /// @param trainError share of the labels it learned from, wrong ones included, that it misses
  /// @param testError share of the labels it is judged by that it misses
  /// @param norm the length of its weights
  record Fit(double trainError, double testError, double norm) {
    static Fit of(Examples train, Examples test, int size, double ridge) {
      var model = RandomFeatureClassifier.fit(train.features, train.labels, CLASSES, size, ridge);
      return new Fit(error(model, train), error(model, test), model.norm());
    }

    private static double error(RandomFeatureClassifier model, Examples judged) {
      return 1 - (double) Metrics.countCorrect(model.scores(judged.features), judged.labels) / judged.count();
    }
  }

  /// Fits each size twice. The sizes do not depend on each other, so threads may share them.
  static DoubleDescentSweep of(Examples train, Examples test, int[] sizes, double leastRidge, double ridge) {
    Fit[] shortest = new Fit[sizes.length];
    Fit[] ridged = new Fit[sizes.length];
    Parallel.forRange(sizes.length, 1, (i, end) -> {
      shortest[i] = Fit.of(train, test, sizes[i], leastRidge);
      ridged[i] = Fit.of(train, test, sizes[i], ridge);
    });
    return new DoubleDescentSweep(train.count(), sizes, List.of(shortest), List.of(ridged));
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

  double peakPerExample() {
    return (double) peak() / examples;
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

  /// How long the weights are with a ridge where there is one feature per example, in the length without.
  double shortening() {
    int place = Arrays.binarySearch(sizes, examples);
    return ridged.get(place).norm() / shortest.get(place).norm();
  }

  double[] shortest(ToDoubleFunction<Fit> of) {
    return shortest.stream().mapToDouble(of).toArray();
  }

  double[] ridged(ToDoubleFunction<Fit> of) {
    return ridged.stream().mapToDouble(of).toArray();
  }
}
