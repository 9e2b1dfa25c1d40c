package scrutable.lessons.grader;

import java.util.Map;
import scrutable.lessons.grader.task.Answer;

/// What the child process said about one task.
///
/// @param replies by part and seed
/// @param ended   how it ended
/// @param millis  how long it took
/// @param places  where the code was when it was stopped or died: `MatMulOp.java:20 ...`, the innermost first
/// @param message what it died of
/// @param printed what the code printed
record Sheet(Map<Place, Reply> replies, Ended ended, long millis, String places, String message, String printed) {
  /// Which question.
  record Place(String part, long seed) {}

  /// How a task ended.
  enum Ended {
    /// All questions were asked.
    DONE,
    /// It took longer than its limit.
    TIMEOUT,
    /// An error stopped it that no program should catch, such as a full heap.
    DIED,
    /// The process was gone.
    GONE
  }

  /// What was said to one question.
  ///
  /// @param answer what the code answered; null if a task is open
  /// @param places where the exception came from, if the answer is one
  /// @param oracle what is right; null if that was recorded
  /// @param open   the task that is open; empty if none is
  record Reply(Answer answer, String places, Answer oracle, String open) {}
}
