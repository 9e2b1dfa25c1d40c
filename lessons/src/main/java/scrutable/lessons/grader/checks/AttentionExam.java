package scrutable.lessons.grader.checks;

import java.util.IdentityHashMap;
import java.util.Map;
import scrutable.autograd.Variable;
import scrutable.lessons.grader.task.Answer;
import scrutable.lessons.grader.task.Draw;
import scrutable.lessons.grader.task.Exam;
import scrutable.lessons.grader.task.Part;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MultiHeadAttention;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Who looks at whom: the scores of attention, and the weights where a mask hides something.
final class AttentionExam {
  private static final int WIDTH = 6;

  private AttentionExam() {}

  static Exam exam() {
    return Exam.of("3.5",
        Part.of(Part.Kind.VALUES, "scores", draw -> {
          Tensor query = draw.normal(draw.size(1, 1, 2), draw.size(4, 1, 5), WIDTH);
          Tensor key = draw.normal(query.size(0), draw.size(4, 1, 5), WIDTH);
          return Answer.of(layer(draw, 2).scores(Variable.constant(query), Variable.constant(key), null).value());
        }),
        Part.of(Part.Kind.VALUES, "mask", draw -> {
          Variable x = Variable.constant(draw.normal(1, 4, WIDTH));
          return Answer.of(layer(draw, 2).scores(x, x, draw.normal(4, 4).mul(3)).value());
        }).following("scores"),
        Part.of(Part.Kind.VALUES, "causal", draw -> {
          Variable x = Variable.constant(draw.normal(1, draw.size(4, 2, 6), WIDTH));
          return Answer.of(layer(draw, 2).causal().weights(x, x, null).value());
        }).following("scores"),
        Part.of(Part.Kind.GRADIENT, "in the graph", AttentionExam::replayed).following("scores", "mask", "causal"),
        Part.of(Part.Kind.EDGES, "edges", AttentionExam::unusual).following("scores", "mask", "causal").within(1e-5));
  }

  /// A layer of `float64` with given numbers.
  private static MultiHeadAttention layer(Draw draw, int heads) {
    return MultiHeadAttention.of(heads, linear(draw), linear(draw), linear(draw), linear(draw));
  }

  private static Linear linear(Draw draw) {
    return Linear.of(draw.normal(WIDTH, WIDTH), draw.normal(WIDTH));
  }

  /// The graph must give what belongs to other inputs when it is computed anew with them.
  private static Answer replayed(Draw draw) {
    Variable query = Variable.tracked(draw.normal(1, 3, WIDTH));
    Variable key = Variable.tracked(draw.normal(1, 3, WIDTH));
    Variable weights = layer(draw, 2).causal().weights(query, key, null);
    Map<Variable, Tensor> values = new IdentityHashMap<>();
    values.put(query, draw.normal(1, 3, WIDTH));
    values.put(key, draw.normal(1, 3, WIDTH));
    return Answer.of(RuleExam.replay(weights, values));
  }

  /// Fewer and more keys than queries, a mask for each sequence, a row of which nothing may be seen, `float32`.
  private static Answer unusual(Draw draw) {
    MultiHeadAttention layer = layer(draw, 3);
    Variable query = Variable.constant(draw.normal(2, 3, WIDTH));
    Variable few = Variable.constant(draw.normal(2, 2, WIDTH));
    Variable many = Variable.constant(draw.normal(2, 4, WIDTH));
    Tensor nothing = Tensor.full(MultiHeadAttention.HIDDEN, DType.FLOAT64, 3, 2);
    Linear single = Linear.of(draw.normal(WIDTH, WIDTH).to(DType.FLOAT32), draw.normal(WIDTH).to(DType.FLOAT32));
    Variable x = Variable.constant(draw.normal(1, 3, WIDTH).to(DType.FLOAT32));
    return Answer.of(layer.causal().weights(query, few, null).value(),
        layer.causal().weights(query, many, draw.normal(2, 1, 1, 4)).value(),
        layer.weights(query, few, nothing).value(),
        MultiHeadAttention.of(1, single, single, single, single).weights(x, x, null).value());
  }
}
