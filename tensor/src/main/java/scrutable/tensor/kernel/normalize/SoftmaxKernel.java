package scrutable.tensor.kernel.normalize;

import scrutable.tensor.kernel.elementwise.FloatMath;
import scrutable.tensor.kernel.elementwise.ShortRuns;
import scrutable.tensor.kernel.elementwise.SimdMath;
import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.parallel.Simd;
import scrutable.tensor.kernel.reduce.ChunkReductions;
import scrutable.tensor.kernel.reduce.RowBlocks;

/// The softmax family on the rows of a contiguous (rows, columns) matrix.
///
/// softmax(x)_i = e^(x_i - max) / s with s = sum_j e^(x_j - max): the largest element is subtracted first, so
/// that nothing overflows and s is at least 1. The logarithms follow without ever taking the logarithm of a
/// probability that may have underflowed: logSumExp(x) = max + ln(s), logSoftmax(x)_i = x_i - max - ln(s).
///
/// These kernels are made of others ([ChunkReductions], [ShortRuns], [SimdMath]), whose twins are their twins. The rows
/// go through all the steps in blocks ([RowBlocks]), and the exponentials of many short rows share vectors. Outputs may
/// be the same array as the input.
///
/// A row with a NaN or +infinity, and a row of nothing but -infinity, has no softmax: it becomes NaN. But
/// logSumExp is then +infinity and -infinity, its limits.
public final class SoftmaxKernel {
  /// Elements from which on vectors pay. A network with ten classes asks for so few exponentials that vector code
  /// would run uncompiled, and thousands of times slower, for the first hundreds of steps.
  private static final int VECTORS_PAY = 1_024;

  private SoftmaxKernel() {}

  /// `out[r, i]` = softmax(`x[r]`)_i.
  public static void softmaxRows(float[] x, int rows, int columns, float[] out) {
    check("softmaxRows", rows, columns, x.length, out.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      for (int row = from; row < to; row++) {
        int start = row * columns;
        ShortRuns.sub(x, start, ChunkReductions.max(x, start, columns), out, start, columns);
      }
      exp(out, from * columns, out, from * columns, (to - from) * columns);
      for (int row = from; row < to; row++) {
        int start = row * columns;
        ShortRuns.div(out, start, (float) ChunkReductions.sumOfRow(out, start, columns, lanes), out, start, columns);
      }
    });
  }

  /// `out[r, i]` = `x[r, i]` - logSumExp(`x[r]`).
  public static void logSoftmaxRows(float[] x, int rows, int columns, float[] out) {
    check("logSoftmaxRows", rows, columns, x.length, out.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      int count = (to - from) * columns;
      float[] powers = Scratch.borrow(count);
      for (int row = from; row < to; row++) {
        int start = row * columns;
        ShortRuns.sub(x, start, ChunkReductions.max(x, start, columns), out, start, columns);
      }
      exp(out, from * columns, powers, 0, count);
      for (int row = from; row < to; row++) {
        double sum = ChunkReductions.sumOfRow(powers, (row - from) * columns, columns, lanes);
        ShortRuns.sub(out, row * columns, FloatMath.log((float) sum), out, row * columns, columns);
      }
      Scratch.giveBack(powers);
    });
  }

  /// `out[r]` = ln(sum_i `e^x[r, i]`).
  public static void logSumExpRows(float[] x, int rows, int columns, float[] out) {
    check("logSumExpRows", rows, columns, x.length, (long) out.length * columns);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      int count = (to - from) * columns;
      float[] powers = Scratch.borrow(count);
      for (int row = from; row < to; row++) {
        int start = row * columns;
        out[row] = ChunkReductions.max(x, start, columns);
        ShortRuns.sub(x, start, out[row], powers, start - from * columns, columns);
      }
      exp(powers, 0, powers, 0, count);
      for (int row = from; row < to; row++) {
        double sum = ChunkReductions.sumOfRow(powers, (row - from) * columns, columns, lanes);
        out[row] = Float.isInfinite(out[row]) ? out[row] : out[row] + FloatMath.log((float) sum);
      }
      Scratch.giveBack(powers);
    });
  }

  /// `losses[r]` = logSumExp(`logits[r]`) - `logits[r, labels[r]]` = -ln(softmax(`logits[r]`) at the label), and
  /// `probabilities[r, i]` = softmax(`logits[r]`)_i, which the derivative needs: it is probabilities -
  /// oneHot(labels).
  ///
  /// @throws IllegalArgumentException also if a label is not in 0 .. columns - 1
  public static void crossEntropyRows(float[] logits, int[] labels, int rows, int columns,
      float[] losses, float[] probabilities) {
    check("crossEntropyRows", rows, columns, logits.length, probabilities.length);
    checkLabels(labels, rows, columns, losses.length);
    RowBlocks.forEach(rows, columns, (from, to, lanes) -> {
      for (int row = from; row < to; row++) {
        int start = row * columns;
        ShortRuns.sub(logits, start, ChunkReductions.max(logits, start, columns), probabilities, start, columns);
        losses[row] = probabilities[start + labels[row]];
      }
      exp(probabilities, from * columns, probabilities, from * columns, (to - from) * columns);
      for (int row = from; row < to; row++) {
        int start = row * columns;
        float sum = (float) ChunkReductions.sumOfRow(probabilities, start, columns, lanes);
        losses[row] = FloatMath.log(sum) - losses[row];
        ShortRuns.div(probabilities, start, sum, probabilities, start, columns);
      }
    });
  }

  private static void exp(float[] x, int xStart, float[] y, int yStart, int n) {
    if (Simd.AVAILABLE && n >= VECTORS_PAY) {
      SimdMath.exp(x, xStart, y, yStart, n);
    } else {
      for (int i = 0; i < n; i++) {
        y[yStart + i] = FloatMath.exp(x[xStart + i]);
      }
    }
  }

  /// `out[r, i]` = softmax(`x[r]`)_i.
  public static void softmaxRows(double[] x, int rows, int columns, double[] out) {
    check("softmaxRows", rows, columns, x.length, out.length);
    RowBlocks.forEach(rows, columns, (from, to, _) -> {
      for (int row = from; row < to; row++) {
        int start = row * columns;
        double max = ChunkReductions.max(x, start, columns);
        double sum = 0;
        for (int i = start; i < start + columns; i++) {
          out[i] = StrictMath.exp(x[i] - max);
          sum += out[i];
        }
        for (int i = start; i < start + columns; i++) {
          out[i] /= sum;
        }
      }
    });
  }

  /// `out[r, i]` = `x[r, i]` - logSumExp(`x[r]`).
  public static void logSoftmaxRows(double[] x, int rows, int columns, double[] out) {
    check("logSoftmaxRows", rows, columns, x.length, out.length);
    RowBlocks.forEach(rows, columns, (from, to, _) -> {
      for (int row = from; row < to; row++) {
        int start = row * columns;
        double max = ChunkReductions.max(x, start, columns);
        double logSum = StrictMath.log(sumOfPowers(x, start, columns, max));
        for (int i = start; i < start + columns; i++) {
          out[i] = x[i] - max - logSum;
        }
      }
    });
  }

  /// `out[r]` = ln(sum_i `e^x[r, i]`).
  public static void logSumExpRows(double[] x, int rows, int columns, double[] out) {
    check("logSumExpRows", rows, columns, x.length, (long) out.length * columns);
    RowBlocks.forEach(rows, columns, (from, to, _) -> {
      for (int row = from; row < to; row++) {
        double max = ChunkReductions.max(x, row * columns, columns);
        out[row] = Double.isInfinite(max)
            ? max : max + StrictMath.log(sumOfPowers(x, row * columns, columns, max));
      }
    });
  }

  /// The losses and probabilities of the float entry, in double.
  ///
  /// @throws IllegalArgumentException also if a label is not in 0 .. columns - 1
  public static void crossEntropyRows(double[] logits, int[] labels, int rows, int columns,
      double[] losses, double[] probabilities) {
    check("crossEntropyRows", rows, columns, logits.length, probabilities.length);
    checkLabels(labels, rows, columns, losses.length);
    RowBlocks.forEach(rows, columns, (from, to, _) -> {
      for (int row = from; row < to; row++) {
        int start = row * columns;
        double max = ChunkReductions.max(logits, start, columns);
        double sum = sumOfPowers(logits, start, columns, max);
        losses[row] = StrictMath.log(sum) - (logits[start + labels[row]] - max);
        for (int i = start; i < start + columns; i++) {
          probabilities[i] = StrictMath.exp(logits[i] - max) / sum;
        }
      }
    });
  }

  private static double sumOfPowers(double[] x, int start, int n, double max) {
    double sum = 0;
    for (int i = start; i < start + n; i++) {
      sum += StrictMath.exp(x[i] - max);
    }
    return sum;
  }

  private static void check(String kernel, int rows, int columns, long inputLength, long outputLength) {
    if (rows < 0 || columns < 1) {
      throw new IllegalArgumentException(
          kernel + ": rows must have elements, got (" + rows + ", " + columns + ")");
    }
    long needed = (long) rows * columns;
    if (inputLength < needed || outputLength < needed) {
      throw new IllegalArgumentException(kernel + ": (" + rows + ", " + columns
          + ") does not fit: input has room for " + inputLength + " elements, output for " + outputLength);
    }
  }

  private static void checkLabels(int[] labels, int rows, int columns, int losses) {
    if (labels.length < rows || losses < rows) {
      throw new IllegalArgumentException("crossEntropyRows: " + rows
          + " rows need as many labels and losses, got " + labels.length + " and " + losses);
    }
    for (int row = 0; row < rows; row++) {
      if (labels[row] < 0 || labels[row] >= columns) {
        throw new IllegalArgumentException("crossEntropyRows: label " + labels[row] + " of row " + row
            + " is not one of the " + columns + " classes 0 to " + (columns - 1));
      }
    }
  }
}
