package scrutable.bench.compare;

/// How fast the machine was while something was measured, by its two canaries.
///
/// @param gflops    of multiply-adds, by [Canary]
/// @param gigabytes a second through memory, by [MemoryCanary]
public record Conditions(double gflops, double gigabytes) {
  /// The worse of both, each for itself: what can be relied on between two looks.
  public Conditions worse(Conditions other) {
    return new Conditions(Math.min(gflops, other.gflops), Math.min(gigabytes, other.gigabytes));
  }
}
