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
  /// A set of so few points is what one looks for: it is drawn larger, on top of everything, with an edge around it.
  private static final int SPECIAL = 12;
  private static final double SPECIAL_RADIUS = 5;

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
    plot.startData(Plot.OVERHANG);
    for (int i = 0; i < points.size(); i++) {
      if (!isSpecial(i)) {
        draw(i, points.get(i).x().length <= FEW ? 3.5 : 2.2, "point", plot);
      }
    }
    for (int i = 0; i < curves.size(); i++) {
      LineChart.draw(curves.get(i), curveColour(i), null, plot);
    }
    double[] radii = specialRadii(plot);
    for (int i = points.size() - 1; i >= 0; i--) {
      if (isSpecial(i)) {
        draw(i, radii[i], "solid halo", plot);
      }
    }
    plot.endData();
    return plot.finish();
  }

  /// Curves take the colours after those of the points.
  private int curveColour(int index) {
    return curves.get(index).colour() < 0 ? points.size() + index : curves.get(index).colour();
  }

  /// Where two special sets meet, the one below is the larger, so that both are seen.
  private double[] specialRadii(Plot plot) {
    double[] radii = new double[points.size()];
    for (int i = 0; i < radii.length; i++) {
      radii[i] = SPECIAL_RADIUS;
      for (int above = 0; above < i; above++) {
        if (isSpecial(i) && isSpecial(above) && meet(points.get(i), points.get(above), plot)) {
          radii[i] = Math.max(radii[i], radii[above] + 4);
        }
      }
    }
    return radii;
  }

  private static boolean meet(Points one, Points other, Plot plot) {
    for (int i = 0; i < one.x().length; i++) {
      for (int j = 0; j < other.x().length; j++) {
        double across = plot.x().pixel(one.x()[i]) - plot.x().pixel(other.x()[j]);
        double up = plot.y().pixel(one.y()[i]) - plot.y().pixel(other.y()[j]);
        if (Math.abs(across) < 2 && Math.abs(up) < 2) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isSpecial(int index) {
    return points.get(index).x().length <= SPECIAL;
  }

  /// Every point is a path of its own: only so do overlapping points look darker. What lies outside of the frame is
  /// left out, and not cut in half.
  private void draw(int index, double radius, String style, Plot plot) {
    Points set = points.get(index);
    plot.svg().open("g", "class", Theme.colour(index));
    for (int i = 0; i < set.x().length; i++) {
      if (plot.x().shows(set.x()[i]) && plot.y().shows(set.y()[i])) {
        plot.svg().element("path", "class", style, "d",
            Marker.of(index).path(plot.x().pixel(set.x()[i]), plot.y().pixel(set.y()[i]), radius));
      }
    }
    plot.svg().close("g");
  }
}
