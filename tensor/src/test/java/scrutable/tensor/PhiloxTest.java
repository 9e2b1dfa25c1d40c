package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/// The known-answer vectors of Random123 (file `kat_vectors`, rows `philox4x32 10`).
class PhiloxTest {
  @Test
  void allZeroCounterAndKey() {
    assertBlock(words(0, 0, 0, 0), words(0, 0), words(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8));
  }

  @Test
  void allOnesCounterAndKey() {
    assertBlock(
        words(-1, -1, -1, -1), words(-1, -1), words(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd));
  }

  @Test
  void digitsOfPiAsCounterAndKey() {
    assertBlock(
        words(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344),
        words(0xa4093822, 0x299f31d0),
        words(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1));
  }

  private static void assertBlock(int[] counter, int[] key, int[] expected) {
    var block = new int[4];
    Philox.block(pair(counter[0], counter[1]), pair(counter[2], counter[3]), pair(key[0], key[1]), block);
    assertArrayEquals(expected, block);
  }

  private static int[] words(int... words) {
    return words;
  }

  private static long pair(int low, int high) {
    return Integer.toUnsignedLong(low) | (long) high << 32;
  }
}
