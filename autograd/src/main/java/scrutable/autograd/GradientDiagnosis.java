package scrutable.autograd;

import java.util.Arrays;
import java.util.Locale;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// Guesses the usual cause of a wrong gradient from how it is wrong.
///
/// The patterns are tried from the most telling to the vaguest; two numbers count as equal when they agree to
/// a thousandth, since the numeric gradient is not exact.
final class GradientDiagnosis {
  private static final double CLOSE = 1e-3;

  private final Difference difference;
  private final GradientReport.Element worst;
  private final double floor;
  private final int order;
  private final double[] analytic;
  private final double[] numeric;

  GradientDiagnosis(Difference difference, GradientReport.Element worst, double floor, int order) {
    this.difference = difference;
    this.worst = worst;
    this.floor = floor;
    this.order = order;
    this.analytic = difference.analytic(worst.input());
    this.numeric = difference.numeric(worst.input());
  }

  String text() {
    if (!Double.isFinite(worst.analytic()) || !Double.isFinite(worst.numeric())) {
      return notFinite();
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
        return "this is the gradient of input " + other + ": the rules of the two inputs are swapped";
      }
    }
    if (worst.shape().length >= 2 && agree(transposed(analytic), numeric)) {
      return "the analytic gradient is the numeric one transposed: a transpose is missing or one too many";
    }
    if (order == 1 && Arrays.equals(worst.shape(), difference.outputShape())
        && agree(timesWeights(), numeric)) {
      return "the incoming gradient is ignored: the rule returns the derivative alone; multiply it by g";
    }
    return isBroadcast()
        ? "the input " + Shape.text(worst.shape()) + " is used several times in the output "
        + Shape.text(difference.outputShape()) + ": the sum over the broadcast axes is missing or incomplete"
        : "";
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
    if (near(ratio, 2)) {
      return "analytic = 2 x numeric: accumulated twice, or a factor 1/2 is missing";
    }
    if (near(ratio, 0.5)) {
      return "analytic = numeric / 2: a factor 2 is missing (as of a square), or one of two uses is not"
          + " counted";
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

  private double[] transposed(double[] values) {
    int[] shape = worst.shape().clone();
    int last = shape.length - 1;
    int size = shape[last];
    shape[last] = shape[last - 1];
    shape[last - 1] = size;
    return Tensor.of(values, shape).t().toDoubleArray();
  }

  private double[] timesWeights() {
    double[] product = analytic.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= difference.outputWeights()[i];
    }
    return product;
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
    for (int i = 0; i < analytic.length; i++) {
      boolean differs = Math.abs(analytic[i] - numeric[i])
          > CLOSE * Math.max(floor, Math.max(Math.abs(analytic[i]), Math.abs(numeric[i])));
      wrong += differs ? 1 : 0;
      zeros += differs && analytic[i] == 0 ? 1 : 0;
    }
    String text = wrong + " of " + analytic.length + " elements of input " + worst.input() + " are wrong";
    return zeros == 0 ? text
        : text + ", " + zeros + " of them are zero and should not be: a part of the input is not connected";
  }

  private int flatIndex() {
    int at = 0;
    for (int axis = 0; axis < worst.shape().length; axis++) {
      at = at * worst.shape()[axis] + worst.index()[axis];
    }
    return at;
  }
}
