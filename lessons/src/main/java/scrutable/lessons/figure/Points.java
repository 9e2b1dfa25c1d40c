package scrutable.lessons.figure;

/// One set of points of a [ScatterPlot]; points that are not finite are left out.
///
/// @param name its name in the legend; empty for none
/// @param x    abscissae
/// @param y    ordinates, as many
public record Points(String name, double[] x, double[] y) {
  /// Copies the arrays.
  ///
  /// @throws IllegalArgumentException if they differ in length
  public Points {
    Series.requireSameLength(name, x, y);
    x = x.clone();
    y = y.clone();
  }
}
