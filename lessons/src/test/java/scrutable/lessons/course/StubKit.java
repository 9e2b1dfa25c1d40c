package scrutable.lessons.course;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import scrutable.lessons.grader.Kit;
import scrutable.lessons.grader.task.Task;
import scrutable.tensor.io.Utf8;

/// A kit for tests: the classes of this build, and over them the files of some tasks without their solutions.
public final class StubKit {
  private StubKit() {}

  /// @param limit the seconds that each task may take
  public static Kit of(TaskFolder folder, List<String> chosen, Path work, int limit) throws IOException {
    Workbench bench = new Workbench(folder, Files.createTempDirectory(work, "bench"));
    List<Path> engine = new ArrayList<>();
    engine.add(bench.stubs(Set.copyOf(chosen)));
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
        .forEach(engine::add);
    Map<String, Task> tasks = new TreeMap<>(Task::compare);
    Map<String, String> clean = new TreeMap<>();
    for (String id : chosen) {
      tasks.put(id, withLimit(folder.task(id), limit));
      String file = folder.file(id);
      clean.put(file, Stub.of(file, Utf8.read(folder.root().resolve(file)), Set.copyOf(chosen)));
    }
    return new Kit(engine, new Recording(folder, bench).record("test", 0, chosen, List.of(21L, 22L)), tasks, clean,
        Map.of());
  }

  /// The same kit with other limits.
  ///
  /// @param limit the seconds that each task may take
  public static Kit withLimit(Kit kit, int limit) {
    Map<String, Task> tasks = new TreeMap<>(Task::compare);
    kit.tasks().forEach((id, task) -> tasks.put(id, withLimit(task, limit)));
    return new Kit(kit.engine(), kit.data(), tasks, kit.clean(), kit.solutions());
  }

  private static Task withLimit(Task task, int limit) {
    return new Task(task.id(), task.title(), task.points(), limit, task.needs(), task.forbidden(), task.lesson(),
        task.text(), task.hints());
  }
}
