package scrutable.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.tensor.Tensor;

/// Rows of [CtcOp], whose formula is the sum over all alignments, one by one.
final class CtcRows {
  private CtcRows() {}

  static List<OpRow> all() {
    List<OpRow> rows = new ArrayList<>();
    rows.add(row(4, 3, 0, new int[] {4, 4, 4}, new int[] {1, 2}, new int[] {1, 1}, new int[] {2}));
    rows.add(row(5, 3, 2, new int[] {5, 3, 4, 1}, new int[] {0, 0}, new int[] {1, 0}, new int[] {}, new int[] {1}));
    rows.add(row(3, 2, 1, new int[] {3}, new int[] {}));
    rows.add(row(4, 3, 0, new int[] {}));
    return rows;
  }

  private static OpRow row(int steps, int classes, int blank, int[] inputLengths, int[]... labels) {
    CtcOp op = op(blank, inputLengths, labels);
    return OpRow.of(op, "blank " + blank + " " + Arrays.deepToString(labels) + " in "
        + Arrays.toString(inputLengths), x -> NdArray.fill(new int[] {labels.length}, at -> {
      double[][] frames = new double[inputLengths[at[0]]][classes];
      for (int t = 0; t < frames.length; t++) {
        for (int k = 0; k < classes; k++) {
          frames[t][k] = x[0].at(at[0], t, k);
        }
      }
      return loss(frames, classes, labels[at[0]], blank);
    }), Samples.SIGNED.draw(71, new int[] {labels.length, steps, classes}));
  }

  static CtcOp op(int blank, int[] inputLengths, int[]... labels) {
    int longest = Arrays.stream(labels).mapToInt(row -> row.length).max().orElse(0);
    int[] all = new int[labels.length * longest];
    Arrays.fill(all, -1);
    for (int n = 0; n < labels.length; n++) {
      System.arraycopy(labels[n], 0, all, n * longest, labels[n].length);
    }
    return new CtcOp(Tensor.wrap(all, labels.length, longest), inputLengths,
        Arrays.stream(labels).mapToInt(row -> row.length).toArray(), blank);
  }

  /// Minus the logarithm of the sum over all alignments that stand for the labels.
  static double loss(double[][] frames, int classes, int[] labels, int blank) {
    double[] logarithms = alignments(frames.length, classes, labels, blank).stream()
        .mapToDouble(alignment -> sum(frames, alignment)).toArray();
    double largest = Arrays.stream(logarithms).max().orElse(Double.NEGATIVE_INFINITY);
    if (largest == Double.NEGATIVE_INFINITY) {
      return Double.POSITIVE_INFINITY;
    }
    return -largest - Math.log(Arrays.stream(logarithms).map(x -> Math.exp(x - largest)).sum());
  }

  private static double sum(double[][] frames, int[] alignment) {
    double sum = 0;
    for (int t = 0; t < alignment.length; t++) {
      sum += frames[t][alignment[t]];
    }
    return sum;
  }

  /// Of all sequences of symbols, one for each frame, those that stand for the labels.
  static List<int[]> alignments(int steps, int classes, int[] labels, int blank) {
    List<int[]> result = new ArrayList<>();
    int count = (int) Math.round(Math.pow(classes, steps));
    for (int number = 0; number < count; number++) {
      int[] alignment = new int[steps];
      int rest = number;
      for (int t = 0; t < steps; t++) {
        alignment[t] = rest % classes;
        rest /= classes;
      }
      if (Arrays.equals(collapsed(alignment, blank), labels)) {
        result.add(alignment);
      }
    }
    return result;
  }

  /// Repeats merged, then blanks removed.
  static int[] collapsed(int[] alignment, int blank) {
    List<Integer> result = new ArrayList<>();
    for (int t = 0; t < alignment.length; t++) {
      boolean repeat = t > 0 && alignment[t] == alignment[t - 1];
      if (!repeat && alignment[t] != blank) {
        result.add(alignment[t]);
      }
    }
    return result.stream().mapToInt(k -> k).toArray();
  }
}
