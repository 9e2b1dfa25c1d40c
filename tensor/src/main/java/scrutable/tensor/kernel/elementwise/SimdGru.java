package scrutable.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [GruKernel] with vectors, for one row: each takes as many of its h elements as there are whole vectors,
/// and says how many these were. The parts of a row lie h apart in one array, and of such a loop the compiler does not
/// know that no element depends on an earlier one.
final class SimdGru {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private SimdGru() {}

  /// Before its tanh, `n = i_n + r s_n`; r stands 2 h before it.
  static int proposal(float[] i, float[] s, float[] y, int start, int h) {
    int k = start;
    for (; k <= start + h - WIDTH; k += WIDTH) {
      FloatVector r = FloatVector.fromArray(SPECIES, y, k - 2 * h);
      FloatVector.fromArray(SPECIES, i, k).add(r.mul(FloatVector.fromArray(SPECIES, s, k))).intoArray(y, k);
    }
    return k - start;
  }

  /// The gradient of the gates in the row from `start` on.
  static int gatesGradient(float[] gy, float[] s, float[] y, int start, int h, boolean ofState, float[] out) {
    //: leak 1.3
    int k = start;
    for (; k <= start + h - WIDTH; k += WIDTH) {
      FloatVector r = FloatVector.fromArray(SPECIES, y, k);
      FloatVector z = FloatVector.fromArray(SPECIES, y, k + h);
      FloatVector n = FloatVector.fromArray(SPECIES, y, k + 2 * h);
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector an = FloatVector.fromArray(SPECIES, gy, k + 2 * h).mul(one.sub(n.mul(n)));
      FloatVector ar = FloatVector.fromArray(SPECIES, gy, k).add(an.mul(FloatVector.fromArray(SPECIES, s, k + 2 * h)));
      ar.mul(r).mul(one.sub(r)).intoArray(out, k);
      FloatVector.fromArray(SPECIES, gy, k + h).mul(z).mul(one.sub(z)).intoArray(out, k + h);
      (ofState ? an.mul(r) : an).intoArray(out, k + 2 * h);
    }
    return k - start;
    //: end
  }

  /// `n + z (x - n)`; x and the result begin at `start`, the row of y at `3 start`.
  static int next(float[] x, float[] y, int start, int h, float[] out) {
    int k = 0;
    for (; k <= h - WIDTH; k += WIDTH) {
      FloatVector z = FloatVector.fromArray(SPECIES, y, 3 * start + h + k);
      FloatVector n = FloatVector.fromArray(SPECIES, y, 3 * start + 2 * h + k);
      n.add(z.mul(FloatVector.fromArray(SPECIES, x, start + k).sub(n))).intoArray(out, start + k);
    }
    return k;
  }

  /// 0, `g (x - n)` and `g - g z`; g and x begin at `start`, the rows of y and of the result at `3 start`.
  static int nextGradientOfGates(float[] g, float[] x, float[] y, int start, int h, float[] out) {
    int k = 0;
    for (; k <= h - WIDTH; k += WIDTH) {
      int at = 3 * start + k;
      FloatVector gk = FloatVector.fromArray(SPECIES, g, start + k);
      FloatVector n = FloatVector.fromArray(SPECIES, y, at + 2 * h);
      FloatVector.zero(SPECIES).intoArray(out, at);
      gk.mul(FloatVector.fromArray(SPECIES, x, start + k).sub(n)).intoArray(out, at + h);
      gk.sub(gk.mul(FloatVector.fromArray(SPECIES, y, at + h))).intoArray(out, at + 2 * h);
    }
    return k;
  }

  /// `g z`; g and the result begin at `start`, the row of y at `3 start`.
  static int nextGradientOfState(float[] g, float[] y, int start, int h, float[] out) {
    int k = 0;
    for (; k <= h - WIDTH; k += WIDTH) {
      FloatVector.fromArray(SPECIES, g, start + k).mul(FloatVector.fromArray(SPECIES, y, 3 * start + h + k))
          .intoArray(out, start + k);
    }
    return k;
  }
}
