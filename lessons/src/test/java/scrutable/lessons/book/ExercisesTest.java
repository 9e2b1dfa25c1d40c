package scrutable.lessons.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import scrutable.lessons.Lessons;
import scrutable.lessons.Repository;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.course.TaskFolder;
import scrutable.lessons.grader.task.Task;

/// Every lesson has exercises, and each says what becomes of an answer: a task is graded, a test can be run, the rest
/// is open.
class ExercisesTest {
  private static final Pattern HEADING = Pattern.compile("(?m)^## Exercises$");
  private static final Pattern KIND = Pattern.compile("\\d+\\. (Open: |Open, with a test(?: \\(`|: )|Tasks? \\[).+");
  private static final Pattern TASK = Pattern.compile("\\[(\\d+\\.\\d+)]\\(\\.\\./tasks/(\\d+\\.\\d+)\\.md\\)");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");
  private static final int LEAST = 3;

  private final TaskFolder tasks = new TaskFolder(Repository.root());

  ExercisesTest() throws IOException {}

  /// The exercises of a page, a line each; none if it has no such part.
  private static List<String> exercises(String page) {
    Matcher heading = HEADING.matcher(page);
    if (!heading.find()) {
      return List.of();
    }
    return page.substring(heading.end()).split("(?m)^## ")[0].lines().filter(line -> !line.isBlank()).toList();
  }

  private static List<String> tasksIn(String exercise) {
    return TASK.matcher(exercise).results().filter(link -> link.group(1).equals(link.group(2)))
        .map(link -> link.group(1)).toList();
  }

  /// What is wrong with an exercise, or nothing.
  private String fault(String exercise, Set<String> tasks, Set<String> tests) {
    Matcher kind = KIND.matcher(exercise);
    if (!kind.matches()) {
      return "says neither \"Open: ...\" nor \"Task [1.5](../tasks/1.5.md): ...\"";
    }
    List<String> named = tasksIn(exercise);
    if (kind.group(1).startsWith("Task") && (named.isEmpty() || !tasks.containsAll(named))) {
      return "names a task that does not exist";
    }
    List<String> run = TEST.matcher(exercise).results().map(test -> test.group(1)).toList();
    if (kind.group(1).contains("test") && run.isEmpty() || !tests.containsAll(run)) {
      return "names a test that does not exist";
    }
    return "";
  }

  @Test
  void everyExerciseOfTheBookIsATaskOrHasATestOrIsOpen() throws IOException {
    Set<String> ids = tasks.tasks().stream().map(Task::id).collect(Collectors.toSet());
    Set<String> tests = testClasses();
    Book book = new Book(Repository.root(), Lessons.all());
    List<String> faults = new ArrayList<>();
    for (Lesson lesson : Lessons.all()) {
      Path page = book.page(lesson);
      List<String> exercises = exercises(Files.readString(page));
      if (exercises.size() < LEAST) {
        faults.add(page.getFileName() + ": " + exercises.size() + " exercises");
      }
      for (int i = 0; i < exercises.size(); i++) {
        String fault = fault(exercises.get(i), ids, tests);
        if (!fault.isEmpty() || !exercises.get(i).startsWith(i + 1 + ". ")) {
          faults.add(page.getFileName() + ", exercise " + (i + 1) + ": " + fault);
        }
      }
    }
    assertEquals(List.of(), faults);
  }

  /// Whoever reads the page that a task sends him to finds the task there.
  @Test
  void thePageOfATaskHasItAmongItsExercises() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Task task : tasks.tasks()) {
      if (!task.lesson().isEmpty()) {
        Path page = Repository.root().resolve("lessons/book/" + task.lesson() + ".md");
        if (exercises(Files.readString(page)).stream().noneMatch(line -> tasksIn(line).contains(task.id()))) {
          missing.add(task.id() + " in " + task.lesson());
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void anExerciseThatPromisesWhatIsNotThereIsFound() {
    Set<String> tasks = Set.of("1.5");
    Set<String> tests = Set.of("ATest");
    for (String good : List.of("1. Open: why?", "2. Task [1.5](../tasks/1.5.md): write it.",
        "3. Open, with a test (`ATest`): write it.", "3. Open, with a test: write it; `ATest` compares.")) {
      assertEquals("", fault(good, tasks, tests), good);
    }
    for (String bad : List.of("1. Why?", "2. Task [1.6](../tasks/1.6.md): write it.", "Open: why?",
        "2. Task [1.5](../tasks/1.6.md): write it.", "3. Open, with a test: write it.",
        "3. Open, with a test (`BTest`): write it.", "4. Write it. The tests plant an optimum.")) {
      assertTrue(!fault(bad, tasks, tests).isEmpty(), bad);
    }
    assertEquals(List.of("1. a", "2. b"), exercises("# P\n\n## Exercises\n\n1. a\n2. b\n\n## What real systems add\n"));
  }

  private static Set<String> testClasses() throws IOException {
    try (var files = Files.walk(Repository.root(), 9)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith("Test.java"))
          .map(name -> name.substring(0, name.length() - ".java".length())).collect(Collectors.toSet());
    }
  }
}
