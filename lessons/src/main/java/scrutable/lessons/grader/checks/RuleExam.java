package scrutable.lessons.grader.checks;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import scrutable.autograd.Graph;
import scrutable.autograd.Op;
import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// The exam of a derivative rule: an operation's `vjp` is asked directly, without walking a graph.
///
/// The oracle is central differences of the operation's own `forward`. To second order no further rule is needed
/// either: the graph of the gradient is computed anew, forwards, with other numbers in its leaves, and must give the
/// gradient there. A rule that takes raw numbers out of the graph gives the old gradient instead.
final class RuleExam {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE_FLOAT32 = 1e-5;

  private RuleExam() {}

  /// An operation and what it is applied to.
  ///
  /// @param op     the operation
  /// @param inputs its inputs
  record Case(Op op, Tensor... inputs) {}

  /// One part for each input, one for the second order, one for the unusual inputs.
  ///
  /// @param names what the gradients are called, one for each input that has one
  static Exam of(String task, List<String> names, Function<Draw, Case> usual, List<Function<Draw, Case>> unusual) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int input = i;
      parts.add(Part.of(Part.Kind.GRADIENT, names.get(i), draw -> Answer.of(asked(draw, usual.apply(draw), input)))
          .checkedBy(draw -> Answer.of(differences(draw, usual.apply(draw), input))));
    }
    parts.add(secondOrder(names, usual));
    parts.add(edges(names, unusual));
    return new Exam(task, parts);
  }

  private static Part secondOrder(List<String> names, Function<Draw, Case> usual) {
    return Part.of(Part.Kind.SECOND_ORDER, "second order", draw -> {
      Case here = usual.apply(draw);
      Tensor[] there = moved(draw, here.inputs());
      return collected(names.size(), i -> replayed(draw, here, there, i));
    }).checkedBy(draw -> {
      Case here = usual.apply(draw);
      Case there = new Case(here.op(), moved(draw, here.inputs()));
      return collected(names.size(), i -> differences(draw, there, i));
    }).following(names.toArray(String[]::new)).within(1e-5);
  }

  private static Part edges(List<String> names, List<Function<Draw, Case>> unusual) {
    return Part.of(Part.Kind.EDGES, "edges", draw -> {
      Answer all = Answer.NOTHING;
      for (Function<Draw, Case> one : unusual) {
        Case here = one.apply(draw);
        all = all.and(collected(names.size(), i -> asked(draw, here, i)));
      }
      return all;
    }).checkedBy(draw -> {
      Answer all = Answer.NOTHING;
      for (Function<Draw, Case> one : unusual) {
        Case here = one.apply(draw);
        all = all.and(collected(names.size(), i -> differences(draw, here, i)));
      }
      return all;
    }).following(names.toArray(String[]::new)).within(TOLERANCE_FLOAT32);
  }

  private static Answer collected(int inputs, Function<Integer, Tensor> gradient) {
    Tensor[] all = new Tensor[inputs];
    for (int i = 0; i < inputs; i++) {
      all[i] = gradient.apply(i);
    }
    return Answer.of(all);
  }

  /// What the rule gives.
  private static Tensor asked(Draw draw, Case here, int input) {
    Variable[] x = tracked(here.inputs());
    Variable y = Graph.apply(here.op(), x);
    Variable g = Variable.tracked(weights(draw, y.value()));
    Tensor gradient = here.op().vjp(input, g, x, y).value();
    if (gradient.dtype() != y.dtype()) {
      throw new IllegalStateException("the gradient is " + gradient.dtype() + ", but y is " + y.dtype());
    }
    return gradient;
  }

  /// What the graph of the rule gives when other numbers are put into its leaves.
  private static Tensor replayed(Draw draw, Case here, Tensor[] there, int input) {
    Variable[] x = tracked(here.inputs());
    Variable y = Graph.apply(here.op(), x);
    Variable g = Variable.tracked(draw.normal(y.shape()));
    Variable gradient = here.op().vjp(input, g, x, y);
    Map<Variable, Tensor> values = new IdentityHashMap<>();
    for (int i = 0; i < x.length; i++) {
      values.put(x[i], there[i]);
    }
    values.put(g, weights(draw, y.value()));
    return replay(gradient, values);
  }

  /// The value of a variable of a graph when some of its leaves have other values.
  ///
  /// @param values by leaf; what is computed on the way is put into it
  static Tensor replay(Variable variable, Map<Variable, Tensor> values) {
    Tensor known = values.get(variable);
    if (known == null) {
      known = variable.isLeaf() ? variable.value() : variable.op().forward(Graph.inputsOf(variable).stream()
          .map(input -> replay(input, values)).toArray(Tensor[]::new));
      values.put(variable, known);
    }
    return known;
  }

  /// The gradient of `sum(weights forward(x))` by central differences, in `float64`.
  private static Tensor differences(Draw draw, Case here, int input) {
    Tensor weights = weights(draw, here.op().forward(here.inputs())).to(DType.FLOAT64);
    double[] x = here.inputs()[input].to(DType.FLOAT64).toDoubleArray();
    double[] gradient = new double[x.length];
    for (int at = 0; at < x.length; at++) {
      double step = STEP * Math.max(1, Math.abs(x[at]));
      gradient[at] = (loss(here, input, x, at, x[at] + step, weights) - loss(here, input, x, at, x[at] - step, weights))
          / (2 * step);
    }
    return Tensor.of(gradient, here.inputs()[input].shape());
  }

  private static double loss(Case here, int input, double[] x, int at, double value, Tensor weights) {
    Tensor[] inputs = here.inputs().clone();
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = inputs[i].to(DType.FLOAT64);
    }
    double[] changed = x.clone();
    changed[at] = value;
    inputs[input] = Tensor.of(changed, inputs[input].shape());
    return here.op().forward(inputs).mul(weights).sum().item();
  }

  private static Variable[] tracked(Tensor[] inputs) {
    Variable[] x = new Variable[inputs.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = Variable.tracked(inputs[i]);
    }
    return x;
  }

  /// The gradient that arrives at `y`; the same whenever the same draw asks for it.
  private static Tensor weights(Draw draw, Tensor y) {
    return Draw.of(draw.seed(), "weights", y.rank() + " axes").normal(y.shape()).to(y.dtype());
  }

  /// Other inputs of the same signs, since some operations need them.
  private static Tensor[] moved(Draw draw, Tensor[] inputs) {
    Draw moves = Draw.of(draw.seed(), "moves", inputs.length + " inputs");
    Tensor[] there = new Tensor[inputs.length];
    for (int i = 0; i < there.length; i++) {
      there[i] = inputs[i].mul(moves.between(1.1, 1.5, inputs[i].shape()));
    }
    return there;
  }
}
