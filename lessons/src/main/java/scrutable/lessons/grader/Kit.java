package scrutable.lessons.grader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
/// @param archive where it lies
/// @param data    what was recorded
/// @param tasks   by number, in order
/// @param clean   the text of each file that holds a task
public record Kit(Path archive, CourseData data, Map<String, Task> tasks, Map<String, String> clean) {
  /// Where the clean files are in the archive.
  public static final String CLEAN = "course/clean/";
  /// Where the pages of the tasks are in the archive.
  public static final String TASKS = "course/tasks/";
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
      return new Kit(archive, data, tasks, clean);
    }
  }

  private static String text(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new TaskException(zip.getName() + " holds no " + name + "; it is not the archive of an assignment");
    }
    return Utf8.decode(zip.getInputStream(entry).readAllBytes(), name);
  }

  /// The same with other data: with answers that were kept back.
  public Kit with(CourseData other) {
    return new Kit(archive, other, tasks, clean);
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
