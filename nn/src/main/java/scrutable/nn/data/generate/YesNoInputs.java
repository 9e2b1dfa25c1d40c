package scrutable.nn.data.generate;

/// All inputs that consist of `d` answers, yes (1) or no (0).
final class YesNoInputs {
  private YesNoInputs() {}

  /// The `2^d` rows of `d` numbers, in order of the binary number that a row is, first digit first.
  static float[] all(int d) {
    float[] rows = new float[(1 << d) * d];
    for (int x = 0; x < 1 << d; x++) {
      for (int j = 0; j < d; j++) {
        rows[x * d + j] = x >> (d - 1 - j) & 1;
      }
    }
    return rows;
  }
}
