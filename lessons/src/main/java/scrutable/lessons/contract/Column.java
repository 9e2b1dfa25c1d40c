package scrutable.lessons.contract;

import scrutable.lessons.format.Numbers;

/// A column of a [Table].
///
/// @param name     the heading with the unit, like `error (%)`
/// @param decimals digits after the point of its numbers; -1 for a column of text
public record Column(String name, int decimals) {
  /// A column of words, aligned left.
  public static Column text(String name) {
    return new Column(name, -1);
  }

  /// A column of numbers, aligned right, shown with this many digits after the point.
  public static Column number(String name, int decimals) {
    return new Column(name, decimals);
  }

  /// Whether the column holds numbers.
  public boolean isNumeric() {
    return decimals >= 0;
  }

  /// A cell of this column as it is shown: rounded.
  public String shown(Object cell) {
    return switch (cell) {
      case null -> "";
      case Double number -> Numbers.fixed(number, decimals);
      default -> cell.toString();
    };
  }
}
