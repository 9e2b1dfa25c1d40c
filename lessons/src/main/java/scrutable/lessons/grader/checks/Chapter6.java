package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.lessons.grader.task.Exam;

/// Learning from what is not labelled, and poison: the exams of the tasks 6.1 to 6.5
final class Chapter6 {
  private Chapter6() {}

  static List<Exam> exams() {
    return List.of(ContrastExam.exam(), FixMatchExam.exam(), BridgeExam.exam(), SupportVectorExam.exam(),
        GradientMatchingExam.exam());
  }
}
