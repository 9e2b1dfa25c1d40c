package scrutable.lessons.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import scrutable.lessons.grader.Kit;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Utf8;

/// What `lessons/course` does.
public final class Course {
  private final TaskFolder tasks;

  /// @param root the root of the repository
  /// @throws IOException if the tasks cannot be read
  public Course(Path root) throws IOException {
    this.tasks = new TaskFolder(root);
  }

  /// @param root    the root of the repository
  /// @param variant a folder with changed files, under the names that they have in the repository
  /// @throws IOException if the tasks cannot be read
  public Course(Path root, Path variant) throws IOException {
    this.tasks = new TaskFolder(root, Variant.of(root, variant));
  }

  /// All tasks, in order.
  public List<Task> tasks() {
    return tasks.tasks();
  }

  /// The file that a task is taken from.
  public String file(String task) {
    return tasks.file(task);
  }

  /// Writes an assignment.
  ///
  /// @param chosen like `1.1-1.9,5.2`
  /// @param folder a new folder
  /// @return the numbers of its tasks
  /// @throws TaskException if something about the tasks or the folder is wrong
  /// @throws IOException   if files cannot be read or written
  public List<String> write(String name, String chosen, Path folder) throws IOException {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new TaskException("an assignment is called by letters, digits, dots and hyphens, not \"" + name + "\"");
    }
    List<String> ids = Selection.of(chosen, known());
    new Assignment(tasks, name, ids, folder).write();
    return ids;
  }

  /// Copies what belongs to some tasks, to make a variant of it: the source, the page and the known mistakes.
  ///
  /// @param chosen the numbers of the tasks
  /// @param folder a folder; files that are there already stay as they are
  /// @return the files
  /// @throws IOException if files cannot be read or written
  public List<String> beginVariant(List<String> chosen, Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    for (String task : Selection.of(String.join(",", chosen), known())) {
      for (String file : List.of(tasks.file(task), "lessons/tasks/" + task + ".md",
          "lessons/tasks/" + task + ".mistakes.md")) {
        Path target = folder.resolve(file);
        if (!Files.exists(target)) {
          Files.createDirectories(target.getParent());
          Files.copy(tasks.variant().path(file), target);
          files.add(file);
        }
      }
    }
    return files;
  }

  /// Grades a class.
  ///
  /// @param submissions archives or folders
  /// @param teacher     the folder `teacher` of the assignment
  /// @param out         a folder for the results
  /// @param progress    hears of each student
  /// @return the lines of a table: who has what, and which mistakes are frequent
  /// @throws TaskException if something about the submissions or the folder is wrong
  /// @throws IOException   if files cannot be read or written
  public static List<String> grade(List<Path> submissions, Path teacher, Path out, Consumer<String> progress)
      throws IOException, InterruptedException {
    return new ClassGrading(Kit.open(teacher.resolve("grader.jar")), out).grade(submissions, progress);
  }

  /// Writes the fingerprints of known mistakes.
  ///
  /// @param chosen the numbers of the tasks; all if there are none
  /// @return the tasks whose fingerprints have changed
  /// @throws IOException if files cannot be read or written
  public List<String> updatePrints(List<String> chosen) throws IOException {
    List<String> changed = new ArrayList<>();
    Path work = Files.createTempDirectory("scrutable-course");
    try {
      var recording = new Recording(tasks, new Workbench(tasks, work));
      for (String task : chosen.isEmpty() ? known() : Selection.of(String.join(",", chosen), known())) {
        String prints = recording.prints(task);
        Path file = tasks.printsFile(task);
        if (!Files.exists(file) || !Utf8.read(file).equals(prints)) {
          AtomicFile.writeText(file, prints);
          changed.add(task);
        }
      }
    } finally {
      Folders.delete(work);
    }
    return changed;
  }

  private List<String> known() {
    return tasks.tasks().stream().map(Task::id).toList();
  }
}
