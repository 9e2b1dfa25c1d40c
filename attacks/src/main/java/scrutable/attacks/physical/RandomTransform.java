package scrutable.attacks.physical;

import scrutable.autograd.Variable;
import scrutable.tensor.Rng;

/// A distribution of transforms: the poses, lights and lenses that an attack must survive.
///
/// ```java
/// RandomTransform world = RandomTransform.pose(25, 0.9, 1.1, 0.05, Outside.EDGE)
///     .then(RandomTransform.brightness(0.1));
/// ```
@FunctionalInterface
public interface RandomTransform {
  /// Draws one transform; each call moves the generator on.
  Transform draw(Rng rng);

  /// A transform of this distribution, and then one of another, drawn independently.
  default RandomTransform then(RandomTransform next) {
    return rng -> draw(rng).then(next.draw(rng));
  }

  /// No change at all; with a random victim, the randomness of the victim alone remains.
  static RandomTransform none() {
    return rng -> Transform.IDENTITY;
  }

  /// A turn of up to `degrees` to either side, a size between two factors, and a shift of up to `shift` in
  /// each direction, as a share of the side; each uniform.
  static RandomTransform pose(double degrees, double smallest, double largest, double shift,
      AffineTransform.Outside outside) {
    return rng -> new AffineTransform(symmetric(degrees, rng),
        smallest + (largest - smallest) * rng.nextDouble(), symmetric(shift, rng), symmetric(shift, rng),
        outside);
  }

  /// Adds up to `amount`, positive or negative, to every pixel, and clips to [0, 1].
  static RandomTransform brightness(double amount) {
    return rng -> {
      double change = symmetric(amount, rng);
      return images -> images.add(change).clamp(0, 1);
    };
  }

  /// Multiplies every pixel by a factor between two, and clips to [0, 1]: more or less light.
  static RandomTransform light(double darkest, double brightest) {
    return rng -> {
      double factor = darkest + (brightest - darkest) * rng.nextDouble();
      return images -> images.mul(factor).clamp(0, 1);
    };
  }

  /// Normal noise in every element, the same for all images of a batch, clipped to [0, 1].
  static RandomTransform noise(double standardDeviation) {
    return rng -> {
      Rng own = Rng.seed(rng.nextLong());
      return images -> {
        int[] shape = images.shape();
        shape[0] = 1;
        Variable noise = Variable.constant(own.split("noise").normal(shape).mul(standardDeviation)
            .to(images.dtype()));
        return images.add(noise).clamp(0, 1);
      };
    };
  }

  /// A Gaussian blur with a standard deviation of up to `largest` pixels.
  static RandomTransform blur(double largest) {
    return rng -> new GaussianBlur(largest * rng.nextDouble());
  }

  private static double symmetric(double amount, Rng rng) {
    return amount * (2 * rng.nextDouble() - 1);
  }
}
