package scrutable.nn.validation;

import java.util.Arrays;

/// A law `y = floor + scale x^-exponent`: what remains to be lost falls by the same factor whenever x grows by the same
/// factor (Kaplan et al. 2020, "Scaling laws for neural language models"; the form with a floor is that of Henighan et
/// al. 2020, "Scaling laws for autoregressive generative modeling").
///
/// Without a floor, log y is a straight line in log x. With one, a curve that flattens is explained by a limit that no
/// x gets below. The two are told apart only by points far out, so state which was fitted, and never fit a floor to
/// fewer points than it takes to refute it.
///
/// @param scale    above 0, in the units of y
/// @param exponent positive where y falls
/// @param floor    what y cannot get below; 0 if there is no floor
/// @param rSquared the share of the variance of log(y - floor) that the line explains, at most 1. A fitted floor makes
///     it look better than it is
public record PowerLaw(double scale, double exponent, double floor, double rSquared) {
  private static final int GRID = 200;
  private static final double SMALLEST_EXPONENT = 1e-3;
  private static final double LARGEST_EXPONENT = 10;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int REFINEMENTS = 80;

  /// Fits the law without a floor: the straight line of least squares through `(log x, log y)`.
  ///
  /// @throws IllegalArgumentException if numbers are not positive and finite, or there are fewer than 3 different x
  public static PowerLaw fit(double[] x, double[] y) {
    return fit(x, y, 0);
  }

  /// Fits the law with a floor that is known, such as the entropy of a source: the line through
  /// `(log x, log(y - floor))`.
  ///
  /// @throws IllegalArgumentException if a y does not lie above the floor, numbers are not positive and finite, or
  ///     there are fewer than 3 different x
  public static PowerLaw fit(double[] x, double[] y, double floor) {
    requirePoints(x, y, 3);
    double[] logX = Arrays.stream(x).map(StrictMath::log).toArray();
    double[] logY = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      if (!(y[i] > floor && floor >= 0)) {
        throw new IllegalArgumentException("PowerLaw: point " + i + ", " + y[i] + ", does not lie above the floor, "
            + floor + "; its logarithm is not defined");
      }
      logY[i] = StrictMath.log(y[i] - floor);
    }
    double meanX = mean(logX);
    double meanY = mean(logY);
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < x.length; i++) {
      covariance += (logX[i] - meanX) * (logY[i] - meanY);
      variance += (logX[i] - meanX) * (logX[i] - meanX);
    }
    double slope = covariance / variance;
    double scale = StrictMath.exp(meanY - slope * meanX);
    return new PowerLaw(scale, -slope, floor, explained(logX, logY, slope, meanX, meanY));
  }

  private static double explained(double[] logX, double[] logY, double slope, double meanX, double meanY) {
    double rest = 0;
    double all = 0;
    for (int i = 0; i < logX.length; i++) {
      double line = meanY + slope * (logX[i] - meanX);
      rest += (logY[i] - line) * (logY[i] - line);
      all += (logY[i] - meanY) * (logY[i] - meanY);
    }
    return all == 0 ? 1 : 1 - rest / all;
  }

  /// Fits the law with a floor that is not known, by the least sum of squared *relative* errors,
  /// `sum ((floor + scale x^-exponent - y) / y)^2`, over floors of 0 and more.
  ///
  /// For a given exponent floor and scale follow from a linear system; the exponent is searched on a grid from 0.001 to
  /// 10 and then between the best neighbours.
  ///
  /// @throws IllegalArgumentException if numbers are not positive and finite, there are fewer than 4 different x, or y
  ///     does not fall with x
  public static PowerLaw fitWithFloor(double[] x, double[] y) {
    requirePoints(x, y, 4);
    double ratio = StrictMath.pow(LARGEST_EXPONENT / SMALLEST_EXPONENT, 1.0 / GRID);
    double best = SMALLEST_EXPONENT;
    for (int i = 0; i <= GRID; i++) {
      double exponent = SMALLEST_EXPONENT * StrictMath.pow(ratio, i);
      best = linear(x, y, exponent).error < linear(x, y, best).error ? exponent : best;
    }
    double low = best / ratio;
    double high = best * ratio;
    for (int i = 0; i < REFINEMENTS; i++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (linear(x, y, left).error < linear(x, y, right).error) {
        high = right;
      } else {
        low = left;
      }
    }
    double exponent = (low + high) / 2;
    Line line = linear(x, y, exponent);
    if (!(line.scale > 0)) {
      throw new IllegalArgumentException("PowerLaw: y does not fall with x, so there is no floor that it falls to");
    }
    return new PowerLaw(line.scale, exponent, line.floor, explained(x, y, exponent, line));
  }

  private static double explained(double[] x, double[] y, double exponent, Line line) {
    double[] logX = Arrays.stream(x).map(StrictMath::log).toArray();
    double[] logY = Arrays.stream(y).map(value -> StrictMath.log(value - line.floor)).toArray();
    double meanX = mean(logX);
    return explained(logX, logY, -exponent, meanX, StrictMath.log(line.scale) - exponent * meanX);
  }

  private record Line(double floor, double scale, double error) {}

  /// Floor and scale of least squared relative error for a given exponent: regression of 1 on `1 / y` and
  /// `x^-exponent / y`; the floor is 0 where it would be negative.
  private static Line linear(double[] x, double[] y, double exponent) {
    double ff = 0;
    double fs = 0;
    double ss = 0;
    double f1 = 0;
    double s1 = 0;
    double least = Arrays.stream(x).min().getAsDouble();
    for (int i = 0; i < x.length; i++) {
      double f = 1 / y[i];
      double s = StrictMath.pow(x[i] / least, -exponent) / y[i];
      ff += f * f;
      fs += f * s;
      ss += s * s;
      f1 += f;
      s1 += s;
    }
    double determinant = ff * ss - fs * fs;
    double floor = (f1 * ss - s1 * fs) / determinant;
    double scale = (s1 * ff - f1 * fs) / determinant;
    if (!(floor >= 0)) {
      floor = 0;
      scale = s1 / ss;
    }
    double error = 0;
    for (int i = 0; i < x.length; i++) {
      double relative = (floor + scale * StrictMath.pow(x[i] / least, -exponent)) / y[i] - 1;
      error += relative * relative;
    }
    return new Line(floor, scale * StrictMath.pow(least, exponent), error);
  }

  /// The y that the law predicts.
  ///
  /// @throws IllegalArgumentException if x is not positive
  public double predict(double x) {
    if (!(x > 0)) {
      throw new IllegalArgumentException("PowerLaw: x should be positive, not " + x);
    }
    return floor + scale * StrictMath.pow(x, -exponent);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private static void requirePoints(double[] x, double[] y, int least) {
    if (x.length != y.length) {
      throw new IllegalArgumentException("PowerLaw: " + x.length + " x and " + y.length + " y are not points");
    }
    for (int i = 0; i < x.length; i++) {
      if (!(x[i] > 0 && y[i] > 0 && x[i] < Double.POSITIVE_INFINITY && y[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("PowerLaw: point " + i + " is (" + x[i] + ", " + y[i]
            + "), but both numbers should be positive and finite");
      }
    }
    long different = Arrays.stream(x).distinct().count();
    if (different < least) {
      throw new IllegalArgumentException("PowerLaw: " + different + " different x are too few; this law has "
          + (least - 1) + " unknowns, so at least " + least + " points are needed to see whether it holds");
    }
  }
}
