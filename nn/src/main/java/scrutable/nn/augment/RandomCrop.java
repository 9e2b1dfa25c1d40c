package scrutable.nn.augment;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Cuts a random part out of each image `(C, H, W)` and enlarges it to the full size.
///
/// The part has the proportions of the image, a side between `least` and 1 of the image's, and lies anywhere
/// inside. Two crops of one image show different parts of the same thing, which is most of what contrastive
/// learning lives on (Chen et al. 2020, "A simple framework for contrastive learning", section 3.2).
///
/// @param least the smallest side of the part, as a share of the side of the image
public record RandomCrop(double least) implements Augmentation {
  /// @throws IllegalArgumentException unless `0 < least <= 1`
  public RandomCrop {
    EachImage.require(least > 0 && least <= 1, "RandomCrop",
        "the smallest side must lie in (0, 1], but is " + least);
  }

  @Override
  public Tensor apply(Tensor images, Rng rng) {
    return EachImage.of("RandomCrop", images, rng, (image, result, size, own) -> {
      double side = least + (1 - least) * own.nextDouble();
      double room = (1 - side) / 2;
      double x = size.width() * EachImage.around(room, own);
      double y = size.height() * EachImage.around(room, own);
      Bilinear.warp(image, result, size, new Bilinear.Map(side, 0, x, 0, side, y));
    });
  }
}
