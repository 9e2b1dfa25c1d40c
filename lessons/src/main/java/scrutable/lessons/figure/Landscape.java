package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;

/// A function of two numbers as colours, with points on top.
///
/// @param title      what the landscape shows
/// @param xAxis      the horizontal axis, with a range
/// @param yAxis      the vertical axis, with a range
/// @param valueLabel what the values are, with unit
/// @param values     rows of equal length from the top; the first and the last of each row belong to the ends of the
///     horizontal axis, the first and the last row to those of the vertical one
/// @param points     what is to be seen in the landscape; drawn with an edge, so that they stand out from any colour
public record Landscape(String title, Axis xAxis, Axis yAxis, String valueLabel, double[][] values,
    List<Points> points) implements Figure {
  private static final double BESIDE = 70;
  private static final double RADIUS = 4;

  /// Copies the values and checks the sizes.
  ///
  /// @throws IllegalArgumentException if an axis has no range, or there are not two rows of two or more values, or
  ///     rows differ in length
  public Landscape {
    if (Double.isNaN(xAxis.from() + xAxis.to() + yAxis.from() + yAxis.to())) {
      throw new IllegalArgumentException("landscape \"" + title + "\": both axes need a range");
    }
    if (values.length < 2 || values[0].length < 2) {
      throw new IllegalArgumentException("landscape \"" + title + "\": it needs at least 2 x 2 values");
    }
    double[][] copy = new double[values.length][];
    for (int row = 0; row < values.length; row++) {
      if (values[row].length != values[0].length) {
        throw new IllegalArgumentException("landscape \"" + title + "\": row " + row + " has " + values[row].length
            + " values, row 0 has " + values[0].length);
      }
      copy[row] = values[row].clone();
    }
    values = copy;
    points = List.copyOf(points);
  }

  @Override
  public String svg() {
    var xs = new Extent(xAxis);
    var ys = new Extent(yAxis);
    List<Plot.Key> keys = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      keys.add(new Plot.Key(points.get(i).name(), i, Marker.of(i), null));
    }
    var plot = new Plot(title, xAxis, yAxis, xs, ys, keys, List.of(), 0, BESIDE);
    var bar = ColourBar.of(valueLabel, values, false);
    plot.startData(0);
    ground(plot, bar);
    for (int i = 0; i < points.size(); i++) {
      draw(points.get(i), i, plot);
    }
    plot.endData();
    double left = plot.x().end() + 18;
    plot.svg().text(Plot.WIDTH - 14, plot.y().end() - 11, "end", "dim small", valueLabel);
    bar.draw(plot.svg(), left, plot.y().end(), plot.y().start() - plot.y().end());
    return plot.finish();
  }

  /// A value belongs to the middle of its cell, so half of each cell at the edge lies outside.
  private void ground(Plot plot, ColourBar bar) {
    double cellWidth = (plot.x().end() - plot.x().start()) / (values[0].length - 1);
    double cellHeight = (plot.y().start() - plot.y().end()) / (values.length - 1);
    plot.svg().element("image", "class", "pixels", "x", plot.x().start() - cellWidth / 2, "y",
        plot.y().end() - cellHeight / 2, "width", cellWidth * values[0].length, "height", cellHeight * values.length,
        "preserveAspectRatio", "none", "href", bar.cells(values));
  }

  private static void draw(Points set, int index, Plot plot) {
    plot.svg().open("g", "class", Theme.colour(index));
    for (int i = 0; i < set.x().length; i++) {
      if (plot.x().shows(set.x()[i]) && plot.y().shows(set.y()[i])) {
        plot.svg().element("path", "class", "solid halo", "d",
            Marker.of(index).path(plot.x().pixel(set.x()[i]), plot.y().pixel(set.y()[i]), RADIUS));
      }
    }
    plot.svg().close("g");
  }
}
