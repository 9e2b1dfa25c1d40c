package scrutable.autograd;

import java.util.Arrays;
import java.util.Locale;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;

/// Guesses the usual cause of a wrong gradient from how it is wrong.
///
/// The patterns are tried from the most telling to the vaguest: first whether the comparison means anything (kinks,
/// rounding, what is not connected), then a common factor, swapped inputs, wrong formulas ([ElementPattern]), wrong
/// order ([ArrangementPattern]), missing terms ([RowPattern]). Two numbers count as equal when they agree to a
/// thousandth, since the numeric gradient is not exact.
final class GradientDiagnosis {
  private static final double CLOSE = 1e-3;

  private final Difference difference;
  private final GradientReport.Element worst;
  private final double floor;
  private final int order;
  private final boolean structural;
  private final double[] analytic;
  private final double[] numeric;

  /// @param structural whether the rule of a single operation is judged, so that its structure says something
  GradientDiagnosis(Difference difference, GradientReport.Element worst, double floor, int order,
      boolean structural) {
    this.difference = difference;
    this.worst = worst;
    this.floor = floor;
    this.order = order;
    this.structural = structural && order == 1;
    this.analytic = difference.analytic(worst.input());
    this.numeric = difference.numeric(worst.input());
  }

  String text() {
    if (!Double.isFinite(worst.analytic()) || !Double.isFinite(worst.numeric())) {
      return notFinite();
    }
    if (difference.tensors()[worst.input()].dtype() == DType.FLOAT64
        && difference.isRough(worst.input(), flatIndex(), floor)) {
      return "the function is rough at tiny steps: it rounds to float32 inside (a cast, toFloatArray, to(FLOAT32)), and"
          + " then no difference can be trusted. Calculate in float64 throughout, and check again";
    }
    if (difference.hasKink(worst.input(), flatIndex(), floor)) {
      double[] slopes = difference.oneSidedSlopes(worst.input(), flatIndex());
      return "a kink: the one-sided differences disagree, " + slopes[0] + " below and " + slopes[1]
          + " above. The derivative does not exist here; move the input away, or skip kinks within a"
          + " distance";
    }
    if (Arrays.stream(analytic).allMatch(a -> a == 0)) {
      return order == 1
          ? "the analytic gradient is zero everywhere: the input is not connected to the output (detach, a"
          + " constant, a value taken out of the graph), or the rule returns zeros"
          : "the derivative of the gradient is zero everywhere: the rule calculates with raw tensors"
          + " (Variable.constant, value()) where it should use Variables";
    }
    if (order == 1 && Arrays.stream(numeric).allMatch(n -> n == 0)) {
      return "the numeric gradient is zero everywhere: the function does not depend on this input, or only in steps (as"
          + " rounding does). The rule gives a gradient all the same; if that is meant (a straight-through estimate),"
          + " differences cannot check it";
    }
    String pattern = patterns();
    return pattern.isEmpty() ? "no simple pattern; " + wrongElements() : pattern;
  }

  private String notFinite() {
    return "a number is not finite: " + (Double.isFinite(worst.numeric())
        ? "the rule divides by zero or overflows at this input"
        : "the function leaves its domain within a step of this input (log or sqrt near 0, a division by 0)");
  }

  private String patterns() {
    double ratio = ratio();
    if (!Double.isNaN(ratio)) {
      return ofRatio(ratio);
    }
    for (int other = 0; other < difference.inputs(); other++) {
      if (other != worst.input() && agree(analytic, difference.numeric(other))) {
        boolean both = agree(difference.analytic(other), numeric);
        return "this is the gradient of input " + other + (both ? ": the rules of the two inputs are swapped"
            : ": the rule returns the same for both");
      }
    }
    Evidence evidence = structural ? Evidence.of(difference, worst.input()) : null;
    String structure = evidence == null ? "" : structure(evidence);
    if (!structure.isEmpty()) {
      return structure;
    }
    if (isBroadcast()) {
      return "the input " + Shape.text(worst.shape()) + " is used several times in the output "
          + Shape.text(difference.outputShape()) + ": the sum over the broadcast axes is missing or incomplete";
    }
    return evidence == null ? "" : RowPattern.ofPlaces(evidence);
  }

  private static String structure(Evidence evidence) {
    String text = ElementPattern.text(evidence);
    text = text.isEmpty() ? ArrangementPattern.text(evidence) : text;
    return text.isEmpty() ? RowPattern.text(evidence) : text;
  }

  /// The common ratio analytic / numeric of all elements that are not lost in rounding; NaN if there is none.
  private double ratio() {
    double ratio = worst.analytic() / worst.numeric();
    boolean same = Math.abs(worst.numeric()) > floor;
    for (int i = 0; same && i < analytic.length; i++) {
      same = Math.abs(analytic[i] - ratio * numeric[i])
          <= CLOSE * Math.max(floor, Math.max(Math.abs(analytic[i]), Math.abs(numeric[i])));
    }
    return same && analytic.length > 0 ? ratio : Double.NaN;
  }

  private String ofRatio(double ratio) {
    if (near(ratio, -1)) {
      return "analytic = -numeric: a sign is wrong";
    }
    boolean half = near(ratio, 0.5);
    if (half || near(ratio, 2)) {
      String pair = pairOfSizeTwo();
      boolean linear = isLinear();
      if (pair.isEmpty() || !linear) {
        String text = half
            ? "analytic = numeric / 2: a factor 2 is missing" + (linear ? "" : " (as of a square)")
            + ", or one of two uses is not counted"
            : "analytic = 2 x numeric: accumulated twice, or a factor 1/2 is missing";
        return pair.isEmpty() ? text : text + "; or, as " + pair + " is 2, "
            + (half ? "a mean stands in place of a sum" : "a sum stands in place of a mean")
            + ": other sizes would tell";
      }
    }
    for (int axis = 0; axis < difference.outputShape().length; axis++) {
      int size = difference.outputShape()[axis];
      if (size > 1 && near(ratio, 1.0 / size)) {
        return "analytic = numeric / " + size + ", the size of axis " + axis + " of the output "
            + Shape.text(difference.outputShape()) + ": the sum over the broadcast axis is missing, or a mean"
            + " stands in its place";
      }
    }
    for (int axis = 0; axis < worst.shape().length; axis++) {
      String reduced = meanOrSum(ratio, worst.shape()[axis],
          "the size of axis " + axis + " of the input " + Shape.text(worst.shape()));
      if (!reduced.isEmpty()) {
        return reduced;
      }
    }
    String reduced = meanOrSum(ratio, analytic.length, "the number of elements of the input");
    return reduced.isEmpty()
        ? String.format(Locale.ROOT,
            "analytic = %.6g x numeric in every element: a constant factor is wrong", ratio)
        : reduced;
  }

  /// An axis of size 2, by which a sum and a mean differ as by a forgotten 2; empty if there is none.
  private String pairOfSizeTwo() {
    for (int axis = 0; axis < difference.outputShape().length; axis++) {
      if (difference.outputShape()[axis] == 2) {
        return "the size of axis " + axis + " of the output " + Shape.text(difference.outputShape());
      }
    }
    for (int axis = 0; axis < worst.shape().length; axis++) {
      if (worst.shape()[axis] == 2) {
        return "the size of axis " + axis + " of the input " + Shape.text(worst.shape());
      }
    }
    return "";
  }

  /// Whether the function is known to be linear in the input, so that no 2 can come from a square.
  private boolean isLinear() {
    Evidence evidence = structural ? Evidence.of(difference, worst.input()) : null;
    return evidence != null && evidence.isLinear();
  }

  private static String meanOrSum(double ratio, int count, String whatItIs) {
    if (count > 1 && near(ratio, 1.0 / count)) {
      return "analytic = numeric / " + count + ", " + whatItIs
          + ": the rule is that of a mean, the function is a sum";
    }
    if (count > 1 && near(ratio, count)) {
      return "analytic = " + count + " x numeric, " + whatItIs
          + ": the rule is that of a sum, the function is a mean (a division by N is missing)";
    }
    return "";
  }

  private static boolean near(double ratio, double expected) {
    return Math.abs(ratio - expected) <= CLOSE * Math.abs(expected);
  }

  private boolean agree(double[] a, double[] n) {
    boolean same = a.length == n.length;
    for (int i = 0; same && i < a.length; i++) {
      same = Math.abs(a[i] - n[i]) <= CLOSE * Math.max(floor, Math.max(Math.abs(a[i]), Math.abs(n[i])));
    }
    return same;
  }

  private boolean isBroadcast() {
    int[] out = difference.outputShape();
    int[] own = worst.shape();
    int missing = out.length - own.length;
    boolean repeated = missing > 0;
    for (int axis = Math.max(missing, 0); axis < out.length; axis++) {
      int size = own[axis - missing];
      if (size != out[axis] && size != 1) {
        return false;
      }
      repeated |= size != out[axis];
    }
    return repeated && missing >= 0 && order == 1;
  }

  private String wrongElements() {
    int wrong = 0;
    int zeros = 0;
    int surplus = 0;
    for (int i = 0; i < analytic.length; i++) {
      wrong += differs(i) ? 1 : 0;
      zeros += differs(i) && analytic[i] == 0 ? 1 : 0;
      surplus += differs(i) && Math.abs(numeric[i]) <= CLOSE * floor ? 1 : 0;
    }
    String text = wrong + " of " + analytic.length + " elements of input " + worst.input() + " are wrong"
        + where(wrong);
    if (zeros > 0) {
      return text + ", " + zeros + " of them are zero and should not be: a part of the input is not connected";
    }
    return surplus == 0 ? text
        : text + ", " + surplus + " of them should be zero: the rule sends a gradient to elements on which no output"
        + " depends";
  }

  /// Whether the wrong elements are exactly those of one sign.
  private String where(int wrong) {
    double[] x = difference.tensors()[worst.input()].toDoubleArray();
    for (int sign = -1; sign <= 1; sign += 2) {
      int count = 0;
      int ofSign = 0;
      for (int i = 0; i < x.length; i++) {
        boolean has = sign * x[i] > 0;
        ofSign += has ? 1 : 0;
        count += has && differs(i) ? 1 : 0;
      }
      if (count == wrong && ofSign == wrong && wrong < x.length) {
        return ", exactly those where the input is " + (sign < 0 ? "negative" : "positive");
      }
    }
    return "";
  }

  private boolean differs(int i) {
    return Math.abs(analytic[i] - numeric[i])
        > CLOSE * Math.max(floor, Math.max(Math.abs(analytic[i]), Math.abs(numeric[i])));
  }

  private int flatIndex() {
    int at = 0;
    for (int axis = 0; axis < worst.shape().length; axis++) {
      at = at * worst.shape()[axis] + worst.index()[axis];
    }
    return at;
  }
}
