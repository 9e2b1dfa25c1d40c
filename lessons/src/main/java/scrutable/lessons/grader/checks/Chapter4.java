package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.lessons.grader.task.Exam;

/// Classical learners: the exams of the tasks 4.1, 4.2, ...
final class Chapter4 {
  private Chapter4() {}

  static List<Exam> exams() {
    return List.of(CrossValidationExam.partition(), DecisionTreeExam.exam(), PairStepExam.exam(), RidgeExam.exam(),
        LabelSpreadingExam.exam(), CrossValidationExam.wrapper());
  }
}
