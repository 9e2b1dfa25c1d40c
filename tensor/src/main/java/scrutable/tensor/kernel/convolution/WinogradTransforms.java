package scrutable.tensor.kernel.convolution;

import java.util.Arrays;
import scrutable.tensor.kernel.parallel.Scratch;
import scrutable.tensor.kernel.parallel.Simd;

/// The transforms of [WinogradMatrices#FOUR] for rows of channels, in plain Java or, where they can be used, the
/// vectors of [SimdWinograd]: each result is the chain of multiply-adds along its row of a matrix that [PlainWinograd]
/// defines.
final class WinogradTransforms {

  /// Channels of a vector.
  static final int LANES = Simd.AVAILABLE ? SimdWinograd.LANES : 16;

  /// Multiplies lines by `B^T`.
  static final Lines INPUT = Simd.AVAILABLE ? SimdWinograd::input : plain(WinogradMatrices.FOUR.input());
  /// Multiplies lines by `G`.
  static final Lines KERNEL = Simd.AVAILABLE ? SimdWinograd::kernel : plain(WinogradMatrices.FOUR.kernel());
  /// Multiplies lines by `A^T`.
  private static final Lines OUTPUT = Simd.AVAILABLE ? SimdWinograd::output : plain(WinogradMatrices.FOUR.output());

  private WinogradTransforms() {}

  /// Multiplies a matrix by `count` lines whose numbers are rows of channels: number k of line i begins at
  /// `inStart + i inLine + k inStep`, result k at `outStart + i outLine + k outStep`.
  interface Lines {
    void apply(int count, int channels, float[] in, int inStart, int inLine, int inStep,
        float[] out, int outStart, int outLine, int outStep);
  }

  /// How long a row must be that vectors do not write beyond it.
  static int rowOf(int channels) {
    return Math.ceilDiv(channels, LANES) * LANES;
  }

  private static Lines plain(double[][] matrix) {
    return (count, channels, in, inStart, inLine, inStep, out, outStart, outLine, outStep) -> {
      for (int line = 0; line < count; line++) {
        for (int i = 0; i < matrix.length; i++) {
          int to = outStart + line * outLine + i * outStep;
          Arrays.fill(out, to, to + channels, -0f);
          for (int k = 0; k < matrix[i].length; k++) {
            float factor = (float) matrix[i][k];
            int from = inStart + line * inLine + k * inStep;
            for (int c = 0; c < channels && factor != 0; c++) {
              out[to + c] = Math.fma(factor, in[from + c], out[to + c]);
            }
          }
        }
      }
    };
  }

  /// `L T L^T` for a tile T of `size` times `size` numbers, each a row of channels, that becomes one of `results` times
  /// `results`: first the lines down the columns, then those along the rows of what they give.
  static void sandwich(Lines l, int size, int results, int channels, float[] in, int inStart, int inRow, int inColumn,
      float[] out, int outStart, int outRow, int outColumn) {
    float[] between = Scratch.borrow(results * size * channels);
    l.apply(size, channels, in, inStart, inColumn, inRow, between, 0, channels, size * channels);
    l.apply(results, channels, between, 0, size * channels, channels, out, outStart, outRow, outColumn);
    Scratch.giveBack(between);
  }

  /// `A^T S A` for a tile of 6 x 6 sums, made NaN where it is infinite, plus `addends`, a row of channels; and 0 where
  /// that is negative, if it is to be rectified.
  static void outputs(int channels, float[] in, int inStart, int inRow, int inColumn, float[] addends, boolean rectify,
      float[] out, int outStart, int outRow, int outColumn) {
    float least = rectify ? 0 : Float.NEGATIVE_INFINITY;
    float[] between = Scratch.borrow(4 * 6 * channels);
    OUTPUT.apply(6, channels, in, inStart, inColumn, inRow, between, 0, channels, 6 * channels);
    if (Simd.AVAILABLE) {
      SimdWinograd.lastOutput(channels, between, addends, least, out, outStart, outRow, outColumn);
    } else {
      OUTPUT.apply(4, channels, between, 0, 6 * channels, channels, out, outStart, outRow, outColumn);
      for (int i = 0; i < 16; i++) {
        int to = outStart + i / 4 * outRow + i % 4 * outColumn;
        for (int c = 0; c < channels; c++) {
          out[to + c] = Math.max(Math.fma(0, out[to + c], out[to + c]) + addends[c], least);
        }
      }
    }
    Scratch.giveBack(between);
  }
}
