package scrutable.lessons.contract;

import scrutable.lessons.format.Numbers;

/// A column of a [Table].
///
/// @param name   the heading with the unit, like `error (%)`
/// @param format how its cells are shown
/// @param digits how many digits: after the point for [Format#FIXED], in all for [Format#SIGNIFICANT]
public record Column(String name, Format format, int digits) {
  /// How the cells of a column are shown.
  public enum Format {
    /// Words, aligned left.
    TEXT,
    /// Numbers with the same number of digits after the point.
    FIXED,
    /// Numbers with the same number of significant digits, scientific where they are very small or large.
    SIGNIFICANT
  }

  /// A column of words, aligned left.
  public static Column text(String name) {
    return new Column(name, Format.TEXT, 0);
  }

  /// A column of numbers, aligned right, shown with this many digits after the point.
  public static Column number(String name, int decimals) {
    return new Column(name, Format.FIXED, decimals);
  }

  /// A column of numbers of very different sizes, like errors from 1e-12 to 1, shown with this many
  /// significant digits.
  public static Column significant(String name, int digits) {
    return new Column(name, Format.SIGNIFICANT, digits);
  }

  /// Whether the column holds numbers.
  public boolean isNumeric() {
    return format != Format.TEXT;
  }

  /// A cell of this column as it is shown: rounded.
  public String shown(Object cell) {
    return switch (cell) {
      case null -> "";
      case Double number when format == Format.SIGNIFICANT -> Numbers.significant(number, digits);
      case Double number -> Numbers.fixed(number, digits);
      default -> cell.toString();
    };
  }
}
