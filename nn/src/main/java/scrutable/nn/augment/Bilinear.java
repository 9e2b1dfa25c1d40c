package scrutable.nn.augment;

import scrutable.nn.augment.EachImage.Size;

/// Reads an image between its pixels; beyond the edge it goes on as it was at the edge.
///
/// With black beyond the edge, a turned picture on grey paper would get black corners, and a learner would be
/// told to ignore something that no camera makes.
final class Bilinear {
  private Bilinear() {}

  /// An affine map from places in the result to places in the image, both in pixels from the centre.
  record Map(double xx, double xy, double x, double yx, double yy, double y) {}

  /// Fills the result with what the image has at the mapped places.
  static void warp(float[] image, float[] result, Size size, Map map) {
    double middleX = (size.width() - 1) / 2.0;
    double middleY = (size.height() - 1) / 2.0;
    for (int row = 0; row < size.height(); row++) {
      for (int column = 0; column < size.width(); column++) {
        double x = column - middleX;
        double y = row - middleY;
        double fromX = Math.clamp(middleX + map.xx * x + map.xy * y + map.x, 0, size.width() - 1);
        double fromY = Math.clamp(middleY + map.yx * x + map.yy * y + map.y, 0, size.height() - 1);
        sample(image, result, size, row * size.width() + column, fromX, fromY);
      }
    }
  }

  private static void sample(float[] image, float[] result, Size size, int at, double x, double y) {
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(left + 1, size.width() - 1);
    int bottom = Math.min(top + 1, size.height() - 1);
    double alongX = x - left;
    double alongY = y - top;
    for (int channel = 0; channel < size.channels(); channel++) {
      int start = channel * size.pixels();
      int above = start + top * size.width();
      int below = start + bottom * size.width();
      double upper = mix(image[above + left], image[above + right], alongX);
      double lower = mix(image[below + left], image[below + right], alongX);
      result[start + at] = (float) mix(upper, lower, alongY);
    }
  }

  private static double mix(double a, double b, double share) {
    return a + share * (b - a);
  }
}
