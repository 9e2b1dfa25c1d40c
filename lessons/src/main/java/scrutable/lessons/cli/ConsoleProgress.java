package scrutable.lessons.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.nn.Progress;

/// Progress with one clock for the whole work: one line that overwrites itself on a screen, else a plain line every
/// few seconds, also while nothing is told of.
///
/// `  22 %, 9 s gone, about 31 s left: training the CNN`
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final long MILLISECOND = 1_000_000L;
  private static final long SCREEN_INTERVAL = 250 * MILLISECOND;
  private static final long PLAIN_INTERVAL = 5_000 * MILLISECOND;
  /// Whoever is done before this needs no progress.
  private static final long FIRST_LINE = 1_000 * MILLISECOND;

  private final PrintStream out;
  private final boolean screen;
  private final int columns;
  private final LongSupplier nanoTime;
  private final LessonClock clock;
  private String stage = "";
  private long nextPrint;
  private int lastLength;
  private boolean closed;

  /// @param screen   whether `out` understands `\r`
  /// @param columns  how long a line may be
  /// @param nanoTime the clock, in nanoseconds
  ConsoleProgress(PrintStream out, boolean screen, int columns, LessonClock clock, LongSupplier nanoTime) {
    this.out = out;
    this.screen = screen;
    this.columns = columns;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.nextPrint = nanoTime.getAsLong() + FIRST_LINE;
  }

  /// Progress of work that nobody has a timetable of: on the screen, or where errors go if there is none.
  static ConsoleProgress on(Terminal terminal) {
    return on(terminal, new LessonClock(Timetable.none(), Double.NaN, System::nanoTime));
  }

  /// Progress of a lesson. How long it takes is known of the full run on its own data; on other data its stages come
  /// in the same order, and a quick run is another matter.
  static ConsoleProgress on(Terminal terminal, Path root, Lesson lesson, LessonContext context) {
    boolean full = context.profile() == Profile.FULL;
    boolean usual = full && context.data().equals(lesson.dataSets().getFirst()) && lesson.seconds() > 0;
    return on(terminal, new LessonClock(full ? Timetable.of(root, lesson) : Timetable.none(),
        usual ? lesson.seconds() : Double.NaN, System::nanoTime));
  }

  private static ConsoleProgress on(Terminal terminal, LessonClock clock) {
    boolean screen = terminal.interactive();
    var progress = new ConsoleProgress(screen ? terminal.out() : terminal.err(), screen, terminal.columns(), clock,
        System::nanoTime);
    Thread.ofVirtual().start(progress::tickUntilClosed);
    return progress;
  }

  @Override
  public synchronized void update(String what, long done, long total) {
    clock.update(what, done, total);
    stage = what + (total > 1 && done > 0 ? ", " + Math.min(100, 100 * done / total) + " %" : "");
    tick();
  }

  /// Prints the time if it is time to.
  synchronized void tick() {
    long now = nanoTime.getAsLong();
    if (!closed && now >= nextPrint) {
      nextPrint = now + (screen ? SCREEN_INTERVAL : PLAIN_INTERVAL);
      print("  " + clock.read().text() + (stage.isEmpty() ? "" : ": " + stage));
    }
  }

  private void tickUntilClosed() {
    try {
      while (!closed()) {
        Thread.sleep(SCREEN_INTERVAL / MILLISECOND);
        tick();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean closed() {
    return closed;
  }

  /// Clears the line, so that the next output starts on an empty one.
  @Override
  public synchronized void close() {
    closed = true;
    if (screen && lastLength > 0) {
      out.print("\r" + " ".repeat(lastLength) + "\r");
      out.flush();
      lastLength = 0;
    }
  }

  private void print(String text) {
    String line = text.length() < columns ? text : text.substring(0, columns - 1);
    if (screen) {
      out.print("\r" + line + " ".repeat(Math.max(0, lastLength - line.length())));
      lastLength = line.length();
    } else {
      out.println(line);
    }
    out.flush();
  }
}
