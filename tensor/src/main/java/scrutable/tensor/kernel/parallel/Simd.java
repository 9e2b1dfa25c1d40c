package scrutable.tensor.kernel.parallel;

/// Says whether the vector kernels can be used: whether the module `jdk.incubator.vector` is there.
///
/// Without it (or with `-Dscrutable.simd=false`) every kernel runs its plain twin: the same bits, several
/// times slower. The `Simd...` classes may be touched only behind `if (Simd.AVAILABLE)`, as the JVM could not
/// load them otherwise.
public final class Simd {

  /// Whether the vector kernels are in use.
  public static final boolean AVAILABLE = available();

  /// Elements from which on vectors pay.
  private static final int ENOUGH = 32;

  private Simd() {}

  /// Whether vectors are in use and pay for a run of `n` neighbouring elements.
  public static boolean paysFor(int n) {
    return AVAILABLE && n >= ENOUGH;
  }

  private static boolean available() {
    if (!Boolean.parseBoolean(System.getProperty("scrutable.simd", "true"))) {
      return false;
    }
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      return true;
    }
    System.getLogger("scrutable.tensor").log(System.Logger.Level.WARNING,
        "The module jdk.incubator.vector is not in use, so the plain kernels run: same results, slower. "
            + "Start Java with: --add-modules jdk.incubator.vector");
    return false;
  }
}
