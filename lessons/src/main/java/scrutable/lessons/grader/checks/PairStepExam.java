package scrutable.lessons.grader.checks;

import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.classical.SequentialMinimalOptimization;
import scrutable.nn.classical.SequentialMinimalOptimization.Solution;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Sequential minimal optimisation, stopped after some steps.
final class PairStepExam {
  private static final double WIDE = 1e3;
  private static final double NARROW = 0.05;

  private PairStepExam() {}

  static Exam exam() {
    return Exam.of("4.3",
        Part.of(Part.Kind.VALUES, "first step", draw -> weights(solved(draw, WIDE, 1))),
        Part.of(Part.Kind.VALUES, "slopes", draw -> {
          Solution solution = solved(draw, WIDE, 1);
          return Answer.ofNumbers(solution.bias(), solution.gap());
        }).following("first step"),
        Part.of(Part.Kind.VALUES, "ends", draw -> weights(solved(draw, NARROW, 4)))
            .following("first step", "slopes"),
        Part.of(Part.Kind.EDGES, "solution", draw -> {
          Solution solution = solved(draw, 1, 10_000);
          return weights(solution).and(Answer.ofNumbers(solution.bias()));
        }).following("first step", "slopes", "ends").within(1e-5),
        Part.of(Part.Kind.EDGES, "twins", PairStepExam::twins).following("first step", "slopes", "ends"));
  }

  private static Answer weights(Solution solution) {
    return Answer.ofNumbers(solution.weights());
  }

  private static Solution solved(Draw draw, double c, int steps) {
    int n = draw.size(8, 5, 10);
    Tensor points = draw.normal(n, 3);
    Tensor kernel = points.matmul(points.t()).add(Tensor.identity(n, DType.FLOAT64).mul(0.1));
    return SequentialMinimalOptimization.solve(rows(kernel), signs(n), c, 1e-10, steps);
  }

  private static int[] signs(int n) {
    int[] signs = new int[n];
    for (int i = 0; i < n; i++) {
      signs[i] = i * i % 3 == 0 ? 1 : -1;
    }
    return signs;
  }

  private static double[][] rows(Tensor kernel) {
    double[][] rows = new double[kernel.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = kernel.select(0, i).toDoubleArray();
    }
    return rows;
  }

  /// The same example with both signs: no step is too long, so the weights go to their ends.
  private static Answer twins(Draw draw) {
    double length = 1 + draw.rng().uniform().item();
    double[][] kernel = {{length, length}, {length, length}};
    Solution solution = SequentialMinimalOptimization.solve(kernel, new int[] {1, -1}, 2, 1e-9, 10);
    return weights(solution).and(Answer.ofNumbers(solution.steps()));
  }
}
