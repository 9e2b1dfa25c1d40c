package scrutable.lessons.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import scrutable.nn.Progress;
import scrutable.nn.TimeLeft;

/// Progress with percentage and remaining time: one line that overwrites itself on a screen, else a plain
/// line every few seconds.
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long SCREEN_INTERVAL = SECOND / 10;
  private static final long PLAIN_INTERVAL = 5 * SECOND;

  private final PrintStream out;
  private final boolean screen;
  private final LongSupplier nanoTime;
  private final TimeLeft timeLeft;
  private long lastPrint;
  private int lastLength;

  /// @param screen   whether `out` understands `\r`
  /// @param nanoTime the clock, in nanoseconds
  ConsoleProgress(PrintStream out, boolean screen, LongSupplier nanoTime) {
    this.out = out;
    this.screen = screen;
    this.nanoTime = nanoTime;
    this.timeLeft = new TimeLeft(nanoTime);
    this.lastPrint = nanoTime.getAsLong();
  }

  /// Progress for whoever watches: on the screen, or where errors go if there is none.
  static ConsoleProgress on(Terminal terminal) {
    boolean screen = terminal.interactive();
    return new ConsoleProgress(screen ? terminal.out() : terminal.err(), screen, System::nanoTime);
  }

  @Override
  public synchronized void update(String stage, long done, long total) {
    TimeLeft.Position position = timeLeft.update(stage, done, total);
    long now = nanoTime.getAsLong();
    if (now - lastPrint < (screen ? SCREEN_INTERVAL : PLAIN_INTERVAL)) {
      return;
    }
    lastPrint = now;
    print("  " + stage + ": " + position.text());
  }

  /// Clears the line, so that the next output starts on an empty one.
  @Override
  public synchronized void close() {
    if (screen && lastLength > 0) {
      out.print("\r" + " ".repeat(lastLength) + "\r");
      out.flush();
      lastLength = 0;
    }
  }

  private void print(String line) {
    if (screen) {
      out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
      lastLength = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }
}
