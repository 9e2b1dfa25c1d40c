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
    void apply(int count, int channels, float[] in, int inStart, int inLine, int inStep,
        float[] out, int outStart, int outLine, int outStep);
  }

  /// `L T L^T` for a tile T of `size` times `size` numbers, each a row of channels, that becomes one of `results` times
  /// `results`: the lines down the columns first, then those along the rows of what they give.
  void sandwich(Lines l, int size, int results, int channels, float[] in, int inStart, int inRow, int inColumn,
      float[] out, int outStart, int outRow, int outColumn) {
    float[] between = Scratch.borrow(results * size * channels);
    l.apply(size, channels, in, inStart, inColumn, inRow, between, 0, channels, size * channels);
    l.apply(results, channels, between, 0, size * channels, channels, out, outStart, outRow, outColumn);
    Scratch.giveBack(between);
  }

  /// Multiplies lines by any matrix: for kernels, of which there are few. The sums wait in memory, as the compiler would
  /// make objects of vectors that go from step to step of such a loop.
  static Lines by(float[][] matrix) {
    return (count, channels, in, inStart, inLine, inStep, out, outStart, outLine, outStep) -> {
      for (int line = 0; line < count; line++) {
        for (int i = 0; i < matrix.length; i++) {
          row(matrix[i], channels, in, inStart + line * inLine, inStep, out, outStart + line * outLine + i * outStep);
        }
      }
    };
  }

  private static void row(float[] factors, int channels, float[] in, int inStart, int inStep, float[] out, int to) {
    boolean first = true;
    for (int k = 0; k < factors.length; k++) {
      if (factors[k] != 0) {
        add(first, factors[k], channels, in, inStart + k * inStep, out, to);
        first = false;
      }
    }
  }

  private static void add(boolean first, float factor, int channels, float[] in, int from, float[] out, int to) {
    FloatVector f = FloatVector.broadcast(SPECIES, factor);
    for (int c = 0; c < channels; c += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, in, from + c);
      if (first) {
        f.mul(x).intoArray(out, to + c);
      } else {
        f.fma(x, FloatVector.fromArray(SPECIES, out, to + c)).intoArray(out, to + c);
      }
    }
  }

  private static void inputOfTwo(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
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
  }

  private static void outputOfTwo(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector p0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector p1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        FloatVector p2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
        FloatVector p3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
        p0.add(p1).add(p2).intoArray(out, to);
        p1.sub(p2).sub(p3).intoArray(out, to + outStep);
      }
    }
  }

  private static void slopesOfTwo(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector s0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector s1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        s0.intoArray(out, to);
        s0.add(s1).intoArray(out, to + outStep);
        s0.sub(s1).intoArray(out, to + 2 * outStep);
        s1.neg().intoArray(out, to + 3 * outStep);
      }
    }
  }

  private static void inputOfFour(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    FloatVector oneAndHalf = FloatVector.broadcast(SPECIES, 1.5f);
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
    FloatVector minusOneAndHalf = FloatVector.broadcast(SPECIES, -1.5f);
    FloatVector twoAndHalf = FloatVector.broadcast(SPECIES, 2.5f);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusTwoAndHalf = FloatVector.broadcast(SPECIES, -2.5f);
    FloatVector two = FloatVector.broadcast(SPECIES, 2);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector d0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector d1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        FloatVector d2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
        FloatVector d3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
        FloatVector d4 = FloatVector.fromArray(SPECIES, in, from + 4 * inStep);
        FloatVector d5 = FloatVector.fromArray(SPECIES, in, from + 5 * inStep);
        oneAndHalf.fma(d3, minusTwo.fma(d2, minusOneAndHalf.fma(d1, d0))).add(d4).intoArray(out, to);
        twoAndHalf.fma(d3, half.fma(d2, d1.neg())).add(d4).intoArray(out, to + outStep);
        half.fma(d3, minusTwoAndHalf.fma(d2, d1)).add(d4).intoArray(out, to + 2 * outStep);
        two.fma(d3, d1.mul(-2).sub(d2)).add(d4).intoArray(out, to + 3 * outStep);
        minusHalf.fma(d3, d1.mul(0.5f).sub(d2)).add(d4).intoArray(out, to + 4 * outStep);
        oneAndHalf.fma(d4, minusTwo.fma(d3, minusOneAndHalf.fma(d2, d1))).add(d5).intoArray(out, to + 5 * outStep);
      }
    }
  }

  private static void outputOfFour(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4);
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector minusEight = FloatVector.broadcast(SPECIES, -8);
    FloatVector eighth = FloatVector.broadcast(SPECIES, 0.125f);
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector p0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector p1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        FloatVector p2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
        FloatVector p3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
        FloatVector p4 = FloatVector.fromArray(SPECIES, in, from + 4 * inStep);
        FloatVector p5 = FloatVector.fromArray(SPECIES, in, from + 5 * inStep);
        p0.add(p1).add(p2).add(p3).add(p4).intoArray(out, to);
        minusTwo.fma(p4, half.fma(p3, p1.sub(p2))).intoArray(out, to + outStep);
        four.fma(p4, quarter.fma(p3, p1.add(p2))).intoArray(out, to + 2 * outStep);
        minusEight.fma(p4, eighth.fma(p3, p1.sub(p2))).add(p5).intoArray(out, to + 3 * outStep);
      }
    }
  }

  private static void slopesOfFour(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4);
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector minusEight = FloatVector.broadcast(SPECIES, -8);
    FloatVector eighth = FloatVector.broadcast(SPECIES, 0.125f);
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector s0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector s1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        FloatVector s2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
        FloatVector s3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
        s0.intoArray(out, to);
        s0.add(s1).add(s2).add(s3).intoArray(out, to + outStep);
        s0.sub(s1).add(s2).sub(s3).intoArray(out, to + 2 * outStep);
        eighth.fma(s3, quarter.fma(s2, half.fma(s1, s0))).intoArray(out, to + 3 * outStep);
        minusEight.fma(s3, four.fma(s2, minusTwo.fma(s1, s0))).intoArray(out, to + 4 * outStep);
        s3.intoArray(out, to + 5 * outStep);
      }
    }
  }
}
