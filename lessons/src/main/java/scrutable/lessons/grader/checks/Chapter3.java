package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.autograd.NormalizeOp;
import scrutable.lessons.grader.task.Exam;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Layers and optimisers: the exams of the tasks 3.1, 3.2, ...
final class Chapter3 {
  private Chapter3() {}

  static List<Exam> exams() {
    return List.of(standardization(), BatchMemoryExam.exam(), DropoutExam.exam(), AdamExam.exam(),
        AttentionExam.exam());
  }

  /// With a large eps, so that a rule that forgets it is not nearly right.
  private static Exam standardization() {
    return RuleExam.of("3.1", List.of("dL/dx"), draw -> new RuleExam.Case(new NormalizeOp.Standardize(0.2),
        draw.normal(draw.size(3, 1, 4), draw.size(4, 2, 5))), List.of(
        draw -> new RuleExam.Case(new NormalizeOp.Standardize(0.1), draw.normal(5)),
        draw -> new RuleExam.Case(new NormalizeOp.Standardize(0.1), draw.normal(0, 3)),
        draw -> new RuleExam.Case(new NormalizeOp.Standardize(0.1), Tensor.full(2, DType.FLOAT64, 2, 3)),
        draw -> new RuleExam.Case(new NormalizeOp.Standardize(0.1), draw.normal(3, 2).t()),
        draw -> new RuleExam.Case(new NormalizeOp.Standardize(0.1), draw.normal(2, 2, 3)),
        draw -> new RuleExam.Case(new NormalizeOp.Standardize(0.1), draw.normal(2, 3).to(DType.FLOAT32))));
  }
}
