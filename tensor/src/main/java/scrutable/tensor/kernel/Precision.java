package scrutable.tensor.kernel;

/// What arithmetic rounds to: so that one plain text, with all numbers held in double, defines a kernel for both types.
///
/// A float fits in a double unchanged, so [#FLOAT32] gives the very bits of float arithmetic.
public enum Precision {
  FLOAT32 {
    @Override
    public double fma(double a, double b, double c) {
      return Math.fma((float) a, (float) b, (float) c);
    }

    @Override
    public double add(double a, double b) {
      return (float) a + (float) b;
    }

    @Override
    public double divide(double a, double b) {
      return (float) a / (float) b;
    }
  },
  FLOAT64 {
    @Override
    public double fma(double a, double b, double c) {
      return Math.fma(a, b, c);
    }

    @Override
    public double add(double a, double b) {
      return a + b;
    }

    @Override
    public double divide(double a, double b) {
      return a / b;
    }
  };

  /// a b + c, rounded once.
  public abstract double fma(double a, double b, double c);

  /// a + b.
  public abstract double add(double a, double b);

  /// a / b.
  public abstract double divide(double a, double b);
}
