package scrutable.attacks.blackbox;

import java.util.Arrays;

/// Squares with a bright and a dark half, each a bump that fades to the rim: for the ball of `L2`, where the
/// length is best spent in few places.
///
/// Length is moved, not added: a second square is wiped out, and the first gets what was in both, together
/// with what clipping had left of `eps`.
///
/// Source: Andriushchenko et al. 2020, section 3.4 and algorithm 3.
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
    return movedBy(change);
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
    double spare = Math.max(eps * eps - squares(change), 0) / canvas.channels();
    for (int channel = 0; channel < canvas.channels(); channel++) {
      double before = squares(change);
      double[] patch = cut(change, channel, first, side);
      paste(new double[side * side], change, channel, second, side);
      paste(new double[side * side], change, channel, first, side);
      double wipedOut = Math.max(before - squares(change), 0);
      double[] shape = sum(scaled(bumps, canvas.sign()), toLength(patch, 1));
      paste(toLength(shape, Math.sqrt(spare + wipedOut)), change, channel, first, side);
    }
    return movedBy(change);
  }

  private double[] movedBy(double[] change) {
    double[] stretched = toLength(change, canvas.ball().eps());
    Arrays.setAll(stretched, j -> canvas.moved(j, stretched[j]));
    return stretched;
  }

  /// A square of length 1 whose one half is a bump and whose other half is minus a bump; upright or lying.
  private double[] twoBumps(int side) {
    double[] square = new double[side * side];
    double[] bright = bump(side / 2, side);
    double[] dark = bump(side - side / 2, side);
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

  /// A bump of length 1: rectangles around the middle, the k-th `2 k - 1` wide and `1 / k^2` high, one upon
  /// the other.
  static double[] bump(int height, int width) {
    double[] bump = new double[height * width];
    for (int k = 1; k <= Math.max(height, width) / 2 + 1; k++) {
      for (int row = Math.max(height / 2 + 1 - k, 0); row < Math.min(height / 2 + k, height); row++) {
        for (int column = Math.max(width / 2 + 1 - k, 0); column < Math.min(width / 2 + k, width); column++) {
          bump[row * width + column] += 1.0 / (k * k);
        }
      }
    }
    return toLength(bump, 1);
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

  private static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static double[] toLength(double[] values, double length) {
    double now = Math.sqrt(squares(values));
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
