package scrutable.lessons.grader.task;

/// Something that is asked of the code of a task.
@FunctionalInterface
public interface Question {
  /// Makes the inputs, runs the code on them, and gives what came out. May throw whatever the code throws.
  Answer ask(Draw draw);
}
