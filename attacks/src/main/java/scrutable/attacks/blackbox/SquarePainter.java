package scrutable.attacks.blackbox;

import scrutable.attacks.Ball;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Paints random squares on one image, within a ball around it: what [Square] tries.
interface SquarePainter {
  /// The elements of the image to begin with, `(C, H, W)` row by row.
  double[] start();

  /// A copy of the current image with one more square, which covers about `share` of the pixels.
  double[] paint(double[] current, double share);

  /// One image with the bounds of its elements and its own random numbers.
  record Canvas(double[] original, int channels, int height, int width, Ball ball, Rng rng) {

    static Canvas of(Tensor image, Ball ball, Rng rng) {
      return new Canvas(image.toDoubleArray(), image.size(0), image.size(1), image.size(2), ball, rng);
    }

    /// The side of a square of about this share of the pixels, at least `least` and no longer than the image.
    int side(double share, int least) {
      int side = (int) Math.max(Math.rint(Math.sqrt(share * height * width)), least);
      return Math.min(side, Math.min(height, width));
    }

    /// Where a square of this side may begin, any place equally likely.
    int[] corner(int side) {
      return new int[] {rng.nextInt(height - side + 1), rng.nextInt(width - side + 1)};
    }

    int at(int channel, int row, int column) {
      return (channel * height + row) * width + column;
    }

    double sign() {
      return rng.nextBoolean() ? 1 : -1;
    }

    /// The original element plus a change, in the box.
    double moved(int at, double change) {
      return Math.clamp(original[at] + change, ball.box().lo(), ball.box().hi());
    }

    /// The nearest image in ball and box to the original plus a change.
    double[] projected(double[] change) {
      Tensor before = Tensor.of(original, 1, original.length);
      Tensor after = before.add(Tensor.of(change, 1, change.length));
      // A hair less than allowed: rounded to float32, the changes may sum up to a little more.
      return ball.withEps(ball.eps() * (1 - 1e-6)).project(before, after).toDoubleArray();
    }
  }
}
