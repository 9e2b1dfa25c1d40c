package scrutable.autograd;

import java.util.Locale;
import scrutable.tensor.Shape;

/// What a [GradientCheck] found.
///
/// @param operations the operations of the graph that was checked, in the order of the computation
/// @param checked how many elements were compared
/// @param skipped how many were left out because a kink lies near
/// @param failed how many differ by more than the tolerance
/// @param tolerance the largest relative error that passes
/// @param worst the element with the largest relative error; null if nothing was compared
/// @param diagnosis the usual cause of such a difference; empty if the check passed
public record GradientReport(String operations, int checked, int skipped, int failed, double tolerance,
    Element worst, String diagnosis) {

  /// One element of one input, and what its gradient should be.
  ///
  /// @param input which input of the function, counted from 0
  /// @param shape the shape of that input
  /// @param index where the element stands in it
  /// @param analytic the gradient that the graph gives
  /// @param numeric the gradient by central differences
  /// @param relativeError see [GradientCheck]
  public record Element(int input, int[] shape, int[] index, double analytic, double numeric,
      double relativeError) {

    @Override
    public String toString() {
      return "input " + input + " of shape " + Shape.text(shape) + " at index " + Shape.text(index)
          + ": analytic " + analytic + ", numeric " + numeric + ", relative error "
          + String.format(Locale.ROOT, "%.1e", relativeError);
    }
  }

  /// Whether every compared element agrees, and not all of them were skipped.
  public boolean passed() {
    return failed == 0 && !everythingSkipped();
  }

  /// The largest relative error; 0 if nothing was compared.
  public double worstError() {
    return worst == null ? 0 : worst.relativeError();
  }

  /// Throws this report if the check did not pass.
  ///
  /// @return this report
  /// @throws IllegalStateException with the report as its message
  public GradientReport require() {
    if (!passed()) {
      throw new IllegalStateException(toString());
    }
    return this;
  }

  private boolean everythingSkipped() {
    return checked == 0 && skipped > 0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("gradient check of ").append(operations).append(": ");
    if (everythingSkipped()) {
      return text.append("nothing was compared, all ").append(skipped)
          .append(" elements lie near a kink; choose other inputs or a smaller kink distance").toString();
    }
    text.append(failed == 0 ? "passed, " + checked + " elements" : failed + " of " + checked
        + " elements are wrong").append(String.format(Locale.ROOT, " (tolerance %.0e", tolerance));
    text.append(skipped > 0 ? ", " + skipped + " skipped near kinks)" : ")");
    if (worst != null) {
      text.append("\n  worst: ").append(worst);
    }
    if (!diagnosis.isEmpty()) {
      text.append("\n  usual cause: ").append(diagnosis);
    }
    return text.toString();
  }
}
