package scrutable.lessons.figure;

import java.util.ArrayList;
import java.util.List;

/// How large the pictures of an [ImageGrid] are, and how wide its columns.
///
/// Pictures have the greatest of a few sizes with which the grid stays narrow enough to be read where it is shown 400
/// pixels wide; if need be, captions are broken into lines to fit their picture.
///
/// @param size   the wanted length of the longer side of a picture
/// @param broken whether captions and headings are broken into lines
/// @param widths of the columns
record GridLayout(double size, boolean broken, double[] widths) {
  /// Between rows, and between the columns of large pictures.
  static final double GAP = 14;
  /// The height of a line of text.
  static final double LINE = 14;
  private static final double FONT = 11.5;
  private static final double SYMBOL_FONT = 22;
  private static final double[] SIZES = {96, 84, 56, 48};
  /// At a width of 400 pixels letters are then 8 pixels high.
  private static final double READABLE = 560;
  /// Captions are not broken into shorter lines than this.
  private static final double SHORTEST_LINE = 72;

  static GridLayout of(List<String> columns, List<List<Tile>> rows) {
    GridLayout layout = measured(SIZES[0], false, columns, rows);
    for (int i = 1; i < SIZES.length && layout.width() > READABLE; i++) {
      layout = measured(SIZES[i], false, columns, rows);
      if (layout.width() > READABLE) {
        layout = measured(SIZES[i], true, columns, rows);
      }
    }
    return layout;
  }

  private static GridLayout measured(double size, boolean broken, List<String> columns, List<List<Tile>> rows) {
    int count = Math.max(columns.size(), rows.stream().mapToInt(List::size).max().orElse(0));
    var layout = new GridLayout(size, broken, new double[count]);
    layout.measure(columns, rows);
    return layout;
  }

  private void measure(List<String> columns, List<List<Tile>> rows) {
    for (int i = 0; i < columns.size(); i++) {
      widths[i] = widest(heading(columns.get(i)));
    }
    for (List<Tile> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], switch (row.get(i)) {
          case Tile.Image image -> Math.max(width(image.picture()), widest(caption(image)));
          case Tile.Symbol(var text) -> TextWidth.of(text, symbolFont());
          case Tile.Empty() -> 0;
        });
      }
    }
  }

  private static double widest(List<String> lines) {
    return lines.stream().mapToDouble(line -> TextWidth.of(line, FONT)).max().orElse(0);
  }

  /// The width of all columns with the gaps between them.
  double width() {
    double width = -gap();
    for (double column : widths) {
      width += column + gap();
    }
    return width;
  }

  /// Between columns.
  double gap() {
    return isLarge() ? GAP : 8;
  }

  double symbolFont() {
    return isLarge() ? SYMBOL_FONT : 15;
  }

  private boolean isLarge() {
    return size == SIZES[0];
  }

  double width(Picture picture) {
    return picture.width() * zoom(picture);
  }

  double height(Picture picture) {
    return picture.height() * zoom(picture);
  }

  /// The side of one pixel: a whole number, so that all pixels are equally large; of a drawing, whatever fits.
  private double zoom(Picture picture) {
    double zoom = size / Math.max(picture.height(), picture.width());
    return picture.drawing() ? zoom : Math.max(1, Math.rint(zoom));
  }

  List<String> heading(String text) {
    return broken ? TextWidth.wrap(text, FONT, SHORTEST_LINE) : List.of(text);
  }

  /// The caption, its first line led by the sign of the mark.
  List<String> caption(Tile.Image tile) {
    String sign = switch (tile.mark()) {
      case NONE -> "";
      case RIGHT -> "✓ ";
      case WRONG -> "✗ ";
    };
    var lines = new ArrayList<>(tile.caption());
    if (!sign.isEmpty()) {
      String first = lines.isEmpty() ? "" : lines.removeFirst();
      lines.addFirst((sign + first).strip());
    }
    return broken ? broken(lines, Math.max(SHORTEST_LINE, width(tile.picture()))) : lines;
  }

  /// No line begins with a unit or ends with a sign.
  private static List<String> broken(List<String> lines, double width) {
    List<String> shorter = new ArrayList<>();
    for (String line : lines) {
      String bound = line.replace(" %", "\u00A0%").replace("✓ ", "✓\u00A0").replace("✗ ", "✗\u00A0");
      shorter.addAll(TextWidth.wrap(bound, FONT, width));
    }
    return shorter;
  }
}
