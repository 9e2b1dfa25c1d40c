package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Recognises gradients whose numbers or factors are right but stand in the wrong order: transposed, permuted, flipped.
///
/// Tried in turn: the gradient itself is turned, or moved along an axis; a matrix product has its factors in the wrong
/// order, or a wrong factor; the Jacobian is used instead of its transpose; it is the right gradient for another input
/// that is turned.
final class ArrangementPattern {
  private static final int LEAST_OVERLAP = 3;

  private final Evidence evidence;

  private ArrangementPattern(Evidence evidence) {
    this.evidence = evidence;
  }

  /// What is recognised; empty if nothing is.
  static String text(Evidence evidence) {
    ArrangementPattern pattern = new ArrangementPattern(evidence);
    String text = pattern.turnedResult();
    text = text.isEmpty() ? pattern.movedResult() : text;
    text = text.isEmpty() ? pattern.matrixProduct() : text;
    text = text.isEmpty() ? pattern.jacobianInsteadOfItsTranspose() : text;
    return text.isEmpty() ? pattern.turnedOtherInput() : text;
  }

  /// A way to turn a tensor that keeps its shape.
  private record Turn(String text, boolean flips, int... axes) {
    Tensor of(Tensor x) {
      return flips ? x.flip(axes) : x.permute(axes);
    }
  }

  /// Every order of the axes that keeps the shape, and flips of one axis, of the last two, and of all.
  private static List<Turn> turns(int[] shape) {
    List<Turn> turns = new ArrayList<>();
    orders(shape, new int[0], turns);
    List<int[]> flips = new ArrayList<>();
    IntStream.range(0, shape.length).forEach(axis -> flips.add(new int[] {axis}));
    if (shape.length >= 3) {
      flips.add(new int[] {shape.length - 2, shape.length - 1});
    }
    if (shape.length >= 2) {
      flips.add(IntStream.range(0, shape.length).toArray());
    }
    flips.forEach(axes -> turns.add(new Turn("flipped along " + (axes.length == 1 ? "axis " : "axes ") + join(axes),
        true, axes)));
    return turns;
  }

  private static void orders(int[] shape, int[] chosen, List<Turn> turns) {
    int rank = shape.length;
    if (chosen.length == rank) {
      if (!Arrays.equals(chosen, IntStream.range(0, rank).toArray())) {
        boolean lastTwo = rank >= 2 && chosen[rank - 1] == rank - 2 && chosen[rank - 2] == rank - 1
            && IntStream.range(0, rank - 2).allMatch(axis -> chosen[axis] == axis);
        turns.add(new Turn(lastTwo ? "transposed" : "with its axes in the order " + join(chosen), false, chosen));
      }
      return;
    }
    for (int axis = 0; axis < rank && rank <= 4; axis++) {
      int next = axis;
      if (shape[axis] == shape[chosen.length] && Arrays.stream(chosen).noneMatch(earlier -> earlier == next)) {
        int[] longer = Arrays.copyOf(chosen, chosen.length + 1);
        longer[chosen.length] = axis;
        orders(shape, longer, turns);
      }
    }
  }

  private static String join(int[] axes) {
    String last = String.valueOf(axes[axes.length - 1]);
    return axes.length == 1 ? last
        : Arrays.stream(axes).limit(axes.length - 1).mapToObj(String::valueOf).collect(Collectors.joining(", "))
        + " and " + last;
  }

  private String turnedResult() {
    Tensor right = Tensor.of(evidence.numeric(), evidence.shape());
    for (Turn turn : turns(evidence.shape())) {
      if (evidence.same(evidence.analytic(), turn.of(right).toDoubleArray())) {
        String cause = turn.flips() ? ": a flip is missing or one too many"
            : turn.text().equals("transposed") ? ": a transpose is missing or one too many"
            : ": the rule must undo the order of the axes, with the inverse permutation";
        return "the analytic gradient is the numeric one " + turn.text() + cause;
      }
    }
    return "";
  }

  /// The right numbers, a few places further along one axis: compared where both are.
  private String movedResult() {
    Tensor right = Tensor.of(evidence.numeric(), evidence.shape());
    Tensor found = Tensor.of(evidence.analytic(), evidence.shape());
    for (int axis = evidence.shape().length - 1; axis >= 0; axis--) {
      int size = evidence.shape()[axis];
      for (int places = 1; places <= size / 2; places++) {
        Tensor rightBegin = right.slice(axis, 0, size - places);
        Tensor rightEnd = right.slice(axis, places, size);
        boolean later = agree(rightBegin, found.slice(axis, places, size));
        if (later || agree(rightEnd, found.slice(axis, 0, size - places))) {
          return "the analytic gradient is the numeric one moved along axis " + axis + " by " + places
              + (later ? " towards the end" : " towards the beginning")
              + ": an offset is wrong (padding, where a slice or a window begins)";
        }
      }
    }
    return "";
  }

  private boolean agree(Tensor right, Tensor found) {
    double[] numbers = right.contiguous().toDoubleArray();
    return numbers.length >= LEAST_OVERLAP && Arrays.stream(numbers).distinct().count() >= LEAST_OVERLAP
        && evidence.same(numbers, found.contiguous().toDoubleArray());
  }

  private String jacobianInsteadOfItsTranspose() {
    if (evidence.x().length != evidence.y().length) {
      return "";
    }
    double[] forwards = new double[evidence.x().length];
    for (int row = 0; row < forwards.length; row++) {
      for (int column = 0; column < forwards.length; column++) {
        forwards[row] += evidence.jacobian()[row][column] * evidence.g()[column];
      }
    }
    return evidence.same(evidence.analytic(), forwards) ? "this is J g, not J^T g: the rule applies the operation to"
        + " the gradient once more, where it should apply its transpose (what went from i to j must come back from j"
        + " to i)"
        : "";
  }

  /// A product of the incoming gradient and a factor, as text and as numbers.
  private record Product(String text, String factor, boolean gradientFirst, double[] values) {}

  /// Both the right gradient and the wrong one are products of g and something: says which.
  private String matrixProduct() {
    Tensor[] inputs = evidence.difference().tensors();
    List<Product> wrongs = new ArrayList<>(products("y", Tensor.of(evidence.y(), evidence.outputShape())));
    for (int input = 0; input < inputs.length; input++) {
      wrongs.addAll(products(evidence.name(input), inputs[input]));
    }
    for (int other = 0; other < inputs.length; other++) {
      for (Product right : other == evidence.input() ? List.<Product>of()
          : products(evidence.name(other), inputs[other])) {
        if (evidence.same(evidence.numeric(), right.values())) {
          // Turned before exchanged: a product with the same factor is the likelier one.
          for (Product wrong : wrongs.stream().sorted(Comparator.comparing(product ->
              !product.factor().equals(right.factor()))).toList()) {
            if (evidence.same(evidence.analytic(), wrong.values())) {
              return "the rule computes " + wrong.text() + ", right is " + right.text() + ": " + cause(wrong, right);
            }
          }
        }
      }
    }
    return "";
  }

  private static String cause(Product wrong, Product right) {
    return !wrong.factor().equals(right.factor()) ? wrong.factor() + " stands where " + right.factor() + " belongs"
        : wrong.gradientFirst() != right.gradientFirst() ? "the factors stand in the wrong order"
        : "a transpose is missing or one too many";
  }

  private List<Product> products(String name, Tensor b) {
    Tensor g = Tensor.of(evidence.g(), evidence.outputShape());
    List<Product> products = new ArrayList<>();
    if (g.rank() < 2 || b.rank() < 2) {
      return products;
    }
    for (int form = 0; form < 8; form++) {
      boolean first = form < 4;
      Tensor left = form % 2 == 0 ? g : g.t();
      Tensor right = form / 2 % 2 == 0 ? b : b.t();
      String gName = form % 2 == 0 ? "g" : "g^T";
      String bName = name + (form / 2 % 2 == 0 ? "" : "^T");
      Tensor before = first ? left : right;
      Tensor after = first ? right : left;
      if (before.size(-1) == after.size(-2) && Arrays.equals(batch(before), batch(after))) {
        Tensor product = before.matmul(after);
        if (Arrays.equals(product.shape(), evidence.shape())) {
          products.add(new Product(first ? gName + " " + bName : bName + " " + gName, name, first,
              product.toDoubleArray()));
        }
      }
    }
    return products;
  }

  private static int[] batch(Tensor matrices) {
    return Arrays.copyOf(matrices.shape(), matrices.rank() - 2);
  }

  /// The right gradient of a function whose other input is turned, as of a convolution with a flipped kernel.
  private String turnedOtherInput() {
    Tensor[] inputs = evidence.difference().tensors();
    for (int other = 0; other < inputs.length; other++) {
      for (Turn turn : other == evidence.input() ? List.<Turn>of() : turns(inputs[other].shape())) {
        Tensor[] turned = inputs.clone();
        turned[other] = turn.of(inputs[other]).contiguous();
        double[] gradient = Evidence.pullBack(evidence.difference().jacobian(evidence.input(), turned), evidence.g(),
            evidence.x().length);
        if (evidence.same(evidence.analytic(), gradient)) {
          return "this is the gradient for " + evidence.name(other) + " " + Shape.text(inputs[other].shape()) + " "
              + turn.text() + (turn.flips() ? ": a flip is missing or one too many (as of a convolution's kernel)"
              : ": a transpose is missing or one too many");
        }
      }
    }
    return "";
  }
}
