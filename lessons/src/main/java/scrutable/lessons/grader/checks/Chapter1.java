package scrutable.lessons.grader.checks;

import java.util.List;
import scrutable.autograd.ArithmeticOp;
import scrutable.autograd.ElementOp;
import scrutable.autograd.MatMulOp;
import scrutable.autograd.SoftmaxOp;
import scrutable.autograd.ViewOp;
import scrutable.lessons.grader.task.Exam;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;

/// Derivatives: the exams of the tasks 1.1, 1.2, ...
final class Chapter1 {
  private Chapter1() {}

  static List<Exam> exams() {
    return List.of(product(), quotient(), hyperbolicTangent(), expansion(), matrixProduct(),
        OrderExam.exam(), BackwardsExam.exam(), crossEntropy(), HessianExam.exam());
  }

  private static Exam product() {
    return RuleExam.of("1.1", List.of("dL/da", "dL/db"), draw -> {
      int[] shape = {draw.size(3, 1, 4), draw.size(4, 1, 5)};
      return new RuleExam.Case(new ArithmeticOp.Mul(), draw.normal(shape), draw.normal(shape));
    }, List.of(
        draw -> new RuleExam.Case(new ArithmeticOp.Mul(), draw.normal(), draw.normal()),
        draw -> new RuleExam.Case(new ArithmeticOp.Mul(), draw.normal(0, 3), draw.normal(0, 3)),
        draw -> new RuleExam.Case(new ArithmeticOp.Mul(), draw.normal(2, 3).t(), draw.normal(3, 2)),
        draw -> new RuleExam.Case(new ArithmeticOp.Mul(), float32(draw.normal(4)), float32(draw.normal(4)))));
  }

  private static Exam quotient() {
    return RuleExam.of("1.2", List.of("dL/da", "dL/db"), draw -> {
      int[] shape = {draw.size(3, 1, 4), draw.size(4, 1, 5)};
      return new RuleExam.Case(new ArithmeticOp.Div(), draw.normal(shape), draw.between(0.5, 2, shape));
    }, List.of(
        draw -> new RuleExam.Case(new ArithmeticOp.Div(), draw.normal(), draw.between(-2, -0.5)),
        draw -> new RuleExam.Case(new ArithmeticOp.Div(), draw.normal(0, 3), draw.normal(0, 3)),
        draw -> new RuleExam.Case(new ArithmeticOp.Div(), draw.normal(2, 3).t(), draw.between(0.5, 2, 3, 2)),
        draw -> new RuleExam.Case(new ArithmeticOp.Div(), float32(draw.normal(4)),
            float32(draw.between(0.5, 2, 4)))));
  }

  private static Exam hyperbolicTangent() {
    return RuleExam.of("1.3", List.of("dL/dx"), draw ->
        new RuleExam.Case(new ElementOp.Tanh(), draw.normal(draw.size(3, 1, 4), draw.size(4, 1, 5))), List.of(
        draw -> new RuleExam.Case(new ElementOp.Tanh(), draw.normal()),
        draw -> new RuleExam.Case(new ElementOp.Tanh(), draw.normal(0, 3)),
        draw -> new RuleExam.Case(new ElementOp.Tanh(), Tensor.of(new double[] {-800, -30, 0, 30, 800}, 5)),
        draw -> new RuleExam.Case(new ElementOp.Tanh(), float32(draw.normal(4)))));
  }

  private static Exam expansion() {
    return RuleExam.of("1.4", List.of("dL/dx"), draw -> {
      int rows = draw.size(2, 2, 4);
      int columns = draw.size(3, 2, 4);
      return new RuleExam.Case(new ViewOp.Expand(draw.size(4, 2, 3), rows, draw.size(5, 2, 3), columns),
          draw.normal(rows, 1, columns));
    }, List.of(
        draw -> new RuleExam.Case(new ViewOp.Expand(2, 3), draw.normal(2, 3)),
        draw -> new RuleExam.Case(new ViewOp.Expand(2, 3), draw.normal()),
        draw -> new RuleExam.Case(new ViewOp.Expand(0, 3), draw.normal(1, 3)),
        draw -> new RuleExam.Case(new ViewOp.Expand(4, 1, 3), draw.normal(1, 3)),
        draw -> new RuleExam.Case(new ViewOp.Expand(4, 3), float32(draw.normal(1, 3)))));
  }

  private static Exam matrixProduct() {
    return RuleExam.of("1.5", List.of("dL/dA", "dL/dB"), draw -> {
      int inner = draw.size(3, 2, 5);
      return new RuleExam.Case(new MatMulOp(), draw.normal(draw.size(3, 1, 4), inner),
          draw.normal(inner, draw.size(3, 1, 4)));
    }, List.of(
        draw -> new RuleExam.Case(new MatMulOp(), draw.normal(2, 3, 4), draw.normal(2, 4, 3)),
        draw -> new RuleExam.Case(new MatMulOp(), draw.normal(3, 2).t(), draw.normal(4, 3).t()),
        draw -> new RuleExam.Case(new MatMulOp(), draw.normal(2, 0), draw.normal(0, 3)),
        draw -> new RuleExam.Case(new MatMulOp(), float32(draw.normal(2, 3)), float32(draw.normal(3, 2)))));
  }

  private static Exam crossEntropy() {
    return RuleExam.of("1.8", List.of("dL/dx"), draw -> {
      int[] shape = draw.fixed() ? new int[] {4, 4} : new int[] {draw.size(4, 1, 4), draw.size(4, 2, 5)};
      return entropy(draw.between(0.1, 1, shape), draw.normal(shape));
    }, List.of(
        draw -> entropy(Tensor.of(new double[] {0, 1, 0, 0, 0, 1}, 2, 3), draw.normal(2, 3)),
        draw -> entropy(Tensor.zeros(DType.FLOAT64, 2, 3), draw.normal(2, 3)),
        draw -> entropy(Tensor.of(new double[] {0.5, 0.5, 0}, 3), draw.normal(3)),
        draw -> entropy(draw.between(0, 1, 2, 2, 3), draw.normal(2, 2, 3))));
  }

  private static RuleExam.Case entropy(Tensor targets, Tensor logits) {
    return new RuleExam.Case(new SoftmaxOp.CrossEntropy(targets), logits);
  }

  private static Tensor float32(Tensor numbers) {
    return numbers.to(DType.FLOAT32);
  }
}
