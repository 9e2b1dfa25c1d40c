package scrutable.nn.augment;

import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Turns, slants, stretches and shifts each image `(C, H, W)` at random; straight lines stay straight.
///
/// Each amount is uniform between the given number and its opposite; read between pixels bilinearly, beyond
/// the edge as at the edge.
///
/// @param degrees the largest turn to either side
/// @param shear the largest slant: horizontal shift per height
/// @param stretch how far width and height, each by itself, are scaled up or down, as a share
/// @param shift the largest shift in each direction, as a share of the side
public record AffineWarp(double degrees, double shear, double stretch, double shift) implements Augmentation {
  /// @throws IllegalArgumentException if an amount is negative, or the stretch not below 1
  public AffineWarp {
    EachImage.require(degrees >= 0 && shear >= 0 && shift >= 0 && stretch >= 0 && stretch < 1, "AffineWarp",
        "turn " + degrees + ", shear " + shear + ", stretch " + stretch + " and shift " + shift
            + " must not be negative, and the stretch below 1");
  }

  @Override
  public Tensor apply(Tensor images, Rng rng) {
    return EachImage.of("AffineWarp", images, rng, (image, result, size, own) ->
        Bilinear.warp(image, result, size, draw(size, own)));
  }

  private Bilinear.Map draw(EachImage.Size size, Rng own) {
    double angle = StrictMath.toRadians(EachImage.around(degrees, own));
    double slant = EachImage.around(shear, own);
    double acrossX = 1 + EachImage.around(stretch, own);
    double acrossY = 1 + EachImage.around(stretch, own);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    return new Bilinear.Map(
        cos * acrossX, (cos * slant - sin) * acrossY, size.width() * EachImage.around(shift, own),
        sin * acrossX, (sin * slant + cos) * acrossY, size.height() * EachImage.around(shift, own));
  }
}
