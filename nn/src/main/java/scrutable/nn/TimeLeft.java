package scrutable.nn;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Guesses how long the rest of a stage of work will take: as long per unit as the units took that were watched.
///
/// What was done before the stage was first heard of is not taken for the work of a moment, and the first units are
/// slower than the rest, as the JVM still compiles. So there is no guess until a hundredth of the work has been
/// watched, or some of it for ten seconds; nor is there one of a total that nobody knows.
public final class TimeLeft {
  private static final long LONG_ENOUGH = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanoTime;
  private String stage = "";
  private long firstTime;
  private long firstDone;
  private long lastDone;

  /// @param nanoTime the clock, in nanoseconds, like `System::nanoTime`
  public TimeLeft(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /// How far a stage is.
  ///
  /// @param total of the units; 0 if nobody knows
  /// @param left a guess, if there is reason for one
  public record Position(long done, long total, Optional<Duration> left) {

    /// The share of the work that is done, in [0, 1]; NaN of an unknown total.
    public double share() {
      return total > 0 ? Math.clamp(done / (double) total, 0, 1) : Double.NaN;
    }

    /// For a line of progress: `37 %, 2 min 5 s left`.
    public String text() {
      String share = total > 0 ? (long) (100 * share()) + " %" : done + " done";
      return share + left.map(time -> ", " + text(time) + " left").orElse("");
    }

    private static String text(Duration time) {
      long seconds = time.plusMillis(500).toSeconds();
      if (seconds == 0) {
        return "less than 1 s";
      }
      return seconds < 60 ? seconds + " s"
          : seconds < 3_600 ? seconds / 60 + " min " + seconds % 60 + " s"
          : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
  }

  /// Takes in how far the work is; see [Progress#update]. A stage of another name begins anew, and so does one that
  /// has gone back.
  public Position update(String stageNow, long done, long total) {
    long now = nanoTime.getAsLong();
    if (!stageNow.equals(stage) || done < lastDone) {
      stage = stageNow;
      firstTime = now;
      firstDone = done;
    }
    lastDone = done;
    long watched = done - firstDone;
    long took = now - firstTime;
    boolean isKnown = watched > 0 && took > 0 && total > done && (watched >= total / 100.0 || took >= LONG_ENOUGH);
    return new Position(done, total, isKnown
        ? Optional.of(Duration.ofNanos((long) ((double) took / watched * (total - done))))
        : Optional.empty());
  }
}
