package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Random graphs of scalars against dual numbers: forward-mode differentiation, which needs no graph, no
/// order and no transposed rule, and so cannot share a mistake with the engine.
class DualNumberTest {
  private static final int LEAVES = 4;

  /// A value and its derivatives with respect to all leaves: `f(x + e) = f(x) + f'(x) e`.
  private record Dual(double value, double[] slopes) {
    Dual with(double newValue, double factor) {
      return combine(newValue, factor, this, 0);
    }

    Dual combine(double newValue, double factor, Dual other, double otherFactor) {
      double[] result = new double[LEAVES];
      for (int i = 0; i < LEAVES; i++) {
        result[i] = factor * slopes[i] + otherFactor * other.slopes[i];
      }
      return new Dual(newValue, result);
    }
  }

  private record Node(Variable variable, Dual dual) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void randomGraphsHaveTheGradientsOfDualNumbers(long seed) {
    for (int graph = 0; graph < 25; graph++) {
      Rng rng = Rng.seed(seed).split(graph);
      List<Node> nodes = new ArrayList<>();
      for (int i = 0; i < LEAVES; i++) {
        double value = -1 + 2 * rng.nextDouble();
        double[] slopes = new double[LEAVES];
        slopes[i] = 1;
        nodes.add(new Node(Variable.tracked(Tensor.scalar(value)), new Dual(value, slopes)));
      }
      int operations = 3 + rng.nextInt(60);
      for (int i = 0; i < operations; i++) {
        nodes.add(next(rng, pick(rng, nodes), pick(rng, nodes)));
      }
      check(nodes);
    }
  }

  /// Recent nodes twice as often, so that graphs become deep as well as wide.
  private static Node pick(Rng rng, List<Node> nodes) {
    int from = rng.nextBoolean() ? Math.max(0, nodes.size() - 6) : 0;
    return nodes.get(from + rng.nextInt(nodes.size() - from));
  }

  private static Node next(Rng rng, Node first, Node second) {
    Variable x = first.variable;
    Variable y = second.variable;
    Dual a = first.dual;
    Dual b = second.dual;
    double v = a.value;
    double u = b.value;
    return switch (rng.nextInt(10)) {
      case 0 -> new Node(x.add(y).mul(0.5), a.combine((v + u) * 0.5, 0.5, b, 0.5));
      case 1 -> new Node(x.sub(y), a.combine(v - u, 1, b, -1));
      case 2 -> new Node(x.mul(y), a.combine(v * u, u, b, v));
      case 3 -> {
        double w = 1 / (u * u + 1);
        yield new Node(x.div(y.square().add(1)), a.combine(v * w, w, b, -2 * u * v * w * w));
      }
      case 4 -> new Node(x.tanh(), a.with(Math.tanh(v), 1 - Math.tanh(v) * Math.tanh(v)));
      case 5 -> new Node(x.sin(), a.with(Math.sin(v), Math.cos(v)));
      case 6 -> {
        double s = 1 / (1 + Math.exp(-v));
        yield new Node(x.sigmoid(), a.with(s, s * (1 - s)));
      }
      case 7 -> {
        double e = Math.exp(-v * v);
        yield new Node(x.square().neg().exp(), a.with(e, -2 * v * e));
      }
      case 8 -> new Node(x.leakyRelu(0.2), a.with(v > 0 ? v : 0.2 * v, v > 0 ? 1 : 0.2));
      default -> v > u
          ? new Node(x.maximum(y), x == y ? a : a.with(v, 1))
          : new Node(x.maximum(y), b.with(u, 1));
    };
  }

  private static void check(List<Node> nodes) {
    Node output = nodes.getLast();
    assertEquals(output.dual.value, output.variable.item(), 1e-9 * Math.max(1, Math.abs(output.dual.value)));
    List<Variable> leaves = nodes.subList(0, LEAVES).stream().map(Node::variable).toList();
    Gradients gradients = Gradients.of(output.variable, leaves, Gradients.Options.ALLOW_UNUSED);
    for (int i = 0; i < LEAVES; i++) {
      double expected = output.dual.slopes[i];
      assertEquals(expected, gradients.get(leaves.get(i)).item(), 1e-9 * Math.max(1, Math.abs(expected)));
    }
  }
}
