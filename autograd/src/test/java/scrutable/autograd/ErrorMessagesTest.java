package scrutable.autograd;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// A wrong shape or type is refused with a message that shows what was given.
class ErrorMessagesTest {
  private final List<DynamicTest> tests = new ArrayList<>();

  private static Variable x(int... shape) {
    return Variable.tracked(Tensor.zeros(DType.FLOAT64, shape));
  }

  private static Variable narrow(int... shape) {
    return Variable.tracked(Tensor.zeros(DType.FLOAT32, shape));
  }

  private static Tensor index(int... values) {
    return Tensor.ofInts(values, values.length);
  }

  private void refuses(String what, Runnable work, String... parts) {
    tests.add(DynamicTest.dynamicTest(what, () -> {
      String message = assertThrows(IllegalArgumentException.class, work::run).getMessage();
      for (String part : parts) {
        assertTrue(message.contains(part), message + " should contain " + part);
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> wrongArguments() {
    arithmetic();
    views();
    reductions();
    products();
    indices();
    types();
    return tests.stream();
  }

  /// Every entry that takes two tensors refuses two types by name, before a rule or a kernel meets them.
  private void types() {
    String[] both = {"float64", "float32"};
    Variable y = x(2, 3).exp();
    refuses("ofWeighted, types", () -> Gradients.ofWeighted(y, narrow(2, 3), List.of(), Gradients.Options.DEFAULT),
        "float64 (2, 3)", "float32 (2, 3)");
    refuses("ofWeighted, shapes", () -> Gradients.ofWeighted(y, x(3, 2), List.of(), Gradients.Options.DEFAULT),
        "(2, 3)", "(3, 2)");
    refuses("hessianVectorProduct, types", () -> {
      Variable w = x(3);
      Functions.hessianVectorProduct(w.square().sum(), List.of(w), List.of(Tensor.zeros(3)));
    }, both);
    refuses("straightThrough, types", () -> Functions.straightThrough(x(3), t -> t.to(DType.FLOAT32)), both);
    refuses("gruStep, types", () -> Functions.gruStep(x(2, 9), narrow(2, 9), x(2, 3)), both);
    refuses("gruStep, type of the state", () -> Functions.gruStep(x(2, 9), x(2, 9), narrow(2, 3)), both);
    refuses("gruStep, thirds", () -> Functions.gruStep(x(2, 8), x(2, 8), x(2, 3)), "(N, 3 H)", "(2, 8)");
    refuses("gruStep, two rows", () -> Functions.gruStep(x(2, 9), x(1, 9), x(2, 3)), "(2, 9)", "(1, 9)");
    refuses("gruSequence, types", () -> Functions.gruSequence(x(2, 4, 9), x(2, 3), narrow(9, 3), x(9), null), both);
    refuses("gruSequence, type of the mask", () -> Functions.gruSequence(x(2, 4, 9), x(2, 3), x(9, 3), x(9),
        Tensor.zeros(2, 4)), both);
    refuses("gruSequence, mask", () -> Functions.gruSequence(x(2, 4, 9), x(2, 3), x(9, 3), x(9),
        Tensor.zeros(DType.FLOAT64, 4, 2)), "mask", "(2, 4)", "(4, 2)");
    refuses("gruSequence, state", () -> Functions.gruSequence(x(2, 4, 9), x(3, 3), x(9, 3), x(9), null), "(N, H)",
        "(3, 3)");
    refuses("gruSequence, weight", () -> Functions.gruSequence(x(2, 4, 9), x(2, 3), x(3, 9), x(9), null),
        "(3 H, H)", "(3, 9)");
    refuses("gruSequence, bias", () -> Functions.gruSequence(x(2, 4, 9), x(2, 3), x(9, 3), x(8), null), "(3 H,)",
        "(8,)");
    refuses("gruSequence, thirds", () -> Functions.gruSequence(x(2, 4, 8), x(2, 3), x(9, 3), x(9), null),
        "(N, T, 3 H)", "(2, 4, 8)");
    refuses("gruSequence, no step", () -> Functions.gruSequence(x(2, 0, 9), x(2, 3), x(9, 3), x(9), null), "T = 0");
    refuses("gruStep, state", () -> Functions.gruStep(x(2, 9), x(2, 9), x(2, 4)), "(2, 4)", "(2, 9)");
    refuses("layerNorm, types", () -> Functions.layerNorm(x(2, 3), narrow(3), narrow(3), 1), both);
    refuses("batchNorm, types", () -> Functions.batchNorm(x(2, 3), x(3), narrow(3), 1), both);
    Window w = Window.square(2, 1, 0);
    refuses("conv2d, types", () -> Functions.conv2d(x(1, 2, 5, 5), narrow(4, 2, 2, 2), w), both);
    refuses("conv2d, type of the bias", () -> Functions.conv2d(x(1, 2, 5, 5), x(4, 2, 2, 2), narrow(4), w), both);
    refuses("conv2dRelu, types", () -> Functions.conv2dRelu(x(1, 2, 5, 5), narrow(4, 2, 2, 2), null, w), both);
    refuses("convTranspose2d, types", () -> Functions.convTranspose2d(x(1, 4, 5, 5), narrow(4, 2, 2, 2), w, 0), both);
    refuses("sample, types", () -> Functions.sample(x(1, 2, 5, 5), narrow(1, 3, 3, 2)), both);
    refuses("logAddExp, types", () -> x(3).logAddExp(narrow(3)), both);
    refuses("greater, types", () -> x(3).greater(narrow(3)), both);
    refuses("product with labels", () -> x(3).mul(Variable.constant(index(1, 2, 3))), "float64 (3,)", "int32 (3,)",
        "one of the tensors");
    refuses("logarithm of labels", () -> Variable.constant(index(1, 2)).log(), "convert the tensor with to(DType");
    refuses("oneHot, label", () -> Indexing.oneHot(index(0, 10), 10, DType.FLOAT64), "label 10", "10 classes",
        "begin at 0");
    refuses("oneHot, type", () -> Indexing.oneHot(Tensor.zeros(2), 10, DType.FLOAT64), "int32", "float32 (2,)");
  }

  private void arithmetic() {
    List<BinaryOperator<Variable>> operations = List.of(Variable::add, Variable::sub, Variable::mul,
        Variable::div, Variable::maximum, Variable::minimum);
    for (int i = 0; i < operations.size(); i++) {
      BinaryOperator<Variable> operation = operations.get(i);
      refuses("binary operation " + i + ", shapes", () -> operation.apply(x(2, 3), x(4)), "(2, 3)", "(4,)",
          "3", "4");
      refuses("binary operation " + i + ", types", () -> operation.apply(x(2, 3), narrow(2, 3)),
          "float64 (2, 3)", "float32 (2, 3)");
    }
    Tensor condition = Tensor.zeros(DType.FLOAT64, 5);
    refuses("where, shapes", () -> x(2, 3).where(condition, x(2, 3)), "(5,)", "(2, 3)");
    refuses("where, types", () -> x(5).where(condition, narrow(5)), "float64", "float32");
    refuses("clamp", () -> x(3).clamp(2, 1), "2.0", "1.0");
  }

  private void views() {
    refuses("reshape", () -> x(2, 3).reshape(4, 2), "(2, 3)", "(4, 2)", "6");
    refuses("permute, twice", () -> x(2, 3).permute(0, 0), "[0, 0]");
    refuses("permute, too few", () -> x(2, 3).permute(0), "[0]", "(2, 3)");
    refuses("expand", () -> x(2, 3).expand(4, 3), "(2, 3)", "(4, 3)");
    refuses("expand to fewer axes", () -> x(2, 3).expand(3), "(2, 3)", "(3,)");
    refuses("slice", () -> x(2, 3).slice(1, 1, 5), "[1, 5)", "(2, 3)");
    refuses("slice of no axis", () -> x(2, 3).slice(2, 0, 1), "axis 2", "(2, 3)");
    refuses("select", () -> x(2, 3).select(0, 2), "(2, 3)");
    refuses("squeeze", () -> x(2, 3).squeeze(0), "(2, 3)", "size 2");
    refuses("unsqueeze", () -> x(2, 3).unsqueeze(4), "4", "(2, 3)");
    refuses("flip", () -> x(2, 3).flip(3), "axis 3", "(2, 3)");
    refuses("transpose", () -> x(3).t(), "(3,)");
    refuses("concat", () -> Variable.concat(0, x(2, 3), x(2, 4)), "(2, 3)", "(2, 4)");
    refuses("concat of nothing", () -> Variable.concat(0), "at least one");
    refuses("concat, types", () -> Variable.concat(0, x(2), narrow(2)), "float64", "float32");
    refuses("stack", () -> Variable.stack(0, x(2), x(3)), "(1, 2)", "(1, 3)");
    refuses("pad", () -> x(2, 3).pad(new int[] {1}, new int[] {1}, 0), "[1]", "(2, 3)");
    refuses("pad, negative", () -> x(2).pad(new int[] {-1}, new int[] {0}, 0), "[-1]");
    refuses("place", () -> Graph.apply(new ViewOp.Place(new int[] {3, 7}, 1, 2, 3), x(3, 3)), "(3, 3)",
        "(3, 7)");
  }

  private void reductions() {
    refuses("sum of no axis", () -> x(2, 3).sum(false, 2), "axis 2", "(2, 3)");
    refuses("sum twice", () -> x(2, 3).sum(false, 1, -1), "twice", "(2, 3)");
    refuses("max of nothing", () -> x(2, 0).max(false, 1), "(2, 0)");
    refuses("softmax of a scalar", () -> Functions.softmax(x()), "()");
    refuses("crossEntropyPerExample, labels", () -> Functions.crossEntropyPerExample(x(4, 3), index(0, 1, 2, 0)),
        "(4, 3)", "int32 (4,)", "Indexing.oneHot");
    refuses("crossEntropyPerExample, shapes",
        () -> Functions.crossEntropyPerExample(x(4, 3), Tensor.zeros(DType.FLOAT64, 3, 4)), "(4, 3)", "(3, 4)");
    refuses("crossEntropyPerExample, types", () -> Functions.crossEntropyPerExample(x(4, 3), Tensor.zeros(4, 3)),
        "float64 (4, 3)", "float32 (4, 3)");
  }

  private void products() {
    refuses("matmul, inner", () -> x(64, 784).matmul(x(512, 10)), "(64, 784)", "(512, 10)", "784 != 512");
    refuses("matmul, rank", () -> x(3).matmul(x(3, 2)), "(3,)", "(3, 2)");
    refuses("matmul, rank of a stack", () -> x(3).matmul(x(2, 3, 2)), "(3,)", "(2, 3, 2)");
    refuses("matmul, batch", () -> x(2, 3, 4).matmul(x(5, 4, 2)), "(2,)", "(5,)");
    refuses("matmul, types", () -> x(2, 3).matmul(narrow(3, 2)), "float64", "float32");
    Window w = Window.square(3, 1, 0);
    refuses("conv2d, channels", () -> Functions.conv2d(x(1, 2, 5, 5), x(4, 3, 3, 3), w), "(1, 2, 5, 5)",
        "(4, 3, 3, 3)");
    refuses("conv2d, rank", () -> Functions.conv2d(x(2, 5, 5), x(4, 2, 3, 3), w), "(2, 5, 5)",
        "(4, 2, 3, 3)");
    refuses("conv2d, size", () -> Functions.conv2d(x(1, 2, 2, 5), x(4, 2, 3, 3), w), "height 2");
    refuses("conv1d, rank", () -> Functions.conv1d(x(2, 5), x(4, 2, 3), 1, 0, 1), "(2, 5)");
    refuses("convTranspose2d, channels", () -> Functions.convTranspose2d(x(1, 3, 5, 5), x(4, 2, 3, 3), w, 0),
        "(1, 3, 5, 5)");
    refuses("maxPool2d, rank", () -> Functions.maxPool2d(x(5, 5), w), "(5, 5)");
    refuses("maxPool2d, padding", () -> Functions.maxPool2d(x(1, 1, 5, 5), Window.square(2, 2, 2)),
        "padding", "2");
    Window gaps = new Window(2, 2, 1, 1, 0, 0, 2, 1);
    refuses("maxPool2d, dilation", () -> Functions.maxPool2d(x(1, 1, 5, 5), gaps), "dilation 2x1");
    refuses("averagePool2d, size", () -> Functions.averagePool2d(x(1, 1, 2, 5), w), "height 2");
  }

  private void indices() {
    refuses("selectAll, range", () -> x(2, 3).selectAll(1, index(0, 3)), "3", "0 .. 2");
    refuses("selectAll, type", () -> x(2, 3).selectAll(1, Tensor.zeros(2)), "int32", "float32 (2,)");
    refuses("gather, rank", () -> x(2, 3).gather(1, index(0, 1)), "rank 2", "(2,)");
    refuses("gather, shape", () -> x(2, 3).gather(1, Tensor.ofInts(new int[3], 3, 1)), "(3, 1)", "(2, 3)");
    refuses("embedding, rank", () -> Functions.embedding(x(3), index(0)), "(3,)");
    refuses("sample, rank", () -> Functions.sample(x(2, 3), x(1, 2, 2, 2)), Shape.text(2, 3));
    refuses("affineGrid", () -> Functions.affineGrid(x(1, 3, 2), 2, 2), "(1, 3, 2)");
    refuses("dropout", () -> Functions.dropout(x(3), 1.5, Rng.seed(1)), "1.5");
  }
}
