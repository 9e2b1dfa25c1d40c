package scrutable.lessons.cli;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import scrutable.nn.Progress;

/// Progress with percentage and remaining time: one line that overwrites itself on a screen, else a plain
/// line every few seconds.
///
/// The remaining time assumes that the rest of the stage goes as fast as its beginning.
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long SCREEN_INTERVAL = SECOND / 10;
  private static final long PLAIN_INTERVAL = 5 * SECOND;

  private final PrintStream out;
  private final boolean screen;
  private final LongSupplier nanoTime;
  private String stage = "";
  private long stageStart;
  private long lastPrint;
  private int lastLength;

  /// @param screen   whether `out` understands `\r`
  /// @param nanoTime the clock, in nanoseconds
  ConsoleProgress(PrintStream out, boolean screen, LongSupplier nanoTime) {
    this.out = out;
    this.screen = screen;
    this.nanoTime = nanoTime;
    this.lastPrint = nanoTime.getAsLong();
  }

  /// Progress for whoever watches: on the screen, or where errors go if there is none.
  static ConsoleProgress on(Terminal terminal) {
    boolean screen = terminal.interactive();
    return new ConsoleProgress(screen ? terminal.out() : terminal.err(), screen, System::nanoTime);
  }

  @Override
  public synchronized void update(String stage, long done, long total) {
    long now = nanoTime.getAsLong();
    if (!stage.equals(this.stage)) {
      this.stage = stage;
      stageStart = now;
    }
    if (now - lastPrint < (screen ? SCREEN_INTERVAL : PLAIN_INTERVAL)) {
      return;
    }
    lastPrint = now;
    print("  " + stage + ": " + percentage(done, total) + remaining(done, total, now - stageStart));
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

  private static String percentage(long done, long total) {
    return total <= 0 ? done + " done" : Math.min(100, done * 100 / total) + " %";
  }

  private static String remaining(long done, long total, long elapsed) {
    if (done <= 0 || total <= done) {
      return "";
    }
    long seconds = Math.round((double) elapsed / done * (total - done) / SECOND);
    String time = seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    return ", " + time + " left";
  }
}
