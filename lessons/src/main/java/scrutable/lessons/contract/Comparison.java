package scrutable.lessons.contract;

/// How a measured value must compare with its threshold. NaN compares with nothing, so it never holds.
public enum Comparison {
  AT_LEAST("≥", ">="),
  ABOVE(">", ">"),
  AT_MOST("≤", "<="),
  BELOW("<", "<"),
  EXACTLY("=", "==");

  private final String sign;
  private final String ascii;

  Comparison(String sign, String ascii) {
    this.sign = sign;
    this.ascii = ascii;
  }

  /// The mathematical sign, like `≥`.
  public String sign() {
    return sign;
  }

  /// The sign in ASCII, like `>=`; this is the form of result.json.
  public String ascii() {
    return ascii;
  }

  /// Whether `value` compares with `threshold` as this says.
  public boolean holds(double value, double threshold) {
    return switch (this) {
      case AT_LEAST -> value >= threshold;
      case ABOVE -> value > threshold;
      case AT_MOST -> value <= threshold;
      case BELOW -> value < threshold;
      case EXACTLY -> value == threshold;
    };
  }
}
