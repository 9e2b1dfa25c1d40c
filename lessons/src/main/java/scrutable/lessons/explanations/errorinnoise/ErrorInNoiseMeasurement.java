package scrutable.lessons.explanations.errorinnoise;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.attacks.evaluation.NoiseErrorRate;
import scrutable.tensor.Sorting;
import scrutable.tensor.Tensor;

/// What one network showed.
///
/// @param clean accuracy without noise
/// @param noisy the errors in noise of each image
/// @param nearest the distance to the nearest error found, of each
/// @param alongRay the distance to the first error in a random direction
/// @param noisyInSlabs the errors in noise of a classifier with thin slabs of errors
/// @param nearestInSlabs the distance to the nearest slab
/// @param doses how control and ablation were made
record ErrorInNoiseMeasurement(double clean, NoiseErrorRate[] noisy, double[] nearest, double[] alongRay,
    NoiseErrorRate[] noisyInSlabs, double[] nearestInSlabs, Doses doses) {

  /// @param step   how far a step along a random direction goes, in the length that is taken down for it, the least of
  ///     all images
  /// @param found  the share of random directions in which there was an error
  /// @param shared how many of the images that are looked at were learned from
  record Doses(double step, double found, int shared) {}

  /// How often the classifier with slabs errs in noise, in the rate of the network, each at the amount of noise at
  /// which it is measured; medians.
  double rateInSlabs() {
    return medianOfFinite(Arrays.stream(noisyInSlabs).mapToDouble(NoiseErrorRate::rate).toArray())
        / medianOfFinite(Arrays.stream(noisy).mapToDouble(NoiseErrorRate::rate).toArray());
  }

  double[] implied() {
    return Arrays.stream(noisy).mapToDouble(NoiseErrorRate::impliedDistance).toArray();
  }

  /// The share of images for which a rate could be measured.
  double measurable() {
    return Arrays.stream(noisy).filter(NoiseErrorRate::isMeasured).count() / (double) noisy.length;
  }

  double ratio() {
    return medianRatio(nearest, implied());
  }

  double ratioInSlabs() {
    return medianRatio(nearestInSlabs,
        Arrays.stream(noisyInSlabs).mapToDouble(NoiseErrorRate::impliedDistance).toArray());
  }

  double rayRatio() {
    return medianRatio(alongRay, nearest);
  }

  double medianImplied() {
    return medianOfFinite(implied());
  }

  double medianNearest() {
    return medianOfFinite(nearest);
  }

  /// The correlation of the logarithms of implied and measured distances, over the images.
  double correlation() {
    return correlationOfLogarithms(implied(), nearest);
  }

  /// The same with each implied distance paired with the measured one of the next image.
  double shiftedCorrelation() {
    double[] shifted = new double[nearest.length];
    Arrays.setAll(shifted, i -> nearest[(i + 1) % shifted.length]);
    return correlationOfLogarithms(implied(), shifted);
  }

  static double medianRatio(double[] numerators, double[] denominators) {
    return medianOfFinite(IntStream.range(0, numerators.length)
        .mapToDouble(i -> numerators[i] / denominators[i]).toArray());
  }

  private static double medianOfFinite(double[] values) {
    double[] finite = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    return finite.length == 0 ? Double.NaN : Sorting.median(Tensor.wrap(finite, finite.length), 0).item();
  }

  /// Pearson's correlation of the logarithms of two series, over the places where both are positive numbers.
  static double correlationOfLogarithms(double[] a, double[] b) {
    int[] kept = IntStream.range(0, a.length).filter(i -> a[i] > 0 && b[i] > 0).toArray();
    double[] x = IntStream.of(kept).mapToDouble(i -> StrictMath.log(a[i])).toArray();
    double[] y = IntStream.of(kept).mapToDouble(i -> StrictMath.log(b[i])).toArray();
    double meanX = mean(x);
    double meanY = mean(y);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      xy += (x[i] - meanX) * (y[i] - meanY);
      xx += (x[i] - meanX) * (x[i] - meanX);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
