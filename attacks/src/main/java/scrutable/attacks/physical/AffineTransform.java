package scrutable.attacks.physical;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A pose: the picture turned, made larger or smaller, and shifted, in this order, about its middle.
///
/// Pixels are interpolated bilinearly, so the result is differentiable by the picture
/// ([Functions#sample]).
///
/// @param degrees counter-clockwise, as seen
/// @param scale larger than 1 for a larger picture
/// @param shiftX to the right, as a share of the width
/// @param shiftY downwards, as a share of the height
/// @param outside what is seen where the picture no longer reaches
public record AffineTransform(double degrees, double scale, double shiftX, double shiftY, Outside outside)
    implements Transform {

  /// What lies around the picture.
  public enum Outside {
    /// Zeros.
    BLACK,
    /// The pixels of the border go on.
    EDGE
  }

  /// Checks the scale.
  ///
  /// @throws IllegalArgumentException if it is not positive
  public AffineTransform {
    if (!(scale > 0)) {
      throw new IllegalArgumentException("AffineTransform: scale must be positive, not " + scale);
    }
  }

  @Override
  public Variable apply(Variable images) {
    if (images.rank() != 4) {
      throw new IllegalArgumentException("AffineTransform: images must be (N, C, H, W), not "
          + Shape.text(images.shape()));
    }
    int height = images.size(2);
    int width = images.size(3);
    Variable theta = Variable.constant(map(height, width).to(images.dtype()));
    Variable grid = Functions.affineGrid(theta, height, width);               // (1, H, W, 2)
    if (outside == Outside.EDGE) {
      grid = Variable.concat(3, clampTo(grid.slice(3, 0, 1), width), clampTo(grid.slice(3, 1, 2), height));
    }
    return Functions.sample(images, grid.expand(images.size(0), height, width, 2));
  }

  /// The centres of the first and the last pixel are half a pixel inside the picture.
  private static Variable clampTo(Variable coordinate, int pixels) {
    double last = 1 - 1.0 / pixels;
    return coordinate.clamp(-last, last);
  }

  /// Where in the picture each point of the result comes from, `(1, 2, 3)`: the pose undone, in coordinates
  /// that run from -1 to 1 along either side, which are not equally long if the picture is not square.
  private Tensor map(int height, int width) {
    double angle = StrictMath.toRadians(degrees);
    double cosine = StrictMath.cos(angle) / scale;
    double sine = StrictMath.sin(angle) / scale;
    double[][] back = {{cosine, -sine * height / width}, {sine * width / height, cosine}};
    double[] theta = new double[6];
    for (int row = 0; row < 2; row++) {
      theta[3 * row] = back[row][0];
      theta[3 * row + 1] = back[row][1];
      theta[3 * row + 2] = -2 * (back[row][0] * shiftX + back[row][1] * shiftY);
    }
    return Tensor.wrap(theta, 1, 2, 3);
  }
}
