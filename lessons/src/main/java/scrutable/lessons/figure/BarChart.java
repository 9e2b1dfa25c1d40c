package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
  static final double FONT = 13;
  /// The height of a line of it.
  static final double LINE = 16;
  /// Where numbers would run into each other, all of the chart are smaller, but not smaller than this.
  private static final double SMALLEST = 9.5;

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
    var names = GroupNames.of(groups);
    Axis groupAxis = Axis.linear("").range(0, Math.max(1, groups.size()));
    Axis valueAxis = withRoomForNumbers(Scale.fitted(yAxis, ys.least(), ys.most(), 0, 1));
    var plot = new Plot(title, groupAxis, valueAxis, new Extent(groupAxis), ys, keys, references, names.height());
    plot.startData(Plot.OVERHANG);
    for (int i = 0; i < bars.size(); i++) {
      draw(i, plot);
    }
    plot.endData();
    drawValues(plot);
    names.draw(plot);
    return plot.finish();
  }

  /// An axis that ends above the number of the highest bar; a bar that was to be cut off stays so.
  private Axis withRoomForNumbers(Scale fitted) {
    double highest = bars.stream().flatMapToDouble(one -> Arrays.stream(one.values()))
        .filter(value -> value <= fitted.to()).max().orElse(fitted.from());
    double share = (LINE + 2) / Plot.HEIGHT;
    double least = (highest - share * fitted.from()) / (1 - share);
    return yAxis.range(fitted.from(), Math.max(fitted.to(), least));
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

  /// The number of a bar.
  ///
  /// @param x        its middle
  /// @param baseline where it stands
  /// @param end      where its bar ends
  /// @param style    `ink` above a bar, `paper` inside one that is cut off
  private record Value(double x, double baseline, double end, String style, String text) {
    /// Whether in this font the number would run into another one, or into the bar of the other.
    boolean meets(Value other, double font) {
      double apart = Math.abs(x - other.x);
      double width = TextWidth.of(text, font);
      boolean numbers = apart < (width + TextWidth.of(other.text, font)) / 2
          && Math.abs(baseline - other.baseline) < font;
      return numbers || width > apart && other.end < baseline;
    }
  }

  private void drawValues(Plot plot) {
    List<Value> values = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      for (int series = 0; series < bars.size(); series++) {
        values.add(value(series, group, plot));
      }
    }
    double font = FONT;
    while (font > SMALLEST && areCrowded(values, font)) {
      font -= 0.5;
    }
    plot.svg().open("g", "style", "font-size:" + Svg.number(font) + "px");
    for (Value value : values) {
      plot.svg().text(value.x, value.baseline, "middle", value.style, value.text);
    }
    plot.svg().close("g");
  }

  private static boolean areCrowded(List<Value> values, double font) {
    return IntStream.range(1, values.size()).anyMatch(i -> values.get(i).meets(values.get(i - 1), font)
        || values.get(i - 1).meets(values.get(i), font));
  }

  private Value value(int series, int group, Plot plot) {
    double value = bars.get(series).values()[group];
    boolean finite = Double.isFinite(value);
    double middle = plot.x().pixel((left(series, group) + left(series + 1, group)) / 2);
    double end = Math.clamp(plot.y().pixel(finite ? value : 0), plot.y().end(), plot.y().start());
    boolean cutOff = finite && value > plot.y().to();
    double baseline = value < 0 ? Math.min(end + 13, plot.y().start() - 3) : cutOff ? end + 13 : end - 4;
    return new Value(middle, baseline, end, cutOff ? "paper" : "ink", finite ? Numbers.significant(value, 3) : "none");
  }
}
