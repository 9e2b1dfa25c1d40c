package scrutable.lessons.grader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;
import scrutable.tensor.io.Utf8;

/// The archive that grades: the engine without the solutions, compiled; the grader; the clean files that hold tasks;
/// the tasks and their data.
///
/// @param engine    where the classes are: the archive itself
/// @param data      what was recorded
/// @param tasks     by number, in order
/// @param clean     the text of each file that holds a task
/// @param solutions the official bodies, by task; only the teacher has them
public record Kit(List<Path> engine, CourseData data, Map<String, Task> tasks, Map<String, String> clean,
    Map<String, String> solutions) {
  /// Where the clean files are in the archive.
  public static final String CLEAN = "course/clean/";
  /// Where the pages of the tasks are in the archive.
  public static final String TASKS = "course/tasks/";
  /// Where the official bodies are in the teacher's archive.
  public static final String SOLUTIONS = "course/solutions/";
  /// Where the data are in the archive.
  public static final String DATA = "course/course.txt";

  /// Opens a kit.
  ///
  /// @throws TaskException if it is no kit
  /// @throws IOException   if it cannot be read
  public static Kit open(Path archive) throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw new TaskException("there is no " + archive + "; get it from the assignment as it was handed out");
    }
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      CourseData data = CourseData.decode(text(zip, DATA));
      Map<String, Task> tasks = new TreeMap<>(Task::compare);
      Map<String, String> clean = new LinkedHashMap<>();
      for (Map.Entry<String, String> task : data.files().entrySet()) {
        String name = task.getKey() + ".md";
        tasks.put(task.getKey(), Task.parse(name, text(zip, TASKS + name)));
        if (!clean.containsKey(task.getValue())) {
          clean.put(task.getValue(), text(zip, CLEAN + task.getValue()));
        }
      }
      Map<String, String> solutions = new LinkedHashMap<>();
      for (String task : tasks.keySet()) {
        if (zip.getEntry(SOLUTIONS + task) != null) {
          solutions.put(task, text(zip, SOLUTIONS + task));
        }
      }
      return new Kit(List.of(archive), data, tasks, clean, solutions);
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new TaskException(zip.getName() + " holds no " + name + "; it is not the archive of an assignment");
    }
    return Utf8.decode(zip.getInputStream(entry).readAllBytes(), name);
  }

  /// The task of a number.
  ///
  /// @throws TaskException if this assignment does not have it
  public Task task(String id) {
    Task task = tasks.get(id);
    if (task == null) {
      throw new TaskException("there is no task \"" + id + "\" in this assignment; there are "
          + String.join(", ", tasks.keySet()));
    }
    return task;
  }

  /// What a student begins with.
  String stub(String task) {
    return Body.in(data.files().get(task), clean.get(data.files().get(task)), task)
        .text();
  }
}
