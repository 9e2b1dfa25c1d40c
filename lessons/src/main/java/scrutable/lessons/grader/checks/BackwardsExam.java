package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.autograd.CustomOp;
import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Parameter;
import scrutable.autograd.Shortcut;
import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.tensor.Tensor;

/// The exam of the walk from the output back to the targets, with operations whose rules are simple.
final class BackwardsExam {
  private BackwardsExam() {}

  static Exam exam() {
    return Exam.of("1.7",
        Part.of(Part.Kind.GRADIENT, "chain", BackwardsExam::chain)
            .checkedBy(draw -> Answer.of(draw.normal(3).exp().mul(-2).mul(draw.normal(3)))),
        Part.of(Part.Kind.GRADIENT, "used twice", BackwardsExam::usedTwice)
            .checkedBy(draw -> Answer.of(draw.normal(3).mul(draw.fixed() ? 4 : 17))),
        Part.of(Part.Kind.GRADIENT, "inner targets", BackwardsExam::innerTargets).checkedBy(draw -> {
          Tensor a = draw.normal(3);
          Tensor outer = draw.normal(3).mul(-2);
          return Answer.of(outer, outer.mul(a.exp()));
        }),
        Part.of(Part.Kind.SECOND_ORDER, "second order", BackwardsExam::secondOrder)
            .checkedBy(draw -> Answer.of(draw.normal(3).mul(6).mul(draw.normal(3))))
            .following("chain"),
        Part.of(Part.Kind.EDGES, "output as target", draw -> {
          Variable a = Variable.tracked(draw.normal(3));
          Variable y = a.neg();
          return gradients(y, draw.normal(3), y, a);
        }).checkedBy(draw -> {
          draw.normal(3);
          Tensor weights = draw.normal(3);
          return Answer.of(weights, weights.neg());
        }),
        Part.of(Part.Kind.EDGES, "only what is needed", BackwardsExam::onlyWhatIsNeeded)
            .checkedBy(draw -> Answer.ofNumbers(1, 0, 2)),
        Part.of(Part.Kind.EDGES, "changed input", BackwardsExam::changedInput)
            .checkedBy(draw -> Answer.thrown(new IllegalStateException("the input was changed"))));
  }

  /// `-2 exp(a)`, weighted.
  private static Answer chain(Draw draw) {
    Variable a = Variable.tracked(draw.normal(3));
    Variable y = Graph.apply(new Blend(2), a.exp()).neg();
    return gradients(y, draw.normal(3), a);
  }

  /// Both uses have the same share for the fixed draw, so that it does not matter which is lost.
  private static Answer usedTwice(Draw draw) {
    Tensor weights = draw.normal(3);
    Variable a = Variable.tracked(draw.normal(3));
    Variable b = draw.fixed() ? a.add(a) : Graph.apply(new Blend(2), a);
    Variable c = draw.fixed() ? b.add(b) : Graph.apply(new Blend(5, 4), a, b);
    return gradients(draw.fixed() ? c : c.add(b).add(b), weights, a);
  }

  private static Answer innerTargets(Draw draw) {
    Variable a = Variable.tracked(draw.normal(3));
    Variable b = a.exp();
    return gradients(Graph.apply(new Blend(2), b).neg(), draw.normal(3), b, a);
  }

  /// The gradient of `weights . d(a^3)/da`.
  private static Answer secondOrder(Draw draw) {
    Variable a = Variable.tracked(draw.normal(3));
    Variable cubes = Graph.apply(new Cube(), a);
    Variable ones = Variable.constant(Tensor.full(1, cubes.dtype(), 3));
    Variable slope = Gradients.ofWeighted(cubes, ones, List.of(a), Gradients.Options.CREATE_GRAPH).variable(a);
    return gradients(slope, draw.normal(3), a);
  }

  /// How often a rule is asked for a target; whether for a constant or another variable; how often on two ways at once.
  private static Answer onlyWhatIsNeeded(Draw draw) {
    Variable a = Variable.tracked(draw.normal(3));
    Counted last = new Counted(new int[3]);
    Counted first = new Counted(new int[2]);
    Variable shared = Graph.apply(first, a, a);
    Variable y = Graph.apply(last, shared.add(shared).add(a), Variable.constant(draw.normal(3)),
        Variable.tracked(draw.normal(3)).neg());
    gradients(y, draw.normal(3), a);
    return Answer.ofNumbers(last.calls()[0],
        last.calls()[1] + last.calls()[2] > 0 ? 1 : 0, first.calls()[0] + first.calls()[1]);
  }

  private static Answer changedInput(Draw draw) {
    Parameter a = new Parameter(draw.normal(3));
    Variable y = a.exp();
    a.assign(draw.normal(3));
    return gradients(y, draw.normal(3), a);
  }

  /// Zeros for a target at which nothing arrives.
  private static Answer gradients(Variable y, Tensor weights, Variable... targets) {
    Gradients found = Gradients.ofWeighted(y, Variable.constant(weights), List.of(targets),
        Gradients.Options.ALLOW_UNUSED);
    return Answer.of(List.of(targets).stream().map(found::get).toArray(Tensor[]::new));
  }

  /// The sum of all inputs, each times a number.
  private record Blend(double... factors) implements CustomOp {
    @Override
    public Tensor forward(Tensor... x) {
      Tensor sum = x[0].mul(factors[0]);
      for (int i = 1; i < x.length; i++) {
        sum = sum.add(x[i].mul(factors[i]));
      }
      return sum;
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(factors[i]);
    }
  }

  /// `x^3`, with a shortcut that carries no graph.
  private record Cube() implements CustomOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].square().mul(x[0]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return g.mul(x[0].square()).mul(3);
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      return g.mul(x[0].square()).mul(3);
    }
  }

  /// The sum of all inputs, which counts how often its rule is asked for each of them.
  private record Counted(int[] calls) implements CustomOp {
    @Override
    public Tensor forward(Tensor... x) {
      Tensor sum = x[0];
      for (int i = 1; i < x.length; i++) {
        sum = sum.add(x[i]);
      }
      return sum;
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      calls[i]++;
      return g;
    }
  }
}
