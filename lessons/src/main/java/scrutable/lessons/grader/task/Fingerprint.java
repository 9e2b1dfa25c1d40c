package scrutable.lessons.grader.task;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An answer to the fixed draw as one short word, such that the same mistake has the same word however it is written.
///
/// The numbers are divided by the largest of them and rounded to eight digits, so the last bits do not matter, and a
/// mistake is found again if it is also wrong by a factor or a sign. As the engine gives the same bits on every
/// computer, so does this.
///
/// @param word   a hash of the numbers up to a factor
/// @param factor the factor, with a sign; NaN if there is none: all numbers are 0, or something was thrown
public record Fingerprint(String word, double factor) {
  private static final double DIGITS = 1e8;
  private static final double SAME = 1e-7;

  /// The fingerprint of an answer.
  public static Fingerprint of(Answer answer) {
    MessageDigest digest = sha256();
    if (answer.isThrown()) {
      digest.update(("!" + answer.thrown()).getBytes(StandardCharsets.UTF_8));
      return new Fingerprint(word(digest), Double.NaN);
    }
    double factor = factor(answer);
    for (Answer.Array array : answer.arrays()) {
      var buffer = ByteBuffer.allocate(4 + 4 * array.shape().length + 8 * array.values().length);
      buffer.putInt(array.shape().length);
      for (int size : array.shape()) {
        buffer.putInt(size);
      }
      for (double value : array.values()) {
        buffer.putLong(rounded(value, factor));
      }
      digest.update(buffer.flip());
    }
    return new Fingerprint(word(digest), factor == 0 ? Double.NaN : factor);
  }

  /// The first number that is at least half as large as the largest, so that rounding cannot choose another one.
  private static double factor(Answer answer) {
    double scale = answer.scale();
    for (double value : answer.numbers()) {
      if (Double.isFinite(value) && Math.abs(value) > scale / 2) {
        return value;
      }
    }
    return 0;
  }

  private static long rounded(double value, double factor) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? Long.MIN_VALUE : value > 0 == factor >= 0 ? Long.MAX_VALUE : Long.MIN_VALUE + 1;
    }
    return value == 0 ? 0 : Math.round(value / factor * DIGITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String word(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, 8);
  }

  /// Whether both are the same numbers, up to rounding.
  public boolean same(Fingerprint other) {
    return word.equals(other.word) && (Double.isNaN(factor) && Double.isNaN(other.factor)
        || Math.abs(factor - other.factor) <= SAME * Math.abs(other.factor));
  }

  /// By which factor these numbers are the other ones; NaN if they are not a multiple of them.
  public double ratio(Fingerprint other) {
    return word.equals(other.word) ? factor / other.factor : Double.NaN;
  }
}
