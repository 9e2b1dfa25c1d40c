package scrutable.tensor.kernel.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of the fast convolution whose vectors run over output channels: each number of the image is
/// broadcast from where it lies, and meets the weights (or the slopes) of 16 or 32 channels at once.
///
/// So it does not matter where the positions of a tile lie, nor how far they are apart: no element is computed that
/// nobody asked for, whatever the width of the image and the stride. What comes out has the channels last, and is
/// transposed while it is still in the cache.
///
/// Tiles are 8 rows high and one or two vectors wide; the wide ones need the 32 registers that come with 512-bit
/// vectors.
final class SimdChannelTile {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SimdConvolutionTile.LANES;
  private static final int COLUMNS = SimdConvolutionTile.COLUMNS;

  private SimdChannelTile() {}

  /// `out[r, o] = bias[o] + sum over p of x[positions[first + r] + offsets[p]] w[p, o]` for 8 output positions r and
  /// one vector of output channels o, over `from <= p < to`; when accumulating, added to what is in `out`. The rows of
  /// `w` and `out` are [#LANES] apart.
  ///
  /// `accumulate` could be told from `from > 0`. But if the compiler knows that, what it makes is a sixth slower.
  static void outputs(int from, int to, boolean accumulate, float[] x, int[] positions, int first, int[] offsets,
      float[] w, int wStart, float[] bias, int biasStart, float[] out, int outStart) {
    int x0 = positions[first];
    int x1 = positions[first + 1];
    int x2 = positions[first + 2];
    int x3 = positions[first + 3];
    int x4 = positions[first + 4];
    int x5 = positions[first + 5];
    int x6 = positions[first + 6];
    int x7 = positions[first + 7];
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
      int at = offsets[p];
      FloatVector b = FloatVector.fromArray(SPECIES, w, wStart + p * LANES);
      c0 = FloatVector.broadcast(SPECIES, x[x0 + at]).fma(b, c0);
      c1 = FloatVector.broadcast(SPECIES, x[x1 + at]).fma(b, c1);
      c2 = FloatVector.broadcast(SPECIES, x[x2 + at]).fma(b, c2);
      c3 = FloatVector.broadcast(SPECIES, x[x3 + at]).fma(b, c3);
      c4 = FloatVector.broadcast(SPECIES, x[x4 + at]).fma(b, c4);
      c5 = FloatVector.broadcast(SPECIES, x[x5 + at]).fma(b, c5);
      c6 = FloatVector.broadcast(SPECIES, x[x6 + at]).fma(b, c6);
      c7 = FloatVector.broadcast(SPECIES, x[x7 + at]).fma(b, c7);
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

  /// [#outputs] for two vectors of output channels; the rows of `w` and `out` are [#COLUMNS] apart.
  static void outputsWide(int from, int to, boolean accumulate, float[] x, int[] positions, int first, int[] offsets,
      float[] w, int wStart, float[] bias, int biasStart, float[] out, int outStart) {
    int x0 = positions[first];
    int x1 = positions[first + 1];
    int x2 = positions[first + 2];
    int x3 = positions[first + 3];
    int x4 = positions[first + 4];
    int x5 = positions[first + 5];
    int x6 = positions[first + 6];
    int x7 = positions[first + 7];
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
      int at = offsets[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, w, wStart + p * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, w, wStart + p * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, x[x0 + at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, x[x1 + at]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, x[x2 + at]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, x[x3 + at]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, x[x4 + at]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, x[x5 + at]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, x[x6 + at]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, x[x7 + at]);
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

  /// `sums[r, o] += sum over (i, j) of x[offsets[p + r] + i pitch + j] slopes[i columns + j, o]` for 8 kernel positions
  /// r, one vector of output channels o, and outputs (i, j) in `rows` rows and `columns` columns; the rows of `slopes`
  /// and `sums` are [#LANES] apart.
  static void weights(int rows, int columns, int pitch, float[] x, int[] offsets, int p,
      float[] slopes, int slopesStart, float[] sums, int sumsStart) {
    int x0 = offsets[p];
    int x1 = offsets[p + 1];
    int x2 = offsets[p + 2];
    int x3 = offsets[p + 3];
    int x4 = offsets[p + 4];
    int x5 = offsets[p + 5];
    int x6 = offsets[p + 6];
    int x7 = offsets[p + 7];
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector c4 = zero;
    FloatVector c5 = zero;
    FloatVector c6 = zero;
    FloatVector c7 = zero;
    for (int i = 0; i < rows; i++) {
      int at = i * pitch;
      int row = slopesStart + i * columns * LANES;
      for (int j = 0; j < columns; j++) {
        FloatVector b = FloatVector.fromArray(SPECIES, slopes, row + j * LANES);
        c0 = FloatVector.broadcast(SPECIES, x[x0 + at + j]).fma(b, c0);
        c1 = FloatVector.broadcast(SPECIES, x[x1 + at + j]).fma(b, c1);
        c2 = FloatVector.broadcast(SPECIES, x[x2 + at + j]).fma(b, c2);
        c3 = FloatVector.broadcast(SPECIES, x[x3 + at + j]).fma(b, c3);
        c4 = FloatVector.broadcast(SPECIES, x[x4 + at + j]).fma(b, c4);
        c5 = FloatVector.broadcast(SPECIES, x[x5 + at + j]).fma(b, c5);
        c6 = FloatVector.broadcast(SPECIES, x[x6 + at + j]).fma(b, c6);
        c7 = FloatVector.broadcast(SPECIES, x[x7 + at + j]).fma(b, c7);
      }
    }
    c0.add(FloatVector.fromArray(SPECIES, sums, sumsStart)).intoArray(sums, sumsStart);
    c1.add(FloatVector.fromArray(SPECIES, sums, sumsStart + LANES)).intoArray(sums, sumsStart + LANES);
    c2.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 2 * LANES)).intoArray(sums, sumsStart + 2 * LANES);
    c3.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 3 * LANES)).intoArray(sums, sumsStart + 3 * LANES);
    c4.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 4 * LANES)).intoArray(sums, sumsStart + 4 * LANES);
    c5.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 5 * LANES)).intoArray(sums, sumsStart + 5 * LANES);
    c6.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 6 * LANES)).intoArray(sums, sumsStart + 6 * LANES);
    c7.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 7 * LANES)).intoArray(sums, sumsStart + 7 * LANES);
  }

  /// [#weights] for two vectors of output channels; the rows of `slopes` and `sums` are [#COLUMNS] apart.
  ///
  /// Where the outputs lie stands in `positions`, and they are one loop: a loop over ten columns hardly pays for its
  /// beginning and its end. The narrow tile has no time to check, at each step, that eight places are in the array, as
  /// it multiplies half as often.
  static void weightsWide(int count, float[] x, int[] positions, int[] offsets, int p,
      float[] slopes, int slopesStart, float[] sums, int sumsStart) {
    int x0 = offsets[p];
    int x1 = offsets[p + 1];
    int x2 = offsets[p + 2];
    int x3 = offsets[p + 3];
    int x4 = offsets[p + 4];
    int x5 = offsets[p + 5];
    int x6 = offsets[p + 6];
    int x7 = offsets[p + 7];
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    for (int q = 0; q < count; q++) {
      int at = positions[q];
      FloatVector b0 = FloatVector.fromArray(SPECIES, slopes, slopesStart + q * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(SPECIES, slopes, slopesStart + q * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, x[x0 + at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, x[x1 + at]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, x[x2 + at]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, x[x3 + at]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, x[x4 + at]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, x[x5 + at]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, x[x6 + at]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, x[x7 + at]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00.add(FloatVector.fromArray(SPECIES, sums, sumsStart)).intoArray(sums, sumsStart);
    c01.add(FloatVector.fromArray(SPECIES, sums, sumsStart + LANES)).intoArray(sums, sumsStart + LANES);
    c10.add(FloatVector.fromArray(SPECIES, sums, sumsStart + COLUMNS)).intoArray(sums, sumsStart + COLUMNS);
    c11.add(FloatVector.fromArray(SPECIES, sums, sumsStart + COLUMNS + LANES))
        .intoArray(sums, sumsStart + COLUMNS + LANES);
    c20.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 2 * COLUMNS)).intoArray(sums, sumsStart + 2 * COLUMNS);
    c21.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 2 * COLUMNS + LANES))
        .intoArray(sums, sumsStart + 2 * COLUMNS + LANES);
    c30.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 3 * COLUMNS)).intoArray(sums, sumsStart + 3 * COLUMNS);
    c31.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 3 * COLUMNS + LANES))
        .intoArray(sums, sumsStart + 3 * COLUMNS + LANES);
    c40.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 4 * COLUMNS)).intoArray(sums, sumsStart + 4 * COLUMNS);
    c41.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 4 * COLUMNS + LANES))
        .intoArray(sums, sumsStart + 4 * COLUMNS + LANES);
    c50.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 5 * COLUMNS)).intoArray(sums, sumsStart + 5 * COLUMNS);
    c51.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 5 * COLUMNS + LANES))
        .intoArray(sums, sumsStart + 5 * COLUMNS + LANES);
    c60.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 6 * COLUMNS)).intoArray(sums, sumsStart + 6 * COLUMNS);
    c61.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 6 * COLUMNS + LANES))
        .intoArray(sums, sumsStart + 6 * COLUMNS + LANES);
    c70.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 7 * COLUMNS)).intoArray(sums, sumsStart + 7 * COLUMNS);
    c71.add(FloatVector.fromArray(SPECIES, sums, sumsStart + 7 * COLUMNS + LANES))
        .intoArray(sums, sumsStart + 7 * COLUMNS + LANES);
  }
}
