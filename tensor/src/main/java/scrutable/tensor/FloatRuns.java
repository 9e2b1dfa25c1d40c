package scrutable.tensor;

import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.elementwise.ElementwiseScalar;
import scrutable.tensor.kernel.elementwise.ShortRuns;

/// The `float32` fast path of [Broadcasting]: runs in which each operand is either contiguous (step 1) or one
/// repeated number (step 0).
final class FloatRuns {
  private FloatRuns() {}

  /// Computes `out[i] = function(a[i], b[i])`, or returns false if there is no fast way.
  static boolean apply(BinaryFunction function, float[] a, int startA, int stepA,
      float[] b, int startB, int stepB, float[] out, int startOut, int n) {
    if (n <= ShortRuns.LONGEST && stepA == 1 && (stepB == 0 || stepB == 1)
        && shortRun(function, a, startA, b, startB, stepB == 0, out, startOut, n)) {
      return true;
    }
    if (stepA == 1 && stepB == 1) {
      return bothRun(function, a, startA, b, startB, out, startOut, n);
    }
    if (stepA == 1 && stepB == 0) {
      return rightRepeats(function, a, startA, b[startB], out, startOut, n);
    }
    if (stepA == 0 && stepB == 1) {
      return leftRepeats(function, a[startA], b, startB, out, startOut, n);
    }
    return false;
  }

  private static boolean shortRun(BinaryFunction function, float[] a, int startA, float[] b, int startB,
      boolean rightRepeats, float[] out, int start, int n) {
    if (rightRepeats) {
      switch (function) {
        case ADD -> ShortRuns.add(a, startA, b[startB], out, start, n);
        case SUB -> ShortRuns.sub(a, startA, b[startB], out, start, n);
        case MUL -> ShortRuns.mul(a, startA, b[startB], out, start, n);
        default -> {
          return false;
        }
      }
      return true;
    }
    switch (function) {
      case ADD -> ShortRuns.add(a, startA, b, startB, out, start, n);
      case SUB -> ShortRuns.sub(a, startA, b, startB, out, start, n);
      case MUL -> ShortRuns.mul(a, startA, b, startB, out, start, n);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean bothRun(BinaryFunction function, float[] a, int startA, float[] b, int startB,
      float[] out, int start, int n) {
    switch (function) {
      case ADD -> Elementwise.add(a, startA, b, startB, out, start, n);
      case SUB -> Elementwise.sub(a, startA, b, startB, out, start, n);
      case MUL -> Elementwise.mul(a, startA, b, startB, out, start, n);
      case DIV -> Elementwise.div(a, startA, b, startB, out, start, n);
      case MAX -> Elementwise.max(a, startA, b, startB, out, start, n);
      case MIN -> Elementwise.min(a, startA, b, startB, out, start, n);
      case EQUAL -> {
        for (int i = 0; i < n; i++) {
          out[start + i] = a[startA + i] == b[startB + i] ? 1f : 0f;
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean rightRepeats(BinaryFunction function, float[] a, int startA, float b,
      float[] out, int start, int n) {
    switch (function) {
      case ADD -> ElementwiseScalar.add(a, startA, b, out, start, n);
      case SUB -> ElementwiseScalar.sub(a, startA, b, out, start, n);
      case MUL -> ElementwiseScalar.mul(a, startA, b, out, start, n);
      case DIV -> ElementwiseScalar.div(a, startA, b, out, start, n);
      case MAX -> ElementwiseScalar.max(a, startA, b, out, start, n);
      case MIN -> ElementwiseScalar.min(a, startA, b, out, start, n);
      case GREATER -> {
        for (int i = 0; i < n; i++) {
          out[start + i] = a[startA + i] > b ? 1f : 0f;
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean leftRepeats(BinaryFunction function, float a, float[] b, int startB,
      float[] out, int start, int n) {
    switch (function) {
      case ADD -> ElementwiseScalar.add(b, startB, a, out, start, n);
      case SUB -> ElementwiseScalar.sub(a, b, startB, out, start, n);
      case MUL -> ElementwiseScalar.mul(b, startB, a, out, start, n);
      case DIV -> ElementwiseScalar.div(a, b, startB, out, start, n);
      case MAX -> ElementwiseScalar.max(b, startB, a, out, start, n);
      case MIN -> ElementwiseScalar.min(b, startB, a, out, start, n);
      default -> {
        return false;
      }
    }
    return true;
  }
}
