package scrutable.nn.classical;

import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.UnaryFunction;

/// Random cosines of the input, on which a linear model becomes a kernel machine.
///
/// `phi_j(x) = sqrt(2 / N) cos(w_j . x + b_j)`, with directions `w_j` from a normal distribution and phases
/// `b_j` uniform in [0, 2 pi). Whatever the number `N` of features, the product of two feature vectors is on
/// average the Gaussian kernel `exp(-s^2 |x - y|^2 / 2)`, where `s` is the standard deviation of the
/// directions; the more features, the nearer to it. A network with one hidden layer whose first weights are
/// never trained is the same thing.
///
/// Source: Rahimi, Recht, "Random features for large-scale kernel machines", NIPS 2007, section 3.
public final class RandomFourierFeatures {
  private final Tensor directions; // (N, D)
  private final Tensor phases;     // (N,)

  private RandomFourierFeatures(Tensor directions, Tensor phases) {
    this.directions = directions;
    this.phases = phases;
  }

  /// Draws features of inputs with `dimension` numbers.
  ///
  /// @param dimension how many numbers an input has, D
  /// @param count how many features, N
  /// @param standardDeviation of each number of a direction; the larger, the faster the features oscillate
  /// @throws IllegalArgumentException if a number is not positive
  public static RandomFourierFeatures draw(int dimension, int count, double standardDeviation, Rng rng) {
    if (dimension < 1 || count < 1 || !(standardDeviation > 0)) {
      throw new IllegalArgumentException("random Fourier features: dimension, count and standard deviation"
          + " must be positive, but are " + dimension + ", " + count + " and " + standardDeviation);
    }
    Tensor directions = rng.split("directions").normalAround(0, standardDeviation, count, dimension);
    Tensor phases = rng.split("phases").uniformBetween(0, 2 * Math.PI, count);
    return new RandomFourierFeatures(directions, phases);
  }

  /// How many features there are, N.
  public int count() {
    return phases.size(0);
  }

  /// The first `count` of these features, scaled anew: models of growing size over the same draws.
  ///
  /// @throws IllegalArgumentException if there are not as many
  public RandomFourierFeatures first(int count) {
    if (count < 1 || count > count()) {
      throw new IllegalArgumentException("first: there are " + count() + " features; " + count + " were asked"
          + " for");
    }
    return new RandomFourierFeatures(directions.slice(0, 0, count), phases.slice(0, 0, count));
  }

  /// The features (n, N) of inputs (n, D), in the type of the inputs.
  ///
  /// @throws IllegalArgumentException if the inputs are not rows of D numbers
  public Tensor of(Tensor inputs) {
    if (inputs.rank() != 2 || inputs.size(1) != directions.size(1)) {
      throw new IllegalArgumentException("random Fourier features: inputs must be (n, " + directions.size(1)
          + "), but are " + Shape.text(inputs.shape()) + "; reshape pictures to rows");
    }
    Tensor angles = inputs.matmul(directions.t().to(inputs.dtype())).add(phases.to(inputs.dtype())); // (n, N)
    return angles.map(UnaryFunction.COS).mul(StrictMath.sqrt(2.0 / count()));
  }
}
