package scrutable.lessons.course;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import scrutable.lessons.grader.CourseData;
import scrutable.lessons.grader.Kit;
import scrutable.lessons.grader.Sealed;
import scrutable.lessons.grader.task.TaskException;
import scrutable.tensor.io.AtomicFile;
import scrutable.tensor.io.Utf8;

/// Writes an assignment: `student/`, a tree to be handed out, and `teacher/`, what is kept back.
public final class Assignment {
  private static final List<String> ROOMS = List.of("tensor", "autograd", "nn", "attacks");
  private static final List<String> GRADER = List.of("grader", "source");
  private static final int DRAWS = 8;
  private static final int HIDDEN = 3;

  private final TaskFolder tasks;
  private final String name;
  private final List<String> chosen;
  private final Path student;
  private final Path teacher;

  /// @param chosen the numbers of the tasks, in order
  /// @param folder an empty folder, or one that is not there yet
  /// @throws TaskException if it is not empty
  /// @throws IOException   if it cannot be made
  public Assignment(TaskFolder tasks, String name, List<String> chosen, Path folder) throws IOException {
    this.tasks = tasks;
    this.name = name;
    this.chosen = List.copyOf(chosen);
    this.student = folder.resolve("student");
    this.teacher = folder.resolve("teacher");
    if (Files.exists(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        if (inside.findAny().isPresent()) {
          throw new TaskException(folder + " is not empty; choose a new folder");
        }
      }
    }
    Files.createDirectories(student);
    Files.createDirectories(teacher);
  }

  /// Writes everything.
  public void write() throws IOException {
    writeSources();
    writePages();
    requireNoLeaks();
    writeSealed();
    Path classes = Files.createTempDirectory("scrutable-course");
    Path work = Files.createTempDirectory("scrutable-course");
    try {
      Engine.compile(Engine.sources(student), List.of(), classes);
      Recording recording = new Recording(tasks, new Workbench(tasks, work));
      var random = new SecureRandom();
      copyVariant();
      CourseData shown = recording.record(name, HIDDEN, chosen, seeds(random, DRAWS));
      CourseData secret = recording.record(name, 0, chosen, seeds(random, HIDDEN));
      Map<String, String> texts = new LinkedHashMap<>();
      for (String task : chosen) {
        texts.put(Kit.TASKS + task + ".md", tasks.page(task));
        texts.put(Kit.CLEAN + tasks.file(task), Utf8.read(student.resolve(tasks.file(task))));
      }
      texts.put(Kit.DATA, shown.encode());
      Engine.pack(classes, texts, Files.createDirectories(student.resolve("kit")).resolve("grader.jar"));
      texts.put(Kit.DATA, secret.encode());
      for (String task : chosen) {
        texts.put(Kit.SOLUTIONS + task, tasks.solution(task));
      }
      Engine.pack(classes, texts, teacher.resolve("grader.jar"));
      Handout.write(teacher, random.nextLong(1, Integer.MAX_VALUE));
    } finally {
      Folders.delete(classes);
      Folders.delete(work);
    }
    new GitRepository(student).begin("Assignment " + name);
  }

  private static List<Long> seeds(SecureRandom random, int count) {
    return random.longs(count, 1, Long.MAX_VALUE).boxed().toList();
  }

  /// Keeps what was changed for this assignment.
  private void copyVariant() throws IOException {
    for (String file : tasks.variant().files()) {
      Path target = teacher.resolve("variant").resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(tasks.variant().path(file), target);
    }
  }

  private void writeSources() throws IOException {
    for (String room : ROOMS) {
      copySources(room + "/src/main/java", room + "/src/main/java");
      AtomicFile.writeText(student.resolve(room).resolve("pom.xml"), Templates.pom(room, ROOMS));
    }
    for (String part : GRADER) {
      String home = "src/main/java/scrutable/lessons/" + part;
      copySources("lessons/" + home, "grader/" + home);
    }
    AtomicFile.writeText(student.resolve("grader/pom.xml"), Templates.pom("grader", ROOMS));
    AtomicFile.writeText(student.resolve("pom.xml"), Templates.parentPom(name, ROOMS));
  }

  private void copySources(String from, String to) throws IOException {
    Path source = tasks.root().resolve(from);
    for (Path file : Engine.sources(source)) {
      Path target = student.resolve(to).resolve(source.relativize(file).toString());
      Files.createDirectories(target.getParent());
      String inTree = tasks.root().relativize(file).toString().replace('\\', '/');
      AtomicFile.writeText(target, Stub.of(inTree, tasks.variant().read(inTree), Set.copyOf(chosen)));
    }
  }

  /// @throws TaskException if a solution can be read somewhere in the tree
  private void requireNoLeaks() throws IOException {
    Map<String, String> solutions = new LinkedHashMap<>();
    for (String task : chosen) {
      solutions.put(task, tasks.solution(task));
    }
    var leaks = new Leaks(solutions);
    List<String> found = new ArrayList<>();
    for (Path file : Engine.sources(student)) {
      found.addAll(leaks.in(student.relativize(file).toString(), Utf8.read(file)));
    }
    for (String task : chosen) {
      found.addAll(leaks.in(task + ".md", tasks.page(task)));
    }
    if (!found.isEmpty()) {
      throw new TaskException("the assignment would give answers away; mark them with \"//: leak\":\n"
          + String.join("\n", found));
    }
  }

  private void writePages() throws IOException {
    for (String task : chosen) {
      AtomicFile.writeText(Files.createDirectories(student.resolve("tasks")).resolve(task + ".md"),
          tasks.task(task).page());
    }
    AtomicFile.writeText(student.resolve("README.md"), Templates.readme(name, chosen.stream().map(tasks::task)
        .toList(), tasks::file));
    AtomicFile.writeText(student.resolve(".gitignore"), "/.grade/\n/results.json\n/submission.zip\ntarget/\n");
    AtomicFile.writeText(Files.createDirectories(student.resolve("kit")).resolve("find-jdk.sh"),
        Utf8.read(tasks.root().resolve("lessons/find-jdk.sh")));
    for (String command : List.of("grade", "course")) {
      AtomicFile.writeText(student.resolve(command), Templates.script());
      if (!student.resolve(command).toFile().setExecutable(true, false)) {
        throw new TaskException("cannot make " + student.resolve(command) + " executable");
      }
    }
  }

  private void writeSealed() throws IOException {
    var keys = new StringBuilder();
    for (String task : chosen) {
      String key = Sealed.newKey();
      Path sealed = student.resolve(Sealed.fileOf(task));
      Files.createDirectories(sealed.getParent());
      Files.write(sealed, Sealed.seal(task, tasks.solution(task), key));
      keys.append(task).append(' ').append(key).append('\n');
    }
    AtomicFile.writeText(teacher.resolve("keys.txt"), keys.toString());
  }
}
