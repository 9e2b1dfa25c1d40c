package scrutable.lessons.understood.elephant;

/// A closed curve as a row of points, and the elephant among them: that of Mayer, Khairy and Howard, "Drawing an
/// elephant with four complex parameters", American Journal of Physics 78, 648 (2010), a curve of eight numbers.
///
/// ```
/// x(t) = -60 cos t + 30 sin t -  8 sin 2t + 10 sin 3t
/// y(t) =  50 sin t + 18 sin 2t - 12 cos 3t + 14 cos 5t          0 <= t < 2 pi
/// ```
///
/// Two of these numbers make one complex parameter: four parameters, if one counts as the paper does. A fifth
/// one, 40 + 20i, makes the eye (20, both across and up) and says how far the trunk may wiggle (40). How the trunk
/// moves is not in the paper; the rule here is of our own.
record ElephantOutline(double[] x, double[] y) {
  /// The highest frequency in the curve.
  static final int HARMONICS = 5;
  static final double EYE = 20;
  static final double WIGGLE = 40;

  /// Whatever is farther to the right than this belongs to the trunk.
  static final double TRUNK = 45;

  private static final double TRUNK_LENGTH = 39;

  /// The coefficients, in the order of [#waves]: of x, then of y.
  static double[] coefficients() {
    double[] all = new double[4 * HARMONICS];
    all[cosine(1)] = -60;
    all[sine(1)] = 30;
    all[sine(2)] = -8;
    all[sine(3)] = 10;
    int y = 2 * HARMONICS;
    all[y + sine(1)] = 50;
    all[y + sine(2)] = 18;
    all[y + cosine(3)] = -12;
    all[y + cosine(5)] = 14;
    return all;
  }

  private static int cosine(int frequency) {
    return 2 * (frequency - 1);
  }

  private static int sine(int frequency) {
    return 2 * (frequency - 1) + 1;
  }

  /// The waves `cos t, sin t, cos 2t, ..., sin 5t` at equally spaced places: `count` rows of ten numbers.
  static double[] waves(int count) {
    double[] waves = new double[2 * HARMONICS * count];
    for (int i = 0; i < count; i++) {
      double t = 2 * Math.PI * i / count;
      for (int frequency = 1; frequency <= HARMONICS; frequency++) {
        waves[2 * HARMONICS * i + cosine(frequency)] = StrictMath.cos(frequency * t);
        waves[2 * HARMONICS * i + sine(frequency)] = StrictMath.sin(frequency * t);
      }
    }
    return waves;
  }

  /// The curve of some coefficients.
  static ElephantOutline of(double[] coefficients, int count) {
    double[] waves = waves(count);
    int length = 2 * HARMONICS;
    double[] x = new double[count];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < length; j++) {
        x[i] += coefficients[j] * waves[length * i + j];
        y[i] += coefficients[length + j] * waves[length * i + j];
      }
    }
    return new ElephantOutline(x, y);
  }

  //: code wiggle
  /// The elephant with its trunk raised (or lowered) by the share `lift`, from -1 to 1, of the fifth parameter. Points
  /// move up by the square of how far along the trunk they are, so that it bends and does not break.
  ElephantOutline wiggled(double lift) {
    double[] moved = y.clone();
    for (int i = 0; i < moved.length; i++) {
      double along = Math.max(0, x[i] - TRUNK) / TRUNK_LENGTH;
      moved[i] += lift * WIGGLE * along * along;
    }
    return new ElephantOutline(x, moved);
  }
  //: end

  /// How far apart two curves are, point by point: the root of the mean squared distance.
  double distance(ElephantOutline other) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - other.x[i];
      double dy = y[i] - other.y[i];
      sum += dx * dx + dy * dy;
    }
    return Math.sqrt(sum / x.length);
  }

  /// From the leftmost to the rightmost point.
  double width() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double place : x) {
      least = Math.min(least, place);
      most = Math.max(most, place);
    }
    return most - least;
  }
}
