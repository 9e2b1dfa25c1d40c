package scrutable.tensor.kernel.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [SimdChannelTile#outputs] for eight positions that lie behind one another in the image, as most do.
///
/// Whenever a number is read, Java checks that its place lies in the array. Of places that are known to be neighbours
/// the compiler checks the first and the last; of eight places out of a table it must check each, and the time for that
/// is not free: without, a tile is up to a fifth faster.
///
/// The rest is written out as it is there: a vector that is handed to a method may become an object.
final class SimdRunTile {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SimdConvolutionTile.LANES;
  private static final int COLUMNS = SimdConvolutionTile.COLUMNS;

  private SimdRunTile() {}

  /// `out[r, o] = bias[o] + sum over p of x[start + r + offsets[p]] w[p, o]`; else as [SimdChannelTile#outputs].
  static void outputs(int from, int to, boolean accumulate, float[] x, int start, int[] offsets,
      float[] w, int wStart, float[] bias, int biasStart, float[] out, int outStart) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c0 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart) : zero;
    FloatVector c1 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + LANES) : zero;
    FloatVector c2 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 2 * LANES) : zero;
    FloatVector c3 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 3 * LANES) : zero;
    FloatVector c4 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 4 * LANES) : zero;
    FloatVector c5 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 5 * LANES) : zero;
    FloatVector c6 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 6 * LANES) : zero;
    FloatVector c7 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 7 * LANES) : zero;
    for (int p = from; p < to; p++) {
      int at = start + offsets[p];
      FloatVector b = FloatVector.fromArray(SPECIES, w, wStart + p * LANES);
      c0 = FloatVector.broadcast(SPECIES, x[at]).fma(b, c0);
      c1 = FloatVector.broadcast(SPECIES, x[at + 1]).fma(b, c1);
      c2 = FloatVector.broadcast(SPECIES, x[at + 2]).fma(b, c2);
      c3 = FloatVector.broadcast(SPECIES, x[at + 3]).fma(b, c3);
      c4 = FloatVector.broadcast(SPECIES, x[at + 4]).fma(b, c4);
      c5 = FloatVector.broadcast(SPECIES, x[at + 5]).fma(b, c5);
      c6 = FloatVector.broadcast(SPECIES, x[at + 6]).fma(b, c6);
      c7 = FloatVector.broadcast(SPECIES, x[at + 7]).fma(b, c7);
    }
    FloatVector d = FloatVector.fromArray(SPECIES, bias, biasStart);
    c0.add(d).intoArray(out, outStart);
    c1.add(d).intoArray(out, outStart + LANES);
    c2.add(d).intoArray(out, outStart + 2 * LANES);
    c3.add(d).intoArray(out, outStart + 3 * LANES);
    c4.add(d).intoArray(out, outStart + 4 * LANES);
    c5.add(d).intoArray(out, outStart + 5 * LANES);
    c6.add(d).intoArray(out, outStart + 6 * LANES);
    c7.add(d).intoArray(out, outStart + 7 * LANES);
  }

  /// The same for two vectors of output channels; the rows of `w` and `out` are [#COLUMNS] apart.
  static void outputsWide(int from, int to, boolean accumulate, float[] x, int start, int[] offsets,
      float[] w, int wStart, float[] bias, int biasStart, float[] out, int outStart) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart) : zero;
    FloatVector c01 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + LANES) : zero;
    FloatVector c10 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + COLUMNS) : zero;
    FloatVector c11 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + COLUMNS + LANES) : zero;
    FloatVector c20 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 2 * COLUMNS) : zero;
    FloatVector c21 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 2 * COLUMNS + LANES) : zero;
    FloatVector c30 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 3 * COLUMNS) : zero;
    FloatVector c31 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 3 * COLUMNS + LANES) : zero;
    FloatVector c40 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 4 * COLUMNS) : zero;
    FloatVector c41 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 4 * COLUMNS + LANES) : zero;
    FloatVector c50 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 5 * COLUMNS) : zero;
    FloatVector c51 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 5 * COLUMNS + LANES) : zero;
    FloatVector c60 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 6 * COLUMNS) : zero;
    FloatVector c61 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 6 * COLUMNS + LANES) : zero;
    FloatVector c70 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 7 * COLUMNS) : zero;
    FloatVector c71 = accumulate ? FloatVector.fromArray(SPECIES, out, outStart + 7 * COLUMNS + LANES) : zero;
    for (int p = from; p < to; p++) {
      int at = start + offsets[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, w, wStart + p * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, w, wStart + p * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, x[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, x[at + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, x[at + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, x[at + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, x[at + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, x[at + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, x[at + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, x[at + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    FloatVector d0 = FloatVector.fromArray(SPECIES, bias, biasStart);
    FloatVector d1 = FloatVector.fromArray(SPECIES, bias, biasStart + LANES);
    c00.add(d0).intoArray(out, outStart);
    c01.add(d1).intoArray(out, outStart + LANES);
    c10.add(d0).intoArray(out, outStart + COLUMNS);
    c11.add(d1).intoArray(out, outStart + COLUMNS + LANES);
    c20.add(d0).intoArray(out, outStart + 2 * COLUMNS);
    c21.add(d1).intoArray(out, outStart + 2 * COLUMNS + LANES);
    c30.add(d0).intoArray(out, outStart + 3 * COLUMNS);
    c31.add(d1).intoArray(out, outStart + 3 * COLUMNS + LANES);
    c40.add(d0).intoArray(out, outStart + 4 * COLUMNS);
    c41.add(d1).intoArray(out, outStart + 4 * COLUMNS + LANES);
    c50.add(d0).intoArray(out, outStart + 5 * COLUMNS);
    c51.add(d1).intoArray(out, outStart + 5 * COLUMNS + LANES);
    c60.add(d0).intoArray(out, outStart + 6 * COLUMNS);
    c61.add(d1).intoArray(out, outStart + 6 * COLUMNS + LANES);
    c70.add(d0).intoArray(out, outStart + 7 * COLUMNS);
    c71.add(d1).intoArray(out, outStart + 7 * COLUMNS + LANES);
  }
}
