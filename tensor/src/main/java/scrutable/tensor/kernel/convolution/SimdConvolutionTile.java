package scrutable.tensor.kernel.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of the fast convolution whose vectors run over positions of the image: tiles as those of the fast
/// matrix product, but they read the image itself.
///
/// A matrix product copies both factors into the order in which it reads them. Here one factor is made of shifted
/// copies of an image ([ShiftedInput]), and a copy of it would be as many times larger as the window has elements. So
/// nothing is copied: each vector is loaded from where the shift says. Vectors that do not begin at a multiple of 64
/// bytes cost two loads instead of one, and there is time for them, as each is multiplied eight times.
///
/// Tiles are 8 rows high and one or two vectors wide; the wide ones need the 32 registers that come with 512-bit
/// vectors.
final class SimdConvolutionTile {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  /// Width of a narrow tile.
  static final int LANES = SPECIES.length();
  /// Width of a wide tile.
  static final int COLUMNS = LANES >= 16 ? 2 * LANES : LANES;

  /// Elements from which on rows are copied by vectors.
  static final int SHORT = 8;

  /// Width of a tile of one row.
  static final int LONG = 8 * LANES;

  private SimdConvolutionTile() {}

  /// `out[r, q] = sum over p of a[p, r] x[xStart + offsets[p] + q]` for 8 rows r and one vector of positions q.
  static void correlate(int depth, float[] a, int aStart, float[] x, int xStart, int[] offsets,
      float[] out, int outStart, int pitch) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector c4 = zero;
    FloatVector c5 = zero;
    FloatVector c6 = zero;
    FloatVector c7 = zero;
    for (int p = 0; p < depth; p++) {
      FloatVector b = FloatVector.fromArray(SPECIES, x, xStart + offsets[p]);
      c0 = FloatVector.broadcast(SPECIES, a[aStart + p * 8]).fma(b, c0);
      c1 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 1]).fma(b, c1);
      c2 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 2]).fma(b, c2);
      c3 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 3]).fma(b, c3);
      c4 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 4]).fma(b, c4);
      c5 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 5]).fma(b, c5);
      c6 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 6]).fma(b, c6);
      c7 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 7]).fma(b, c7);
    }
    c0.intoArray(out, outStart);
    c1.intoArray(out, outStart + pitch);
    c2.intoArray(out, outStart + 2 * pitch);
    c3.intoArray(out, outStart + 3 * pitch);
    c4.intoArray(out, outStart + 4 * pitch);
    c5.intoArray(out, outStart + 5 * pitch);
    c6.intoArray(out, outStart + 6 * pitch);
    c7.intoArray(out, outStart + 7 * pitch);
  }

  /// [#correlate] for two vectors of positions.
  static void correlateWide(int depth, float[] a, int aStart, float[] x, int xStart, int[] offsets,
      float[] out, int outStart, int pitch) {
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
    for (int p = 0; p < depth; p++) {
      int at = xStart + offsets[p];
      FloatVector b0 = FloatVector.fromArray(SPECIES, x, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, x, at + LANES);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[aStart + p * 8]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[aStart + p * 8 + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00.intoArray(out, outStart);
    c01.intoArray(out, outStart + LANES);
    c10.intoArray(out, outStart + pitch);
    c11.intoArray(out, outStart + pitch + LANES);
    c20.intoArray(out, outStart + 2 * pitch);
    c21.intoArray(out, outStart + 2 * pitch + LANES);
    c30.intoArray(out, outStart + 3 * pitch);
    c31.intoArray(out, outStart + 3 * pitch + LANES);
    c40.intoArray(out, outStart + 4 * pitch);
    c41.intoArray(out, outStart + 4 * pitch + LANES);
    c50.intoArray(out, outStart + 5 * pitch);
    c51.intoArray(out, outStart + 5 * pitch + LANES);
    c60.intoArray(out, outStart + 6 * pitch);
    c61.intoArray(out, outStart + 6 * pitch + LANES);
    c70.intoArray(out, outStart + 7 * pitch);
    c71.intoArray(out, outStart + 7 * pitch + LANES);
  }

  /// [#correlate] for one row and eight vectors of positions ([#LONG]); the row is every eighth element of a.
  static void correlateLong(int depth, float[] a, int aStart, float[] x, int xStart, int[] offsets,
      float[] out, int outStart) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector c4 = zero;
    FloatVector c5 = zero;
    FloatVector c6 = zero;
    FloatVector c7 = zero;
    for (int p = 0; p < depth; p++) {
      int at = xStart + offsets[p];
      FloatVector factor = FloatVector.broadcast(SPECIES, a[aStart + p * 8]);
      c0 = factor.fma(FloatVector.fromArray(SPECIES, x, at), c0);
      c1 = factor.fma(FloatVector.fromArray(SPECIES, x, at + LANES), c1);
      c2 = factor.fma(FloatVector.fromArray(SPECIES, x, at + 2 * LANES), c2);
      c3 = factor.fma(FloatVector.fromArray(SPECIES, x, at + 3 * LANES), c3);
      c4 = factor.fma(FloatVector.fromArray(SPECIES, x, at + 4 * LANES), c4);
      c5 = factor.fma(FloatVector.fromArray(SPECIES, x, at + 5 * LANES), c5);
      c6 = factor.fma(FloatVector.fromArray(SPECIES, x, at + 6 * LANES), c6);
      c7 = factor.fma(FloatVector.fromArray(SPECIES, x, at + 7 * LANES), c7);
    }
    c0.intoArray(out, outStart);
    c1.intoArray(out, outStart + LANES);
    c2.intoArray(out, outStart + 2 * LANES);
    c3.intoArray(out, outStart + 3 * LANES);
    c4.intoArray(out, outStart + 4 * LANES);
    c5.intoArray(out, outStart + 5 * LANES);
    c6.intoArray(out, outStart + 6 * LANES);
    c7.intoArray(out, outStart + 7 * LANES);
  }

  /// Copies `rows` rows of `n` elements, at least [#SHORT]. The last vector of a row overlaps the one before it. If a
  /// row is shorter than a vector, what lies behind it is read as well and not written; the last rows, if nothing lies
  /// behind them, are copied one by one.
  static void copyRows(int rows, int n, float[] from, int fromStart, int fromPitch,
      float[] to, int toStart, int toPitch) {
    VectorMask<Float> inRow = SPECIES.indexInRange(0, n);
    for (int i = 0; i < rows; i++) {
      int row = fromStart + i * fromPitch;
      int toRow = toStart + i * toPitch;
      if (n >= LANES) {
        for (int j = 0; j < n - LANES; j += LANES) {
          FloatVector.fromArray(SPECIES, from, row + j).intoArray(to, toRow + j);
        }
        FloatVector.fromArray(SPECIES, from, row + n - LANES).intoArray(to, toRow + n - LANES);
      } else if (row <= from.length - LANES) {
        FloatVector.fromArray(SPECIES, from, row).intoArray(to, toRow, inRow);
      } else {
        System.arraycopy(from, row, to, toRow, n);
      }
    }
  }

  /// `to[i] = from[i] + bias` for `n` elements. The last vector overlaps the one before it, which costs nothing, while
  /// a scalar loop over the rest of a short row would cost more than the row.
  static void addTo(float[] from, int fromStart, float bias, float[] to, int toStart, int n) {
    if (n < LANES) {
      for (int i = 0; i < n; i++) {
        to[toStart + i] = from[fromStart + i] + bias;
      }
      return;
    }
    for (int i = 0; i < n - LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, from, fromStart + i).add(bias).intoArray(to, toStart + i);
    }
    int last = n - LANES;
    FloatVector.fromArray(SPECIES, from, fromStart + last).add(bias).intoArray(to, toStart + last);
  }

  /// `to[i] = from[i]` where `y[i] > 0`, else 0, for `n` elements of which those of `from` and of `y` begin at `start`;
  /// the last vector overlaps the one before it.
  static void pass(float[] from, float[] y, int start, float[] to, int toStart, int n) {
    if (n < LANES) {
      for (int i = 0; i < n; i++) {
        to[toStart + i] = y[start + i] > 0 ? from[start + i] : 0;
      }
      return;
    }
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < n; i += LANES) {
      int at = Math.min(i, n - LANES);
      FloatVector g = FloatVector.fromArray(SPECIES, from, start + at);
      zero.blend(g, FloatVector.fromArray(SPECIES, y, start + at).compare(VectorOperators.GT, 0f))
          .intoArray(to, toStart + at);
    }
  }
}
