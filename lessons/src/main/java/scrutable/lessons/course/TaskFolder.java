package scrutable.lessons.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import scrutable.lessons.grader.CourseData;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.task.Fingerprint;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;
import scrutable.lessons.source.Marks;
import scrutable.lessons.source.Region;
import scrutable.lessons.source.SourceTree;
import scrutable.tensor.io.Utf8;

/// The tasks of the repository: their pages, their places in the source, and the mistakes that are known.
///
/// `lessons/tasks/1.5.md` is the page, `1.5.mistakes.md` holds one section for each mistake: what the student is told,
/// and a body that makes it, or several where it has several forms. `1.5.prints` has the fingerprints of these
/// mistakes, a line `mistake part word factor` with tabs; `lessons/course prints` writes it.
public final class TaskFolder {
  private static final String FOLDER = "lessons/tasks/";

  private final Path root;
  private final Variant variant;
  private final Map<String, Task> tasks = new TreeMap<>(Task::compare);
  private final Map<String, String> files = new TreeMap<>(Task::compare);

  /// Reads the pages and finds the marks.
  ///
  /// @param root the root of the repository
  /// @throws TaskException if a page has no mark or a mark no page
  /// @throws IOException   if files cannot be read
  public TaskFolder(Path root) throws IOException {
    this(root, Variant.none(root));
  }

  TaskFolder(Path root, Variant variant) throws IOException {
    this.root = root;
    this.variant = variant;
    try (Stream<Path> all = Files.list(root.resolve(FOLDER))) {
      for (Path page : all.filter(file -> file.getFileName().toString().matches("\\d+\\.\\d+\\.md")).toList()) {
        String name = page.getFileName().toString();
        Task task = Task.parse(name, variant.read(FOLDER + name));
        if (!name.equals(task.id() + ".md")) {
          throw new TaskException(name + " is about task " + task.id());
        }
        tasks.put(task.id(), task);
      }
    }
    SourceTree sources = SourceTree.of(root);
    for (Path source : sources.files()) {
      String file = sources.path(source);
      for (Region region : Marks.of(file, variant.read(file)).regions()) {
        if (region.kind() == Region.Kind.TASK && files.put(region.name(), file) != null) {
          throw new TaskException("task " + region.name() + " is marked in two files, one of them " + file);
        }
      }
    }
    if (!tasks.keySet().equals(files.keySet())) {
      throw new TaskException("tasks with pages in " + FOLDER + ": " + tasks.keySet() + "; tasks with marks: "
          + files.keySet());
    }
  }

  /// The root of the repository.
  public Path root() {
    return root;
  }

  /// All tasks, in order.
  public List<Task> tasks() {
    return List.copyOf(tasks.values());
  }

  /// The task of a number.
  public Task task(String id) {
    return tasks.get(id);
  }

  /// Where a task is marked, as seen from the root.
  public String file(String task) {
    return files.get(task);
  }

  /// The official solution of a task.
  ///
  /// @throws IOException if it cannot be read
  public String solution(String task) throws IOException {
    return Body.in(file(task), variant.read(file(task)), task).text();
  }

  /// The repository with what a teacher has changed.
  Variant variant() {
    return variant;
  }

  /// The text of the page.
  String page(String task) throws IOException {
    return variant.read(FOLDER + task + ".md");
  }

  /// The known mistakes of a task, with the code that makes them.
  public Map<String, CodeSections> mistakes(String task) throws IOException {
    String file = FOLDER + task + ".mistakes.md";
    return Files.exists(variant.path(file)) ? CodeSections.parse(file, variant.read(file)) : Map.of();
  }

  /// The known mistakes of a task, with their fingerprints.
  ///
  /// @throws TaskException if there are none of a mistake
  public List<CourseData.Mistake> prints(String task) throws IOException {
    Path file = printsFile(task);
    return prints(task, Files.exists(file) ? Utf8.read(file) : "");
  }

  /// The known mistakes of a task.
  ///
  /// @param lines their fingerprints
  List<CourseData.Mistake> prints(String task, String lines) throws IOException {
    Map<String, Map<String, List<Fingerprint>>> prints = new LinkedHashMap<>();
    for (String line : lines.lines().toList()) {
      String[] field = line.split("\t");
      prints.computeIfAbsent(field[0], none -> new LinkedHashMap<>())
          .computeIfAbsent(field[1], none -> new ArrayList<>())
          .add(new Fingerprint(field[2], Double.parseDouble(field[3])));
    }
    List<CourseData.Mistake> known = new ArrayList<>();
    for (Map.Entry<String, CodeSections> mistake : mistakes(task).entrySet()) {
      Map<String, List<Fingerprint>> its = prints.get(mistake.getKey());
      if (its == null) {
        throw new TaskException("the mistake " + mistake.getKey() + " of task " + task + " has no fingerprints:"
            + " lessons/course prints " + task);
      }
      known.add(new CourseData.Mistake(task, mistake.getKey(), mistake.getValue().text(), its));
    }
    return known;
  }

  /// Where the fingerprints of a task are written.
  public Path printsFile(String task) {
    return root.resolve(FOLDER + task + ".prints");
  }
}
