package scrutable.lessons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.contract.Lesson;
import scrutable.nn.Progress;

/// One clock for a whole lesson, on simulated time.
class LessonClockTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong time = new AtomicLong();

  /// A lesson of two seeds: 1 s of data that nobody hears of, 3 s of training told in ten steps, 6 s of attack told
  /// only when it begins.
  private void work(double slower, Progress progress, Runnable everySecond) {
    for (int seed = 42; seed < 44; seed++) {
      pass(1 * slower, everySecond);
      for (int step = 0; step < 10; step++) {
        progress.update("training, seed " + seed, step, 10);
        pass(0.3 * slower, everySecond);
      }
      progress.update("attack", 0, 1);
      pass(6 * slower, everySecond);
    }
  }

  private void pass(double seconds, Runnable everySecond) {
    long end = time.get() + Math.round(seconds * SECOND);
    while (time.get() < end) {
      long next = Math.min(end, (time.get() / SECOND + 1) * SECOND);
      time.set(next);
      if (next % SECOND == 0) {
        everySecond.run();
      }
    }
  }

  private Timetable recorded() {
    var recorder = new Timetable.Recorder(Progress.silent(), time::get);
    work(1, recorder, () -> {});
    Timetable timetable = recorder.timetable();
    time.set(0);
    return timetable;
  }

  private List<LessonClock.Reading> readings(Timetable timetable, double expected, double slower) {
    var clock = new LessonClock(timetable, expected, time::get);
    List<LessonClock.Reading> readings = new ArrayList<>();
    work(slower, clock::update, () -> readings.add(clock.read()));
    return readings;
  }

  @Test
  void whereTheLessonTakesWhatItTookTheClockIsRightFromTheFirstSecond() {
    for (LessonClock.Reading reading : readings(recorded(), 20, 1)) {
      assertEquals(20, reading.elapsed() + reading.left(), 0.5, reading::text);
      assertEquals(reading.elapsed() / 20, reading.share(), 0.05, reading::text);
    }
  }

  @Test
  void onAMachineOfAThirdOfTheSpeedTheClockLearnsItWithTheFirstStages() {
    List<LessonClock.Reading> readings = readings(recorded(), 20, 3);
    assertEquals(20, readings.getFirst().elapsed() + readings.getFirst().left(), 1);
    for (LessonClock.Reading reading : readings.subList(10, 58)) {
      assertEquals(60, reading.elapsed() + reading.left(), 15, reading::text);
    }
    for (LessonClock.Reading reading : readings.subList(30, 58)) {
      assertEquals(60, reading.elapsed() + reading.left(), 5, reading::text);
    }
  }

  @Test
  void aSilentStepThatTakesTooLongMakesTheWholeLonger() {
    var timetable = new Timetable(List.of(new Timetable.Entry("sizes", 0), new Timetable.Entry("attack", 0.3)));
    var clock = new LessonClock(timetable, 12, time::get);
    clock.update("sizes", 0, 1);
    time.set(3 * SECOND);
    assertEquals(12, 3 + clock.read().left(), 0.5);
    time.set(18 * SECOND);
    assertTrue(clock.read().left() > 30, () -> clock.read().text());
    time.set(24 * SECOND);
    LessonClock.Reading before = clock.read();
    clock.update("attack", 0, 1);
    assertEquals(before.left(), clock.read().left(), 2);
  }

  @Test
  void otherDataHaveNoGuessUntilSomethingWasWatched() {
    List<LessonClock.Reading> readings = readings(recorded(), Double.NaN, 10);
    assertTrue(Double.isNaN(readings.getFirst().left()));
    assertEquals("1 s gone", readings.getFirst().text());
    assertEquals(200, readings.get(60).elapsed() + readings.get(60).left(), 10);
  }

  @Test
  void theShareNeverGoesBackByMoreThanAGuessIsWorthAndTheTimeLeftIsNeverNegative() {
    double before = 0;
    for (LessonClock.Reading reading : readings(recorded(), 40, 1)) {
      assertTrue(reading.share() >= before - 0.02 && reading.share() <= 1, reading::text);
      assertTrue(reading.left() >= 0, reading::text);
      before = reading.share();
    }
  }

  @Test
  void withoutATimetableTheClockSaysNothingMoreOnceItsGuessIsUsedUp() {
    List<LessonClock.Reading> readings = readings(Timetable.none(), 10, 1);
    assertEquals("40 %, 4 s gone, about 6 s left", readings.get(3).text());
    assertEquals("15 s gone", readings.get(14).text());
  }

  @Test
  void stagesThatNobodyRecordedLeaveTheClockToTheTime() {
    var clock = new LessonClock(recorded(), 20, time::get);
    clock.update("a download", 5, 10);
    time.set(10 * SECOND);
    clock.update("a download", 6, 10);
    assertTrue(clock.read().left() >= 10, () -> clock.read().text());
  }

  @Test
  void aTimetableIsWrittenOnceAndReadAgain(@TempDir Path root) throws IOException {
    Lesson lesson = new CoinLesson();
    Timetable timetable = recorded();
    timetable.writeIfNew(root, lesson);
    Timetable read = Timetable.of(root, lesson);
    assertEquals(List.of("training, seed #", "attack", "training, seed #", "attack"),
        read.entries().stream().map(Timetable.Entry::stage).toList());
    assertEquals(0.2, read.entries().get(1).start());
    new Timetable(List.of(new Timetable.Entry("training, seed #", 0.9), new Timetable.Entry("attack", 0.91),
        new Timetable.Entry("training, seed #", 0.92), new Timetable.Entry("attack", 0.93))).writeIfNew(root, lesson);
    assertEquals(read, Timetable.of(root, lesson));
    Path file = root.resolve("lessons/book/timetables/bent-coin.txt");
    for (String broken : List.of("no number", "0.5 a\n0.4 b", "2 a", "\n")) {
      Files.writeString(file, broken);
      assertEquals(Timetable.none(), Timetable.of(root, lesson), broken);
    }
  }

  /// A pause of half a second is no work; other threads of this program may do some, so one quiet pause is enough.
  @Test
  void aPauseMakesNoStageOfATimetableLonger() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 6 && least > SECOND / 4; attempt++) {
      long before = Timetable.workTime();
      Thread.sleep(500);
      least = Math.min(least, Timetable.workTime() - before);
    }
    assertTrue(least <= SECOND / 4, "worked for " + least + " ns in half a second of sleep");
    long before = Timetable.workTime();
    double sum = 0;
    for (int i = 0; i < 20_000_000; i++) {
      sum += Math.sqrt(i);
    }
    assertTrue(Timetable.workTime() > before && sum > 0, "work is counted");
  }

  private ConsoleProgress progress(ByteArrayOutputStream out, boolean screen, int columns) {
    return new ConsoleProgress(new PrintStream(out, true), screen, columns,
        new LessonClock(recorded(), 20, time::get), time::get);
  }

  @Test
  void aPipedLessonTellsTheTimeEveryFiveSecondsAlsoWhileItIsSilent() {
    var out = new ByteArrayOutputStream();
    ConsoleProgress progress = progress(out, false, 80);
    work(1, progress, progress::tick);
    progress.close();
    progress.tick();
    assertEquals("""
          4 %, 1 s gone, about 19 s left
          30 %, 6 s gone, about 14 s left: attack
          54 %, 11 s gone, about 9 s left: attack
          80 %, 16 s gone, about 4 s left: attack
        """, out.toString().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void onAScreenTheLineOverwritesItselfAndIsGoneInTheEnd() {
    var out = new ByteArrayOutputStream();
    ConsoleProgress progress = progress(out, true, 40);
    time.set(2 * SECOND);
    progress.update("training, seed 42", 5, 10);
    time.set(3 * SECOND);
    progress.tick();
    progress.close();
    String[] lines = out.toString().split("\r");
    assertEquals("  11 %, 2 s gone, about 15 s left: trai", lines[1]);
    assertEquals(39, lines[2].length());
    assertTrue(lines[3].isBlank());
    assertEquals(39, lines[3].length());
  }
}
