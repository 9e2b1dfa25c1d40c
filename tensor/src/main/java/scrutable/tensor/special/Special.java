package scrutable.tensor.special;

/// Special functions in double precision, with the same bits on every machine.
///
/// Only the four basic operations, `Math.sqrt` (both exactly rounded) and `StrictMath` are used.
public final class Special {
  private Special() {}

  /// The standard normal quantile: the `x` with `normalCdf(x) = p`. Relative error about 1e-16 in the argument
  /// range `[1e-300, 1)`; 0 gives `-Infinity`, 1 gives `+Infinity` (Wichura 1988, AS 241).
  ///
  /// @throws IllegalArgumentException if `p` is not in `[0, 1]`
  public static double inverseNormalCdf(double p) {
    return NormalQuantile.of(p);
  }
}
