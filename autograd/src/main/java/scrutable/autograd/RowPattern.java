package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import scrutable.tensor.Shape;

/// Recognises gradients that miss a term or a factor: one that belongs to whole rows, to single places, or to all
/// uses of an element but one.
final class RowPattern {
  private static final double ZERO = 1e-9;

  private final Evidence evidence;

  private RowPattern(Evidence evidence) {
    this.evidence = evidence;
  }

  /// What is recognised; empty if nothing is.
  static String text(Evidence evidence) {
    RowPattern pattern = new RowPattern(evidence);
    String text = pattern.ignoredGradient();
    text = text.isEmpty() ? pattern.notLinear() : text;
    text = text.isEmpty() ? pattern.missingFactor() : text;
    text = text.isEmpty() ? pattern.diagonal() : text;
    for (int axis = evidence.shape().length - 1; text.isEmpty() && axis >= -1; axis--) {
      text = pattern.alongAxis(axis);
    }
    return text;
  }

  /// What is recognised of single elements: shares that got lost or went elsewhere; empty if nothing is.
  static String ofPlaces(Evidence evidence) {
    RowPattern pattern = new RowPattern(evidence);
    String text = pattern.oneOfSeveralUses();
    text = text.isEmpty() ? pattern.turnedMask() : text;
    return text.isEmpty() ? pattern.otherPlaces() : text;
  }

  private String ignoredGradient() {
    double[] ones = new double[evidence.g().length];
    Arrays.fill(ones, 1);
    return evidence.same(evidence.analytic(), Evidence.pullBack(evidence.jacobian(), ones, evidence.x().length))
        ? "the incoming gradient is ignored: the rule returns the derivative alone; multiply it by g" : "";
  }

  /// Every right rule is linear in g: minus half of it gives minus half.
  private String notLinear() {
    double[] half = evidence.difference().analyticFor(evidence.input(), each(evidence.g(), g -> -g / 2));
    return evidence.same(each(evidence.analytic(), a -> -a / 2), half) ? ""
        : "the rule is not linear in the incoming gradient: g may be moved, added up and multiplied by what does not"
        + " depend on it, but not squared, clipped or compared";
  }

  /// A list of numbers that terms and factors are often made of.
  private record Named(String text, double[] values) {}

  private List<Named> factors() {
    List<Named> list = new ArrayList<>();
    list.add(new Named(evidence.name(evidence.input()), evidence.x()));
    list.add(new Named("1 / " + evidence.name(evidence.input()), each(evidence.x(), x -> 1 / x)));
    if (evidence.hasShapeOfOutput()) {
      list.add(new Named("y", evidence.y()));
      list.add(new Named("1 / y", each(evidence.y(), y -> 1 / y)));
      list.add(new Named("e^y", each(evidence.y(), StrictMath::exp)));
    }
    return list;
  }

  private static double[] each(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  private String missingFactor() {
    for (Named factor : factors()) {
      double[] product = evidence.analytic().clone();
      for (int i = 0; i < product.length; i++) {
        product[i] *= factor.values()[i];
      }
      if (product.length >= 3 && evidence.same(product, evidence.numeric())) {
        return "a factor " + factor.text() + " is missing: analytic x " + factor.text() + " = numeric in every element";
      }
    }
    return "";
  }

  private String diagonal() {
    if (!evidence.hasShapeOfOutput() || evidence.isElementwise()) {
      return "";
    }
    double[] own = new double[evidence.x().length];
    Arrays.setAll(own, i -> evidence.g()[i] * evidence.jacobian()[i][i]);
    double[] complete = evidence.analytic().clone();
    Arrays.setAll(complete, i -> complete[i] + own[i]);
    if (evidence.same(complete, evidence.numeric())) {
      return "of each element the share that goes through the output in its own place is missing (the diagonal of the"
          + " Jacobian)";
    }
    return evidence.same(evidence.analytic(), own) ? "the rule is that of a function of single elements, but here each"
        + " output depends on other elements too: their terms are missing (those beside the diagonal of the Jacobian)"
        : "";
  }

  /// Looks at the rows along one axis; -1 takes the whole tensor as one row.
  private String alongAxis(int axis) {
    int size = axis < 0 ? evidence.x().length : evidence.shape()[axis];
    if (size < 3 || axis < 0 && evidence.shape().length < 2) {
      return "";
    }
    List<int[]> rows = rows(axis, size);
    String row = axis < 0 ? "the input" : "each row along axis " + axis + " of " + Shape.text(evidence.shape());
    if (isMultiple(rows, evidence.analytic(), evidence.numeric())) {
      return "in " + row + ", analytic = c x numeric, with a c of its own: a factor that belongs to the row is"
          + " missing or wrong (a norm, a deviation, a total)";
    }
    String offset = offset(rows, row);
    if (!offset.isEmpty()) {
      return offset;
    }
    boolean single = rows.size() > 1 && rows.stream()
        .allMatch(elements -> Arrays.stream(elements).filter(evidence::isWrong).count() == 1);
    return single ? "in " + row + " exactly one element is wrong: the term of a single place is missing (the"
        + " label's, the largest's)" : "";
  }

  private String offset(List<int[]> rows, String row) {
    double[] difference = new double[evidence.x().length];
    Arrays.setAll(difference, i -> evidence.analytic()[i] - evidence.numeric()[i]);
    double[] ones = new double[difference.length];
    Arrays.fill(ones, 1);
    if (isMultiple(rows, difference, ones)) {
      return "in " + row + " every element is off by the same amount: a term that is a sum or a mean over the row is"
          + " missing, or one too many";
    }
    List<Named> terms = factors();
    if (evidence.hasShapeOfOutput()) {
      terms.add(new Named("1 - e^y", each(evidence.y(), y -> 1 - StrictMath.exp(y))));
    }
    for (Named term : terms) {
      if (isMultiple(rows, difference, term.values())) {
        return "in " + row + " the gradient is off by a multiple of " + term.text() + ": a term " + term.text()
            + " times a sum over the row is missing or wrong (as softmax's y sum(g y))";
      }
    }
    return "";
  }

  /// The positions of each row along an axis, row by row.
  private List<int[]> rows(int axis, int size) {
    int inner = 1;
    for (int later = axis < 0 ? evidence.shape().length : axis + 1; later < evidence.shape().length; later++) {
      inner *= evidence.shape()[later];
    }
    List<int[]> rows = new ArrayList<>();
    for (int start = 0; start < evidence.x().length / size; start++) {
      int first = start / inner * size * inner + start % inner;
      int step = inner;
      int[] row = new int[size];
      Arrays.setAll(row, i -> first + i * step);
      rows.add(row);
    }
    return rows;
  }

  /// Whether a is a multiple of b in each row: `a_i b_j = a_j b_i`, in at least one row not trivially.
  private boolean isMultiple(List<int[]> rows, double[] a, double[] b) {
    double[] fitted = new double[a.length];
    double[] found = a.clone();
    for (int[] row : rows) {
      int pivot = row[0];
      for (int at : row) {
        pivot = Math.abs(b[at]) > Math.abs(b[pivot]) ? at : pivot;
      }
      if (!(Math.abs(b[pivot]) > 0)) {
        return false;
      }
      for (int at : row) {
        fitted[at] = a[pivot] / b[pivot] * b[at];
      }
    }
    return evidence.same(fitted, found);
  }

  /// Elements that several outputs use, but only one of whose gradients has arrived.
  private String oneOfSeveralUses() {
    int explained = 0;
    for (int at = 0; at < evidence.x().length; at++) {
      if (evidence.isWrong(at)) {
        int uses = 0;
        boolean one = false;
        for (int row = 0; row < evidence.g().length; row++) {
          double share = evidence.g()[row] * evidence.jacobian()[row][at];
          uses += Math.abs(share) > 1e-6 ? 1 : 0;
          one |= Math.abs(share) > 1e-6 && evidence.same(new double[] {share}, new double[] {evidence.analytic()[at]});
        }
        if (uses < 2 || !one) {
          return "";
        }
        explained++;
      }
    }
    return explained == 0 ? "" : "an element that several outputs use has received the gradient of one of them only:"
        + " the shares must be added up, not overwrite one another";
  }

  private String turnedMask() {
    for (int at = 0; at < evidence.x().length; at++) {
      boolean passes = evidence.analytic()[at] != 0;
      if (passes == Math.abs(evidence.numeric()[at]) > ZERO) {
        return "";
      }
    }
    return "the rule gives zero exactly where it should not, and something where it should give zero: a mask is turned"
        + " round";
  }

  private String otherPlaces() {
    double[] a = evidence.analytic().clone();
    double[] n = evidence.numeric().clone();
    Arrays.sort(a);
    Arrays.sort(n);
    return a.length >= 3 && evidence.same(a, n) ? "the right numbers in the wrong places: look at offsets, steps and"
        + " the order of axes and elements" : "";
  }
}
