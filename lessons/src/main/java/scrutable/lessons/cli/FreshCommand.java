package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scrutable.lessons.book.FreshStarts;
import scrutable.lessons.book.FreshStarts.Start;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.report.LessonRun;

/// `fresh NAME`: runs a lesson from ten seeds that no setting was chosen on, and writes down how each start ended. What
/// was counted before, for the same code, is not run again; so an interrupted count goes on where it stopped.
@Command(name = "fresh", sortOptions = false,
    description = "Count on how many of ten fresh seeds lessons hold; the pages print the count.")
final class FreshCommand implements Callable<Integer> {
  @Mixin
  private LessonsToRun lessons;

  @Option(names = "--from", paramLabel = "N", defaultValue = "100",
      description = "The first seed; the others follow ten apart (${DEFAULT-VALUE}). A lesson that was changed because"
          + " of a count needs seeds that it has not seen.")
  private long from;

  private final Catalogue catalogue;
  private final Terminal terminal;
  private final Path root;

  FreshCommand(Catalogue catalogue, Terminal terminal, Path root) {
    this.catalogue = catalogue;
    this.terminal = terminal;
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    int used = lessons.threads();
    if (from < 0) {
      throw new UsageException("--from " + from + " should not be negative.");
    }
    boolean enough = true;
    for (Lesson lesson : lessons.in(catalogue)) {
      FreshStarts count = count(lesson, used);
      long held = count.count(lesson.expectedStatus());
      terminal.out().println(lesson.id() + ": " + held + " of " + FreshStarts.COUNT + " ended in "
          + lesson.expectedStatus());
      enough &= held >= FreshStarts.ENOUGH;
    }
    terminal.out().println("lessons/run book --code --update puts the count on the page.");
    return enough ? ExitCode.PASS : ExitCode.NOT_PASS;
  }

  private FreshStarts count(Lesson lesson, int used) throws IOException {
    String code = FreshStarts.codeOf(root, lesson);
    List<Start> former = FreshStarts.read(root, lesson).filter(count -> count.code().equals(code))
        .map(FreshStarts::starts).orElse(List.of());
    List<Start> starts = new ArrayList<>();
    for (long seed : FreshStarts.seeds(from)) {
      Start start = former.stream().filter(one -> one.seed() == seed).findFirst().orElse(null);
      if (start == null) {
        FusedMultiplyAdd.require(lesson, Profile.FULL);
        LessonContext context = LessonContext.defaults(lesson).withSeed(seed).withThreads(used);
        LessonRun run = LessonsToRun.run(terminal, root, lesson, context);
        start = Start.of(seed, run.result());
        LessonsToRun.tell(terminal.out(), lesson, "--seed " + seed, run, start.failed());
      }
      starts.add(start);
      new FreshStarts(code, starts).write(root, lesson);
    }
    return new FreshStarts(code, starts);
  }
}
