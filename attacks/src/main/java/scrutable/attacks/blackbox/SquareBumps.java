package scrutable.attacks.blackbox;

import java.util.Arrays;
import scrutable.attacks.Norm;

/// Squares with a bright and a dark half, each a bump that fades to the rim: for the balls of `L2` and `L1`,
/// where the budget is best spent in few places.
///
/// The budget is moved, not added to: a second square is wiped out, and the first gets what was in both,
/// together with what the box had left of `eps`. What adds up is the amount: in `L2` the squares of the
/// changes, with the budget `eps^2`, in `L1` their absolute values, with the budget `eps`.
///
/// Then the image is brought back. In `L2` the change is stretched to the length `eps` and clipped to the
/// box. In `L1` it is projected onto ball and box at once, which makes it sparser; squares of an image with C
/// channels are painted C times as strong there, because most of a faint square would not survive that.
///
/// Sources: Andriushchenko et al. 2020, section 3.4 and algorithm 3; for `L1` Croce and Hein, "Mind the box:
/// l1-APGD for sparse adversarial attacks on image classifiers", ICML 2021, section 4, and the AutoAttack
/// program for the numbers.
record SquareBumps(Canvas canvas) implements SquarePainter {
  private static final int LEAST_SIDE = 3;

  /// A grid of squares, five along the shorter side.
  @Override
  public double[] start() {
    int side = Math.max(Math.min(canvas.height(), canvas.width()) / 5, 1);
    int rows = canvas.height() / side;
    int columns = canvas.width() / side;
    double[] change = new double[canvas.original().length];
    for (int tile = 0; tile < rows * columns; tile++) {
      int[] corner = {(canvas.height() - rows * side) / 2 + tile / columns * side,
          (canvas.width() - columns * side) / 2 + tile % columns * side};
      double[] bumps = twoBumps(side);
      for (int channel = 0; channel < canvas.channels(); channel++) {
        paste(scaled(bumps, canvas.sign()), change, channel, corner, side);
      }
    }
    return broughtBack(change);
  }

  @Override
  public double[] paint(double[] current, double share) {
    double[] change = current.clone();
    Arrays.setAll(change, j -> current[j] - canvas.original()[j]);
    int side = canvas.side(share, LEAST_SIDE);
    // An odd side has a middle; where the image leaves no room for it, an even one will do.
    side += side % 2 == 0 && side < Math.min(canvas.height(), canvas.width()) ? 1 : 0;
    int[] first = canvas.corner(side);
    int[] second = canvas.corner(side);
    double[] bumps = twoBumps(side);
    double eps = canvas.ball().eps();
    double spare = Math.max((sparse() ? eps : eps * eps) - amount(change), 0) / canvas.channels();
    for (int channel = 0; channel < canvas.channels(); channel++) {
      double before = amount(change);
      double[] patch = cut(change, channel, first, side);
      paste(new double[side * side], change, channel, second, side);
      paste(new double[side * side], change, channel, first, side);
      double wipedOut = Math.max(before - amount(change), 0);
      double[] shape = sum(scaled(bumps, canvas.sign()), toLength(patch, 1));
      paste(toLength(shape, strength(spare + wipedOut)), change, channel, first, side);
    }
    return broughtBack(change);
  }

  private boolean sparse() {
    return canvas.ball().norm() == Norm.L1;
  }

  /// The length of a square with this amount.
  private double strength(double amount) {
    return sparse() ? canvas.channels() * amount : Math.sqrt(amount);
  }

  private double[] broughtBack(double[] change) {
    if (sparse()) {
      return canvas.projected(change);
    }
    double[] stretched = toLength(change, canvas.ball().eps());
    Arrays.setAll(stretched, j -> canvas.moved(j, stretched[j]));
    return stretched;
  }

  /// A square of length 1 whose one half is a bump and whose other half is minus a bump; upright or lying.
  private double[] twoBumps(int side) {
    double[] square = new double[side * side];
    double[] bright = toLength(bump(side / 2, side, fading()), 1);
    double[] dark = toLength(bump(side - side / 2, side, fading()), 1);
    boolean upright = canvas.rng().nextBoolean();
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double value = row < side / 2 ? bright[row * side + column]
            : -dark[(row - side / 2) * side + column];
        square[upright ? row * side + column : column * side + row] = value;
      }
    }
    return toLength(square, 1);
  }

  private int fading() {
    return sparse() ? 4 : 2;
  }

  /// A bump: rectangles around the middle, the k-th `2 k - 1` wide and `1 / k^fading` high, one upon the
  /// other.
  static double[] bump(int height, int width, int fading) {
    double[] bump = new double[height * width];
    for (int k = 1; k <= Math.max(height, width) / 2 + 1; k++) {
      for (int row = Math.max(height / 2 + 1 - k, 0); row < Math.min(height / 2 + k, height); row++) {
        for (int column = Math.max(width / 2 + 1 - k, 0); column < Math.min(width / 2 + k, width); column++) {
          bump[row * width + column] += 1 / StrictMath.pow(k, fading);
        }
      }
    }
    return bump;
  }

  private double[] cut(double[] image, int channel, int[] corner, int side) {
    double[] patch = new double[side * side];
    for (int row = 0; row < side; row++) {
      int from = canvas.at(channel, corner[0] + row, corner[1]);
      System.arraycopy(image, from, patch, row * side, side);
    }
    return patch;
  }

  private void paste(double[] patch, double[] image, int channel, int[] corner, int side) {
    for (int row = 0; row < side; row++) {
      int to = canvas.at(channel, corner[0] + row, corner[1]);
      System.arraycopy(patch, row * side, image, to, side);
    }
  }

  private double amount(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += sparse() ? Math.abs(value) : value * value;
    }
    return sum;
  }

  private double[] toLength(double[] values, double length) {
    double now = sparse() ? amount(values) : Math.sqrt(amount(values));
    return scaled(values, now == 0 ? 0 : length / now);
  }

  private static double[] scaled(double[] values, double factor) {
    double[] scaled = values.clone();
    Arrays.setAll(scaled, j -> values[j] * factor);
    return scaled;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, j -> a[j] + b[j]);
    return sum;
  }
}
