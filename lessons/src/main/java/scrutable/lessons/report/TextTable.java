package scrutable.lessons.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Table;

/// A table as aligned text, no wider than it may be: words to the left, numbers to the right.
///
/// What is too wide gets its heading on several lines; if that does not suffice, the longest words cells as well; and
/// if even that does not, the table goes on below, with its first column repeated.
public final class TextTable {
  private static final int GAP = 2;

  private final List<List<String>> rows;
  private final boolean[] right;
  private final int headings;
  private final int width;

  /// @param headings how many of the rows are headings: 0 or 1
  private TextTable(List<List<String>> rows, boolean[] right, int headings, int width) {
    this.rows = rows;
    this.right = right;
    this.headings = headings;
    this.width = width;
  }

  /// The lines of the table: heading, rule, rows.
  static List<String> lines(Table table, int width) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.columns().stream().map(Column::name).toList());
    rows.addAll(table.shownRows());
    boolean[] right = new boolean[table.columns().size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = table.columns().get(i).isNumeric();
    }
    return new TextTable(rows, right, 1, width).lines();
  }

  /// Rows of equally many cells as lines, columns two blanks apart.
  ///
  /// @param right which columns stand to the right, as numbers do
  /// @param width how long a line may be
  public static List<String> align(List<List<String>> rows, boolean[] right, int width) {
    return new TextTable(rows, right, 0, width).lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < right.length) {
      int to = lastThatFits(from);
      int[] columns = IntStream.concat(from == 0 ? IntStream.empty() : IntStream.of(0), IntStream.range(from, to))
          .toArray();
      if (from > 0) {
        lines.add("");
      }
      lines.addAll(block(columns, widths(columns)));
      from = to;
    }
    return lines;
  }

  /// The end of the block of columns that begins with `from`: at least one column of its own.
  private int lastThatFits(int from) {
    int to = from + 1;
    int used = least(from) + (from == 0 ? 0 : least(0) + GAP);
    while (to < right.length && used + GAP + least(to) <= width) {
      used += GAP + least(to);
      to++;
    }
    return to;
  }

  /// The narrowest that a column can be: words stay whole, and so do the cells of a column of numbers.
  private int least(int column) {
    return rows.stream().mapToInt(row -> right[column] && row != rows.getFirst() ? length(row.get(column))
        : longestWord(row.get(column))).max().orElse(0);
  }

  private int natural(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  /// As wide as its cells, without the heading.
  private int body(int column) {
    return Math.max(least(column),
        rows.stream().skip(headings).mapToInt(row -> length(row.get(column))).max().orElse(0));
  }

  /// The widths of a block: natural if there is room; else the headings are broken first, and the widest cells next.
  private int[] widths(int[] columns) {
    int[] widths = Arrays.stream(columns).map(this::natural).toArray();
    int room = width - GAP * (columns.length - 1);
    narrow(widths, Arrays.stream(columns).map(this::body).toArray(), room);
    narrow(widths, Arrays.stream(columns).map(this::least).toArray(), room);
    return widths;
  }

  /// Takes from the widest of those above their least until the sum fits.
  private static void narrow(int[] widths, int[] least, int room) {
    while (Arrays.stream(widths).sum() > room) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (widths[i] > least[i] && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  private List<String> block(int[] columns, int[] widths) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      lines.addAll(row(rows.get(i), columns, widths, i < headings));
      if (i == headings - 1) {
        lines.add("-".repeat(Arrays.stream(widths).sum() + GAP * (widths.length - 1)));
      }
    }
    return lines;
  }

  /// One row on as many lines as its tallest cell; headings stand on the rule, everything else hangs from the top.
  private List<String> row(List<String> row, int[] columns, int[] widths, boolean isHeading) {
    List<List<String>> cells = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      cells.add(broken(row.get(columns[i]), widths[i]));
    }
    int height = cells.stream().mapToInt(List::size).max().orElse(1);
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < height; k++) {
      var line = new StringBuilder();
      for (int i = 0; i < columns.length; i++) {
        List<String> cell = cells.get(i);
        int at = isHeading ? k - (height - cell.size()) : k;
        String text = at >= 0 && at < cell.size() ? cell.get(at) : "";
        String padding = " ".repeat(Math.max(0, widths[i] - length(text)));
        line.append(i == 0 ? "" : " ".repeat(GAP)).append(right[columns[i]] ? padding + text : text + padding);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /// The text on lines of at most this width, broken between words.
  public static List<String> broken(String text, int width) {
    if (length(text) <= width) {
      return List.of(text);
    }
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    var words = new StringTokenizer(text);
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (!line.isEmpty() && length(line.toString()) + 1 + length(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static int longestWord(String text) {
    return Arrays.stream(text.split(" ")).mapToInt(TextTable::length).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
