package scrutable.tensor;

/// The type of a tensor's elements.
///
/// [#FLOAT32] is the default and the fast path. [#FLOAT64] is complete through the readable reference
/// loops: gradient checks and linear algebra need its precision. [#INT32] holds labels and indices only;
/// it can be viewed, gathered, compared and printed, but not calculated with.
public enum DType {
  FLOAT32("float32", 4),
  FLOAT64("float64", 8),
  INT32("int32", 4);

  private final String text;
  private final int bytes;

  DType(String text, int bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  /// Bytes of one element.
  public int bytes() {
    return bytes;
  }

  /// Whether elements of this type can be calculated with (`FLOAT32` and `FLOAT64`).
  public boolean isFloating() {
    return this != INT32;
  }

  /// The name NumPy gives this type, for example `float32`.
  @Override
  public String toString() {
    return text;
  }
}
