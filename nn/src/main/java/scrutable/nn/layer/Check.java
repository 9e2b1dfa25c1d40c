package scrutable.nn.layer;

/// What every layer asks of the sizes it is given.
final class Check {
  private Check() {}

  /// @throws IllegalArgumentException if the size is below 1
  static void atLeastOne(String layer, String what, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(layer + ": " + what + " must be at least 1, not " + size);
    }
  }
}
