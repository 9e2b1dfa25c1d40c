package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The common part of charts: title, legend, axes, grid, reference lines. Legend and labels stand outside
/// the plot, so they never cover data.
final class Plot {
  /// A legend entry: its colour, its marker or null, and how its line looks or null.
  record Key(String name, int colour, Marker marker, String line) {}

  static final double WIDTH = 660;
  /// The height of the part with the data.
  static final double HEIGHT = 300;
  static final double EDGE = 14;
  private static final double FONT = 13;
  private static final double SMALL = 11.5;
  /// The title has 15 pixels, but bold letters are wider.
  private static final double BOLD = 17;
  private static final double ROW = 19;
  /// How far markers may reach beyond the frame before they are cut off.
  static final double OVERHANG = 5;

  private final Svg svg;
  private final Scale x;
  private final Scale y;
  private final double bottomLabels;

  /// @param xs           where the data lie; only finite values count
  /// @param bottomLabels the height of the labels below the plot; 0 for the numbers of the x axis
  Plot(String title, Axis xAxis, Axis yAxis, Extent xs, Extent ys, List<Key> keys,
      List<ReferenceLine> references, double bottomLabels) {
    this(title, xAxis, yAxis, xs, ys, keys, references, bottomLabels, 0);
  }

  /// @param onTheRight how much room is left for something beside the plot
  Plot(String title, Axis xAxis, Axis yAxis, Extent xs, Extent ys, List<Key> keys,
      List<ReferenceLine> references, double bottomLabels, double onTheRight) {
    this.svg = new Svg(title);
    this.bottomLabels = bottomLabels;
    for (ReferenceLine reference : references) {
      (reference.vertical() ? xs : ys).include(reference.at());
    }
    double top = heading(svg, title, WIDTH);
    top = legend(keys, top);
    svg.text(EDGE, top + 11, "start", "dim small", yAxis.label());
    top += 18;
    List<ReferenceLine> verticals = references.stream()
        .filter(reference -> reference.vertical() && xAxis.shows(reference.at()))
        .sorted(Comparator.comparingDouble(ReferenceLine::at)).toList();
    List<ReferenceLine> horizontals = references.stream()
        .filter(reference -> !reference.vertical() && yAxis.shows(reference.at()))
        .sorted(Comparator.comparingDouble(ReferenceLine::at).reversed()).toList();
    Scale heights = Scale.fitted(yAxis, ys.least(), ys.most(), 1, 0);
    double left = EDGE + 6 + heights.ticks().stream()
        .mapToDouble(tick -> TextWidth.of(tick.label(), SMALL)).max().orElse(0);
    double right = WIDTH - EDGE - 4 - onTheRight - horizontals.stream()
        .mapToDouble(line -> TextWidth.of(line.label(), SMALL) + 4).max().orElse(6);
    // Whole pixels: a frame between two pixels looks blurred.
    this.x = Scale.fitted(xAxis, xs.least(), xs.most(), Math.ceil(left), Math.floor(right));
    List<Integer> rows = labelRows(verticals);
    top += 4 + 14 * (rows.stream().mapToInt(row -> row + 1).max().orElse(0));
    this.y = new Scale(yAxis, heights.from(), heights.to(), top + HEIGHT, top);
    grid();
    verticalLines(verticals, rows);
    horizontalLines(horizontals);
  }

  Svg svg() {
    return svg;
  }

  Scale x() {
    return x;
  }

  Scale y() {
    return y;
  }

  /// Draws the title and returns where the next thing may start.
  static double heading(Svg svg, String title, double width) {
    double top = 10;
    for (String line : TextWidth.wrap(title, BOLD, width - 2 * EDGE)) {
      svg.text(EDGE, top + 15, "start", "ink title", line);
      top += 20;
    }
    return top + 6;
  }

  private double legend(List<Key> keys, double top) {
    double at = EDGE;
    double row = top;
    boolean any = false;
    for (Key key : keys) {
      if (key.name().isEmpty()) {
        continue;
      }
      double width = 32 + TextWidth.of(key.name(), FONT) + 16;
      if (at > EDGE && at + width > WIDTH) {
        at = EDGE;
        row += ROW;
      }
      svg.open("g", "class", Theme.colour(key.colour()));
      if (key.line() != null) {
        svg.element("path", "class", key.line(), "d", "M" + Svg.number(at) + " " + Svg.number(row + 9)
            + "h24");
      }
      if (key.marker() != null) {
        svg.element("path", "class", "solid", "d", key.marker().path(at + 12, row + 9, 4));
      }
      svg.close("g");
      svg.text(at + 30, row + 13.5, "start", "ink", key.name());
      at += width;
      any = true;
    }
    return any ? row + ROW + 5 : top;
  }

  private void grid() {
    double left = x.start();
    double width = x.end() - left;
    for (Ticks.Tick tick : y.ticks()) {
      if (!tick.label().isEmpty()) {
        double at = y.pixel(tick.value());
        svg.element("path", "class", "grid", "d", "M" + Svg.number(left) + " " + Svg.number(at) + "h"
            + Svg.number(width));
        svg.text(left - 6, at + 4, "end", "dim small", tick.label());
      }
    }
    if (bottomLabels == 0) {
      double freeFrom = Double.NEGATIVE_INFINITY;
      for (Ticks.Tick tick : x.ticks()) {
        double at = x.pixel(tick.value());
        svg.element("path", "class", "frame", "d",
            "M" + Svg.number(at) + " " + Svg.number(y.start()) + "v" + (tick.label().isEmpty() ? "3" : "5"));
        double half = TextWidth.of(tick.label(), SMALL) / 2;
        if (!tick.label().isEmpty() && at - half >= freeFrom) {
          svg.text(at, y.start() + 18, "middle", "dim small", tick.label());
          freeFrom = at + half + 4;
        }
      }
    }
    svg.element("rect", "class", "frame", "x", left, "y", y.end(), "width", width, "height", HEIGHT);
  }

  /// For each label above the plot the row in which it collides with none to its left.
  private List<Integer> labelRows(List<ReferenceLine> verticals) {
    List<Double> ends = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    for (ReferenceLine line : verticals) {
      double start = labelStart(line);
      int row = 0;
      while (row < ends.size() && ends.get(row) > start) {
        row++;
      }
      double end = start + TextWidth.of(line.label(), SMALL) + 6;
      if (row < ends.size()) {
        ends.set(row, end);
      } else {
        ends.add(end);
      }
      rows.add(row);
    }
    return rows;
  }

  /// Labels are centred above their line but stay inside the picture.
  private double labelStart(ReferenceLine line) {
    double width = TextWidth.of(line.label(), SMALL);
    return Math.clamp(x.pixel(line.at()) - width / 2, EDGE, Math.max(EDGE, WIDTH - EDGE - width));
  }

  private void verticalLines(List<ReferenceLine> lines, List<Integer> rows) {
    for (int i = 0; i < lines.size(); i++) {
      double at = x.pixel(lines.get(i).at());
      double above = 4 + 14 * rows.get(i);
      svg.element("path", "class", "reference", "d",
          "M" + Svg.number(at) + " " + Svg.number(y.start()) + "V" + Svg.number(y.end() - above + 2));
    }
    for (int i = 0; i < lines.size(); i++) {
      double above = 4 + 14 * rows.get(i);
      double middle = labelStart(lines.get(i)) + TextWidth.of(lines.get(i).label(), SMALL) / 2;
      svg.text(middle, y.end() - above - 1, "middle", "dim small halo", lines.get(i).label());
    }
  }

  private void horizontalLines(List<ReferenceLine> lines) {
    double freeFrom = Double.NEGATIVE_INFINITY;
    for (ReferenceLine line : lines) {
      double at = y.pixel(line.at());
      svg.element("path", "class", "reference", "d",
          "M" + Svg.number(x.start()) + " " + Svg.number(at) + "H" + Svg.number(x.end()));
      double label = Math.max(at + 4, freeFrom);
      svg.text(x.end() + 6, label, "start", "dim small", line.label());
      freeFrom = label + 13;
    }
  }

  /// Starts the part that is cut off near the frame; [#endData] ends it.
  ///
  /// A nested `svg` cuts off without needing an id, which could clash with another figure on a page.
  ///
  /// @param overhang how far beyond the frame, in pixels
  void startData(double overhang) {
    double left = x.start() - overhang;
    double top = y.end() - overhang;
    double width = x.end() - x.start() + 2 * overhang;
    double height = HEIGHT + 2 * overhang;
    svg.open("svg", "x", left, "y", top, "width", width, "height", height, "viewBox",
        Svg.number(left) + " " + Svg.number(top) + " " + Svg.number(width) + " " + Svg.number(height));
  }

  void endData() {
    svg.close("svg");
  }

  String finish() {
    double below = bottomLabels == 0 ? 20 : bottomLabels;
    double bottom = y.start() + below;
    if (!x.axis().label().isEmpty()) {
      svg.text((x.start() + x.end()) / 2, bottom + 15, "middle", "dim small", x.axis().label());
      bottom += 18;
    }
    return svg.finish(WIDTH, bottom + 10);
  }
}
