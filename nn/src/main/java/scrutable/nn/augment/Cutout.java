package scrutable.nn.augment;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Paints a square of one colour over each image `(C, H, W)`; its centre is any pixel, so that it may stick
/// out. Whoever wants to recognise the rest must look everywhere.
///
/// DeVries and Taylor 2017, "Improved regularization of convolutional neural networks with cutout".
///
/// @param side of the square, in pixels
/// @param fill the colour, in `[0, 1]`
public record Cutout(int side, double fill) implements Augmentation {
  /// @throws IllegalArgumentException if the side is negative or the colour outside `[0, 1]`
  public Cutout {
    EachImage.require(side >= 0 && fill >= 0 && fill <= 1, "Cutout",
        "the side " + side + " must not be negative and the colour " + fill + " must lie in [0, 1]");
  }

  @Override
  public Tensor apply(Tensor images, Rng rng) {
    return EachImage.of("Cutout", images, rng, (image, result, size, own) -> {
      int top = own.nextInt(size.height()) - side / 2;
      int left = own.nextInt(size.width()) - side / 2;
      System.arraycopy(image, 0, result, 0, image.length);
      for (int channel = 0; channel < size.channels(); channel++) {
        for (int row = Math.max(top, 0); row < Math.min(top + side, size.height()); row++) {
          int start = channel * size.pixels() + row * size.width();
          for (int column = Math.max(left, 0); column < Math.min(left + side, size.width()); column++) {
            result[start + column] = (float) fill;
          }
        }
      }
    });
  }
}
