package scrutable.lessons.grader;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import scrutable.lessons.course.TaskFolder;
import scrutable.lessons.grader.task.Task;

/// All tasks keep [TaskContract]; the system property `scrutable.task` chooses one, like `1.5`, or a chapter, like
/// `1.`.
class TasksTest {
  @TempDir
  private static Path work;

  @TestFactory
  Stream<DynamicTest> aTaskIsGradedFairlyAndItsMistakesAreNamed() throws IOException {
    TaskFolder folder = new TaskFolder(root());
    return chosen(folder).map(id -> DynamicTest.dynamicTest(id, () -> {
      var contract = new TaskContract(folder, id, work);
      contract.hasTextAndThreeHints();
      contract.officialSolutionIsRight();
      contract.printsAreUpToDate();
      contract.everyMistakeIsNamed();
    }));
  }

  @TestFactory
  @EnabledIfSystemProperty(named = "scrutable.course", matches = "all")
  Stream<DynamicTest> mistakesAreNamedHoweverTheyAreWritten() throws IOException {
    TaskFolder folder = new TaskFolder(root());
    return chosen(folder).map(id -> DynamicTest.dynamicTest(id, () -> {
      Map<String, int[]> counts = new TaskContract(folder, id, work).rewritings();
      counts.forEach((mistake, count) -> System.out.println(id + " " + mistake + ": " + count[0] + " of " + count[1]));
      folder.mistakes(id).keySet().forEach(mistake -> {
        int[] count = counts.getOrDefault(mistake, new int[2]);
        assertTrue(count[1] >= 10, () -> id + ", " + mistake + ": ten further ways of writing it are needed, not "
            + count[1]);
        assertTrue(count[0] >= 0.9 * count[1], () -> id + ", " + mistake + ": " + count[0] + " of " + count[1]);
      });
    }));
  }

  private static Stream<String> chosen(TaskFolder folder) {
    String wanted = System.getProperty("scrutable.task", "");
    List<String> ids = folder.tasks().stream().map(Task::id).toList();
    return ids.stream().filter(id -> wanted.endsWith(".") ? id.startsWith(wanted) : wanted.isEmpty()
        || id.equals(wanted));
  }

  private static Path root() {
    return Path.of(System.getProperty("scrutable.root", "..")).toAbsolutePath().normalize();
  }
}
