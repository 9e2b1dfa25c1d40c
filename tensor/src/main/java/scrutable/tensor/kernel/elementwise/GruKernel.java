package scrutable.tensor.kernel.elementwise;

import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.parallel.Simd;

/// What a gated recurrent unit computes element by element in one step, and its gradients, each in one pass over rows:
/// what the input contributes `i (N, 3 H)`, what the state contributes `s (N, 3 H)`, and the gates `y (N, 3 H)`, in
/// each row r, z and n behind one another.
///
/// Composed of single operations a step reads and writes its rows some twenty times, and cuts them in three and pastes
/// them together in between. The numbers are the same, bit for bit: every element goes through the same additions,
/// products and functions in the same order. The loops are written out plainly; where there are vectors, [SimdGru]
/// takes the first elements of a row and the plain loop the rest.
public final class GruKernel {
  /// Elements of a part that one task takes at least: a row at a time would be handed around for longer than it lasts.
  private static final int GRAIN = 1 << 12;

  private GruKernel() {}

  /// `r = sigmoid(i_r + s_r)`, `z = sigmoid(i_z + s_z)`, `n = tanh(i_n + r s_n)`.
  public static void gates(float[] i, float[] s, int rows, int h, float[] y) {
    requireLengths(rows, 3 * h, i, s, y);
    Parallel.forRange(rows, rowsOfTask(h), (from, to) -> {
      for (int row = from; row < to; row++) {
        int start = 3 * h * row;
        int proposal = start + 2 * h;
        for (int k = start; k < proposal; k++) {
          y[k] = i[k] + s[k];
        }
        sigmoid(y, start, 2 * h);
        for (int k = Simd.AVAILABLE ? SimdGru.proposal(i, s, y, proposal, h) : 0; k < h; k++) {
          y[proposal + k] = i[proposal + k] + y[start + k] * s[proposal + k];
        }
        tanh(y, proposal, h);
      }
    });
  }

  //: hide 1.3
  //: instead /// From `dL/dy` the gradient with respect to i, or with respect to s.
  /// From `dL/dy` the gradient with respect to i: `a_r`, `a_z`, `a_n` below; or with respect to s: `a_r`, `a_z`,
  /// `r a_n`.
  ///
  /// ```
  /// a_n = gy_n (1 - n^2)
  /// a_z = gy_z z (1 - z)
  /// a_r = (gy_r + a_n s_n) r (1 - r)
  /// ```
  //: end
  public static void gatesGradient(float[] gy, float[] s, float[] y, int rows, int h, boolean ofState, float[] result) {
    requireLengths(rows, 3 * h, gy, s, y, result);
    Parallel.forRange(rows, rowsOfTask(h), (from, to) -> {
      for (int row = from; row < to; row++) {
        int reset = 3 * h * row;
        int update = reset + h;
        int proposal = update + h;
        int done = Simd.AVAILABLE ? SimdGru.gatesGradient(gy, s, y, reset, h, ofState, result) : 0;
        for (int k = done; k < h; k++) {
          //: leak 1.3
          float r = y[reset + k];
          float z = y[update + k];
          float n = y[proposal + k];
          float an = gy[proposal + k] * (1 - n * n);
          result[reset + k] = (gy[reset + k] + an * s[proposal + k]) * r * (1 - r);
          result[update + k] = gy[update + k] * z * (1 - z);
          result[proposal + k] = ofState ? an * r : an;
          //: end
        }
      }
    });
  }

  /// The next state `n + z (h - n)` of the state `x (N, H)` and the gates y.
  public static void next(float[] x, float[] y, int rows, int h, float[] result) {
    requireLengths(rows, 3 * h, y);
    requireLengths(rows, h, x, result);
    Parallel.forRange(rows, rowsOfTask(h), (from, to) -> {
      for (int row = from; row < to; row++) {
        int update = 3 * h * row + h;
        int proposal = update + h;
        for (int k = Simd.AVAILABLE ? SimdGru.next(x, y, h * row, h, result) : 0; k < h; k++) {
          float n = y[proposal + k];
          result[h * row + k] = n + y[update + k] * (x[h * row + k] - n);
        }
      }
    });
  }

  /// From `g`, the gradient with respect to the next state, that with respect to the gates: 0, `g (h - n)`, `g - g z`.
  public static void nextGradientOfGates(float[] g, float[] x, float[] y, int rows, int h, float[] result) {
    requireLengths(rows, h, g, x);
    requireLengths(rows, 3 * h, y, result);
    Parallel.forRange(rows, rowsOfTask(h), (from, to) -> {
      for (int row = from; row < to; row++) {
        int reset = 3 * h * row;
        int update = reset + h;
        int proposal = update + h;
        int done = Simd.AVAILABLE ? SimdGru.nextGradientOfGates(g, x, y, h * row, h, result) : 0;
        for (int k = done; k < h; k++) {
          float gk = g[h * row + k];
          result[reset + k] = 0;
          result[update + k] = gk * (x[h * row + k] - y[proposal + k]);
          result[proposal + k] = gk - gk * y[update + k];
        }
      }
    });
  }

  /// The same with respect to the state: `g z`.
  public static void nextGradientOfState(float[] g, float[] y, int rows, int h, float[] result) {
    requireLengths(rows, h, g, result);
    requireLengths(rows, 3 * h, y);
    Parallel.forRange(rows, rowsOfTask(h), (from, to) -> {
      for (int row = from; row < to; row++) {
        int update = 3 * h * row + h;
        int done = Simd.AVAILABLE ? SimdGru.nextGradientOfState(g, y, h * row, h, result) : 0;
        for (int k = done; k < h; k++) {
          result[h * row + k] = g[h * row + k] * y[update + k];
        }
      }
    });
  }

  static void sigmoid(float[] x, int start, int count) {
    if (Simd.AVAILABLE) {
      SimdMath.sigmoid(x, start, x, start, count);
    } else {
      for (int i = start; i < start + count; i++) {
        x[i] = FloatMath.sigmoid(x[i]);
      }
    }
  }

  static void tanh(float[] x, int start, int count) {
    if (Simd.AVAILABLE) {
      SimdMath.tanh(x, start, x, start, count);
    } else {
      for (int i = start; i < start + count; i++) {
        x[i] = FloatMath.tanh(x[i]);
      }
    }
  }

  private static int rowsOfTask(int h) {
    return Math.max(1, GRAIN / Math.max(1, h));
  }

  private static void requireLengths(int rows, int columns, float[]... arrays) {
    for (float[] array : arrays) {
      if (array.length < rows * columns) {
        throw new IllegalArgumentException("gated recurrent unit: " + rows + " rows of " + columns + " need "
            + rows * columns + " elements, got an array of " + array.length);
      }
    }
  }
}
