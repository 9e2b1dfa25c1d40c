package scrutable.attacks.evaluation;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import scrutable.attacks.physical.AffineTransform;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.attacks.physical.GaussianBlur;
import scrutable.attacks.physical.Transform;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Damage that nobody intends, in five severities: noise, blur, light, motion, and something in the way.
///
/// No adversary chooses it, so robustness against it is a mean, not a worst case. Images are `(N, C, H, W)`
/// in [0, 1] and stay there.
///
/// The constants of the first seven are those of CIFAR-10-C, meant for pictures of about 32 x 32 pixels
/// (Hendrycks and Dietterich, "Benchmarking neural network robustness to common corruptions and
/// perturbations", ICLR 2019; its published generator). Turns, shifts, stripes and rounding are those of
/// MNIST-C (Mu and Gilmer 2019). Occlusion is ours. What differs from the originals: brightness is added to
/// all channels, not to the V of HSV; blur and motion treat the border as [GaussianBlur] and
/// [AffineTransform] say.
public enum Corruption {
  /// Normal noise in every element.
  GAUSSIAN_NOISE(.04, .06, .08, .09, .10),
  /// The noise of counting photons: Poisson, with this many photons for white.
  SHOT_NOISE(500, 250, 100, 75, 50),
  /// This share of the elements becomes black or white.
  IMPULSE_NOISE(.01, .02, .03, .05, .07),
  /// Normal noise in proportion to the brightness.
  SPECKLE_NOISE(.06, .1, .12, .16, .2),
  /// A blur with this standard deviation in pixels.
  GAUSSIAN_BLUR(.4, .6, .7, .8, 1),
  /// Contrast around the mean of each channel, multiplied by this.
  CONTRAST(.75, .5, .4, .3, .15),
  /// This much added to every pixel.
  BRIGHTNESS(.05, .1, .15, .2, .3),
  /// A turn by this many radians, to either side by a coin.
  ROTATION(.2, .4, .6, .8, 1),
  /// A shift by this many pixels of 28 along both axes, each to either side by a coin.
  TRANSLATION(1, 2, 3, 4, 5),
  /// Only this many bits for each element.
  QUANTIZATION(5, 4, 3, 2, 1),
  /// A grey square with this share of the side, anywhere within the image.
  OCCLUSION(.1, .2, .3, .4, .5);

  private final double[] constants;

  Corruption(double... constants) {
    this.constants = constants;
  }

  /// The number that stands for a severity.
  ///
  /// @throws IllegalArgumentException unless the severity is 1 .. 5
  public double constant(int severity) {
    if (severity < 1 || severity > constants.length) {
      throw new IllegalArgumentException("a severity is a number from 1 to " + constants.length + ", not "
          + severity);
    }
    return constants[severity - 1];
  }

  /// Damages images.
  ///
  /// @param severity 1 (hardly visible) to 5
  /// @param rng image `i` draws from `rng.split(i)`
  public Tensor apply(Tensor images, int severity, Rng rng) {
    double amount = constant(severity);
    Tensor[] damaged = new Tensor[images.size(0)];
    for (int i = 0; i < damaged.length; i++) {
      damaged[i] = damage(images.slice(0, i, i + 1), amount, rng.split(i)).clamp(0, 1);
    }
    return Joining.concat(0, damaged);
  }

  private Tensor damage(Tensor image, double amount, Rng rng) {
    return switch (this) {
      case GAUSSIAN_NOISE -> image.add(noise(image, amount, rng));
      case SPECKLE_NOISE -> image.add(image.mul(noise(image, amount, rng)));
      case SHOT_NOISE -> map(image, value -> poisson(value * amount, rng) / amount);
      case IMPULSE_NOISE -> map(image,
          value -> rng.nextDouble() >= amount ? value : rng.nextBoolean() ? 1 : 0);
      case GAUSSIAN_BLUR -> new GaussianBlur(amount).apply(image);
      case CONTRAST -> {
        Tensor mean = image.mean(true, 2, 3);
        yield image.sub(mean).mul(amount).add(mean);
      }
      case BRIGHTNESS -> image.add(amount);
      case ROTATION -> {
        double degrees = StrictMath.toDegrees(amount) * sign(rng);
        yield pose(degrees, 0, 0).apply(image);
      }
      case TRANSLATION -> pose(0, sign(rng) * amount / 28, sign(rng) * amount / 28).apply(image);
      case QUANTIZATION -> {
        double levels = StrictMath.pow(2, amount) - 1;
        yield map(image, value -> Math.rint(value * levels) / levels);
      }
      case OCCLUSION -> occlude(image, amount, rng);
    };
  }

  private static Tensor noise(Tensor like, double deviation, Rng rng) {
    return rng.normal(like.shape()).mul(deviation).to(like.dtype());
  }

  private static Transform pose(double degrees, double shiftX, double shiftY) {
    return new AffineTransform(degrees, 1, shiftX, shiftY, Outside.BLACK);
  }

  private static int sign(Rng rng) {
    return rng.nextBoolean() ? 1 : -1;
  }

  private static Tensor map(Tensor image, DoubleUnaryOperator change) {
    double[] pixels = image.toDoubleArray();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = change.applyAsDouble(pixels[i]);
    }
    return Tensor.wrap(pixels, image.shape()).to(image.dtype());
  }

  /// A Poisson number: how many uniform numbers can be multiplied before their product falls below `e^-mean`
  /// (Knuth, "Seminumerical algorithms", section 3.4.1). Large means are drawn in parts, whose sum is Poisson
  /// again, so that `e^-mean` does not underflow.
  private static double poisson(double mean, Rng rng) {
    double count = 0;
    for (double rest = mean; rest > 0; rest -= 100) {
      double limit = StrictMath.exp(-Math.min(rest, 100));
      for (double product = rng.nextDouble(); product > limit; product *= rng.nextDouble()) {
        count++;
      }
    }
    return count;
  }

  private static Tensor occlude(Tensor image, double share, Rng rng) {
    int height = image.size(2);
    int width = image.size(3);
    int tall = (int) Math.rint(share * height);
    int wide = (int) Math.rint(share * width);
    int top = rng.nextInt(height - tall + 1);
    int left = rng.nextInt(width - wide + 1);
    double[] mask = new double[height * width];
    for (int row = top; row < top + tall; row++) {
      Arrays.fill(mask, row * width + left, row * width + left + wide, 1);
    }
    Tensor covered = Tensor.wrap(mask, 1, 1, height, width).to(image.dtype()).expand(image.shape());
    return Tensor.where(covered, Tensor.full(0.5, image.dtype(), image.shape()), image);
  }
}
