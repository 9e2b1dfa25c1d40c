package scrutable.nn;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Progress as lines of text: `training the CNN: 37 %, 2 min 5 s left`.
///
/// ```java
/// TrainingSettings settings = TrainingSettings.of(10, 64)
///     .withProgress(PrintedProgress.to(System.err), "training the CNN");
/// ```
///
/// A line is printed when a stage begins, and then not more often than every so many seconds. May be told of work on
/// several threads.
public final class PrintedProgress implements Progress {
  private final PrintStream out;
  private final Duration interval;
  private final LongSupplier nanoTime;
  private final TimeLeft timeLeft;
  private String stage = "";
  private long lastPrint;

  PrintedProgress(PrintStream out, Duration interval, LongSupplier nanoTime) {
    this.out = out;
    this.interval = interval;
    this.nanoTime = nanoTime;
    this.timeLeft = new TimeLeft(nanoTime);
  }

  /// At most one line every two seconds.
  public static PrintedProgress to(PrintStream out) {
    return new PrintedProgress(out, Duration.ofSeconds(2), System::nanoTime);
  }

  @Override
  public synchronized void update(String what, long done, long total) {
    TimeLeft.Position position = timeLeft.update(what, done, total);
    long now = nanoTime.getAsLong();
    if (!what.equals(stage) || now - lastPrint >= interval.toNanos()) {
      stage = what;
      lastPrint = now;
      out.println(what + ": " + position.text());
    }
  }
}
