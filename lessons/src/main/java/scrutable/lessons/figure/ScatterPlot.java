package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;

/// Points in the plane, and optional curves over them, like a decision boundary.
///
/// @param title      what the plot shows
/// @param xAxis      the horizontal axis
/// @param yAxis      the vertical axis
/// @param points     the sets of points
/// @param curves     curves drawn over them
/// @param references thresholds and the like
public record ScatterPlot(String title, Axis xAxis, Axis yAxis, List<Points> points, List<Series> curves,
    List<ReferenceLine> references) implements Figure {
  private static final int FEW = 300;

  public ScatterPlot {
    points = List.copyOf(points);
    curves = List.copyOf(curves);
    references = List.copyOf(references);
  }

  @Override
  public String svg() {
    var xs = new Extent(xAxis);
    var ys = new Extent(yAxis);
    List<Plot.Key> keys = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      xs.include(points.get(i).x());
      ys.include(points.get(i).y());
      keys.add(new Plot.Key(points.get(i).name(), i, Marker.of(i), null));
    }
    for (int i = 0; i < curves.size(); i++) {
      LineChart.include(curves.get(i), xs, ys);
      keys.add(new Plot.Key(curves.get(i).name(), curveColour(i), null, LineChart.style(curves.get(i))));
    }
    var plot = new Plot(title, xAxis, yAxis, xs, ys, keys, references, 0);
    plot.startData();
    for (int i = 0; i < points.size(); i++) {
      draw(points.get(i), i, plot);
    }
    for (int i = 0; i < curves.size(); i++) {
      LineChart.draw(curves.get(i), curveColour(i), null, plot);
    }
    plot.endData();
    return plot.finish();
  }

  /// Curves take the colours after those of the points.
  private int curveColour(int index) {
    return curves.get(index).colour() < 0 ? points.size() + index : curves.get(index).colour();
  }

  /// Every point is a path of its own: only so do overlapping points look darker.
  private static void draw(Points points, int index, Plot plot) {
    double radius = points.x().length <= FEW ? 3.5 : 2.2;
    plot.svg().open("g", "class", Theme.colour(index));
    for (int i = 0; i < points.x().length; i++) {
      double x = points.x()[i];
      double y = points.y()[i];
      if (plot.x().axis().shows(x) && plot.y().axis().shows(y)) {
        plot.svg().element("path", "class", "point", "d",
            Marker.of(index).path(plot.x().pixel(x), plot.y().pixel(y), radius));
      }
    }
    plot.svg().close("g");
  }
}
