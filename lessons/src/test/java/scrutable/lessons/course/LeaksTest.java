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

  /// The hints say nearly all, but in words.
  @Test
  void noPageAndNoHintIsASolution() throws IOException {
    TaskFolder folder = new TaskFolder(ROOT);
    Map<String, String> solutions = new HashMap<>();
    for (Task task : folder.tasks()) {
      solutions.put(task.id(), folder.solution(task.id()));
    }
    var leaks = new Leaks(solutions);
    List<String> found = new ArrayList<>();
    for (Task task : folder.tasks()) {
      found.addAll(leaks.in(task.id() + ".md", folder.page(task.id())));
    }
    assertEquals(List.of(), found);
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
  void theHeadOfACountingLoopIsOneWord() {
    var leaks = new Leaks(Map.of("9.1", "for (int i = 0; i < n; i++) { sum += x[i] * y[i]; }"));
    assertEquals(List.of(), leaks.in("A", "for (int i = 0; i < n; i++) { sum += x[i]; }"));
    assertFalse(leaks.in("A", "for (int i = 0; i < n; i++) { sum += x[i] * y[i]; }").isEmpty());
    assertFalse(leaks.in("A", "for (int j = 0; j < m; j++) { sum += x[i] * y[i]; }").isEmpty());
  }

  @Test
  void aRunOfSignsCountsAsWell() {
    var leaks = new Leaks(Map.of("9.1", "return g.mul(y.square().neg().add(1));"));
    assertFalse(leaks.in("A", "a(b(c().neg().add(1)));").isEmpty());
  }

  @Test
  void aLoopOverThingsIsNoCountingLoop() {
    var leaks = new Leaks(Map.of("9.1", "for (Variable input : variable.inputs()) { walk(input); }"));
    assertFalse(leaks.in("A", "for (Variable input : variable.inputs()) { }").isEmpty());
  }
}
