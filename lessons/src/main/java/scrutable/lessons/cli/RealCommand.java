package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scrutable.lessons.book.FreshStarts;
import scrutable.lessons.book.RealDataRun;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.report.LessonRun;

/// `real NAME`: runs a lesson with each published data set that it can use, and writes down what it found. What was
/// written down for the same code is not run again.
@Command(name = "real", sortOptions = false,
    description = "Run lessons with published data sets and write down what they find; the pages print it.")
final class RealCommand implements Callable<Integer> {
  @Mixin
  private LessonsToRun wanted;

  @Option(names = "--data", paramLabel = "NAME", description = "Only with this data set.")
  private String only;

  private final Catalogue catalogue;
  private final Terminal terminal;
  private final Path root;

  RealCommand(Catalogue catalogue, Terminal terminal, Path root) {
    this.catalogue = catalogue;
    this.terminal = terminal;
    this.root = root;
  }

  @Override
  public Integer call() throws IOException {
    int used = wanted.threads();
    List<Lesson> lessons = wanted.in(catalogue);
    for (Lesson lesson : lessons) {
      if (RealDataRun.dataSets(lesson).isEmpty()) {
        throw new UsageException(lesson.id() + " has no data set but its own, " + lesson.dataSets().getFirst() + ".");
      }
      if (only != null && !RealDataRun.dataSets(lesson).contains(only)) {
        throw new UsageException("--data " + only + ": " + lesson.id() + " can use "
            + String.join(", ", RealDataRun.dataSets(lesson)) + ".");
      }
    }
    boolean allHold = true;
    for (Lesson lesson : lessons) {
      for (String data : only == null ? RealDataRun.dataSets(lesson) : List.of(only)) {
        allHold &= find(lesson, data, used).status() == lesson.expectedStatus();
      }
    }
    terminal.out().println("lessons/run book --code --update puts it on the pages.");
    return allHold ? ExitCode.PASS : ExitCode.NOT_PASS;
  }

  private RealDataRun find(Lesson lesson, String data, int used) throws IOException {
    String code = FreshStarts.codeOf(root, lesson);
    var former = RealDataRun.read(root, lesson, data).filter(run -> run.code().equals(code));
    if (former.isPresent()) {
      return former.get();
    }
    FusedMultiplyAdd.require(lesson, Profile.FULL);
    LessonContext context = LessonContext.defaults(lesson).withData(data).withThreads(used);
    LessonRun run = LessonsToRun.run(terminal, root, lesson, context);
    RealDataRun found = RealDataRun.of(data, code, LocalDate.now(ZoneOffset.UTC), run.result());
    found.write(root, lesson);
    LessonsToRun.tell(terminal.out(), lesson, "--data " + data, run, "");
    return found;
  }
}
