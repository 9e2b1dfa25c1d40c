package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.Box;
import scrutable.tensor.Tensor;

/// A step in L1 that is shared by the steepest elements, not taken by the steepest one alone.
///
/// By the linear model everything belongs on a single element; but that one soon meets the box, and one
/// pixel a step is slow. So the steepest few share the step equally (Tramer and Boneh 2019, "Adversarial
/// training and robustness for multiple perturbations", NeurIPS, section 5.1, SLIDE; Croce and Hein 2021,
/// algorithm 1).
final class SparseStep {
  private SparseStep() {}

  /// The gradients with 0 wherever the box does not let the input follow them.
  static Tensor withRoom(Tensor gradients, Tensor inputs, Box box) {
    Tensor zero = Tensor.full(0, gradients.dtype());
    Tensor rises = gradients.greater(zero);
    Tensor atTop = inputs.greaterOrEqual(Tensor.full(box.hi(), inputs.dtype()));
    Tensor atBottom = inputs.lessOrEqual(Tensor.full(box.lo(), inputs.dtype()));
    return Tensor.where(Tensor.where(rises, atTop, atBottom), zero.expand(gradients.shape()), gradients);
  }

  /// A direction of L1 length 1 for each example: the signs of the `counts[i]` elements with the steepest
  /// gradients, divided by their number. At least one takes part; ties all do; zeros never.
  static Tensor direction(Tensor gradients, int[] counts) {
    double[] slopes = gradients.toDoubleArray();
    int length = slopes.length / counts.length;
    for (int i = 0; i < counts.length; i++) {
      double[] sizes = new double[length];
      int from = i * length;
      Arrays.setAll(sizes, j -> Math.abs(slopes[from + j]));
      Arrays.sort(sizes);
      double least = sizes[length - Math.clamp(counts[i], 1, length)];
      long taking = Arrays.stream(sizes).filter(size -> size >= least && size > 0).count();
      for (int j = from; j < from + length; j++) {
        slopes[j] = Math.abs(slopes[j]) >= least && slopes[j] != 0 ? Math.signum(slopes[j]) / taking : 0;
      }
    }
    return Tensor.wrap(slopes, gradients.shape()).to(gradients.dtype());
  }
}
