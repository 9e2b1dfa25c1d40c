package scrutable.tensor.io;

/// Numbers as text from which the same number is read again.
public final class ShortestDecimal {
  private ShortestDecimal() {}

  /// The shortest decimal that reads back as the same double; whole numbers lose their `.0`, a zero its sign.
  ///
  /// NaN and infinities become `NaN`, `Infinity`, `-Infinity`.
  public static String of(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  /// The double a person means by a boxed number: `0.1f` is read as 0.1, not as 0.10000000149.
  public static double meant(Number number) {
    return number instanceof Float single ? Double.parseDouble(single.toString()) : number.doubleValue();
  }
}
