package scrutable.nn.data.generate;

/// What the generators of points in the plane share.
final class PointArguments {
  private PointArguments() {}

  static void requireNotNegative(String generator, int count, double spread) {
    if (count < 0 || !(spread >= 0)) {
      throw new IllegalArgumentException(
          generator + ": count and noise must not be negative, but are " + count + " and " + spread);
    }
  }
}
