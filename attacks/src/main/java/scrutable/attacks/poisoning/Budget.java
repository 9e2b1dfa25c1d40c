package scrutable.attacks.poisoning;

/// How many training examples an adversary may change or add, counted in examples: a share means little without
/// the size of what it is a share of.
///
/// @param examples changed and added ones together
public record Budget(int examples) {
  /// Checks the number.
  ///
  /// @throws IllegalArgumentException if it is negative
  public Budget {
    if (examples < 0) {
      throw new IllegalArgumentException("Budget: the number of examples must not be negative, but is " + examples);
    }
  }

  /// The share of `size` examples, rounded down to whole ones.
  ///
  /// @throws IllegalArgumentException unless the share lies in [0, 1]
  public static Budget share(double share, int size) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("Budget: a share must lie in [0, 1], not " + share);
    }
    // 0.29 * 100 is 28.999999999999996, and should buy 29 examples.
    return new Budget((int) StrictMath.floor(share * size + 1e-9));
  }

  /// The examples for each of `parts` targets that share the budget evenly; what cannot be shared is not spent.
  ///
  /// @throws IllegalArgumentException if there are no parts
  public int perPart(int parts) {
    if (parts < 1) {
      throw new IllegalArgumentException("Budget: there must be at least one part to share it, not " + parts);
    }
    return examples / parts;
  }
}
