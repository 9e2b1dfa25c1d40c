package scrutable.lessons.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.grader.checks.Exams;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;
import scrutable.lessons.source.MarkException;

class StubTest {
  private static final Path ROOT = Path.of(System.getProperty("scrutable.root", "..")).toAbsolutePath().normalize();
  private static final String CODE = """
      class A {
        //: hide 1.1
        //: instead /// A sum.
        /// A sum: it is a + b.
        //: end
        int sum(int a, int b) {
          //: task 1.1
          //: code sum
          return a + b;
          //: end
          //: end
        }

        long sum(long a, long b) {
          //: leak 1.1
          return a + b;
          //: end
        }

        int twice(int a) {
          //: leak 1.1
          //: instead return sum(a, a);
          return a + a;
          //: end
        }
      }
      """;

  @TempDir
  private Path work;

  @Test
  void theBodyOfAChosenTaskIsOpenAndWhatGivesItAwayIsGone() {
    assertEquals("""
        class A {
          /// A sum.
          int sum(int a, int b) {
            //: task 1.1
            throw new UnsupportedOperationException("task 1.1 is open: write it here, between the marks");
            //: end
          }

          long sum(long a, long b) {
            throw new UnsupportedOperationException("left out, since it gives task 1.1 away");
          }

          int twice(int a) {
            return sum(a, a);
          }
        }
        """, Stub.of("A.java", CODE, Set.of("1.1")));
  }

  @Test
  void ofTasksThatAreNotChosenNothingIsSeen() {
    String stub = Stub.of("A.java", CODE, Set.of("1.2"));
    assertTrue(stub.contains("/// A sum: it is a + b.") && stub.contains("return a + a;"), stub);
    assertTrue(!stub.contains("//:"), stub);
  }

  @Test
  void insteadBelongsIntoARegionThatGivesAway() {
    assertThrows(MarkException.class, () -> Stub.of("A.java", "//: task 1.1\n//: instead x\n//: end\n", Set.of("1.1")));
  }

  @Test
  void tasksAreChosenByNumbersAndRanges() {
    List<String> known = List.of("1.1", "1.2", "1.9", "1.10", "2.1");
    assertEquals(List.of("1.2", "1.9", "1.10"), Selection.of("1.2-1.10", known));
    assertEquals(List.of("1.1", "2.1"), Selection.of("2.1, 1.1", known));
    for (String wrong : List.of("1.3", "1.1-1.5", "2.1-1.1", "", "1.1-1.2-1.9")) {
      assertThrows(TaskException.class, () -> Selection.of(wrong, known), wrong);
    }
  }

  /// Eight trees with half of the tasks each, and with what those need: for any two tasks there is a tree that holds
  /// the first without the second, unless a third one brings it.
  @Test
  void withAnyTasksTakenOutTheRestCompilesAndEachTaskNeedsNoMoreThanItSays() throws IOException {
    TaskFolder folder = new TaskFolder(ROOT);
    int[] halves = IntStream.range(0, 1 << 8).filter(bits -> Integer.bitCount(bits) == 4).toArray();
    Workbench bench = new Workbench(folder, work);
    bench.stubs(new HashSet<>(ids(folder)));
    Set<String> faults = new TreeSet<>();
    for (int tree = 0; tree < 8; tree++) {
      List<String> asked = new ArrayList<>();
      Set<String> open = new HashSet<>(ids(folder));
      for (int i = 0; i < folder.tasks().size(); i++) {
        if ((halves[i] >> tree & 1) == 1) {
          asked.add(folder.tasks().get(i).id());
          withNeeds(folder.tasks().get(i).id(), folder).forEach(open::remove);
        }
      }
      Map<String, Map<String, Map<Long, Workbench.Asked>>> answers = asked.isEmpty() ? Map.of()
          : bench.without(open, asked, List.of("0"));
      for (String task : answers.keySet()) {
        // What gives another task away inside of its own body is what a student writes in his own way.
        boolean givesAway = folder.solution(task).contains("//: leak ");
        answers.get(task).forEach((part, bySeed) -> bySeed.values().stream()
            .filter(answer -> isStopped(answer) && !(givesAway && answer.open().isEmpty()))
            .forEach(answer -> faults.add(task + ", " + part + ", runs the code of "
                + (answer.open().isEmpty() ? answer.answer().message() : answer.open())
                + ", which is not among its needs")));
      }
    }
    assertEquals(Set.of(), faults);
  }

  private static Set<String> withNeeds(String id, TaskFolder folder) {
    Set<String> all = new HashSet<>(Set.of(id));
    folder.task(id).needs().forEach(needed -> all.addAll(withNeeds(needed, folder)));
    return all;
  }

  private static boolean isStopped(Workbench.Asked asked) {
    return !asked.open().isEmpty() || asked.answer().message().startsWith("left out");
  }

  @Test
  void everyQuestionToATreeWithoutSolutionsFindsAnOpenTask() throws IOException {
    TaskFolder folder = new TaskFolder(ROOT);
    List<String> all = ids(folder);
    Map<String, Map<String, Map<Long, Workbench.Asked>>> answers = new Workbench(folder, work)
        .without(new HashSet<>(all), all, List.of("0", "~7"));
    answers.forEach((task, byPart) -> assertTrue(byPart.values().stream().flatMap(bySeed -> bySeed.values().stream())
        .anyMatch(asked -> all.contains(asked.open()) && Task.compare(asked.open(), task) <= 0),
        () -> task + ": " + byPart));
  }

  /// Taken out alone, a task fails its own exam, with its own name in every question that is not answered rightly all
  /// the same, and never the exam of an earlier task.
  @Test
  @EnabledIfSystemProperty(named = "scrutable.course", matches = "all")
  void anOpenTaskFailsItsOwnExamAndNoEarlierOne() throws IOException {
    TaskFolder folder = new TaskFolder(ROOT);
    List<String> all = ids(folder);
    List<String> draws = List.of("0", "~7");
    List<String> faults = new ArrayList<>();
    Workbench bench = new Workbench(folder, work);
    for (int at = 0; at < all.size(); at++) {
      String open = all.get(at);
      Map<String, Map<Long, Workbench.Asked>> right = bench.official(open, draws);
      Map<String, Map<String, Map<Long, Workbench.Asked>>> answers =
          bench.without(Set.of(open), all.subList(0, at + 1), draws);
      answers.remove(open).forEach((part, bySeed) -> bySeed.forEach((seed, asked) -> {
        if (!asked.open().equals(open) && !same(asked, right.get(part).get(seed))) {
          faults.add(open + ", " + part + ": " + asked);
        }
      }));
      answers.forEach((task, byPart) -> byPart.forEach((part, bySeed) -> {
        if (bySeed.values().stream().anyMatch(StubTest::isStopped)) {
          faults.add(task + ", " + part + " needs " + open);
        }
      }));
    }
    assertEquals(List.of(), faults);
  }

  private static boolean same(Workbench.Asked asked, Workbench.Asked right) {
    return asked.answer() != null && asked.answer().encode().equals(right.answer().encode());
  }

  @Test
  void everyTaskHasAnExamWhosePartsHaveAllPoints() throws IOException {
    for (String task : ids(new TaskFolder(ROOT))) {
      Exam exam = Exams.of(task);
      assertEquals(1, exam.parts().stream().mapToDouble((Part part) -> exam.share(part)).sum(), 1e-12, task);
    }
  }

  private static List<String> ids(TaskFolder folder) {
    return folder.tasks().stream().map(Task::id).toList();
  }
}
