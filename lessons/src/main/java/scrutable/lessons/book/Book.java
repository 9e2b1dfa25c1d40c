package scrutable.lessons.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.format.Markup;
import scrutable.lessons.report.LessonRun;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Utf8;

/// The folder of pages, one a lesson, with their figures and a table of contents.
///
/// Every number, table and figure in it comes from a run with the default data set and seed; [#check]
/// finds each one that does not, and [#update] puts it right.
public final class Book {
  /// The folder of the figures, below that of the pages.
  static final String FIGURES = "figures";

  private static final String CONTENTS = "README.md";
  private static final String TALK = "talk.md";
  /// The region with the ways out of a page.
  private static final String LINKS = "links";

  private final Path root;
  private final Path folder;
  private final List<Lesson> lessons;

  /// The book about these lessons, in the folder `lessons/book`; it shows code from the sources below the root.
  public Book(Path root, List<Lesson> lessons) {
    this.root = root;
    this.folder = root.resolve("lessons/book");
    this.lessons = List.copyOf(lessons);
  }

  /// The page of a lesson, like `15-fgsm.md`.
  public Path page(Lesson lesson) {
    return folder.resolve(pageName(lesson));
  }

  /// Finds everything in a lesson's page and figures that this run contradicts.
  ///
  /// @throws BookException if the page is missing or written wrongly
  /// @throws IOException   if it cannot be read
  public List<Stale> check(LessonRun run) throws IOException {
    Path file = page(run.lesson());
    if (!Files.exists(file)) {
      throw new BookException(file + ": lesson " + run.lesson().id()
          + " has no page; lessons/run book --update "
          + run.lesson().id() + " makes one to be filled in");
    }
    Page page = pageOf(run, file);
    page.render(Utf8.read(file));
    List<Stale> stale = new ArrayList<>(page.stale());
    stale.addAll(page.unwritten());
    for (var figure : figures(run).entrySet()) {
      compareFile(figure.getKey(), figure.getValue(), stale);
    }
    for (Path orphan : orphans(run)) {
      stale.add(new Stale(orphan, 0, "no such figure in this run", "a file"));
    }
    return stale;
  }

  /// Writes the generated parts of a lesson's page and its figures anew; a missing page is begun.
  ///
  /// @return where prose is still to be written, by hand
  /// @throws BookException if the page is written wrongly; the figures are written all the same
  /// @throws IOException   if something cannot be read or written
  public List<Stale> update(LessonRun run) throws IOException {
    for (var figure : figures(run).entrySet()) {
      AtomicFile.writeText(figure.getKey(), figure.getValue());
    }
    for (Path orphan : orphans(run)) {
      Files.delete(orphan);
    }
    Path file = page(run.lesson());
    if (!Files.exists(file)) {
      AtomicFile.writeText(file, Skeleton.of(run));
    }
    Page page = pageOf(run, file);
    AtomicFile.writeText(file, page.render(withLinks(Utf8.read(file))));
    return page.unwritten();
  }

  /// Finds what a lesson's page shows of the source, says of fresh seeds and of published data or links to that is not
  /// so; needs no run.
  ///
  /// @throws BookException if the page is written wrongly, or shows a region that is not there
  /// @throws IOException   if something cannot be read
  public List<Stale> checkCode(Lesson lesson) throws IOException {
    Path file = page(lesson);
    Page page = codePage(lesson);
    page.render(Utf8.read(file));
    return page.stale();
  }

  /// Writes the code in a lesson's page, its links, its count of fresh seeds and what it finds in published data anew;
  /// needs no run.
  ///
  /// @throws BookException if the page is written wrongly, or shows a region that is not there
  /// @throws IOException   if something cannot be read or written
  public void updateCode(Lesson lesson) throws IOException {
    Path file = page(lesson);
    AtomicFile.writeText(file, codePage(lesson).render(withLinks(Utf8.read(file))));
  }

  /// Finds the lines of the table of contents that are not as they should be.
  public List<Stale> checkContents() throws IOException {
    Path file = folder.resolve(CONTENTS);
    Page page = contentsPage(file);
    page.render(Utf8.read(file));
    return page.stale();
  }

  /// Writes the table of contents anew.
  public void updateContents() throws IOException {
    Path file = folder.resolve(CONTENTS);
    AtomicFile.writeText(file, contentsPage(file).render(Utf8.read(file)));
  }

  /// Finds the lines of the walk through the talk that are not as the pages and the counts have it, if the book has
  /// one.
  ///
  /// @throws BookException if one of the other pages does not say what it should
  public List<Stale> checkTalk() throws IOException {
    Path file = folder.resolve(TALK);
    if (!Files.exists(file)) {
      return List.of();
    }
    Page page = talkPage(file);
    page.render(Utf8.read(file));
    return page.stale();
  }

  /// Writes the walk through the talk anew, if the book has one.
  public void updateTalk() throws IOException {
    Path file = folder.resolve(TALK);
    if (Files.exists(file)) {
      AtomicFile.writeText(file, talkPage(file).render(Utf8.read(file)));
    }
  }

  static String figureFile(Lesson lesson, Illustration figure) {
    return lesson.id() + "-" + figure.name() + ".svg";
  }

  private Page pageOf(LessonRun run, Path file) throws IOException {
    var regions = new Regions(run, new CodeRegions(root, folder), fresh(run.lesson()),
        RealDataRun.inWords(root, run.lesson()));
    return new Page(file, name -> Optional.of(name.equals(LINKS) ? links(run.lesson()) : regions.lines(name)),
        name -> ofOtherPage(name).or(() -> Optional.of(regions.number(name))));
  }

  private Page codePage(Lesson lesson) throws IOException {
    var code = new CodeRegions(root, folder);
    List<String> fresh = fresh(lesson);
    List<String> real = RealDataRun.inWords(root, lesson);
    return new Page(page(lesson), name -> switch (name) {
      case Regions.FRESH -> Optional.of(fresh);
      case Regions.REAL -> Optional.of(real);
      case LINKS -> Optional.of(links(lesson));
      default -> code.ifCode(name);
    }, this::ofOtherPage);
  }

  /// A number that another page has in one of its sentences: asked for as `fgsm/clean-error`.
  private Optional<String> ofOtherPage(String name) {
    int slash = name.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    String id = name.substring(0, slash);
    Lesson other = lessons.stream().filter(lesson -> lesson.id().equals(id)).findFirst().orElseThrow(() ->
        new BookException("the number \"" + name + "\" is that of a lesson \""
            + id + "\", which the book does not have"));
    try {
      return Optional.of(new Printed().page(other).number(name.substring(slash + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text of a page with a place for its links below the heading.
  private static String withLinks(String text) {
    int heading = text.indexOf('\n') + 1;
    return text.contains(Page.begin(LINKS)) ? text
        : text.substring(0, heading) + "\n" + Page.begin(LINKS) + "\n" + Page.END + "\n" + text.substring(heading);
  }

  /// The contents, the lessons before and after, the sources.
  private List<String> links(Lesson lesson) {
    List<Lesson> inOrder = inOrder();
    // By its id: whoever asks may hold another instance of the lesson than the book does.
    int at = inOrder.stream().map(Lesson::id).toList().indexOf(lesson.id());
    List<String> links = new ArrayList<>(List.of("[The book](" + CONTENTS + ")"));
    if (at > 0) {
      links.add("before: " + link(inOrder.get(at - 1)));
    }
    if (at >= 0 && at + 1 < inOrder.size()) {
      links.add("after: " + link(inOrder.get(at + 1)));
    }
    links.add("[source](" + folder(lesson) + ")");
    return List.of(String.join(" | ", links));
  }

  private static String link(Lesson lesson) {
    return "[" + lesson.code() + " " + lesson.id() + "](" + pageName(lesson) + ")";
  }

  private List<Lesson> inOrder() {
    return lessons.stream().sorted(Comparator.comparingInt(Lesson::number)).toList();
  }

  private List<String> fresh(Lesson lesson) throws IOException {
    return FreshStarts.inWords(FreshStarts.read(root, lesson), lesson.expectedStatus());
  }

  private Page contentsPage(Path file) throws IOException {
    List<String> real = realData();
    return new Page(file, name -> switch (name) {
      case "contents" -> Optional.of(contents());
      case Regions.REAL -> Optional.of(real);
      default -> throw new BookException("the table of contents can generate only \"contents\" and \"real\", not \""
          + name + "\"");
    }, name -> {
      throw new BookException("the table of contents has no number \"" + name + "\"");
    });
  }

  private Page talkPage(Path file) {
    return new Page(file, name -> {
      if (!name.equals("talk")) {
        throw new BookException("the walk through the talk can generate only \"talk\", not \"" + name + "\"");
      }
      return Optional.of(new TalkIndex(lessons, new Printed()).lines());
    }, name -> {
      throw new BookException("the walk through the talk has no number \"" + name + "\"");
    });
  }

  /// The pages as they stand.
  private final class Printed implements TalkIndex.Source {
    @Override
    public PrintedPage page(Lesson lesson) throws IOException {
      Path file = Book.this.page(lesson);
      return new PrintedPage(file.toString(), Utf8.read(file));
    }

    @Override
    public String link(Lesson lesson) {
      return Book.link(lesson);
    }

    @Override
    public Optional<FreshStarts> fresh(Lesson lesson) throws IOException {
      return FreshStarts.read(root, lesson);
    }
  }

  private List<String> contents() {
    return inOrder().stream()
        .map(lesson -> "- " + link(lesson) + ": " + Markup.markdown(lesson.title()) + " ([source]("
            + folder(lesson) + "))").toList();
  }

  /// Lesson by data set, how each run with a published data set ended.
  private List<String> realData() throws IOException {
    List<Lesson> some = inOrder().stream().filter(lesson -> !RealDataRun.dataSets(lesson).isEmpty()).toList();
    List<String> data = some.stream().flatMap(lesson -> RealDataRun.dataSets(lesson).stream()).distinct().toList();
    List<String> lines = new ArrayList<>(List.of("| lesson | its own data | " + String.join(" | ", data) + " |",
        "| :--- | :--- |" + " :--- |".repeat(data.size())));
    for (Lesson lesson : some) {
      lines.add(RealDataRun.row(root, lesson, data, link(lesson)));
    }
    return lines;
  }

  /// The folder of a lesson's sources, as seen from the pages.
  private static String folder(Lesson lesson) {
    return "../src/main/java/" + lesson.getClass().getPackageName().replace('.', '/');
  }

  private static String pageName(Lesson lesson) {
    return lesson.code().substring(1) + "-" + lesson.id() + ".md";
  }

  private Map<Path, String> figures(LessonRun run) {
    var files = new TreeMap<Path, String>();
    for (Illustration figure : run.result().figures()) {
      files.put(folder.resolve(FIGURES).resolve(figureFile(run.lesson(), figure)), figure.figure().svg());
    }
    return files;
  }

  private static void compareFile(Path file, String expected, List<Stale> stale) throws IOException {
    if (!Files.exists(file)) {
      stale.add(new Stale(file, 0, "a figure of the run", "no file"));
      return;
    }
    List<String> wanted = expected.lines().toList();
    List<String> found = Utf8.read(file).lines().toList();
    if (Utf8.read(file).equals(expected)) {
      return;
    }
    int line = 0;
    while (line < Math.min(wanted.size(), found.size()) && wanted.get(line).equals(found.get(line))) {
      line++;
    }
    stale.add(new Stale(file, line + 1, line(wanted, line), line(found, line)));
  }

  private static String line(List<String> lines, int index) {
    String line = index < lines.size() ? lines.get(index) : "(nothing)";
    return line.length() > 160 ? line.substring(0, 160) + "..." : line;
  }

  /// Figures in the folder that belong to this lesson but not to this run.
  private List<Path> orphans(LessonRun run) throws IOException {
    Path figures = folder.resolve(FIGURES);
    List<Path> orphans = new ArrayList<>();
    if (Files.isDirectory(figures)) {
      var produced = figures(run).keySet();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(figures, "*.svg")) {
        for (Path file : files) {
          if (isOf(run.lesson(), file.getFileName().toString()) && !produced.contains(file)) {
            orphans.add(file);
          }
        }
      }
    }
    return orphans.stream().sorted().toList();
  }

  /// Whether the longest id that the file name begins with is that of this lesson.
  private boolean isOf(Lesson lesson, String fileName) {
    return lessons.stream().map(Lesson::id).filter(id -> fileName.startsWith(id + "-"))
        .max(Comparator.comparingInt(String::length)).filter(lesson.id()::equals).isPresent();
  }
}
