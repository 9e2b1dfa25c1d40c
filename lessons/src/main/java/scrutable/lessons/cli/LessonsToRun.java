package scrutable.lessons.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Status;
import scrutable.lessons.format.Numbers;
import scrutable.lessons.report.LessonRun;

/// What commands have in common that run several lessons and write down how they end.
final class LessonsToRun {
  @Parameters(paramLabel = "NAME", arity = "1..*", description = "The lessons.")
  private List<String> names;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (all processors).")
  private Integer threads;

  List<Lesson> in(Catalogue catalogue) {
    return names.stream().map(catalogue::find).toList();
  }

  /// @throws UsageException if the number makes no sense
  int threads() {
    return Threads.of(threads);
  }

  /// Runs a lesson in sight of its clock.
  static LessonRun run(Terminal terminal, Path root, Lesson lesson, LessonContext context) throws IOException {
    try (var progress = ConsoleProgress.on(terminal, root, lesson, context)) {
      return LessonRun.of(lesson, context.withProgress(progress));
    }
  }

  /// Prints how a run ended: the next may be far off.
  ///
  /// @param option what was special about it, like `--seed 100`
  /// @param failed the criteria that failed; may be empty
  static void tell(PrintStream out, Lesson lesson, String option, LessonRun run, String failed) {
    Status status = run.result().status();
    out.println(lesson.id() + " " + option + ": " + status + " ("
        + Numbers.fixed(run.elapsed().toNanos() / 1e9, 1) + " s)" + (failed.isEmpty() ? "" : "\n  " + failed));
    out.flush();
  }
}
