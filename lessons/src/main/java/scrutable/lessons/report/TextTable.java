package scrutable.lessons.report;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Table;

/// A table as aligned text: words to the left, numbers to the right.
public final class TextTable {
  private TextTable() {}

  /// The lines of the table: heading, rule, rows.
  public static List<String> lines(Table table) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(table.columns().stream().map(Column::name).toList());
    rows.addAll(table.shownRows());
    boolean[] right = new boolean[table.columns().size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = table.columns().get(i).isNumeric();
    }
    List<String> lines = new ArrayList<>(align(rows, right));
    lines.add(1, "-".repeat(lines.stream().mapToInt(String::length).max().orElse(0)));
    return lines;
  }

  /// Rows of equally many cells as lines, columns two blanks apart.
  static List<String> align(List<List<String>> rows, boolean[] right) {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = row.get(i);
        String padding = " ".repeat(widths[i] - length(cell));
        line.append(i == 0 ? "" : "  ").append(right[i] ? padding + cell : cell + padding);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
