package scrutable.tensor.kernel.elementwise;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

/// What a run of a gated recurrent unit over sequences computes element by element in one of its steps, and the
/// gradient of that, all in one pass over rows.
///
/// The record of a run, y `(N, T, 5 H)`, has a row for each step of each sequence: the state after it h', the gates r,
/// z, n, and q, what the state contributed to n. So a row of the record is all that the way back needs, and the state
/// before a step stands in the row before. Numbers and orders are those of [GruKernel], of a product, a bias and of
/// `where`, one after the other, to the bit; [SimdGruSequence] takes the first elements of a row and the plain loops
/// the rest.
///
/// @param count  N, sequences
/// @param steps  T
/// @param hidden H
/// @param joint  what goes in, behind one another: what the inputs contribute `(N, T, 3 H)`, the states before the
///               first step `(N, H)`, the weight of the state `(3 H, H)` and its bias `(3 H,)`
/// @param mask   `(N, T)`, 0 where a state is carried on unchanged; null if none is
public record GruSequenceKernel(int count, int steps, int hidden, float[] joint, float[] mask) {
  /// Elements of a part that one task takes at least.
  private static final int GRAIN = 1 << 12;

  /// Refuses arrays that are too short.
  public GruSequenceKernel {
    requireLength("what goes in", joint, count * hidden * (3 * steps + 1) + 3 * hidden * (hidden + 1));
    if (mask != null) {
      requireLength("the mask", mask, count * steps);
    }
  }

  /// One step: the rows of the record at `t`.
  ///
  /// @param product the states before the step times the weight, `(N, 3 H)`
  /// @param y       the record, complete before `t`
  public void forward(int t, float[] product, float[] y) {
    requireLength("the products", product, 3 * count * hidden);
    requireLength("the record", y, 5 * count * steps * hidden);
    Parallel.forRange(count, rowsOfTask(), (from, to) -> {
      for (int n = from; n < to; n++) {
        forwardRow(n, t, product, y);
      }
    });
  }

  private void forwardRow(int n, int t, float[] product, float[] y) {
    int h = hidden;
    int in = 3 * h * (n * steps + t);
    int own = 3 * h * n;
    int bias = count * h * (3 * steps + 1) + 3 * h * h;
    int row = 5 * h * (n * steps + t);
    int k = Simd.AVAILABLE ? SimdGruSequence.sums(joint, in, product, own, bias, y, row + h, 2 * h) : 0;
    for (; k < 2 * h; k++) {
      y[row + h + k] = joint[in + k] + (product[own + k] + joint[bias + k]);
    }
    GruKernel.sigmoid(y, row + h, 2 * h);
    k = Simd.AVAILABLE ? SimdGruSequence.proposal(joint, in + 2 * h, product, own + 2 * h, bias + 2 * h, y, row, h) : 0;
    for (; k < h; k++) {
      float q = product[own + 2 * h + k] + joint[bias + 2 * h + k];
      y[row + 4 * h + k] = q;
      y[row + 3 * h + k] = joint[in + 2 * h + k] + y[row + h + k] * q;
    }
    GruKernel.tanh(y, row + 3 * h, h);
    float[] before = t == 0 ? joint : y;
    int start = before(n, t);
    if (!counts(n, t)) {
      System.arraycopy(before, start, y, row, h);
      return;
    }
    for (k = Simd.AVAILABLE ? SimdGruSequence.next(before, start, y, row, h) : 0; k < h; k++) {
      float proposal = y[row + 3 * h + k];
      y[row + k] = proposal + y[row + 2 * h + k] * (before[start + k] - proposal);
    }
  }

  /// One step of the way back: from the gradient with respect to the rows of the record at `t` that with respect to all
  /// they were made of.
  ///
  /// @param gradient with respect to the record, `(N, T, 5 H)`
  /// @param through  what came to the states after this step through the product of the next, `(N, H)`; null at the
  ///                 last
  /// @param arrived  what else has arrived there, `(N, H)`; afterwards the same for the states before the step
  /// @param ofProduct for the gradient with respect to the product, `(N, 3 H)`
  /// @param result   for that with respect to what goes in, of which the part of the inputs at `t` is written
  public void backward(int t, float[] gradient, float[] y, float[] through, float[] arrived, float[] ofProduct,
      float[] result) {
    requireLength("the record", y, 5 * count * steps * hidden);
    requireLength("its gradient", gradient, 5 * count * steps * hidden);
    requireLength("what has arrived", arrived, count * hidden);
    requireLength("the gradient of the products", ofProduct, 3 * count * hidden);
    requireLength("the result", result, 3 * count * steps * hidden);
    Parallel.forRange(count, rowsOfTask(), (from, to) -> {
      for (int n = from; n < to; n++) {
        arriveAtRow(n, t, gradient, through, arrived);
        backwardRow(n, t, gradient, y, arrived, ofProduct, result);
        leaveRow(n, t, gradient, y, arrived);
      }
    });
  }

  private void arriveAtRow(int n, int t, float[] gradient, float[] through, float[] arrived) {
    if (through == null) {
      System.arraycopy(gradient, 5 * hidden * (n * steps + t), arrived, n * hidden, hidden);
      return;
    }
    for (int k = n * hidden; k < (n + 1) * hidden; k++) {
      arrived[k] += through[k];
    }
  }

  //: hide 1.3
  //: instead /// The gradient with respect to what the input contributes and to the product.
  /// With G for the gradient that has arrived at the state after the step, 0 where the step does not count:
  ///
  /// ```
  /// g_z = G (h - n) + gy_z        g_n = G - G z + gy_n
  /// a_n = g_n (1 - n^2)           a_z = g_z z (1 - z)           a_r = (gy_r + a_n q) r (1 - r)
  /// ```
  ///
  /// What the input contributes receives a_r, a_z, a_n; the product a_r, a_z, `r a_n + gy_q`.
  //: end
  private void backwardRow(int n, int t, float[] gradient, float[] y, float[] arrived, float[] ofProduct,
      float[] result) {
    int h = hidden;
    int in = 3 * h * (n * steps + t);
    int own = 3 * h * n;
    int row = 5 * h * (n * steps + t);
    float[] before = t == 0 ? joint : y;
    int start = before(n, t);
    boolean counts = counts(n, t);
    int done = Simd.AVAILABLE
        ? SimdGruSequence.backward(gradient, y, row, before, start, arrived, counts, ofProduct, own, result, in, h) : 0;
    for (int k = done; k < h; k++) {
      //: leak 1.3
      float r = y[row + h + k];
      float z = y[row + 2 * h + k];
      float proposal = y[row + 3 * h + k];
      float g = counts ? arrived[n * h + k] : 0;
      float gz = g * (before[start + k] - proposal) + gradient[row + 2 * h + k];
      float gn = g - g * z + gradient[row + 3 * h + k];
      float an = gn * (1 - proposal * proposal);
      float az = gz * z * (1 - z);
      float ar = (0 + gradient[row + h + k] + an * y[row + 4 * h + k]) * r * (1 - r);
      result[in + k] = ar + 0;                            // -0 becomes 0, as where shares are added up
      result[in + h + k] = az + 0;
      result[in + 2 * h + k] = an + 0;
      ofProduct[own + k] = ar;
      ofProduct[own + h + k] = az;
      ofProduct[own + 2 * h + k] = an * r + gradient[row + 4 * h + k];
      //: end
    }
  }

  /// Puts what comes to the state before the step, but for the product, in the place of what had come to that after it.
  private void leaveRow(int n, int t, float[] gradient, float[] y, float[] arrived) {
    int h = hidden;
    int row = 5 * h * (n * steps + t);
    boolean counts = counts(n, t);
    boolean usual = mask == null && t > 0;
    int done = usual && Simd.AVAILABLE ? SimdGruSequence.leave(gradient, y, row, arrived, h * n, h) : 0;
    for (int k = done; k < h; k++) {
      float g = arrived[n * h + k];
      float early = t == 0 ? 0 : gradient[row - 5 * h + k];
      float carried = mask == null ? early : early + (counts ? 0 : g);
      arrived[n * h + k] = carried + (counts ? g : 0) * y[row + 2 * h + k];
    }
  }

  /// Where the state of sequence n before step t begins: in what goes in before the first, in the record later.
  private int before(int n, int t) {
    return t == 0 ? hidden * (3 * count * steps + n) : 5 * hidden * (n * steps + t - 1);
  }

  private boolean counts(int n, int t) {
    return mask == null || mask[n * steps + t] != 0;
  }

  private int rowsOfTask() {
    return Math.max(1, GRAIN / Math.max(1, hidden));
  }

  private static void requireLength(String what, float[] array, int length) {
    if (array.length < length) {
      throw new IllegalArgumentException("sequences of a gated recurrent unit: " + what + " need " + length
          + " elements, got an array of " + array.length);
    }
  }
}
