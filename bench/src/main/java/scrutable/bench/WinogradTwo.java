package scrutable.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The transforms of F(2x2, 3x3), [WinogradMatrices#TWO], with vectors of channels, see [WinogradVectors.Lines].
final class WinogradTwo {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private WinogradTwo() {}

  /// Lines times `B^T`.
  static void input(int count, int channels, float[] in, int inStart, int inLine, int inStep,
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

  /// Lines times `G`.
  static void kernel(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector g0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector g1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        FloatVector g2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
        g0.intoArray(out, to);
        half.fma(g2, half.fma(g1, half.mul(g0))).intoArray(out, to + outStep);
        half.fma(g2, minusHalf.fma(g1, half.mul(g0))).intoArray(out, to + 2 * outStep);
        g2.intoArray(out, to + 3 * outStep);
      }
    }
  }

  /// Lines times `A^T`.
  static void output(int count, int channels, float[] in, int inStart, int inLine, int inStep,
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

  /// Lines times `A`.
  static void slopes(int count, int channels, float[] in, int inStart, int inLine, int inStep,
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

  /// Lines times `G^T`.
  static void gradient(int count, int channels, float[] in, int inStart, int inLine, int inStep,
      float[] out, int outStart, int outLine, int outStep) {
    FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector minusHalf = FloatVector.broadcast(SPECIES, -0.5f);
    for (int line = 0; line < count; line++) {
      for (int c = 0; c < channels; c += LANES) {
        int from = inStart + line * inLine + c;
        int to = outStart + line * outLine + c;
        FloatVector p0 = FloatVector.fromArray(SPECIES, in, from);
        FloatVector p1 = FloatVector.fromArray(SPECIES, in, from + inStep);
        FloatVector p2 = FloatVector.fromArray(SPECIES, in, from + 2 * inStep);
        FloatVector p3 = FloatVector.fromArray(SPECIES, in, from + 3 * inStep);
        half.fma(p2, half.fma(p1, p0)).intoArray(out, to);
        minusHalf.fma(p2, half.mul(p1)).intoArray(out, to + outStep);
        half.fma(p2, half.mul(p1)).add(p3).intoArray(out, to + 2 * outStep);
      }
    }
  }
}
