package scrutable.lessons.contract;

import scrutable.lessons.format.Numbers;

/// A number worth quoting; the pages of the book refer to it by its name.
///
/// @param name     lower-case words joined by hyphens, like `clean-accuracy`
/// @param value    the number
/// @param decimals how many digits after the point are shown
/// @param unit     the unit, like `%`, or empty
public record Headline(String name, double value, int decimals, String unit) implements Finding {
  /// Checks the name.
  ///
  /// @throws IllegalArgumentException if the name is not lower-case words joined by hyphens
  public Headline {
    Names.require("headline", name);
  }

  /// A share from 0 to 1, quoted in percent with one digit after the point.
  public static Headline percent(String name, double share) {
    return percent(name, share, 1);
  }

  /// A share from 0 to 1, quoted in percent.
  public static Headline percent(String name, double share, int decimals) {
    return new Headline(name, 100 * share, decimals, "%");
  }

  /// The number without its unit, as it is printed.
  public String shown() {
    return Numbers.fixed(value, decimals);
  }
}
