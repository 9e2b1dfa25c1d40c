package scrutable.lessons.grader.checks;

import java.util.List;
import java.util.stream.Stream;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Task;
import scrutable.lessons.grader.task.TaskException;

/// The exams of all tasks, chapter by chapter.
public final class Exams {
  private Exams() {}

  /// All exams, in the order of the tasks.
  public static List<Exam> all() {
    return Stream.of(Chapter1.exams(), Chapter2.exams(), Chapter3.exams(), Chapter4.exams(), Chapter5.exams(),
        Chapter6.exams()).flatMap(List::stream).sorted((a, b) -> Task.compare(a.task(), b.task())).toList();
  }

  /// The exam of a task.
  ///
  /// @throws TaskException if the task has none
  public static Exam of(String task) {
    return all().stream().filter(exam -> exam.task().equals(task)).findFirst()
        .orElseThrow(() -> new TaskException("there is no exam for task " + task));
  }
}
