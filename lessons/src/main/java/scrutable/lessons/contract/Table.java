package scrutable.lessons.contract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import scrutable.lessons.format.Markup;
import scrutable.lessons.format.Numbers;

/// A table of results; the terminal, the pages and the CSV file are made from it.
///
/// @param name    lower-case words joined by hyphens
/// @param title   the sentence above it
/// @param columns the columns
/// @param rows    one list per row; a cell is a String, a Double or null for an empty one
public record Table(String name, String title, List<Column> columns, List<List<Object>> rows)
    implements Finding {
  /// Checks the name and copies the lists.
  public Table {
    Names.require("table", name);
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /// An empty table; rows are added with [#row].
  public static Table of(String name, String title, Column... columns) {
    return new Table(name, title, List.of(columns), List.of());
  }

  /// This table with one row more.
  ///
  /// @param cells one per column: a number (or null) in a number column, text in a text column
  /// @throws IllegalArgumentException if their count or their types do not fit the columns
  public Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException("table \"" + name + "\": a row needs " + columns.size()
          + " cells, one per column; " + cells.length + " were given");
    }
    var row = new ArrayList<Object>();
    for (int i = 0; i < cells.length; i++) {
      row.add(checked(columns.get(i), cells[i]));
    }
    var more = new ArrayList<>(rows);
    more.add(Collections.unmodifiableList(row));
    return new Table(name, title, columns, more);
  }

  private Object checked(Column column, Object cell) {
    return switch (cell) {
      case null -> null;
      case Number number when column.isNumeric() -> Numbers.toDouble(number);
      case CharSequence text when !column.isNumeric() -> text.toString();
      default -> throw new IllegalArgumentException(
          "table \"" + name + "\": column \"" + column.name() + "\" holds "
          + (column.isNumeric() ? "numbers" : "text") + "; a "
          + cell.getClass().getSimpleName() + " was given");
    };
  }

  /// The rows as they are shown: rounded to the decimals of their columns.
  public List<List<String>> shownRows() {
    var shown = new ArrayList<List<String>>();
    for (List<Object> row : rows) {
      var cells = new ArrayList<String>();
      for (int i = 0; i < columns.size(); i++) {
        cells.add(columns.get(i).shown(row.get(i)));
      }
      shown.add(cells);
    }
    return shown;
  }

  /// The table as CSV (RFC 4180, but with plain line feeds), numbers exact.
  public String csv() {
    var out = new StringBuilder();
    appendCsv(columns.stream().<Object>map(Column::name).toList(), out);
    rows.forEach(row -> appendCsv(row, out));
    return out.toString();
  }

  private static void appendCsv(List<Object> cells, StringBuilder out) {
    String separator = "";
    for (Object cell : cells) {
      out.append(separator).append(switch (cell) {
        case null -> "";
        case Double number -> Numbers.exact(number);
        default -> Markup.csv(cell.toString());
      });
      separator = ",";
    }
    out.append('\n');
  }
}
