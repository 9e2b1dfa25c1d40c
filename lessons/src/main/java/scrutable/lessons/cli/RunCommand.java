package scrutable.lessons.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Sabotage;
import scrutable.lessons.contract.Status;
import scrutable.lessons.report.LessonRun;
import scrutable.lessons.report.ReportWriter;
import scrutable.lessons.report.TerminalReport;
import scrutable.nn.Progress;

/// `run NAME`: runs a lesson, prints its findings and writes its report.
@Command(name = "run", description = "Run a lesson; \"run\" may be left out.", sortOptions = false)
final class RunCommand implements Callable<Integer> {
  /// Beside the reports: what lessons keep for each other.
  private static final String KEPT = "kept";

  @Parameters(index = "0", paramLabel = "NAME", description = "The lesson: its name, or its code like L15.")
  private String name;

  @Option(names = "--data", paramLabel = "NAME",
      description = "The data set; the default is the lesson's own, which needs no download.")
  private String data;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "" + LessonContext.DEFAULT_SEED,
      description = "The seed of all random choices (${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--threads", paramLabel = "N",
      description = "Threads (all processors); the results are the same for any number.")
  private Integer threads;

  @Option(names = "--out", paramLabel = "DIR", description = "Where to write the report (report/).")
  private Path out;

  @Option(names = "--quick", description = "The smallest run in which everything still shows.")
  private boolean quick;

  @Option(names = "--sabotage", description = "Disarm the lesson: it must then not pass.")
  private boolean sabotage;

  @Option(names = "--sham", description = "Weaken a control or an ablation: it must then not pass.")
  private boolean sham;

  @Option(names = "--slow", description = "Run also where the processor lacks the instruction that makes it fast.")
  private boolean slow;

  private final Catalogue catalogue;
  private final Terminal terminal;
  private final Path root;
  private final Lesson announced;

  /// @param announced the lesson whose title has been printed already; null if none has
  RunCommand(Catalogue catalogue, Terminal terminal, Path root, Lesson announced) {
    this.catalogue = catalogue;
    this.terminal = terminal;
    this.root = root;
    this.announced = announced;
  }

  @Override
  public Integer call() throws IOException {
    Lesson lesson = catalogue.find(name);
    int usedThreads = Threads.of(threads);
    Outputs.requireName("--out", out);
    Path reports = out == null ? root.resolve("report") : out;
    Profile profile = quick ? Profile.QUICK : Profile.FULL;
    String dataSet = catalogue.dataSet(lesson, data);
    var context = new LessonContext(dataSet, seed, usedThreads, sabotaged(lesson), profile, Progress.silent(),
        Optional.of(reports.resolve(KEPT)));
    TerminalReport report = terminal.report();
    if (lesson != announced) {
      report.title(lesson);
    }
    if (!slow) {
      FusedMultiplyAdd.require(lesson, profile);
    }
    Outputs.requireWritable(reports);
    report.settings(lesson, context);
    LessonRun run = LessonsToRun.run(terminal, root, lesson, context);
    report.findings(run);
    Path folder = ReportWriter.write(run, reports);
    String place = "report: " + shown(folder);
    String index = "and " + shown(reports.resolve(ReportWriter.INDEX));
    boolean fits = place.length() + 1 + index.length() <= terminal.columns();
    terminal.out().println(place + (fits ? " " : "\n    ") + index);
    boolean passed = run.result().status() == Status.PASS;
    if ((sabotage || sham) && passed) {
      terminal.out().println("It passed although it was sabotaged: its criteria prove nothing.");
    }
    return passed ? ExitCode.PASS : ExitCode.NOT_PASS;
  }

  private Sabotage sabotaged(Lesson lesson) {
    if (sabotage && sham) {
      throw new UsageException("--sabotage and --sham are two runs: one disarms the attack, the other the control.");
    }
    if (sham && lesson.sham().isEmpty()) {
      throw new UsageException("Lesson " + lesson.id() + " has no sham to run; --sabotage disarms its attack.");
    }
    return sabotage ? Sabotage.ATTACK : sham ? Sabotage.CONTROL : Sabotage.NONE;
  }

  /// The path as the user would type it: relative when it lies below the working directory.
  private static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
  }
}
