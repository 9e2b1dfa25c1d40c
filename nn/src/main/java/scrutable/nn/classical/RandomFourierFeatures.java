package scrutable.nn.classical;

import java.util.Arrays;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.kernel.parallel.Parallel;

/// Waves of random direction and phase, `phi_j(x) = sqrt(2 / F) cos(w_j . x + b_j)`, as features.
///
/// A linear model on them is a network with one hidden layer whose first weights stay random. As their number
/// `F` grows, `phi(x) . phi(z)` approaches the kernel `exp(-s^2 |x - z|^2 / 2)`, where the frequencies `w_j`
/// are normal with standard deviation `s`, and the phases `b_j` uniform in `[0, 2 pi)`.
///
/// Source: Rahimi, Recht, "Random features for large-scale kernel machines" (2007), algorithm 1.
public final class RandomFourierFeatures {
  private final Tensor frequencies; // (D, F)
  private final double[] phases;

  private RandomFourierFeatures(Tensor frequencies, double[] phases) {
    this.frequencies = frequencies;
    this.phases = phases;
  }

  /// Draws `count` waves; feature `j` depends on the state of `rng` and `j` only, so that the first features
  /// of a larger draw are those of a smaller one (but for the common factor).
  ///
  /// @param dimension D, the length of an example
  /// @param count F, at least 1
  /// @param frequency the standard deviation of the elements of `w`, in units of 1 / input
  /// @throws IllegalArgumentException if `dimension`, `count` or `frequency` is not positive
  public static RandomFourierFeatures draw(int dimension, int count, double frequency, Rng rng) {
    if (dimension < 1 || count < 1 || !(frequency > 0)) {
      throw new IllegalArgumentException("RandomFourierFeatures: dimension, count and frequency must be"
          + " positive, but are " + dimension + ", " + count + " and " + frequency);
    }
    Rng stream = Rng.seed(rng.nextLong());
    double[] numbers = new double[count * dimension];
    double[] phases = new double[count];
    for (int j = 0; j < count; j++) {
      Rng wave = stream.split(j);
      for (int d = 0; d < dimension; d++) {
        numbers[j * dimension + d] = frequency * wave.nextGaussian();
      }
      phases[j] = 2 * Math.PI * wave.nextDouble();
    }
    return new RandomFourierFeatures(Tensor.wrap(numbers, count, dimension).t(), phases);
  }

  /// The first `count` of these waves, scaled anew.
  ///
  /// @throws IllegalArgumentException if there are not so many
  public RandomFourierFeatures take(int count) {
    if (count < 1 || count > phases.length) {
      throw new IllegalArgumentException("RandomFourierFeatures: cannot take " + count + " of "
          + phases.length + " features");
    }
    return new RandomFourierFeatures(frequencies.slice(1, 0, count), Arrays.copyOf(phases, count));
  }

  /// The features of each example.
  ///
  /// @param inputs `(N, ...)`, each flattened to D numbers
  /// @return `(N, F)`, `float64`
  public Tensor of(Tensor inputs) {
    double[][] rows = ExampleRows.ofLength("RandomFourierFeatures", inputs, frequencies.size(0));
    int count = phases.length;
    double[] features = ExampleRows.tensor(rows, frequencies.size(0)).matmul(frequencies).toDoubleArray();
    double scale = Math.sqrt(2.0 / count);
    Parallel.forRange(rows.length, 8, (from, to) -> {
      for (int i = from * count; i < to * count; i++) {
        features[i] = scale * StrictMath.cos(features[i] + phases[i % count]);
      }
    });
    return Tensor.wrap(features, rows.length, count);
  }
}
