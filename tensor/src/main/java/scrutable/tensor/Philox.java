package scrutable.tensor;

/// Philox4x32-10: a random function from a 128-bit counter and a 64-bit key to 128 random bits.
///
/// An ordinary generator walks: its next number depends on the one before. A *counter-based* generator
/// jumps: block number `i` of stream `key` is `block(i, key)`, computed from nothing else. So there is no
/// state to warm up, any place of a stream can be reached at once, and streams with different keys are
/// independent.
///
/// The function is built like a block cipher. One round takes four 32-bit words and a two-word key; it
/// multiplies words 0 and 2 by constants, and each 64-bit product falls into two halves: the high half,
/// whose bits depend on all bits below them, is mixed with a word that was not multiplied and a word of the
/// key; the low half moves on as it is. Each round is a bijection, so different counters always give
/// different blocks. After ten rounds (six already pass every published test) each output bit depends on
/// all input bits.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011, section 3.3;
/// the test vectors are those of the authors' library Random123.
final class Philox {
  private static final int ROUNDS = 10;

  // The multipliers were chosen by the authors for the best mixing. The key steps are the golden ratio and
  // sqrt(3) - 1 as binary fractions: any numbers without pattern would do, these have nothing to hide.
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int KEY_STEP_0 = 0x9E3779B9;
  private static final int KEY_STEP_1 = 0xBB67AE85;

  /// The number of 32-bit words in one block.
  static final int WORDS = 4;

  private Philox() {}

  /// Fills `block` with the four random words that belong to a counter and a key.
  ///
  /// @param counterLow words 0 (low half) and 1 (high half) of the counter
  /// @param counterHigh words 2 (low half) and 3 (high half) of the counter
  /// @param key words 0 (low half) and 1 (high half) of the key
  /// @param block receives the result, at least four words long
  static void block(long counterLow, long counterHigh, long key, int[] block) {
    int word0 = (int) counterLow;
    int word1 = (int) (counterLow >>> 32);
    int word2 = (int) counterHigh;
    int word3 = (int) (counterHigh >>> 32);
    int key0 = (int) key;
    int key1 = (int) (key >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(word0);
      long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(word2);
      word0 = (int) (product1 >>> 32) ^ word1 ^ key0;
      word1 = (int) product1;
      word2 = (int) (product0 >>> 32) ^ word3 ^ key1;
      word3 = (int) product0;
      key0 += KEY_STEP_0;
      key1 += KEY_STEP_1;
    }
    block[0] = word0;
    block[1] = word1;
    block[2] = word2;
    block[3] = word3;
  }
}
