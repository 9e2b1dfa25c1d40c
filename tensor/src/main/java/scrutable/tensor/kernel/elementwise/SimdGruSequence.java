package scrutable.tensor.kernel.elementwise;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The loops of [GruSequenceKernel] with vectors, for one row: each takes as many elements as there are whole vectors,
/// and says how many these were. The parts of a row lie H apart in one array, and of such loops the compiler does not
/// know that no element depends on an earlier one.
final class SimdGruSequence {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private SimdGruSequence() {}

  /// Before their sigmoid, r and z: what the input contributes and, added up before, product and bias.
  static int sums(float[] joint, int in, float[] product, int own, int bias, float[] y, int start, int count) {
    int k = 0;
    for (; k <= count - WIDTH; k += WIDTH) {
      FloatVector fromState = FloatVector.fromArray(SPECIES, product, own + k)
          .add(FloatVector.fromArray(SPECIES, joint, bias + k));
      FloatVector.fromArray(SPECIES, joint, in + k).add(fromState).intoArray(y, start + k);
    }
    return k;
  }

  /// Product and bias make q, and before its tanh `n = i_n + r q`.
  static int proposal(float[] joint, int in, float[] product, int own, int bias, float[] y, int row, int h) {
    int k = 0;
    for (; k <= h - WIDTH; k += WIDTH) {
      FloatVector q = FloatVector.fromArray(SPECIES, product, own + k)
          .add(FloatVector.fromArray(SPECIES, joint, bias + k));
      q.intoArray(y, row + 4 * h + k);
      FloatVector.fromArray(SPECIES, joint, in + k).add(FloatVector.fromArray(SPECIES, y, row + h + k).mul(q))
          .intoArray(y, row + 3 * h + k);
    }
    return k;
  }

  /// The next state, `n + z (h - n)`.
  static int next(float[] before, int start, float[] y, int row, int h) {
    int k = 0;
    for (; k <= h - WIDTH; k += WIDTH) {
      FloatVector z = FloatVector.fromArray(SPECIES, y, row + 2 * h + k);
      FloatVector n = FloatVector.fromArray(SPECIES, y, row + 3 * h + k);
      n.add(z.mul(FloatVector.fromArray(SPECIES, before, start + k).sub(n))).intoArray(y, row + k);
    }
    return k;
  }

  /// The gradients with respect to what the input contributes and to the product.
  static int backward(float[] gradient, float[] y, int row, float[] before, int start, float[] arrived, boolean counts,
      float[] ofProduct, int own, float[] result, int in, int h) {
    //: leak 1.3
    int k = 0;
    for (; k <= h - WIDTH; k += WIDTH) {
      FloatVector zero = FloatVector.zero(SPECIES);
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      FloatVector r = FloatVector.fromArray(SPECIES, y, row + h + k);
      FloatVector z = FloatVector.fromArray(SPECIES, y, row + 2 * h + k);
      FloatVector n = FloatVector.fromArray(SPECIES, y, row + 3 * h + k);
      FloatVector g = counts ? FloatVector.fromArray(SPECIES, arrived, own / 3 + k) : zero;
      FloatVector gz = g.mul(FloatVector.fromArray(SPECIES, before, start + k).sub(n))
          .add(FloatVector.fromArray(SPECIES, gradient, row + 2 * h + k));
      FloatVector gn = g.sub(g.mul(z)).add(FloatVector.fromArray(SPECIES, gradient, row + 3 * h + k));
      FloatVector an = gn.mul(one.sub(n.mul(n)));
      FloatVector az = gz.mul(z).mul(one.sub(z));
      FloatVector ar = zero.add(FloatVector.fromArray(SPECIES, gradient, row + h + k))
          .add(an.mul(FloatVector.fromArray(SPECIES, y, row + 4 * h + k))).mul(r).mul(one.sub(r));
      ar.add(zero).intoArray(result, in + k);
      az.add(zero).intoArray(result, in + h + k);
      an.add(zero).intoArray(result, in + 2 * h + k);
      ar.intoArray(ofProduct, own + k);
      az.intoArray(ofProduct, own + h + k);
      an.mul(r).add(FloatVector.fromArray(SPECIES, gradient, row + 4 * h + k)).intoArray(ofProduct, own + 2 * h + k);
    }
    return k;
    //: end
  }

  /// What comes to the state before a step that counts and is not the first: from the record, and by being kept.
  static int leave(float[] gradient, float[] y, int row, float[] arrived, int start, int h) {
    int k = 0;
    for (; k <= h - WIDTH; k += WIDTH) {
      FloatVector kept = FloatVector.fromArray(SPECIES, arrived, start + k)
          .mul(FloatVector.fromArray(SPECIES, y, row + 2 * h + k));
      FloatVector.fromArray(SPECIES, gradient, row - 5 * h + k).add(kept).intoArray(arrived, start + k);
    }
    return k;
  }
}
