package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.format.Numbers;

/// Bars in groups, each with its value above it.
///
/// @param title      what the chart shows
/// @param yAxis      the vertical axis; linear and always with 0, since a bar's length is its value
/// @param groups     the names below the groups
/// @param bars       the series; each has one value per group
/// @param references horizontal thresholds
public record BarChart(
    String title, Axis yAxis, List<String> groups, List<Bars> bars, List<ReferenceLine> references)
    implements Figure {
  private static final double LABEL_FONT = 11.5;

  /// Checks the sizes.
  ///
  /// @throws IllegalArgumentException if a series has not one value per group, if the axis is logarithmic
  ///     or leaves out 0, or if a reference line is vertical
  public BarChart {
    groups = List.copyOf(groups);
    bars = List.copyOf(bars);
    references = List.copyOf(references);
    for (Bars one : bars) {
      if (one.values().length != groups.size()) {
        throw new IllegalArgumentException("bar chart \"" + title + "\": \"" + one.name() + "\" has "
            + one.values().length + " values for " + groups.size() + " groups");
      }
    }
    if (yAxis.logarithmic() || yAxis.from() > 0 || yAxis.to() < 0) {
      throw new IllegalArgumentException(
          "bar chart \"" + title
              + "\": the axis must be linear and contain 0, or the bars lie about their values");
    }
    if (references.stream().anyMatch(ReferenceLine::vertical)) {
      throw new IllegalArgumentException("bar chart \"" + title + "\": its x axis has no numbers to mark");
    }
  }

  @Override
  public String svg() {
    var ys = new Extent(yAxis);
    ys.include(0);
    List<Plot.Key> keys = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      ys.include(bars.get(i).values());
      keys.add(new Plot.Key(bars.get(i).name(), i, Marker.SQUARE, null));
    }
    double wrapAt = Math.max(40, 560.0 / Math.max(1, groups.size()) - 8);
    int lines = groups.stream().mapToInt(group ->
        TextWidth.wrap(group, LABEL_FONT, wrapAt).size()).max().orElse(1);
    Axis groupAxis = Axis.linear("").range(0, Math.max(1, groups.size()));
    var plot = new Plot(title, groupAxis, yAxis, new Extent(groupAxis), ys, keys, references, 6 + 14 * lines);
    plot.startData(Plot.OVERHANG);
    for (int i = 0; i < bars.size(); i++) {
      draw(i, plot);
    }
    plot.endData();
    for (int i = 0; i < bars.size(); i++) {
      drawValues(i, plot);
    }
    groupNames(plot, wrapAt);
    return plot.finish();
  }

  /// The left edge of a bar: each group leaves a fifth of its width free.
  private double left(int series, int group) {
    return group + 0.1 + 0.8 * series / bars.size();
  }

  private void draw(int series, Plot plot) {
    plot.svg().open("g", "class", Theme.colour(series));
    double zero = plot.y().pixel(0);
    for (int group = 0; group < groups.size(); group++) {
      double value = bars.get(series).values()[group];
      if (Double.isFinite(value)) {
        double from = plot.x().pixel(left(series, group));
        double to = plot.x().pixel(left(series + 1, group));
        double end = plot.y().pixel(value);
        plot.svg().element("rect", "class", "solid", "x", from + 0.75, "y", Math.min(zero, end),
            "width", Math.max(0.5, to - from - 1.5), "height", Math.abs(end - zero));
      }
    }
    plot.svg().close("g");
  }

  private void drawValues(int series, Plot plot) {
    double font = bars.size() * groups.size() > 14 ? 9.5 : LABEL_FONT;
    for (int group = 0; group < groups.size(); group++) {
      double value = bars.get(series).values()[group];
      boolean finite = Double.isFinite(value);
      double middle = plot.x().pixel((left(series, group) + left(series + 1, group)) / 2);
      double end = Math.clamp(plot.y().pixel(finite ? value : 0), plot.y().end(), plot.y().start());
      boolean crowded = end - plot.y().end() < 14;
      double baseline = value < 0 ? Math.min(end + 12, plot.y().start() - 3) : crowded ? end + 12 : end - 4;
      String label = finite ? Numbers.significant(value, 3) : "none";
      String style = (crowded && value >= 0 ? "paper" : "ink") + " small";
      plot.svg().open("g", "style", "font-size:" + Svg.number(font) + "px");
      plot.svg().text(middle, baseline, "middle", style, label);
      plot.svg().close("g");
    }
  }

  private void groupNames(Plot plot, double wrapAt) {
    for (int group = 0; group < groups.size(); group++) {
      double line = plot.y().start() + 16;
      for (String part : TextWidth.wrap(groups.get(group), LABEL_FONT, wrapAt)) {
        plot.svg().text(plot.x().pixel(group + 0.5), line, "middle", "ink small", part);
        line += 14;
      }
    }
  }
}
