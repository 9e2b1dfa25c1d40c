package scrutable.lessons.cli;

import java.io.IOException;
import java.time.Duration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.Profile;

/// Whether the processor multiplies and adds in one instruction.
///
/// Every sum of products in the engine is made of that operation, which rounds once; that is why the numbers are the
/// same everywhere. Where the instruction is missing, Java computes the same number in decimal arithmetic, some hundred
/// times more slowly. A user should hear of that before the lesson, not wonder during it.
final class FusedMultiplyAdd {
  /// The instruction takes a few nanoseconds, 25 where Java has not compiled the loop yet; the detour more than 3000.
  private static final double SLOW_NANOSECONDS = 500;
  private static final int CALLS = 400;
  private static final int ROUNDS = 5;
  /// How much longer lessons take: with `-XX:UseAVX=0` the 15 seconds of `fgsm` become some 75 minutes.
  private static final int SLOWER = 300;

  private FusedMultiplyAdd() {}

  /// Stops before work that would take hours.
  ///
  /// @throws IOException saying what is missing and how long the lesson would take
  static void require(Lesson lesson, Profile profile) throws IOException {
    if (nanoseconds() > SLOW_NANOSECONDS) {
      throw new IOException(sentence(lesson, profile));
    }
  }

  static String sentence(Lesson lesson, Profile profile) {
    boolean isKnown = profile == Profile.FULL && lesson.seconds() > 0;
    String time = isKnown ? lesson.id() + ", " + lesson.seconds() + " s elsewhere, would take about "
        + text(Duration.ofSeconds((long) SLOWER * lesson.seconds()))
        : lesson.id() + " would take about " + SLOWER + " times as long as elsewhere";
    return "This processor has no fused multiply-add, the instruction that every number here is made with, or Java was"
        + " told not to use it (-XX:-UseFMA, -XX:UseAVX=0): " + time + ", and show the same numbers. \"run "
        + lesson.id() + " --slow\" runs it nevertheless.";
  }

  private static String text(Duration time) {
    long minutes = time.toMinutes();
    return minutes < 120 ? minutes + " minutes" : (minutes + 30) / 60 + " hours";
  }

  /// The time of one operation, the best of a few rounds: whatever else the machine does, one of them is undisturbed.
  static double nanoseconds() {
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      float sum = 1;
      for (int i = 0; i < CALLS; i++) {
        sum = Math.fma(sum, 0.9999f, 1e-7f * i);
      }
      long end = System.nanoTime();
      // A loop whose result nobody needs, the compiler may leave out.
      best = Double.isNaN(sum) ? best : Math.min(best, (end - start) / (double) CALLS);
    }
    return best;
  }
}
