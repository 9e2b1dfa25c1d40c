package scrutable.lessons.figure;

import java.util.List;

/// Pictures in rows and columns with captions, every pixel a sharp square.
///
/// A grid of many columns has smaller pictures, so that its captions can be read where it is shown 400 pixels wide.
///
/// @param title   what the grid shows
/// @param columns headings of the columns; empty for none
/// @param rows    the tiles; rows may differ in length
public record ImageGrid(String title, List<String> columns, List<List<Tile>> rows) implements Figure {
  private static final double EDGE = 14;
  private static final double LEAST_WIDTH = 240;

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
    GridLayout layout = GridLayout.of(columns, rows);
    double width = Math.max(2 * EDGE + layout.width(), LEAST_WIDTH);
    var svg = new Svg(title);
    double top = Plot.heading(svg, title, width);
    if (!columns.isEmpty()) {
      top = headings(svg, layout, top);
    }
    for (List<Tile> row : rows) {
      top = draw(svg, row, layout, top) + GridLayout.GAP;
    }
    return svg.finish(width, top);
  }

  private double headings(Svg svg, GridLayout layout, double top) {
    double left = EDGE;
    int lines = 0;
    for (int i = 0; i < columns.size(); i++) {
      double baseline = top + 12;
      List<String> wrapped = layout.heading(columns.get(i));
      for (String line : wrapped) {
        svg.text(left + layout.widths()[i] / 2, baseline, "middle", "ink small", line);
        baseline += GridLayout.LINE;
      }
      lines = Math.max(lines, wrapped.size());
      left += layout.widths()[i] + layout.gap();
    }
    return top + 6 + GridLayout.LINE * lines;
  }

  private static double draw(Svg svg, List<Tile> row, GridLayout layout, double top) {
    double imageHeight = 0;
    int lines = 0;
    for (Tile tile : row) {
      if (tile instanceof Tile.Image image) {
        imageHeight = Math.max(imageHeight, layout.height(image.picture()));
        lines = Math.max(lines, layout.caption(image).size());
      }
    }
    double left = EDGE;
    for (int i = 0; i < row.size(); i++) {
      double middle = left + layout.widths()[i] / 2;
      switch (row.get(i)) {
        case Tile.Image image -> drawImage(svg, image, layout, middle, top);
        case Tile.Symbol(var text) -> {
          svg.open("g", "style", "font-size:" + Svg.number(layout.symbolFont()) + "px");
          svg.text(middle, top + imageHeight / 2 + 8, "middle", "ink", text);
          svg.close("g");
        }
        case Tile.Empty() -> { }
      }
      left += layout.widths()[i] + layout.gap();
    }
    return top + imageHeight + (lines == 0 ? 0 : 4 + GridLayout.LINE * lines);
  }

  private static void drawImage(Svg svg, Tile.Image tile, GridLayout layout, double middle, double top) {
    Picture picture = tile.picture();
    double width = layout.width(picture);
    double height = layout.height(picture);
    // Whole coordinates keep the edges of the pixels sharp.
    double left = Math.rint(middle - width / 2);
    svg.element("image", "class", picture.drawing() ? "drawing" : "pixels", "x", left, "y", top, "width", width,
        "height", height, "preserveAspectRatio", "none", "href", picture.dataUri());
    if (picture.drawing()) {
      svg.hasDrawings();
    }
    if (tile.mark() == Tile.Mark.NONE) {
      svg.element("rect", "class", "frame", "x", left - 0.5, "y", top - 0.5, "width", width + 1, "height",
          height + 1);
    } else {
      svg.open("g", "class", Theme.colour(tile.mark() == Tile.Mark.RIGHT ? 2 : 1));
      svg.element("rect", "class", "mark", "x", left - 1.25, "y", top - 1.25, "width", width + 2.5,
          "height", height + 2.5);
      svg.close("g");
    }
    double baseline = top + height + GridLayout.LINE + 1;
    for (String line : layout.caption(tile)) {
      svg.text(left + width / 2, baseline, "middle", "ink small", line);
      baseline += GridLayout.LINE;
    }
  }
}
