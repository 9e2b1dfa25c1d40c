package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;

/// Curves over a common axis, with optional bands and reference lines.
///
/// Curves of few points also show the points. A curve of a single point, like a control that was measured once, is a
/// larger marker on top of the others.
///
/// @param title      what the chart shows
/// @param xAxis      the horizontal axis
/// @param yAxis      the vertical axis
/// @param series     the curves; an empty list or an empty curve is allowed
/// @param references thresholds and the like
public record LineChart(
    String title, Axis xAxis, Axis yAxis, List<Series> series, List<ReferenceLine> references)
    implements Figure {
  private static final int MOST_MARKED_POINTS = 25;
  private static final double MARKER = 4;
  /// How far the largest lone marker may reach beyond the frame.
  private static final double LONE_OVERHANG = 14;

  public LineChart {
    series = List.copyOf(series);
    references = List.copyOf(references);
  }

  @Override
  public String svg() {
    var xs = new Extent(xAxis);
    var ys = new Extent(yAxis);
    List<Plot.Key> keys = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      include(one, xs, ys);
      keys.add(new Plot.Key(one.name(), colour(series, i), isMarked(one) ? Marker.of(i) : null, style(one)));
    }
    var plot = new Plot(title, xAxis, yAxis, xs, ys, keys, references, 0);
    int lone = (int) series.stream().filter(LineChart::isLone).count();
    plot.startData(lone == 0 ? Plot.OVERHANG : LONE_OVERHANG);
    for (int i = 0; i < series.size(); i++) {
      if (!isLone(series.get(i))) {
        draw(series.get(i), colour(series, i), isMarked(series.get(i)) ? Marker.of(i) : null, plot);
      }
    }
    // Of two at the same place, the one below is the larger, so that both are seen.
    for (int i = 0; i < series.size(); i++) {
      if (isLone(series.get(i))) {
        lone--;
        drawLone(series.get(i), colour(series, i), Marker.of(i), MARKER + 1 + 3.5 * lone, plot);
      }
    }
    plot.endData();
    return plot.finish();
  }

  static void include(Series series, Extent xs, Extent ys) {
    xs.include(series.x());
    ys.include(series.y());
    if (series.low() != null) {
      ys.include(series.low());
      ys.include(series.high());
    }
  }

  static int colour(List<Series> all, int index) {
    return all.get(index).colour() < 0 ? index : all.get(index).colour();
  }

  static String style(Series series) {
    return series.dashed() ? "line dashed" : "line";
  }

  private static boolean isMarked(Series series) {
    return !series.dashed() && series.x().length <= MOST_MARKED_POINTS;
  }

  private static boolean isLone(Series series) {
    return series.x().length == 1;
  }

  private static void drawLone(Series series, int colour, Marker marker, double radius, Plot plot) {
    if (shows(plot, series.x()[0], series.y()[0])) {
      plot.svg().open("g", "class", Theme.colour(colour));
      path(plot, "solid halo",
          marker.path(plot.x().pixel(series.x()[0]), plot.y().pixel(series.y()[0]), radius));
      plot.svg().close("g");
    }
  }

  /// Draws one curve: band, line, markers.
  static void draw(Series series, int colour, Marker marker, Plot plot) {
    plot.svg().open("g", "class", Theme.colour(colour));
    if (series.low() != null) {
      path(plot, "band", band(series, plot));
    }
    path(plot, style(series), curve(series.x(), series.y(), plot));
    if (marker != null) {
      var marks = new StringBuilder();
      for (int i = 0; i < series.x().length; i++) {
        if (shows(plot, series.x()[i], series.y()[i])) {
          marks.append(marker.path(plot.x().pixel(series.x()[i]), plot.y().pixel(series.y()[i]), MARKER));
        }
      }
      path(plot, "solid", marks.toString());
    }
    plot.svg().close("g");
  }

  private static void path(Plot plot, String style, String path) {
    if (!path.isEmpty()) {
      plot.svg().element("path", "class", style, "d", path);
    }
  }

  private static boolean shows(Plot plot, double x, double y) {
    return plot.x().axis().shows(x) && plot.y().axis().shows(y);
  }

  /// The curve with a gap at every value that cannot be shown; a lone point becomes a dot.
  private static String curve(double[] x, double[] y, Plot plot) {
    var path = new StringBuilder();
    int run = 0;
    for (int i = 0; i <= x.length; i++) {
      boolean shown = i < x.length && shows(plot, x[i], y[i]);
      if (!shown && run == 1) {
        path.append("h0");
      }
      run = shown ? run + 1 : 0;
      if (shown) {
        path.append(run == 1 ? 'M' : 'L').append(point(plot, x[i], y[i]));
      }
    }
    return path.toString();
  }

  /// One closed outline for each stretch without gaps.
  private static String band(Series series, Plot plot) {
    var path = new StringBuilder();
    var back = new ArrayList<String>();
    for (int i = 0; i <= series.x().length; i++) {
      boolean shown = i < series.x().length
          && shows(plot, series.x()[i], series.low()[i]) && shows(plot, series.x()[i], series.high()[i]);
      if (shown) {
        path.append(back.isEmpty() ? 'M' : 'L').append(point(plot, series.x()[i], series.high()[i]));
        back.addFirst(point(plot, series.x()[i], series.low()[i]));
      } else if (!back.isEmpty()) {
        back.forEach(point -> path.append('L').append(point));
        path.append('z');
        back.clear();
      }
    }
    return path.toString();
  }

  private static String point(Plot plot, double x, double y) {
    return Svg.number(plot.x().pixel(x)) + " " + Svg.number(plot.y().pixel(y));
  }
}
