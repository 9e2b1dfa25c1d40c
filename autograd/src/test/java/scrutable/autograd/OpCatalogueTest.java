package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import scrutable.tensor.DType;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// Tests made of the rows of [OpCatalogue], the same for every operation.
class OpCatalogueTest {
  /// A few rounding errors of one element, relative to the largest element.
  private static final double FLOAT64 = 1e-12;
  /// The same in float32, where one rounding error is 6e-8 and sums have up to a hundred terms.
  private static final double FLOAT32 = 3e-6;

  private static final List<OpRow> ROWS = OpCatalogue.rows();

  private static Stream<DynamicTest> forEachRow(Consumer<OpRow> test) {
    return ROWS.stream().map(row -> DynamicTest.dynamicTest(row.name(), () -> {
      try {
        test.accept(row);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(row.name() + ": " + e.getMessage(), e);
      }
    }));
  }

  @Test
  void everyOperationHasARowAndEveryRowAnOperation() {
    Set<String> withRow = ROWS.stream().filter(row -> row.op() != null).map(row -> row.op().getName())
        .collect(Collectors.toCollection(TreeSet::new));
    Set<String> operations = OpCatalogue.records(Op.class).stream().map(Class::getName)
        .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(operations.size() > 40, "the sealed hierarchy is searched");
    assertEquals(operations, withRow);
  }

  @Test
  void everyMethodThatMakesAVariableHasARow() {
    Set<String> methods = OpCatalogue.functions(Variable.class);
    methods.addAll(OpCatalogue.functions(ElementArithmetic.class));
    methods.addAll(OpCatalogue.functions(Functions.class));
    methods.removeAll(Set.of("constant", "tracked", "detach", "straightThrough"));
    Set<String> withRow = ROWS.stream().filter(row -> row.op() == null).map(OpRow::subject)
        .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(methods, withRow);
  }

  @Test
  void rowNamesAreUnique() {
    Set<String> names = new HashSet<>();
    ROWS.forEach(row -> assertTrue(names.add(row.name()), row.name()));
  }

  @TestFactory
  Stream<DynamicTest> givesWhatTheFormulaGivesInFloat64() {
    return forEachRow(row -> {
      Variable output = row.function().apply(tracked(row, DType.FLOAT64));
      if (row.op() != null) {
        assertSame(row.op(), output.op().getClass());
      }
      assertClose(row.formula().of(row.inputs()), output, DType.FLOAT64, FLOAT64);
    });
  }

  @TestFactory
  Stream<DynamicTest> givesWhatTheFormulaGivesInFloat32() {
    return forEachRow(row -> {
      NdArray[] rounded = Arrays.stream(row.inputs()).map(x -> x.map(value -> (float) value))
          .toArray(NdArray[]::new);
      Variable output = row.function().apply(tracked(row, DType.FLOAT32));
      assertClose(row.formula().of(rounded), output, DType.FLOAT32, FLOAT32);
    });
  }

  @TestFactory
  Stream<DynamicTest> hasTheGradientOfCentralDifferences() {
    return forEachRow(row -> {
      GradientReport report = GradientCheck.check(row.function(), tensors(row)).require();
      assertEquals(Arrays.stream(row.inputs()).mapToInt(x -> x.values().length).sum(), report.checked());
    });
  }

  /// Squared, so that the gradient which the rule receives depends on the input as well: otherwise the second
  /// derivative of a linear operation would be no test at all.
  @TestFactory
  Stream<DynamicTest> hasTheSecondOrderGradientOfCentralDifferences() {
    return forEachRow(row ->
        GradientCheck.checkSecondOrder(x -> row.function().apply(x).square(), tensors(row)).require());
  }

  @TestFactory
  Stream<DynamicTest> givesTheSameBitsForViewsAsForCopies() {
    return forEachRow(row -> {
      for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
        Variable[] plain = tracked(row, dtype);
        for (View view : View.values()) {
          Variable[] viewed = Arrays.stream(plain).map(x -> Variable.tracked(view.of(x.value())))
              .toArray(Variable[]::new);
          assertSameBits(view + " " + dtype, row, plain, viewed);
        }
      }
    });
  }

  @TestFactory
  Stream<DynamicTest> hasNearlyTheSameGradientInFloat32AsInFloat64() {
    return forEachRow(row -> {
      Variable[] wide = tracked(row, DType.FLOAT64);
      Variable[] narrow = tracked(row, DType.FLOAT32);
      List<Tensor> expected = gradients(row.function().apply(wide), wide);
      List<Tensor> actual = gradients(row.function().apply(narrow), narrow);
      for (int i = 0; i < wide.length; i++) {
        assertEquals(DType.FLOAT32, actual.get(i).dtype());
        assertArrayEquals(wide[i].shape(), actual.get(i).shape());
        double scale = largest(expected.get(i).toDoubleArray());
        assertArrayEquals(expected.get(i).toDoubleArray(), actual.get(i).toDoubleArray(), 1e-5 * scale);
      }
    });
  }

  /// With `createGraph` some rules take another, differentiable path; both must agree.
  @TestFactory
  Stream<DynamicTest> hasTheSameGradientWithAndWithoutItsGraph() {
    return forEachRow(row -> {
      Variable[] x = tracked(row, DType.FLOAT64);
      Variable output = row.function().apply(x);
      Variable weights = Variable.constant(Difference.weights(output.value()));
      Gradients.Options both = new Gradients.Options(true, true);
      Gradients kept = Gradients.ofWeighted(output, weights, List.of(x), both);
      List<Tensor> plain = gradients(output, x);
      for (int i = 0; i < x.length; i++) {
        double scale = largest(plain.get(i).toDoubleArray());
        assertArrayEquals(plain.get(i).toDoubleArray(), kept.get(x[i]).toDoubleArray(), FLOAT64 * scale);
      }
    });
  }

  /// The same numbers behind other strides.
  private enum View {
    PERMUTED(x -> {
      int[] reversed = IntStream.range(0, x.rank()).map(i -> x.rank() - 1 - i).toArray();
      return x.permute(reversed).contiguous().permute(reversed);
    }),
    BEHIND_OTHERS(x -> Joining.stack(0, Tensor.full(Double.NaN, x.dtype(), x.shape()), x).select(0, 1)),
    FLIPPED(x -> x.flip().contiguous().flip()),
    CUT_OUT(x -> {
      Tensor result = x;
      for (int axis = 0; axis < x.rank(); axis++) {
        result = amongOthers(result, axis).slice(axis, Math.min(1, x.size(axis)), 2 * x.size(axis), 2);
      }
      return result;
    });

    private final UnaryOperator<Tensor> view;

    View(UnaryOperator<Tensor> view) {
      this.view = view;
    }

    Tensor of(Tensor x) {
      return view.apply(x);
    }

    /// `x` at every second position of an axis, with NaN between.
    private static Tensor amongOthers(Tensor x, int axis) {
      Tensor nan = Tensor.full(Double.NaN, x.dtype(), x.shape());
      int[] shape = x.shape();
      shape[axis] *= 2;
      return Joining.stack(axis + 1, nan, x).reshape(shape);
    }
  }

  private static void assertSameBits(String what, OpRow row, Variable[] plain, Variable[] viewed) {
    Variable expected = row.function().apply(plain);
    Variable actual = row.function().apply(viewed);
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(bits(expected.value()), bits(actual.value()), what);
    List<Tensor> expectedGradients = gradients(expected, plain);
    List<Tensor> actualGradients = gradients(actual, viewed);
    for (int i = 0; i < plain.length; i++) {
      assertArrayEquals(bits(expectedGradients.get(i)), bits(actualGradients.get(i)),
          what + " gradient " + i);
    }
  }

  private static long[] bits(Tensor t) {
    return Arrays.stream(t.toDoubleArray()).mapToLong(Double::doubleToLongBits).toArray();
  }

  private static List<Tensor> gradients(Variable output, Variable[] x) {
    Variable weights = Variable.constant(Difference.weights(output.value()));
    Gradients gradients = Gradients.ofWeighted(output, weights, List.of(x), Gradients.Options.ALLOW_UNUSED);
    return Arrays.stream(x).map(gradients::get).toList();
  }

  private static Tensor[] tensors(OpRow row) {
    return Arrays.stream(row.inputs()).map(x -> x.tensor(DType.FLOAT64)).toArray(Tensor[]::new);
  }

  private static Variable[] tracked(OpRow row, DType dtype) {
    return Arrays.stream(row.inputs()).map(x -> Variable.tracked(x.tensor(dtype))).toArray(Variable[]::new);
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0) + Double.MIN_NORMAL;
  }

  private static void assertClose(NdArray expected, Variable actual, DType dtype, double tolerance) {
    assertEquals(dtype, actual.dtype());
    assertArrayEquals(expected.shape(), actual.shape());
    double[] values = expected.values();
    assertArrayEquals(values, actual.value().toDoubleArray(), tolerance * Math.max(1, largest(values)));
  }

  /// An operation that breaks on an empty batch breaks on the last day of training.
  @Test
  void everyOperationIsTriedOnNothingAndEveryElementwiseOneOnANumber() {
    List<String> missing = new ArrayList<>();
    for (Class<?> record : OpCatalogue.records(Op.class)) {
      List<OpRow> rows = ROWS.stream().filter(row -> row.op() == record).toList();
      if (rows.stream().noneMatch(row -> Arrays.stream(row.inputs()).anyMatch(x -> x.values().length == 0))) {
        missing.add(record.getSimpleName() + " has no row with an empty input");
      }
      boolean elementwise = ElementOp.class.isAssignableFrom(record) || ArithmeticOp.class.isAssignableFrom(record);
      if (elementwise && rows.stream().noneMatch(row -> row.inputs()[0].shape().length == 0)) {
        missing.add(record.getSimpleName() + " has no row of rank 0");
      }
    }
    assertEquals(List.of(), missing);
  }
}
