package scrutable.lessons.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Profile;
import scrutable.tensor.kernel.parallel.Parallel;

/// One finished run of a lesson.
///
/// @param lesson  which lesson
/// @param context what it was given
/// @param result  what it found
/// @param elapsed how long it took
public record LessonRun(Lesson lesson, LessonContext context, LessonResult result, Duration elapsed) {
  /// Runs the lesson, with the engine on as many threads as the context says.
  ///
  /// @throws IOException if its data cannot be had
  public static LessonRun of(Lesson lesson, LessonContext context) throws IOException {
    long start = System.nanoTime();
    LessonResult result;
    try {
      result = Parallel.withThreads(context.threads(), () -> runUnchecked(lesson, context));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new LessonRun(lesson, context, result, Duration.ofNanos(System.nanoTime() - start));
  }

  private static LessonResult runUnchecked(Lesson lesson, LessonContext context) {
    try {
      return lesson.run(context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The folder of this run's report: the lesson's id, and what distinguishes it from the usual run.
  public String folder() {
    String folder = lesson.id();
    if (!context.data().equals(lesson.dataSets().getFirst())) {
      folder += "-" + context.data();
    }
    if (context.profile() == Profile.QUICK) {
      folder += "-quick";
    }
    return folder + switch (context.sabotaged()) {
      case NONE -> "";
      case ATTACK -> "-sabotaged";
      case CONTROL -> "-sham";
    };
  }
}
