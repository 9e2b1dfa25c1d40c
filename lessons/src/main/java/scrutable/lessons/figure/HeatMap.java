package scrutable.lessons.figure;

import java.util.List;
import java.util.stream.IntStream;
import scrutable.lessons.format.Numbers;

/// A matrix as coloured cells with a colour bar; cells that are large enough also show their number. Where names of
/// columns would touch, every second one stands a line lower.
///
/// @param title       what the map shows
/// @param xLabel      what the columns are
/// @param yLabel      what the rows are
/// @param valueLabel  what the numbers are, with unit
/// @param columnNames one per column; empty for none
/// @param rowNames    one per row, from the top; empty for none
/// @param values      rows of equal length; a value that is not finite leaves its cell empty
/// @param signed      whether 0 is the middle of the colours; else they begin at the smallest value
public record HeatMap(String title, String xLabel, String yLabel, String valueLabel, List<String> columnNames,
    List<String> rowNames, double[][] values, boolean signed) implements Figure {
  private static final double EDGE = 14;
  private static final double FONT = 11.5;
  private static final double WANTED_SIZE = 400;
  private static final double LARGEST_CELL = 46;
  private static final double SMALLEST_WITH_NUMBER = 26;
  private static final double GAP = 6;
  private static final double LINE = 14;

  /// Copies the values and checks the sizes.
  ///
  /// @throws IllegalArgumentException if there are no cells, if rows differ in length or if the names do
  ///     not fit
  public HeatMap {
    columnNames = List.copyOf(columnNames);
    rowNames = List.copyOf(rowNames);
    if (values.length == 0 || values[0].length == 0) {
      throw new IllegalArgumentException("heat map \"" + title + "\": it needs at least one cell");
    }
    double[][] copy = new double[values.length][];
    for (int row = 0; row < values.length; row++) {
      if (values[row].length != values[0].length) {
        throw new IllegalArgumentException("heat map \"" + title + "\": row " + row + " has "
            + values[row].length
            + " values, row 0 has " + values[0].length);
      }
      copy[row] = values[row].clone();
    }
    requireNames(title, "column", columnNames, values[0].length);
    requireNames(title, "row", rowNames, values.length);
    values = copy;
  }

  private static void requireNames(String title, String kind, List<String> names, int count) {
    if (!names.isEmpty() && names.size() != count) {
      throw new IllegalArgumentException(
          "heat map \"" + title + "\": " + names.size() + " " + kind + " names for " + count + " of them");
    }
  }

  @Override
  public String svg() {
    int columns = values[0].length;
    double cell = Math.min(LARGEST_CELL,
        Math.max(1, Math.floor(WANTED_SIZE / Math.max(columns, values.length))));
    double names = rowNames.stream().mapToDouble(name -> TextWidth.of(name, FONT)).max().orElse(0);
    double left = EDGE + (names == 0 ? 0 : names + 8);
    double mapWidth = cell * columns;
    double mapHeight = cell * values.length;
    double width = Math.max(320, left + mapWidth + 110);
    var bar = ColourBar.of(valueLabel, values, signed);
    var svg = new Svg(title);
    double top = Plot.heading(svg, title, width);
    svg.text(EDGE, top + 11, "start", "dim small", yLabel);
    svg.text(left + mapWidth + 22, top + 11, "start", "dim small", valueLabel);
    top += 20;
    svg.element("image", "class", "pixels", "x", left, "y", top, "width", mapWidth, "height", mapHeight,
        "preserveAspectRatio", "none", "href", bar.cells(values));
    svg.element("rect", "class", "frame", "x", left, "y", top, "width", mapWidth, "height", mapHeight);
    numbers(svg, bar, left, top, cell);
    names(svg, left, top, cell);
    bar.draw(svg, left + mapWidth + 22, top, mapHeight);
    double bottom = top + mapHeight + (columnNames.isEmpty() ? 2 : 18) + (touching(cell) ? LINE : 0);
    svg.text(left + mapWidth / 2, bottom + 14, "middle", "dim small", xLabel);
    return svg.finish(width, bottom + 26);
  }

  private void numbers(Svg svg, ColourBar bar, double left, double top, double cell) {
    if (cell < SMALLEST_WITH_NUMBER) {
      return;
    }
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[0].length; column++) {
        double value = values[row][column];
        if (Double.isFinite(value)) {
          String style = ColourMap.isLight(bar.colour(value)) ? "onlight small" : "ondark small";
          svg.text(left + (column + 0.5) * cell, top + (row + 0.5) * cell + 4, "middle", style,
              Numbers.significant(value, 3));
        }
      }
    }
  }

  private void names(Svg svg, double left, double top, double cell) {
    for (int row = 0; row < rowNames.size(); row++) {
      svg.text(left - 6, top + (row + 0.5) * cell + 4, "end", "ink small", rowNames.get(row));
    }
    double step = touching(cell) ? LINE : 0;
    for (int column = 0; column < columnNames.size(); column++) {
      svg.text(left + (column + 0.5) * cell, top + cell * values.length + 15 + column % 2 * step, "middle",
          "ink small", columnNames.get(column));
    }
  }

  private boolean touching(double cell) {
    return IntStream.range(1, columnNames.size()).anyMatch(column ->
        (TextWidth.of(columnNames.get(column - 1), FONT) + TextWidth.of(columnNames.get(column), FONT)) / 2 + GAP
            > cell);
  }
}
