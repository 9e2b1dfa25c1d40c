package scrutable.lessons.grader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.course.StubKit;
import scrutable.lessons.course.TaskFolder;
import scrutable.lessons.grader.compile.Body;
import scrutable.lessons.grader.task.Task;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.Utf8;

/// Code that runs away, in every task there is: each is stopped by itself, its line is said, and the results are
/// written.
@EnabledIfSystemProperty(named = "scrutable.course", matches = "all")
class RunawaysTest {
  private static final Path ROOT = Path.of(System.getProperty("scrutable.root", "..")).toAbsolutePath().normalize();
  private static final int SHORT = 5;
  private static final int LONG = 60;

  @TempDir
  private static Path work;

  private static Kit kit;

  @TempDir
  private Path folder;

  /// A teacher's kit: a task whose code needs that of an earlier one gets the official one.
  @BeforeAll
  static void allTasks() throws IOException {
    TaskFolder tasks = new TaskFolder(ROOT);
    List<String> ids = tasks.tasks().stream().map(Task::id).toList();
    Map<String, String> solutions = new TreeMap<>(Task::compare);
    for (String id : ids) {
      solutions.put(id, tasks.solution(id));
    }
    Kit student = StubKit.of(tasks, ids, work, LONG);
    kit = new Kit(student.engine(), student.data(), student.tasks(), student.clean(), solutions);
  }

  @Test
  void anEndlessLoopIsStoppedInEveryTaskAndItsFileIsSaid() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Verdict verdict : verdicts(SHORT, "int rounds = 0;\nfor (;;) {\n  rounds++;\n}\n")) {
      String file = kit.data().files().get(verdict.task().id()).replaceFirst("^.*/", "");
      String message = String.join(" ", verdict.messages());
      if (verdict.state() != Verdict.State.UNUSABLE
          || !message.matches("stopped after 5 s; the code was at " + file + ":\\d+.*")) {
        wrong.add(verdict.task().id() + ": " + verdict.state() + " " + message);
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void aFullHeapEndsEveryTaskAlone() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Verdict verdict : verdicts(LONG, "java.util.List<double[]> all = new java.util.ArrayList<>();\nfor (;;) {\n"
        + "  all.add(new double[10_000_000]);\n}\n")) {
      if (verdict.points() > 0 || !String.join(" ", verdict.messages()).contains("OutOfMemoryError")) {
        wrong.add(verdict.task().id() + ": " + verdict.state() + " " + verdict.messages());
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void anExitIsRefusedInEveryTask() throws Exception {
    for (Verdict verdict : verdicts(LONG, "System.exit(0);\nfor (;;) {\n}\n")) {
      assertEquals(Verdict.State.UNUSABLE, verdict.state(), verdict::toString);
      assertTrue(verdict.messages().getFirst().contains("System.exit may not be used"), verdict::toString);
    }
  }

  /// What is said of each task if all of them consist of this code; and that it can be read in `results.json`.
  private List<Verdict> verdicts(int limit, String code) throws Exception {
    Path tree = folder.resolve("tree");
    for (Map.Entry<String, String> clean : kit.clean().entrySet()) {
      String text = clean.getValue();
      for (Task task : kit.tasks().values()) {
        if (kit.data().files().get(task.id()).equals(clean.getKey())) {
          text = new Body(task.id(), clean.getKey(), 1, code).into(text);
        }
      }
      Path file = tree.resolve(clean.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    List<Verdict> verdicts = new Grader(StubKit.withLimit(kit, limit), tree, folder.resolve("classes")).grade(
        List.copyOf(StubKit.withLimit(kit, limit).tasks().values()), new Random(5), false);
    Path results = folder.resolve("results.json");
    Files.writeString(results, ResultsFile.of(kit.data(), verdicts));
    Json read = Json.parse(Utf8.read(results));
    assertEquals(0, read.get("score").number());
    assertEquals(kit.tasks().size(), read.get("tests").items().size());
    return verdicts;
  }
}
