package scrutable.lessons.grader.checks;

import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.selfsupervised.Contrast;
import scrutable.tensor.Tensor;

/// The exam of the loss of SimCLR: a few vectors, for several temperatures.
final class ContrastExam {
  private ContrastExam() {}

  static Exam exam() {
    return Exam.of("6.1",
        Part.of(Part.Kind.VALUES, "loss", draw -> losses(draw, 0.5, 0.7, 1)),
        Part.of(Part.Kind.EDGES, "small temperature", draw -> losses(draw, 0.01)).following("loss"),
        Part.of(Part.Kind.EDGES, "a row of zeros", ContrastExam::zeros).following("loss"),
        Part.of(Part.Kind.EDGES, "it has a graph", draw -> Answer.ofNumbers(1, Contrast.ntXent(
            Variable.tracked(draw.normal(3, 4)), Variable.tracked(draw.normal(3, 4)), 0.5).isTracked() ? 1 : 0)));
  }

  private static Answer losses(Draw draw, double... temperatures) {
    int[] shape = {draw.size(3, 2, 4), draw.size(3, 2, 5)};
    Tensor a = draw.normal(shape);
    Tensor b = draw.normal(shape);
    double[] losses = new double[temperatures.length];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = loss(a, b, temperatures[i]);
    }
    return Answer.ofNumbers(losses);
  }

  private static Answer zeros(Draw draw) {
    Tensor a = draw.normal(3, 4);
    return Answer.ofNumbers(loss(a.mul(Tensor.of(new double[] {1, 0, 1}, 3, 1)), draw.normal(3, 4), 0.5));
  }

  private static double loss(Tensor a, Tensor b, double temperature) {
    return Contrast.ntXent(Variable.tracked(a), Variable.tracked(b), temperature).item();
  }
}
