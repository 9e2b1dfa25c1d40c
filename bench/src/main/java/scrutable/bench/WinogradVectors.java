package scrutable.bench;

import jdk.incubator.vector.FloatVector;
import scrutable.tensor.kernel.parallel.Scratch;

/// The transforms of [WinogradMatrices] with vectors of channels: each result is the chain of multiply-adds along its
/// row of a matrix that [PlainWinograd] defines, for 16 channels at once.
///
/// @param matrices the matrices
/// @param input    multiplies lines by `B^T`
/// @param kernel   multiplies lines by `G`
/// @param output   multiplies lines by `A^T`
/// @param slopes   multiplies lines by `A`
/// @param gradient multiplies lines by `G^T`
record WinogradVectors(WinogradMatrices matrices, Lines input, Lines kernel, Lines output, Lines slopes,
    Lines gradient) {

  /// Channels of a vector.
  static final int LANES = FloatVector.SPECIES_PREFERRED.length();

  /// F(2x2, 3x3).
  static final WinogradVectors TWO = new WinogradVectors(WinogradMatrices.TWO, WinogradTwo::input, WinogradTwo::kernel,
      WinogradTwo::output, WinogradTwo::slopes, WinogradTwo::gradient);

  /// F(4x4, 3x3) with balanced points.
  static final WinogradVectors FOUR = new WinogradVectors(WinogradMatrices.FOUR_BALANCED, WinogradFour::input,
      WinogradFour::kernel, WinogradFour::output, WinogradFour::slopes, WinogradFour::gradient);

  /// Multiplies a matrix by `count` lines whose numbers are rows of channels: number k of line i begins at
  /// `inStart + i inLine + k inStep`, result k at `outStart + i outLine + k outStep`.
  interface Lines {
    void apply(int count, int channels, float[] in, int inStart, int inLine, int inStep,
        float[] out, int outStart, int outLine, int outStep);
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
}
