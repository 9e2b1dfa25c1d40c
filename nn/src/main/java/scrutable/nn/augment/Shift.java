package scrutable.nn.augment;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Shifts each image `(C, H, W)` by whole pixels; what is missing is filled with the pixels of the edge. The
/// same as padding the image and cropping it at random.
///
/// @param most the largest shift in each direction, in pixels
public record Shift(int most) implements Augmentation {
  /// @throws IllegalArgumentException if the shift is negative
  public Shift {
    EachImage.require(most >= 0, "Shift", "the largest shift must not be negative, but is " + most);
  }

  @Override
  public Tensor apply(Tensor images, Rng rng) {
    return EachImage.of("Shift", images, rng, (image, result, size, own) -> {
      int right = own.nextInt(2 * most + 1) - most;
      int down = own.nextInt(2 * most + 1) - most;
      for (int channel = 0; channel < size.channels(); channel++) {
        int start = channel * size.pixels();
        for (int row = 0; row < size.height(); row++) {
          int from = start + Math.clamp(row - down, 0, size.height() - 1) * size.width();
          for (int column = 0; column < size.width(); column++) {
            int unshifted = Math.clamp(column - right, 0, size.width() - 1);
            result[start + row * size.width() + column] = image[from + unshifted];
          }
        }
      }
    });
  }
}
