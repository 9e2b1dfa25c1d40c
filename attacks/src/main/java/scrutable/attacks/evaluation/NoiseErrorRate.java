package scrutable.attacks.evaluation;

import java.util.Arrays;
import scrutable.attacks.DecisionAccess;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.special.Special;

/// How often a classifier errs on one image under normal noise `N(0, sigma^2 I)`.
///
/// If the errors around the image were the far side of a plane at distance `d`, the rate would be
/// `Phi(-d / sigma)`, for only the noise along the normal matters. Turned around, a rate implies a distance.
///
/// Ford, Gilmer, Carlini and Cubuk, "Adversarial examples are a natural consequence of test error in noise", ICML 2019,
/// section 4.
///
/// @param sigma the standard deviation of the noise, in units of a pixel
/// @param rate the share of noisy images that were classified wrongly; NaN where none of the tried sigmas
///     gave a rate that could be measured
public record NoiseErrorRate(double sigma, double rate) {
  private static final double FIRST_SIGMA = 0.05;
  private static final double RATIO = 1.25;
  private static final int SIGMAS = 24;

  /// The distance of a plane that would cause this rate: `-sigma PhiInv(rate)`; NaN without a rate.
  public double impliedDistance() {
    return Double.isNaN(rate) ? Double.NaN : -sigma * Special.inverseNormalCdf(rate);
  }

  /// Whether one of the tried sigmas gave a rate.
  public boolean isMeasured() {
    return !Double.isNaN(rate);
  }

  /// Noise to be scaled by sigma: the same for all images, which makes their rates comparable and costs less.
  ///
  /// @param choosing `(M, D)` decides which sigma an image gets
  /// @param measuring `(N, D)`, drawn independently, measures the rate at that sigma; if the same noise did
  ///     both, the rate would be biased towards what was looked for
  public record Noise(Tensor choosing, Tensor measuring) {
    /// Draws both sets.
    public static Noise draw(int choosing, int measuring, int elements, Rng rng) {
      return new Noise(rng.split("choosing").normal(choosing, elements),
          rng.split("measuring").normal(measuring, elements));
    }
  }

  /// Measures each image at the smallest sigma at which it is wrong now and then, but seldom.
  ///
  /// @param images `(N, ...)`, classified rightly without noise; the noise is not clipped
  /// @throws IllegalArgumentException if the noise has not as many elements as an image
  public static NoiseErrorRate[] of(DecisionAccess victim, Tensor images, int[] labels, Noise noise) {
    NoiseErrorRate[] found = new NoiseErrorRate[labels.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = of(victim, images.select(0, i), labels[i], noise);
    }
    return found;
  }

  //: code rate
  private static NoiseErrorRate of(DecisionAccess victim, Tensor image, int label, Noise noise) {
    double least = 10.0 / noise.measuring.size(0);
    double sigma = FIRST_SIGMA;
    for (int i = 0; i < SIGMAS; i++, sigma *= RATIO) {
      double roughly = rate(victim, image, label, noise.choosing.mul(sigma));
      if (roughly > 0.2) {
        break;
      }
      if (roughly >= 0.02) {
        double rate = rate(victim, image, label, noise.measuring.mul(sigma));
        if (rate >= least && rate <= 0.2) {
          return new NoiseErrorRate(sigma, rate);
        }
      }
    }
    return new NoiseErrorRate(Double.NaN, Double.NaN);
  }
  //: end

  private static double rate(DecisionAccess victim, Tensor image, int label, Tensor noise) {
    int[] batch = new int[image.rank() + 1];
    batch[0] = noise.size(0);
    System.arraycopy(image.shape(), 0, batch, 1, image.rank());
    if (noise.size(1) != Shape.elementCount(image.shape())) {
      throw new IllegalArgumentException("noise of " + noise.size(1) + " elements for an image "
          + Shape.text(image.shape()));
    }
    int[] answers = victim.labels(image.add(noise.reshape(batch)));
    return Arrays.stream(answers).filter(answer -> answer != label).count() / (double) answers.length;
  }
}
