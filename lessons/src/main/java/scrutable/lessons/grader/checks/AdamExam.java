package scrutable.lessons.grader.checks;

import java.util.List;
import java.util.Map;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.AdamW;
import scrutable.nn.optim.Optimizer;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Adam's steps, by gradients that are given.
///
/// The constants are such that whatever is left out can be seen: a large eps, and means that forget fast.
final class AdamExam {
  private static final double RATE = 0.1;
  private static final double EPS = 0.05;

  private AdamExam() {}

  static Exam exam() {
    return Exam.of("3.4",
        Part.of(Part.Kind.VALUES, "running means", AdamExam::means),
        Part.of(Part.Kind.VALUES, "first step", draw -> Answer.of(moved(draw, 1))),
        Part.of(Part.Kind.VALUES, "four steps", draw -> Answer.of(moved(draw, 4))),
        Part.of(Part.Kind.EDGES, "smaller parameters", AdamExam::kept).following("first step"),
        Part.of(Part.Kind.EDGES, "no gradient", AdamExam::still).following("first step"));
  }

  private static Optimizer adam(Parameter parameter) {
    return new Adam(List.of(parameter), RATE, 0.8, 0.9, EPS);
  }

  private static void walk(Draw draw, Optimizer adam, Parameter parameter, int steps) {
    for (int step = 0; step < steps; step++) {
      adam.step(Gradients.ofTensors(Map.of(parameter, draw.normal(parameter.shape()))));
    }
  }

  private static Answer means(Draw draw) {
    Parameter parameter = new Parameter(draw.normal(draw.size(5, 1, 6)));
    Optimizer adam = adam(parameter);
    walk(draw, adam, parameter, 2);
    return Answer.of(adam.state().get("0.exp_avg"), adam.state().get("0.exp_avg_sq"));
  }

  /// How far some steps lead.
  private static Tensor moved(Draw draw, int steps) {
    Tensor start = draw.normal(draw.size(5, 1, 6));
    Parameter parameter = new Parameter(start);
    walk(draw, adam(parameter), parameter, steps);
    return parameter.value().sub(start);
  }

  private static Answer kept(Draw draw) {
    Parameter parameter = new Parameter(draw.normal(5).add(3));
    walk(draw, new AdamW(List.of(parameter), RATE, 0.8, 0.9, EPS, 2), parameter, 2);
    return Answer.of(parameter.value());
  }

  private static Answer still(Draw draw) {
    Tensor start = draw.normal(3);
    Parameter parameter = new Parameter(start);
    Optimizer adam = adam(parameter);
    adam.step(Gradients.ofTensors(Map.of(parameter, Tensor.zeros(DType.FLOAT64, 3))));
    return Answer.of(parameter.value().sub(start));
  }
}
