package scrutable.nn.augment;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Changes contrast and brightness of each image: `clip(mean + a (x - mean) + b, 0, 1)`, with the mean over
/// the whole image, `a` uniform in `1 -+ contrast` and `b` in `-+ brightness`.
///
/// @param contrast below 1: at 1 an image could become a plain grey
/// @param brightness in units of the range of a pixel
public record Intensity(double contrast, double brightness) implements Augmentation {
  /// @throws IllegalArgumentException unless `0 <= contrast < 1` and `brightness >= 0`
  public Intensity {
    EachImage.require(contrast >= 0 && contrast < 1 && brightness >= 0, "Intensity",
        "contrast " + contrast + " must lie in [0, 1), brightness " + brightness + " must not be negative");
  }

  @Override
  public Tensor apply(Tensor images, Rng rng) {
    return EachImage.of("Intensity", images, rng, (image, result, size, own) -> {
      double factor = 1 + EachImage.around(contrast, own);
      double shift = EachImage.around(brightness, own);
      double mean = 0;
      for (float pixel : image) {
        mean += pixel;
      }
      mean /= image.length;
      for (int i = 0; i < image.length; i++) {
        result[i] = EachImage.clip(mean + factor * (image[i] - mean) + shift);
      }
    });
  }
}
