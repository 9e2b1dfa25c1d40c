package scrutable.lessons.contract;

/// The rule for names that become file names and anchors.
public final class Names {
  private Names() {}

  /// Whether the name is lower-case words and digits joined by single hyphens, like `random-labels`.
  public static boolean isValid(String name) {
    boolean plain = name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
    return plain && !name.isEmpty() && !name.startsWith("-") && !name.endsWith("-") && !name.contains("--");
  }

  static void require(String kind, String name) {
    if (!isValid(name)) {
      throw new IllegalArgumentException(kind + " name \"" + name
          + "\": a name is made of lower-case words joined by hyphens, like clean-accuracy");
    }
  }
}
