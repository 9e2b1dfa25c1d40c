package scrutable.lessons.course;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.spi.ToolProvider;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.compile.Overlay;
import scrutable.lessons.grader.judge.Judge;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.TaskException;
import scrutable.lessons.source.SourceTree;

/// Runs bodies that the teacher trusts, in this process: the official one, and those of known mistakes.
public final class Workbench {
  private final TaskFolder tasks;
  private final Path work;
  private final List<Path> engine = new ArrayList<>();

  /// @param work an empty folder for classes
  /// @throws TaskException if a variant does not compile
  /// @throws IOException   if its classes cannot be written
  public Workbench(TaskFolder tasks, Path work) throws IOException {
    this.tasks = tasks;
    this.work = work;
    List<Path> built = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
        .toList();
    if (!tasks.variant().sources().isEmpty()) {
      Path varied = Files.createTempDirectory(work, "variant");
      Engine.compile(tasks.variant().sources(), built, varied);
      engine.add(varied);
    }
    engine.addAll(built);
  }

  /// What a question was answered.
  ///
  /// @param answer the answer of the code; null if a task is open
  /// @param oracle the right answer, where there is an oracle; otherwise null
  /// @param open   the task that is open; empty if none is
  public record Asked(Answer answer, Answer oracle, String open) {}

  /// Asks the official solution.
  ///
  /// @param seeds the draws, as [Judge] takes them
  /// @return the answers by part and seed
  /// @throws IOException if classes cannot be read
  public Map<String, Map<Long, Asked>> official(String task, List<String> seeds) throws IOException {
    return tasks.variant().sources().isEmpty() ? ask(new Judge(), task, seeds)
        : withClasses(engine.getFirst(), List.of(task), seeds).get(task);
  }

  /// Asks the engine with another body for one task.
  ///
  /// @throws TaskException if the body does not compile
  /// @throws IOException   if classes cannot be written or read
  public Map<String, Map<Long, Asked>> withBody(String task, String body, List<String> seeds) throws IOException {
    String file = tasks.file(task);
    var overlay = new Overlay(Map.of(file, tasks.variant().read(file)), engine, id -> List.of());
    Path classes = Files.createTempDirectory(work, task);
    Map<String, Overlay.Problem> problems = overlay.compile(List.of(new Body(task, file, 1, body)), classes);
    if (!problems.isEmpty()) {
      throw new TaskException("task " + task + ": " + problems.get(task).message() + "\n" + body);
    }
    return withClasses(classes, List.of(task), seeds).get(task);
  }

  /// Asks the engine with some tasks taken out, as a student gets it.
  ///
  /// @param open  the tasks that are taken out
  /// @param asked the tasks that are asked about
  /// @return the answers by task, part and seed
  /// @throws TaskException if what is left does not compile
  /// @throws IOException   if classes cannot be written or read
  public Map<String, Map<String, Map<Long, Asked>>> without(Set<String> open, List<String> asked, List<String> seeds)
      throws IOException {
    return withClasses(stubs(open), asked, seeds);
  }

  /// Compiles the files that look different without some tasks.
  ///
  /// @return the folder with the classes
  Path stubs(Set<String> open) throws IOException {
    Path sources = Files.createTempDirectory(work, "sources");
    Path classes = Files.createTempDirectory(work, "stubs");
    for (Path file : SourceTree.of(tasks.root()).files()) {
      String name = tasks.root().relativize(file).toString().replace('\\', '/');
      String text = tasks.variant().read(name);
      String stub = text.contains("//: ") && !name.startsWith("lessons/") ? Stub.of(name, text, open) : text;
      if (!stub.equals(text)) {
        Path target = sources.resolve(name);
        Files.createDirectories(target.getParent());
        Files.writeString(target, stub);
      }
    }
    Engine.compile(Engine.sources(sources), engine, classes);
    return classes;
  }

  private Map<String, Map<String, Map<Long, Asked>>> withClasses(Path classes, List<String> asked, List<String> seeds)
      throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(classes.toUri().toURL());
    for (Path path : engine) {
      urls.add(path.toUri().toURL());
    }
    try (var loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      ToolProvider judge = ServiceLoader.load(ToolProvider.class, loader).stream().map(ServiceLoader.Provider::get)
          .filter(tool -> tool.name().equals("scrutable-judge")).findFirst()
          .orElseThrow(() -> new IllegalStateException("no judge among " + engine));
      Map<String, Map<String, Map<Long, Asked>>> answers = new LinkedHashMap<>();
      for (String task : asked) {
        answers.put(task, ask(judge, task, seeds));
      }
      return answers;
    }
  }

  private static Map<String, Map<Long, Asked>> ask(ToolProvider judge, String task, List<String> seeds) {
    var answers = new StringWriter();
    var out = new PrintWriter(answers);
    List<String> words = new ArrayList<>();
    words.add(task);
    words.addAll(seeds);
    judge.run(out, out, words.toArray(String[]::new));
    Map<String, Map<Long, Asked>> asked = new LinkedHashMap<>();
    for (String line : answers.toString().lines().toList()) {
      String[] field = line.split("\t", -1);
      Map<Long, Asked> ofPart = asked.computeIfAbsent(field[1], none -> new LinkedHashMap<>());
      long seed = Long.parseLong(field[2]);
      switch (field[0]) {
        case "answer" -> ofPart.put(seed, new Asked(Answer.decode(field[3]), null, ""));
        case "oracle" -> ofPart.computeIfPresent(seed, (_, before) -> new Asked(before.answer(),
            Answer.decode(field[3]), before.open()));
        case "open" -> ofPart.put(seed, new Asked(null, null, field[3]));
        default -> throw new TaskException("task " + task + ": " + line);
      }
    }
    return asked;
  }
}
