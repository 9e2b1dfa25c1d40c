package scrutable.lessons.grader.checks;

import java.util.IdentityHashMap;
import java.util.Map;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// What dropout drops, and how large the rest is then.
final class DropoutExam {
  private DropoutExam() {}

  static Exam exam() {
    return Exam.of("3.3",
        Part.of(Part.Kind.VALUES, "values", draw -> {
          Tensor x = draw.normal(draw.size(4, 1, 5), draw.size(6, 1, 5));
          return Answer.of(dropped(draw, x, draw.fixed() ? 0.3 : draw.rng().uniform().item()));
        }),
        Part.of(Part.Kind.GRADIENT, "in the graph", DropoutExam::replayed).following("values"),
        Part.of(Part.Kind.EDGES, "edges", DropoutExam::unusual).following("values").within(1e-5));
  }

  private static Tensor dropped(Draw draw, Tensor x, double probability) {
    return Functions.dropout(Variable.constant(x), probability, fresh(draw)).value();
  }

  private static Rng fresh(Draw draw) {
    return Rng.seed(draw.seed()).split("dropped");
  }

  /// The same numbers must be dropped when the graph is computed anew, with another x.
  private static Answer replayed(Draw draw) {
    Variable x = Variable.tracked(draw.normal(4, 6));
    Variable y = Functions.dropout(x, 0.3, fresh(draw));
    Map<Variable, Tensor> values = new IdentityHashMap<>();
    values.put(x, draw.normal(4, 6));
    return Answer.of(RuleExam.replay(y, values));
  }

  private static Answer unusual(Draw draw) {
    Tensor x = draw.normal(3, 5);
    return Answer.of(dropped(draw, x, 0), dropped(draw, x, 0.95), dropped(draw, x.t(), 0.4),
        dropped(draw, draw.normal(), 0.5), dropped(draw, draw.normal(0, 3), 0.5),
        dropped(draw, x.to(DType.FLOAT32), 0.5));
  }
}
