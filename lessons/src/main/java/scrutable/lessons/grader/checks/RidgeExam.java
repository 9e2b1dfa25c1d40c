package scrutable.lessons.grader.checks;

import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.classical.LinearRegression;
import scrutable.tensor.Tensor;

/// Ridge regression with more examples than features, and with fewer.
final class RidgeExam {
  private static final double TINY = 1e-30;

  private RidgeExam() {}

  static Exam exam() {
    return Exam.of("4.4",
        Part.of(Part.Kind.VALUES, "more examples than features",
            draw -> fitted(draw, draw.size(6, 4, 8), draw.size(3, 1, 3))),
        Part.of(Part.Kind.VALUES, "more features than examples",
            draw -> fitted(draw, draw.size(3, 1, 3), draw.size(6, 4, 8))),
        Part.of(Part.Kind.EDGES, "many features, tiny lambda", draw -> singular(draw, true))
            .following("more features than examples"),
        Part.of(Part.Kind.EDGES, "many examples, tiny lambda", draw -> singular(draw, false))
            .following("more examples than features"),
        Part.of(Part.Kind.EDGES, "as many of both", draw -> fitted(draw, 4, 4))
            .following("more examples than features"));
  }

  private static Answer fitted(Draw draw, int examples, int features) {
    Tensor phi = draw.normal(examples, features);
    Tensor targets = draw.normal(examples, 2);
    return Answer.of(LinearRegression.ridge(phi, targets, draw.fixed() ? 0.7 : 0.1 + draw.rng().uniform().item())
        .weights());
  }

  /// Numbers of which every sum is exact: the larger of the two matrices of products has no inverse, and so small a
  /// lambda does not help it.
  private static Answer singular(Draw draw, boolean wide) {
    Tensor phi = Tensor.of(new double[] {1, 0, 1, 0, 0, 2, 0, 2}, 2, 4);
    return Answer.of(LinearRegression.ridge(wide ? phi : phi.t(), draw.normal(wide ? 2 : 4, 2), TINY).weights());
  }
}
