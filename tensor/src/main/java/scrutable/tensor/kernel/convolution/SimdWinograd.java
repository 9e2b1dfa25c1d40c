package scrutable.tensor.kernel.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The transforms of F(4x4, 3x3), [WinogradMatrices#FOUR], with vectors of channels, see [WinogradTransforms.Lines].
///
/// Written out, and without a helper for `factor x + sum`: two of these methods in one caller use up what the compiler
/// is willing to inline, then the helper becomes a real call, and the vectors that cross it become objects.
final class SimdWinograd {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  /// Channels of a vector.
  static final int LANES = SPECIES.length();

  private SimdWinograd() {}

  /// Lines times `B^T`.
  static void input(int count, int channels, float[] in, int inStart, int inLine, int inStep,
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

  /// Lines times `G`.
  static void kernel(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    FloatVector third = FloatVector.broadcast(SPECIES, 1 / 3f);
    FloatVector minusThird = FloatVector.broadcast(SPECIES, -1 / 3f);
    FloatVector a0 = FloatVector.broadcast(SPECIES, -16 / 15f);
    FloatVector a1 = FloatVector.broadcast(SPECIES, -8 / 15f);
    FloatVector a2 = FloatVector.broadcast(SPECIES, -4 / 15f);
    FloatVector b0 = FloatVector.broadcast(SPECIES, 1 / 15f);
    FloatVector b1 = FloatVector.broadcast(SPECIES, -2 / 15f);
    FloatVector b2 = FloatVector.broadcast(SPECIES, 4 / 15f);
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector g0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector g1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        FloatVector g2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
        g0.intoArray(out, to);
        third.fma(g2, third.fma(g1, third.mul(g0))).intoArray(out, to + outStep);
        minusThird.fma(g2, third.fma(g1, minusThird.mul(g0))).intoArray(out, to + 2 * outStep);
        a2.fma(g2, a1.fma(g1, a0.mul(g0))).intoArray(out, to + 3 * outStep);
        b2.fma(g2, b1.fma(g1, b0.mul(g0))).intoArray(out, to + 4 * outStep);
        g2.intoArray(out, to + 5 * outStep);
      }
    }
  }

  /// Lines times `A^T`.
  static void output(int count, int channels, float[] in, int inStart, int inLine, int inStep,
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

  /// The four lines along the rows of a tile `between`, which [#output] gave, times `A^T`: the outputs. Infinite ones
  /// become NaN, as 0 times infinity is; then `addends` is added, and what is less than `least` becomes that.
  static void lastOutput(int channels, float[] between, float[] addends, float least,
      float[] out, int outStart, int outRow, int outColumn) {
    FloatVector minusTwo = FloatVector.broadcast(SPECIES, -2);
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector four = FloatVector.broadcast(SPECIES, 4);
    FloatVector quarter = FloatVector.broadcast(SPECIES, 0.25f);
    FloatVector minusEight = FloatVector.broadcast(SPECIES, -8);
    FloatVector eighth = FloatVector.broadcast(SPECIES, 0.125f);
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector floor = FloatVector.broadcast(SPECIES, least);
    for (int line = 0; line < 4; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = line * 6 * channels + c;
        int to = outStart + line * outRow + c;
        FloatVector addend = FloatVector.fromArray(SPECIES, addends, c);
        FloatVector p0 = FloatVector.fromArray(SPECIES, between, from);
        FloatVector p1 = FloatVector.fromArray(SPECIES, between, from + channels);
        FloatVector p2 = FloatVector.fromArray(SPECIES, between, from + 2 * channels);
        FloatVector p3 = FloatVector.fromArray(SPECIES, between, from + 3 * channels);
        FloatVector p4 = FloatVector.fromArray(SPECIES, between, from + 4 * channels);
        FloatVector p5 = FloatVector.fromArray(SPECIES, between, from + 5 * channels);
        FloatVector y0 = p0.add(p1).add(p2).add(p3).add(p4);
        FloatVector y1 = minusTwo.fma(p4, half.fma(p3, p1.sub(p2)));
        FloatVector y2 = four.fma(p4, quarter.fma(p3, p1.add(p2)));
        FloatVector y3 = minusEight.fma(p4, eighth.fma(p3, p1.sub(p2))).add(p5);
        zero.fma(y0, y0).add(addend).max(floor).intoArray(out, to);
        zero.fma(y1, y1).add(addend).max(floor).intoArray(out, to + outColumn);
        zero.fma(y2, y2).add(addend).max(floor).intoArray(out, to + 2 * outColumn);
        zero.fma(y3, y3).add(addend).max(floor).intoArray(out, to + 3 * outColumn);
      }
    }
  }
}
