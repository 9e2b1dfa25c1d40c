package scrutable.lessons.grader;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scrutable.lessons.grader.checks.Exams;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.compile.Overlay;
import scrutable.lessons.grader.judge.Judge;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.source.MarkException;
import scrutable.tensor.io.Utf8;

/// Grades the tasks of one tree: takes out what stands between the marks, puts it into clean files, compiles these over
/// the engine, has another process run them, and judges.
public final class Grader {
  private static final int DRAWS = 3;

  private final Kit kit;
  private final Path tree;
  private final Path work;
  private final Map<String, Verdict> verdicts = new TreeMap<>(Task::compare);

  /// @param tree the student's tree
  /// @param work a folder for classes, which stay there for the next time
  public Grader(Kit kit, Path tree, Path work) {
    this.kit = kit;
    this.tree = tree;
    this.work = work;
  }

  /// Grades some tasks.
  ///
  /// @param wanted  the tasks, in order
  /// @param numbers where the draws come from; all recorded draws are used if `all`, otherwise some of them
  /// @param all     whether all recorded draws are used
  /// @return one verdict for each task, in order
  /// @throws IOException if files cannot be read or written
  public List<Verdict> grade(List<Task> wanted, Random numbers, boolean all) throws IOException, InterruptedException {
    verdicts.clear();
    List<Body> bodies = bodies();
    Overlay overlay = new Overlay(kit.clean(), List.of(kit.archive()), task -> kit.task(task).forbidden());
    List<Path> classPath = new ArrayList<>();
    List<Body> used = new ArrayList<>();
    for (List<Body> ofFile : bodies.stream().collect(Collectors.groupingBy(Body::file, LinkedHashMap::new,
        Collectors.toList())).values()) {
      classPath.add(compiled(overlay, ofFile));
      ofFile.stream().filter(body -> !verdicts.containsKey(body.task())).forEach(used::add);
    }
    classPath.add(kit.archive());
    List<Task> runnable = wanted.stream().filter(task -> !verdicts.containsKey(task.id())).toList();
    Map<String, Sheet> sheets = runnable.isEmpty() ? Map.of()
        : new ChildProcess(classPath).ask(runnable, seeds(numbers, all));
    Lines lines = new Lines(overlay.texts(used), used);
    sheets.forEach((task, sheet) -> verdicts.put(task, new Judgement(kit.data(), kit.task(task), Exams.of(task), sheet,
        lines::ofStudent).verdict()));
    return wanted.stream().map(task -> verdicts.get(task.id())).toList();
  }

  /// What was written, without the tasks that are as they were handed out.
  private List<Body> bodies() throws IOException {
    List<Body> bodies = new ArrayList<>();
    for (Task task : kit.tasks().values()) {
      String file = kit.data().files().get(task.id());
      if (!Files.isRegularFile(tree.resolve(file))) {
        verdicts.put(task.id(), Verdict.unjudged(task, Verdict.State.UNUSABLE, 0, "there is no " + file));
        continue;
      }
      try {
        Body body = Body.in(file, Utf8.read(tree.resolve(file)), task.id());
        if (body.text().strip().equals(kit.stub(task.id()).strip())) {
          verdicts.put(task.id(), Verdict.unjudged(task, Verdict.State.OPEN, 0, "open"));
        } else {
          bodies.add(body);
        }
      } catch (MarkException wrong) {
        verdicts.put(task.id(), Verdict.unjudged(task, Verdict.State.UNUSABLE, 0, wrong.getMessage()));
      }
    }
    return bodies;
  }

  /// The folder with the classes of one file; compiled only if a body in it has changed.
  private Path compiled(Overlay overlay, List<Body> bodies) throws IOException {
    Path classes = work.resolve("classes-" + digest(bodies));
    if (Files.isDirectory(classes)) {
      return classes;
    }
    Path fresh = Files.createTempDirectory(Files.createDirectories(work), "compiling");
    Map<String, Overlay.Problem> problems = overlay.compile(bodies, fresh);
    for (Body body : bodies) {
      Overlay.Problem problem = problems.get(body.task());
      if (problem != null) {
        String message = body.file().replaceFirst("^.*/", "") + ":" + (body.line() + problem.line()) + ": "
            + problem.message();
        verdicts.put(body.task(), Verdict.unjudged(kit.task(body.task()), Verdict.State.UNUSABLE, 0, message));
      }
    }
    if (!problems.isEmpty()) {
      return fresh;
    }
    return Files.move(fresh, classes);
  }

  private String digest(List<Body> bodies) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Body body : bodies) {
        digest.update((body.task() + "\n" + body.text() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      digest.update(kit.clean().get(bodies.getFirst().file()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private List<String> seeds(Random numbers, boolean all) {
    List<Long> recorded = new ArrayList<>(kit.data().seeds());
    if (!all) {
      Collections.shuffle(recorded, numbers);
    }
    List<String> seeds = new ArrayList<>();
    seeds.add(Long.toString(Draw.FIXED));
    recorded.stream().limit(all ? recorded.size() : DRAWS).map(String::valueOf).forEach(seeds::add);
    numbers.longs(DRAWS, 1, Long.MAX_VALUE).mapToObj(seed -> Judge.FRESH + seed).forEach(seeds::add);
    return seeds;
  }

  /// Deletes the classes of earlier versions; the last ones stay.
  public void tidy(int kept) throws IOException {
    if (!Files.isDirectory(work)) {
      return;
    }
    List<Path> folders;
    try (Stream<Path> all = Files.list(work)) {
      folders = all.filter(Files::isDirectory).sorted(Comparator.comparing(
          (Path folder) -> folder.toFile().lastModified()).reversed()).toList();
    }
    for (Path old : folders.stream().skip(kept).toList()) {
      delete(old);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inside = Files.walk(folder)) {
      for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
