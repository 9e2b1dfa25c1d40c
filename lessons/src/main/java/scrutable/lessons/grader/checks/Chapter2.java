package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.lessons.grader.task.Exam;

/// Kernels: the exams of the tasks 2.1, 2.2, ...
final class Chapter2 {
  private Chapter2() {}

  static List<Exam> exams() {
    return List.of(MatrixProductExam.exam(), ConvolutionExam.inputIndex(), ConvolutionExam.inputGradient());
  }
}
