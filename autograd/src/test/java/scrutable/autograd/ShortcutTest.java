package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Every [Shortcut] against the rule of its operation, on all rows of the catalogue.
class ShortcutTest {

  /// How well rule and shortcut agree: to the bit, or to a tolerance relative to the largest gradient, and why.
  private record Agreement(double float64, double float32, String reason) {
    static final Agreement BITS = new Agreement(0, 0, "the same numbers in the same order");

    double tolerance(DType dtype) {
      return dtype == DType.FLOAT64 ? float64 : float32;
    }
  }

  private static final Agreement STANDARDIZED = new Agreement(1e-14, 3e-6,
      "the shortcut takes mean and deviation from the forward kernel, the rule composes them of sums");

  private static final Map<Class<?>, Agreement> CONTRACT = Map.ofEntries(
      Map.entry(ElementOp.Relu.class, Agreement.BITS),
      Map.entry(ConvolutionOp.Conv2dRelu.class, Agreement.BITS),
      Map.entry(GruOp.Gates.class, Agreement.BITS),
      Map.entry(GruOp.Next.class, Agreement.BITS),
      Map.entry(GruSequenceOp.class, Agreement.BITS),
      Map.entry(PoolOp.MaxPool2d.class, new Agreement(1e-15, 3e-7,
          "an element that wins in several windows adds up their gradients in another order")),
      Map.entry(ElementOp.GeluTanh.class, new Agreement(1e-14, 2e-6,
          "the polynomials are written down in another order")),
      Map.entry(CtcOp.class, new Agreement(1e-13, 3e-6,
          "the shortcut adds up in double precision, the rule in that of its input")),
      Map.entry(NormalizeOp.Standardize.class, STANDARDIZED),
      Map.entry(NormalizeOp.StandardizeChannels.class, STANDARDIZED),
      Map.entry(NormalizeOp.LayerNorm.class, STANDARDIZED),
      Map.entry(NormalizeOp.BatchNorm.class, STANDARDIZED));

  private static List<OpRow> rowsWithShortcut() {
    return OpCatalogue.rows().stream().filter(row -> row.op() != null && Shortcut.class.isAssignableFrom(row.op()))
        .toList();
  }

  @Test
  void everyShortcutIsCompared() {
    Set<String> withShortcut = OpCatalogue.records(Op.class).stream().filter(Shortcut.class::isAssignableFrom)
        .map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(withShortcut, names(CONTRACT.keySet().stream()), "the contract");
    assertEquals(withShortcut, names(rowsWithShortcut().stream()
        .filter(row -> Arrays.stream(row.inputs()).allMatch(x -> x.values().length > 0)).map(OpRow::op)), "the rows");
  }

  private static Set<String> names(Stream<? extends Class<?>> types) {
    return types.map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
  }

  @TestFactory
  Stream<DynamicTest> agreesWithTheRule() {
    return forEachRow(row -> {
      for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
        Tensor[] x = Arrays.stream(row.inputs()).map(input -> input.tensor(dtype)).toArray(Tensor[]::new);
        compare(row, dtype, x, false);
        compare(row, dtype, Arrays.stream(x).map(ShortcutTest::transposedView).toArray(Tensor[]::new), false);
      }
    });
  }

  /// Infinity times 0, and -0: what a mask that multiplies instead of choosing gets wrong.
  @TestFactory
  Stream<DynamicTest> agreesToTheBitForInfiniteGradientsWhereTheContractSaysBits() {
    return forEachRow(row -> {
      if (CONTRACT.get(row.op()) == Agreement.BITS) {
        for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
          compare(row, dtype, Arrays.stream(row.inputs()).map(input -> input.tensor(dtype)).toArray(Tensor[]::new),
              true);
        }
      }
    });
  }

  private static Stream<DynamicTest> forEachRow(Consumer<OpRow> test) {
    return rowsWithShortcut().stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> test.accept(row)));
  }

  private static void compare(OpRow row, DType dtype, Tensor[] values, boolean wild) {
    Variable[] x = Arrays.stream(values).map(Variable::tracked).toArray(Variable[]::new);
    Variable y = row.function().apply(x);
    Tensor g = wild ? wild(y.value()) : Difference.weights(y.value());
    double tolerance = CONTRACT.get(row.op()).tolerance(dtype);
    for (int i = 0; i < x.length; i++) {
      Tensor rule = y.op().vjp(i, Variable.constant(g), x, y).value();
      Tensor shortcut = ((Shortcut) y.op()).shortcut(i, g, values, y.value());
      String what = row.name() + ", " + dtype + ", input " + i;
      assertArrayEquals(rule.shape(), shortcut.shape(), what);
      if (tolerance == 0) {
        assertArrayEquals(bits(rule), bits(shortcut), what);
      } else {
        double scale = Arrays.stream(rule.toDoubleArray()).map(Math::abs).max().orElse(0);
        assertArrayEquals(rule.toDoubleArray(), shortcut.toDoubleArray(), tolerance * Math.max(scale, 1), what);
      }
    }
  }

  private static Tensor wild(Tensor output) {
    double[] values = Difference.weights(output).toDoubleArray();
    for (int i = 0; i < values.length; i += 3) {
      values[i] = i % 2 == 0 ? Double.POSITIVE_INFINITY : -0.0;
    }
    return Tensor.wrap(values, output.shape()).to(output.dtype());
  }

  private static Tensor transposedView(Tensor x) {
    int[] reversed = IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray();
    return x.permute(reversed).contiguous().permute(reversed);
  }

  private static long[] bits(Tensor x) {
    return Arrays.stream(x.toDoubleArray()).mapToLong(Double::doubleToLongBits).toArray();
  }

  /// `y = 2 x` that writes down which of its two gradients was asked for.
  private record Doubled(List<String> asked, Tensor answer) implements CustomOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return x[0].mul(2);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      asked.add("rule");
      return g.mul(2);
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      asked.add("shortcut");
      return answer;
    }
  }

  @Test
  void theShortcutIsTakenExactlyWhereNoGraphOfTheGradientIsKept() {
    List<String> asked = new ArrayList<>();
    Variable x = Variable.tracked(Tensor.of(new double[] {1, 2}, 2));
    Variable loss = Graph.apply(new Doubled(asked, Tensor.of(new double[] {2, 2}, 2)), x).sum();
    Gradients.of(loss, x);
    loss.backward();
    Graph.withoutRecording(() -> Gradients.of(loss, List.of(x), Gradients.Options.CREATE_GRAPH));
    Graph.recording(() -> Gradients.of(loss, x));
    assertEquals(List.of("shortcut", "shortcut", "rule", "shortcut"), asked);
  }

  @Test
  void aShortcutOfAWrongShapeIsNamed() {
    Variable x = Variable.tracked(Tensor.of(new double[] {1, 2}, 2));
    for (Tensor wrong : new Tensor[] {null, Tensor.of(new double[] {2, 2, 2}, 3)}) {
      Variable loss = Graph.apply(new Doubled(new ArrayList<>(), wrong), x).sum();
      String message = assertThrows(IllegalStateException.class, () -> Gradients.of(loss, x)).getMessage();
      assertTrue(message.startsWith("Doubled.shortcut gave a gradient of shape " + (wrong == null ? "null" : "(3,)")),
          message);
    }
  }
}
