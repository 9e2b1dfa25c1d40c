package scrutable.lessons.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/// One clock for a whole lesson: how much of it is done, and how long the rest will take.
///
/// Before anything is done, it knows what the lesson takes elsewhere, and from its [Timetable] where in the whole each
/// stage lies. The more is done, the less that guess counts beside the pace of this machine: with the share `p` done
/// after the time `t`, the whole is guessed as `(t + w T) / (p + w)`, where `T` is the guess beforehand and `w` its
/// weight, as if that share had been watched already. Where stages are silent, their time passes all the same.
final class LessonClock {
  private static final double WEIGHT = 0.05;
  /// Without a guess beforehand, the pace of less than this says nothing.
  private static final double LEAST_SHARE = 0.03;

  private final Timetable timetable;
  private final double expected;
  private final LongSupplier nanoTime;
  private final long start;

  private String stage = "";
  private long lastDone;
  private int entry = -1;
  private double share;
  private double limit;
  private double shareTime;

  /// @param timetable may be empty
  /// @param expected seconds of the whole, as far as one can know them beforehand; NaN if one cannot
  LessonClock(Timetable timetable, double expected, LongSupplier nanoTime) {
    this.timetable = timetable;
    this.expected = expected;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.limit = timetable.entries().isEmpty() ? 1 : timetable.entries().getFirst().start();
  }

  /// What the clock shows.
  ///
  /// @param share of the work done, in [0, 1]; NaN if nobody knows
  /// @param left in seconds; NaN if nobody knows
  record Reading(double elapsed, double share, double left) {

    /// For a line of progress: `22 %, 9 s gone, about 31 s left`.
    String text() {
      String gone = text(elapsed) + " gone";
      if (Double.isNaN(left)) {
        return gone;
      }
      return (int) Math.min(99, 100 * share + 1e-3) + " %, " + gone + ", about " + text(left) + " left";
    }

    private static String text(double time) {
      long seconds = Duration.ofMillis(Math.round(1_000 * time) + 500).toSeconds();
      return seconds < 60 ? seconds + " s"
          : seconds < 3_600 ? seconds / 60 + " min " + seconds % 60 + " s"
          : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
  }

  private double elapsed() {
    return (nanoTime.getAsLong() - start) / 1e9;
  }

  /// Takes in how far a stage is; see [scrutable.nn.Progress#update].
  void update(String stageNow, long done, long total) {
    if (!stageNow.equals(stage) || done < lastDone) {
      int next = timetable.next(entry, stageNow);
      entry = next >= 0 ? next : entry;
      stage = stageNow;
    }
    lastDone = done;
    if (entry < 0 || !Timetable.comparable(stageNow).equals(timetable.entries().get(entry).stage())) {
      return;
    }
    double from = timetable.entries().get(entry).start();
    double length = timetable.end(entry) - from;
    double within = total > 0 ? Math.clamp(done / (double) total, 0, 1) : 0;
    double step = total > 0 ? Math.clamp((done + 1) / (double) total, 0, 1) : 1;
    if (from + within * length >= share) {
      share = from + within * length;
      limit = from + step * length;
      shareTime = elapsed();
    }
  }

  Reading read() {
    double now = elapsed();
    double whole = whole(now);
    if (Double.isNaN(whole)) {
      return new Reading(now, Double.NaN, Double.NaN);
    }
    // What was told last is some time ago; but of the step that has not been told of, a little must be left.
    double passed = share + (now - shareTime) / whole;
    double done = Math.min(passed, share + 0.95 * (limit - share));
    double left = Math.max(whole * (1 - done), 0);
    boolean isLate = timetable.entries().isEmpty() && passed > 0.95;
    return isLate ? new Reading(now, Double.NaN, Double.NaN) : new Reading(now, now / (now + left), left);
  }

  /// The guess of the whole time; NaN if there is no reason for one. The step that is being worked on is not done yet,
  /// so the guess is not less than it would be if that step were done at this moment.
  private double whole(double now) {
    if (!Double.isNaN(expected)) {
      return Math.max((shareTime + WEIGHT * expected) / (share + WEIGHT), (now + WEIGHT * expected) / (limit + WEIGHT));
    }
    return share >= LEAST_SHARE ? Math.max(shareTime / share, now / limit) : Double.NaN;
  }
}
