package scrutable.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import scrutable.tensor.kernel.parallel.Scratch;

/// The transforms of [WinogradMatrices] with vectors of channels.
///
/// Written out, as most factors are 0, 1 or -1; each result is the chain of multiply-adds along its row of the matrix
/// that [PlainWinograd] defines.
///
/// @param matrices the matrices
/// @param input    multiplies lines by `B^T`
/// @param output   multiplies lines by `A^T`
/// @param slopes   multiplies lines by `A`
record WinogradVectors(WinogradMatrices matrices, Lines input, Lines output, Lines slopes) {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  /// Channels of a vector.
  static final int LANES = SPECIES.length();

  /// F(2x2, 3x3).
  static final WinogradVectors TWO = new WinogradVectors(WinogradMatrices.TWO,
      WinogradVectors::inputOfTwo, WinogradVectors::outputOfTwo, WinogradVectors::slopesOfTwo);

  /// F(4x4, 3x3) with balanced points.
  static final WinogradVectors FOUR = new WinogradVectors(WinogradMatrices.FOUR_BALANCED,
      WinogradVectors::inputOfFour, WinogradVectors::outputOfFour, WinogradVectors::slopesOfFour);

  /// Multiplies a matrix by `count` lines whose numbers are vectors: number k of line i is at
  /// `inStart + i inLine + k inStep`, result k at `outStart + i outLine + k outStep`.
  interface Lines {
    void apply(int count, float[] in, int inStart, int inLine, int inStep,
        float[] out, int outStart, int outLine, int outStep);
  }

  /// `L T L^T` for a tile T of `size` times `size` numbers, each a row of channels, that becomes one of `results` times
  /// `results`: the lines down the columns first, then those along the rows of what they give.
  void sandwich(Lines l, int size, int results, int channels, float[] in, int inStart, int inRow, int inColumn,
      float[] out, int outStart, int outRow, int outColumn) {
    float[] between = Scratch.borrow(results * size * LANES);
    for (int c = 0; c < channels; c += LANES) {
      l.apply(size, in, inStart + c, inColumn, inRow, between, 0, LANES, size * LANES);
      l.apply(results, between, 0, size * LANES, LANES, out, outStart + c, outRow, outColumn);
    }
    Scratch.giveBack(between);
  }

  /// Multiplies lines by any matrix: for kernels, of which there are few.
  static Lines by(float[][] matrix) {
    return (count, in, inStart, inLine, inStep, out, outStart, outLine, outStep) -> {
      for (int line = 0; line < count; line++) {
        for (int i = 0; i < matrix.length; i++) {
          row(matrix[i], in, inStart + line * inLine, inStep, out, outStart + line * outLine + i * outStep);
        }
      }
    };
  }

  private static void row(float[] factors, float[] in, int inStart, int inStep, float[] out, int to) {
    int k = 0;
    while (factors[k] == 0) {
      k++;
    }
    FloatVector sum = FloatVector.fromArray(SPECIES, in, inStart + k * inStep).mul(factors[k]);
    for (k++; k < factors.length; k++) {
      if (factors[k] != 0) {
        FloatVector factor = FloatVector.broadcast(SPECIES, factors[k]);
        sum = factor.fma(FloatVector.fromArray(SPECIES, in, inStart + k * inStep), sum);
      }
    }
    sum.intoArray(out, to);
  }

  private static void inputOfTwo(int count, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      int from = inStart + line * inLine;
      int to = outStart + line * outLine;
      FloatVector d0 = FloatVector.fromArray(SPECIES, in, from);
      FloatVector d1 = FloatVector.fromArray(SPECIES, in, from + inStep);
      FloatVector d2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
      FloatVector d3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
      d0.sub(d2).intoArray(out, to);
      d1.add(d2).intoArray(out, to + outStep);
      d2.sub(d1).intoArray(out, to + 2 * outStep);
      d1.sub(d3).intoArray(out, to + 3 * outStep);
    }
  }

  private static void outputOfTwo(int count, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      int from = inStart + line * inLine;
      int to = outStart + line * outLine;
      FloatVector p0 = FloatVector.fromArray(SPECIES, in, from);
      FloatVector p1 = FloatVector.fromArray(SPECIES, in, from + inStep);
      FloatVector p2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
      FloatVector p3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
      p0.add(p1).add(p2).intoArray(out, to);
      p1.sub(p2).sub(p3).intoArray(out, to + outStep);
    }
  }

  private static void slopesOfTwo(int count, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      int from = inStart + line * inLine;
      int to = outStart + line * outLine;
      FloatVector s0 = FloatVector.fromArray(SPECIES, in, from);
      FloatVector s1 = FloatVector.fromArray(SPECIES, in, from + inStep);
      s0.intoArray(out, to);
      s0.add(s1).intoArray(out, to + outStep);
      s0.sub(s1).intoArray(out, to + 2 * outStep);
      s1.neg().intoArray(out, to + 3 * outStep);
    }
  }

  private static void inputOfFour(int count, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      int from = inStart + line * inLine;
      int to = outStart + line * outLine;
      FloatVector d0 = FloatVector.fromArray(SPECIES, in, from);
      FloatVector d1 = FloatVector.fromArray(SPECIES, in, from + inStep);
      FloatVector d2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
      FloatVector d3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
      FloatVector d4 = FloatVector.fromArray(SPECIES, in, from + 4 * inStep);
      FloatVector d5 = FloatVector.fromArray(SPECIES, in, from + 5 * inStep);
      times(1.5f, d3, times(-2, d2, times(-1.5f, d1, d0))).add(d4).intoArray(out, to);
      times(2.5f, d3, times(0.5f, d2, d1.neg())).add(d4).intoArray(out, to + outStep);
      times(0.5f, d3, times(-2.5f, d2, d1)).add(d4).intoArray(out, to + 2 * outStep);
      times(2, d3, d1.mul(-2).sub(d2)).add(d4).intoArray(out, to + 3 * outStep);
      times(-0.5f, d3, d1.mul(0.5f).sub(d2)).add(d4).intoArray(out, to + 4 * outStep);
      times(1.5f, d4, times(-2, d3, times(-1.5f, d2, d1))).add(d5).intoArray(out, to + 5 * outStep);
    }
  }

  private static void outputOfFour(int count, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      int from = inStart + line * inLine;
      int to = outStart + line * outLine;
      FloatVector p0 = FloatVector.fromArray(SPECIES, in, from);
      FloatVector p1 = FloatVector.fromArray(SPECIES, in, from + inStep);
      FloatVector p2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
      FloatVector p3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
      FloatVector p4 = FloatVector.fromArray(SPECIES, in, from + 4 * inStep);
      FloatVector p5 = FloatVector.fromArray(SPECIES, in, from + 5 * inStep);
      p0.add(p1).add(p2).add(p3).add(p4).intoArray(out, to);
      times(-2, p4, times(0.5f, p3, p1.sub(p2))).intoArray(out, to + outStep);
      times(4, p4, times(0.25f, p3, p1.add(p2))).intoArray(out, to + 2 * outStep);
      times(-8, p4, times(0.125f, p3, p1.sub(p2))).add(p5).intoArray(out, to + 3 * outStep);
    }
  }

  private static void slopesOfFour(int count, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      int from = inStart + line * inLine;
      int to = outStart + line * outLine;
      FloatVector s0 = FloatVector.fromArray(SPECIES, in, from);
      FloatVector s1 = FloatVector.fromArray(SPECIES, in, from + inStep);
      FloatVector s2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
      FloatVector s3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
      s0.intoArray(out, to);
      s0.add(s1).add(s2).add(s3).intoArray(out, to + outStep);
      s0.sub(s1).add(s2).sub(s3).intoArray(out, to + 2 * outStep);
      times(0.125f, s3, times(0.25f, s2, times(0.5f, s1, s0))).intoArray(out, to + 3 * outStep);
      times(-8, s3, times(4, s2, times(-2, s1, s0))).intoArray(out, to + 4 * outStep);
      s3.intoArray(out, to + 5 * outStep);
    }
  }

  /// `factor x + sum`, rounded once. So short that the compiler always inlines it; no vector becomes an object.
  private static FloatVector times(float factor, FloatVector x, FloatVector sum) {
    return FloatVector.broadcast(SPECIES, factor).fma(x, sum);
  }
}
