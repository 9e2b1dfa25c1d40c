package scrutable.lessons.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import scrutable.lessons.grader.task.Task;
import scrutable.tensor.io.Utf8;

class LeaksTest {
  private static final Path ROOT = Path.of(System.getProperty("scrutable.root", "..")).toAbsolutePath().normalize();
  private static final List<String> STUDENTS = List.of("tensor/src/main", "autograd/src/main", "nn/src/main",
      "attacks/src/main", "lessons/src/main/java/scrutable/lessons/grader",
      "lessons/src/main/java/scrutable/lessons/source");

  @Test
  void noSolutionIsFoundInTheSourcesOfAStudentWhoHasAllTasks() throws IOException {
    TaskFolder folder = new TaskFolder(ROOT);
    Set<String> all = folder.tasks().stream().map(Task::id).collect(Collectors.toSet());
    assertEquals(List.of(), found(folder, all));
  }

  /// With the other tasks solved: then their bodies must not contain this one.
  @Test
  void noSolutionIsFoundWhenItIsTheOnlyTask() throws IOException {
    TaskFolder folder = new TaskFolder(ROOT);
    for (Task task : folder.tasks()) {
      assertEquals(List.of(), found(folder, Set.of(task.id())), task.id());
    }
  }

  private static List<String> found(TaskFolder folder, Set<String> tasks) throws IOException {
    Map<String, String> solutions = new HashMap<>();
    for (String task : tasks) {
      solutions.put(task, folder.solution(task));
    }
    var leaks = new Leaks(solutions);
    List<String> found = new ArrayList<>();
    for (String room : STUDENTS) {
      for (Path file : Engine.sources(ROOT.resolve(room))) {
        String name = ROOT.relativize(file).toString();
        found.addAll(leaks.in(name, Stub.of(name, Utf8.read(file), tasks)));
      }
    }
    return found;
  }

  @Test
  void twelveWordsAreARunHoweverTheyAreSetAndElevenAreNot() {
    var leaks = new Leaks(Map.of("9.1", "return a.add(b).mul(c.neg());"));
    assertFalse(leaks.in("A", "x = y; return a . add(b)\n .mul( /* why */ c.neg() ) ; }").isEmpty());
    assertEquals(List.of(), leaks.in("A", "return a.add(b).mul(c);"));
  }

  @Test
  void theHeadOfALoopIsNoRun() {
    var leaks = new Leaks(Map.of("9.1", "for (int i = 0; i < n; i++) { sum += x[i]; }"));
    assertEquals(List.of(), leaks.in("A", "for (int i = 0; i < n; i++) { x[i] = 0; }"));
  }
}
