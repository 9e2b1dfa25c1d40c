package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.autograd.Functions;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The exam of the Hessian times vectors: losses whose second derivatives are known.
final class HessianExam {
  private HessianExam() {}

  static Exam exam() {
    return Exam.of("1.9",
        Part.of(Part.Kind.VALUES, "one parameter", HessianExam::one).checkedBy(draw -> {
          Tensor a = draw.normal(3);
          return Answer.of(a.exp().mul(draw.normal(3)));
        }),
        Part.of(Part.Kind.VALUES, "two parameters", draw -> two(inputs(draw))).checkedBy(draw -> right(inputs(draw))),
        Part.of(Part.Kind.EDGES, "linear in one", HessianExam::linear).checkedBy(draw -> {
          Tensor a = draw.normal(3);
          draw.normal(3);
          return Answer.of(a.exp().mul(draw.normal(3)), Tensor.zeros(DType.FLOAT64, 3));
        }).following("one parameter", "two parameters"),
        Part.of(Part.Kind.EDGES, "linear in all", draw -> {
          Variable a = Variable.tracked(draw.normal(3));
          return asked(a.sum(), List.of(a), draw.normal(3));
        }).checkedBy(draw -> Answer.of(Tensor.zeros(DType.FLOAT64, 3))).following("one parameter", "two parameters"),
        Part.of(Part.Kind.EDGES, "where nothing is recorded", HessianExam::unrecorded)
            .checkedBy(draw -> right(inputs(draw))).following("two parameters"));
  }

  /// `sum exp(a)`.
  private static Answer one(Draw draw) {
    Variable a = Variable.tracked(draw.normal(3));
    return asked(a.exp().sum(), List.of(a), draw.normal(3));
  }

  /// a, b and a vector for each.
  private static Tensor[] inputs(Draw draw) {
    int n = draw.size(3, 1, 4);
    return new Tensor[] {draw.normal(n), draw.normal(n), draw.normal(n), draw.normal(n)};
  }

  private static Variable loss(Variable a, Variable b) {
    return a.mul(b).mul(b).add(a.exp()).sum();
  }

  private static Answer two(Tensor[] in) {
    Variable a = Variable.tracked(in[0]);
    Variable b = Variable.tracked(in[1]);
    return asked(loss(a, b), List.of(a, b), in[2], in[3]);
  }

  private static Answer right(Tensor[] in) {
    Tensor mixed = in[1].mul(2);
    return Answer.of(in[0].exp().mul(in[2]).add(mixed.mul(in[3])),
        mixed.mul(in[2]).add(in[0].mul(2).mul(in[3])));
  }

  private static Answer linear(Draw draw) {
    Variable a = Variable.tracked(draw.normal(3));
    Variable b = Variable.tracked(draw.normal(3));
    return asked(a.exp().add(b).sum(), List.of(a, b), draw.normal(3), draw.normal(3));
  }

  /// The loss has a graph, but around the call recording is switched off.
  private static Answer unrecorded(Draw draw) {
    Tensor[] in = inputs(draw);
    Variable a = Variable.tracked(in[0]);
    Variable b = Variable.tracked(in[1]);
    Variable loss = loss(a, b);
    return Graph.withoutRecording(() -> asked(loss, List.of(a, b), in[2], in[3]));
  }

  private static Answer asked(Variable loss, List<Variable> parameters, Tensor... vectors) {
    return Answer.of(Functions.hessianVectorProduct(loss, parameters, List.of(vectors)).toArray(Tensor[]::new));
  }
}
