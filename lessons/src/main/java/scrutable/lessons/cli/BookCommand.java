package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scrutable.lessons.book.Book;
import scrutable.lessons.book.BookException;
import scrutable.lessons.book.Stale;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.report.LessonRun;

/// `book`: runs the lessons and compares the pages with what they found, or brings the pages up to date.
@Command(name = "book", description = "Check the pages of the book against fresh runs, or update them.",
    sortOptions = false)
final class BookCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", arity = "0..*", description = "The lessons (all).")
  private List<String> names = List.of();

  @Option(names = "--update", description = "Write the numbers, tables and figures anew; the prose stays.")
  private boolean update;

  @Option(names = "--code", description = "Only the code that the pages show; no lesson is run.")
  private boolean code;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (all processors).")
  private Integer threads;

  private final Catalogue catalogue;
  private final Terminal terminal;
  private final Path root;
  private final Book book;

  BookCommand(Catalogue catalogue, Terminal terminal, Path root) {
    this.catalogue = catalogue;
    this.terminal = terminal;
    this.root = root;
    this.book = new Book(root, catalogue.lessons());
  }

  @Override
  public Integer call() throws IOException {
    int used = Threads.of(threads);
    if (code && threads != null) {
      throw new UsageException("--threads does nothing with --code: no lesson is run.");
    }
    List<Lesson> wanted = names.isEmpty() ? catalogue.lessons()
        : names.stream().map(catalogue::find).toList();
    List<String> problems = new ArrayList<>();
    for (Lesson lesson : wanted) {
      try {
        addMessages(code ? ofCode(lesson) : ofRun(lesson, used), problems);
      } catch (BookException e) {
        problems.add(e.getMessage());
      }
    }
    if (update) {
      book.updateContents();
    } else {
      addMessages(book.checkContents(), problems);
    }
    addTalk(problems);
    problems.forEach(terminal.out()::println);
    if (problems.isEmpty()) {
      terminal.out().println(update ? "The pages say what the runs say." : "The pages are up to date.");
      return ExitCode.PASS;
    }
    terminal.out().println(update ? "Done, but the places above need your hand."
        : "Stale; lessons/run book --update writes the generated parts anew.");
    return ExitCode.NOT_PASS;
  }

  private List<Stale> ofCode(Lesson lesson) throws IOException {
    if (update) {
      book.updateCode(lesson);
      return List.of();
    }
    return book.checkCode(lesson);
  }

  private List<Stale> ofRun(Lesson lesson, int used) throws IOException {
    terminal.out().println(lesson.code() + " " + lesson.id() + " (about " + lesson.seconds() + " s)");
    terminal.out().flush();
    return update ? book.update(run(lesson, used)) : book.check(run(lesson, used));
  }

  private void addTalk(List<String> problems) throws IOException {
    try {
      if (update) {
        book.updateTalk();
      } else {
        addMessages(book.checkTalk(), problems);
      }
    } catch (BookException e) {
      problems.add(e.getMessage());
    }
  }

  private static void addMessages(List<Stale> stale, List<String> problems) {
    stale.forEach(one -> problems.add(one.message()));
  }

  private LessonRun run(Lesson lesson, int used) throws IOException {
    FusedMultiplyAdd.require(lesson, Profile.FULL);
    LessonContext context = LessonContext.defaults(lesson).withThreads(used);
    try (var progress = ConsoleProgress.on(terminal, root, lesson, context)) {
      var recorder = new Timetable.Recorder(progress, Timetable::workTime);
      LessonRun run = LessonRun.of(lesson, context.withProgress(recorder));
      if (update) {
        recorder.timetable().writeIfNew(root, lesson);
      }
      return run;
    }
  }
}
