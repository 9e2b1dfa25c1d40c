package scrutable.lessons.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import scrutable.lessons.contract.Lesson;
import scrutable.nn.Progress;
import scrutable.tensor.io.AtomicFile;

/// When in a lesson's run its stages begin, as shares of the whole: how a clock knows on the first day how much of the
/// work is still to come. It is recorded when the page of the lesson is printed, and stands beside it.
///
/// @param entries the stages in the order in which they begin; a stage that begins anew has another entry
record Timetable(List<Entry> entries) {
  private static final String FOLDER = "lessons/book/timetables";
  /// Work told of in more pieces than this says nothing that a person would read.
  private static final int MOST_ENTRIES = 400;

  /// @param stage as it is told, but for its numbers: they may be the seed
  /// @param start in [0, 1)
  record Entry(String stage, double start) {}

  static Timetable none() {
    return new Timetable(List.of());
  }

  /// What is compared of the name of a stage.
  static String comparable(String stage) {
    return stage.replaceAll("\\d+", "#");
  }

  private static Path file(Path root, Lesson lesson) {
    return root.resolve(FOLDER).resolve(lesson.id() + ".txt");
  }

  /// What was recorded of a lesson; nothing if that is nothing, or cannot be read.
  static Timetable of(Path root, Lesson lesson) {
    List<Entry> entries = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file(root, lesson))) {
        int blank = line.indexOf(' ');
        double start = Double.parseDouble(line.substring(0, blank));
        if (!(start >= 0 && start < 1) || !entries.isEmpty() && start < entries.getLast().start()) {
          return none();
        }
        entries.add(new Entry(line.substring(blank + 1), start));
      }
    } catch (IOException | RuntimeException unreadable) {
      return none();
    }
    return new Timetable(entries);
  }

  /// Writes the timetable, unless the file tells the same stages already: no two runs take the same time.
  void writeIfNew(Path root, Lesson lesson) throws IOException {
    if (entries.size() > MOST_ENTRIES || hasStagesOf(of(root, lesson))) {
      return;
    }
    Files.createDirectories(root.resolve(FOLDER));
    var text = new StringBuilder();
    entries.forEach(entry -> text.append(String.format(Locale.ROOT, "%.4f %s%n", entry.start(), entry.stage())));
    AtomicFile.writeText(file(root, lesson), text.toString().replace("\r\n", "\n"));
  }

  private boolean hasStagesOf(Timetable other) {
    return entries.stream().map(Entry::stage).toList().equals(other.entries.stream().map(Entry::stage).toList());
  }

  /// The share at which an entry ends.
  double end(int entry) {
    return entry + 1 < entries.size() ? entries.get(entry + 1).start() : 1;
  }

  /// The next entry of that stage after one; -1 if there is none.
  int next(int after, String stage) {
    String wanted = comparable(stage);
    for (int i = after + 1; i < entries.size(); i++) {
      if (entries.get(i).stage().equals(wanted)) {
        return i;
      }
    }
    return -1;
  }

  /// How long the processors have worked for this program: a pause, or a machine that is busy with other things as
  /// well, makes no stage longer.
  static long workTime() {
    long worked = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() : -1;
    return worked >= 0 ? worked : System.nanoTime();
  }

  /// Notes when stages begin, and passes on what it is told.
  static final class Recorder implements Progress {
    private final Progress next;
    private final LongSupplier workTime;
    private final long start;
    private final List<String> stages = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private String stage = "";
    private long lastDone;

    /// @param workTime in nanoseconds, see [#workTime]
    Recorder(Progress next, LongSupplier workTime) {
      this.next = next;
      this.workTime = workTime;
      this.start = workTime.getAsLong();
    }

    @Override
    public void update(String what, long done, long total) {
      note(what, done);
      next.update(what, done, total);
    }

    private synchronized void note(String what, long done) {
      if (!what.equals(stage) || done < lastDone) {
        stages.add(comparable(what));
        times.add(workTime.getAsLong() - start);
        stage = what;
      }
      lastDone = done;
    }

    /// The timetable of a run that ends at this moment.
    synchronized Timetable timetable() {
      double whole = Math.max(1, workTime.getAsLong() - start);
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < stages.size(); i++) {
        entries.add(new Entry(stages.get(i), times.get(i) / whole));
      }
      return new Timetable(entries);
    }
  }
}
