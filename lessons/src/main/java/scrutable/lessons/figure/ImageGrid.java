package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;

/// Pictures in rows and columns with captions, every pixel a sharp square.
///
/// @param title   what the grid shows
/// @param columns headings of the columns; empty for none
/// @param rows    the tiles; rows may differ in length
public record ImageGrid(String title, List<String> columns, List<List<Tile>> rows) implements Figure {
  private static final double EDGE = 14;
  private static final double GAP = 14;
  private static final double CAPTION_FONT = 11.5;
  private static final double CAPTION_LINE = 14;
  private static final double SYMBOL_FONT = 22;
  private static final double WANTED_SIZE = 96;

  public ImageGrid {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
  }

  /// A grid without headings.
  public static ImageGrid of(String title, List<List<Tile>> rows) {
    return new ImageGrid(title, List.of(), rows);
  }

  @Override
  public String svg() {
    double[] widths = columnWidths();
    double width = 2 * EDGE - GAP;
    for (double column : widths) {
      width += column + GAP;
    }
    width = Math.max(width, 240);
    var svg = new Svg(title);
    double top = Plot.heading(svg, title, width);
    if (!columns.isEmpty()) {
      headings(svg, widths, top + 12);
      top += 20;
    }
    for (List<Tile> row : rows) {
      top = draw(svg, row, widths, top) + GAP;
    }
    return svg.finish(width, top);
  }

  /// The side of one pixel, a whole number so that all pixels are equally large.
  private static int zoom(Picture picture) {
    return (int) Math.max(1, Math.rint(WANTED_SIZE / Math.max(picture.height(), picture.width())));
  }

  private double[] columnWidths() {
    int count = rows.stream().mapToInt(List::size).max().orElse(0);
    double[] widths = new double[Math.max(count, columns.size())];
    for (int i = 0; i < columns.size(); i++) {
      widths[i] = TextWidth.of(columns.get(i), CAPTION_FONT);
    }
    for (List<Tile> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  private static double width(Tile tile) {
    return switch (tile) {
      case Tile.Image(var picture, var _, var caption) -> Math.max((double) zoom(picture) * picture.width(),
          captionLines(tile).stream().mapToDouble(line -> TextWidth.of(line, CAPTION_FONT)).max().orElse(0));
      case Tile.Symbol(var text) -> TextWidth.of(text, SYMBOL_FONT);
      case Tile.Empty() -> 0;
    };
  }

  /// The caption, its first line led by the sign of the mark.
  private static List<String> captionLines(Tile tile) {
    if (!(tile instanceof Tile.Image(var _, var mark, var caption))) {
      return List.of();
    }
    String sign = switch (mark) {
      case NONE -> "";
      case RIGHT -> "✓ ";
      case WRONG -> "✗ ";
    };
    var lines = new ArrayList<>(caption);
    if (!sign.isEmpty()) {
      String first = lines.isEmpty() ? "" : lines.removeFirst();
      lines.addFirst((sign + first).strip());
    }
    return lines;
  }

  private void headings(Svg svg, double[] widths, double baseline) {
    double left = EDGE;
    for (int i = 0; i < columns.size(); i++) {
      svg.text(left + widths[i] / 2, baseline, "middle", "ink small", columns.get(i));
      left += widths[i] + GAP;
    }
  }

  private static double draw(Svg svg, List<Tile> row, double[] widths, double top) {
    double imageHeight = 0;
    int lines = 0;
    for (Tile tile : row) {
      if (tile instanceof Tile.Image(var picture, var _, var _)) {
        imageHeight = Math.max(imageHeight, (double) zoom(picture) * picture.height());
        lines = Math.max(lines, captionLines(tile).size());
      }
    }
    double left = EDGE;
    for (int i = 0; i < row.size(); i++) {
      double middle = left + widths[i] / 2;
      switch (row.get(i)) {
        case Tile.Image image -> drawImage(svg, image, middle, top);
        case Tile.Symbol(var text) -> {
          svg.open("g", "style", "font-size:" + Svg.number(SYMBOL_FONT) + "px");
          svg.text(middle, top + imageHeight / 2 + 8, "middle", "ink", text);
          svg.close("g");
        }
        case Tile.Empty() -> { }
      }
      left += widths[i] + GAP;
    }
    return top + imageHeight + (lines == 0 ? 0 : 4 + CAPTION_LINE * lines);
  }

  private static void drawImage(Svg svg, Tile.Image tile, double middle, double top) {
    Picture picture = tile.picture();
    double width = (double) zoom(picture) * picture.width();
    double height = (double) zoom(picture) * picture.height();
    // Whole coordinates keep the edges of the pixels sharp.
    double left = Math.rint(middle - width / 2);
    svg.element("image", "class", "pixels", "x", left, "y", top, "width", width, "height", height,
        "preserveAspectRatio", "none", "href", picture.dataUri());
    if (tile.mark() == Tile.Mark.NONE) {
      svg.element("rect", "class", "frame", "x", left - 0.5, "y", top - 0.5, "width", width + 1, "height",
          height + 1);
    } else {
      svg.open("g", "class", Theme.colour(tile.mark() == Tile.Mark.RIGHT ? 2 : 1));
      svg.element("rect", "class", "mark", "x", left - 1.25, "y", top - 1.25, "width", width + 2.5,
          "height", height + 2.5);
      svg.close("g");
    }
    double baseline = top + height + CAPTION_LINE + 1;
    for (String line : captionLines(tile)) {
      svg.text(left + width / 2, baseline, "middle", "ink small", line);
      baseline += CAPTION_LINE;
    }
  }
}
