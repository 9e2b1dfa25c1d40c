package scrutable.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The steps from the definition of the matrix product to the engine's kernel, one idea each.
///
/// All compute `C = A B` for square row-major matrices of size n, with one chain of additions along k per
/// element. The last rung, packed panels, is the engine's own `scrutable.tensor.kernel.matmul.Gemm`.
final class LadderRungs {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private LadderRungs() {}

  /// The definition. The inner loop strides down a column of B: every step touches another cache line, and
  /// the chain of additions waits for itself.
  static void tripleLoop(int n, float[] a, float[] b, float[] c) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int k = 0; k < n; k++) {
          sum += a[i * n + k] * b[k * n + j];
        }
        c[i * n + j] = sum;
      }
    }
  }

  /// The same loops in the order i, k, j: the inner loop runs along rows of B and C, so that every cache line is
  /// used whole. It stays scalar, though: the compiler makes vectors only of loops whose arrays are all indexed
  /// by the same expression, since it cannot prove otherwise that they do not overlap.
  static void rowOrder(int n, float[] a, float[] b, float[] c) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        c[i * n + j] = 0;
      }
      for (int k = 0; k < n; k++) {
        float factor = a[i * n + k];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += factor * b[k * n + j];
        }
      }
    }
  }

  /// As [#rowOrder], with one rounding per step instead of two: `Math.fma` is one instruction where there were
  /// two, and buys nothing, because the loads and stores of C set the pace.
  static void fused(int n, float[] a, float[] b, float[] c) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        c[i * n + j] = 0;
      }
      for (int k = 0; k < n; k++) {
        float factor = a[i * n + k];
        for (int j = 0; j < n; j++) {
          c[i * n + j] = Math.fma(factor, b[k * n + j], c[i * n + j]);
        }
      }
    }
  }

  /// Vectors by hand, and the result stays in a register: one vector of C is summed over all k before it is
  /// stored. A single chain of multiply-adds, though, waits four cycles for each of its links, and for large
  /// matrices every step of k fetches another row of B from afar.
  static void oneAccumulator(int n, float[] a, float[] b, float[] c) {
    int lanes = SPECIES.length();
    for (int i = 0; i < n; i++) {
      int j = 0;
      for (; j <= n - lanes; j += lanes) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int k = 0; k < n; k++) {
          sum = FloatVector.broadcast(SPECIES, a[i * n + k]).fma(FloatVector.fromArray(SPECIES, b, k * n + j), sum);
        }
        sum.intoArray(c, i * n + j);
      }
      columnTail(n, i, 1, j, a, b, c);
    }
  }

  /// Four rows and two vectors at once: eight independent chains hide each other's latency, and every load
  /// feeds several multiply-adds. B is still read with a stride of a whole row per k.
  static void registerTile(int n, float[] a, float[] b, float[] c) {
    int lanes = SPECIES.length();
    int i = 0;
    for (; i <= n - 4; i += 4) {
      int j = 0;
      for (; j <= n - 2 * lanes; j += 2 * lanes) {
        tile(n, i, j, a, b, c);
      }
      columnTail(n, i, 4, j, a, b, c);
    }
    columnTail(n, i, n - i, 0, a, b, c);
  }

  private static void tile(int n, int i, int j, float[] a, float[] b, float[] c) {
    int lanes = SPECIES.length();
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    for (int k = 0; k < n; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, k * n + j);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, k * n + j + lanes);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[i * n + k]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[(i + 1) * n + k]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[(i + 2) * n + k]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[(i + 3) * n + k]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, i * n + j);
    c01.intoArray(c, i * n + j + lanes);
    c10.intoArray(c, (i + 1) * n + j);
    c11.intoArray(c, (i + 1) * n + j + lanes);
    c20.intoArray(c, (i + 2) * n + j);
    c21.intoArray(c, (i + 2) * n + j + lanes);
    c30.intoArray(c, (i + 3) * n + j);
    c31.intoArray(c, (i + 3) * n + j + lanes);
  }

  static void columnTail(int n, int firstRow, int rows, int firstColumn, float[] a, float[] b, float[] c) {
    for (int i = firstRow; i < firstRow + rows; i++) {
      for (int j = firstColumn; j < n; j++) {
        float sum = 0;
        for (int k = 0; k < n; k++) {
          sum = Math.fma(a[i * n + k], b[k * n + j], sum);
        }
        c[i * n + j] = sum;
      }
    }
  }

  /// The wrong way: the loop of [#oneAccumulator] with its step in a method that is too large to be inlined.
  /// A vector that crosses a real call becomes an object on the heap, and the kernel falls off a cliff.
  static void boxed(int n, float[] a, float[] b, float[] c) {
    int lanes = SPECIES.length();
    for (int i = 0; i < n; i++) {
      int j = 0;
      for (; j <= n - lanes; j += lanes) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int k = 0; k < n; k++) {
          sum = VectorStep.apply(sum, a[i * n + k], b, k * n + j);
        }
        sum.intoArray(c, i * n + j);
      }
      columnTail(n, i, 1, j, a, b, c);
    }
  }

  /// A step that the benchmark forbids the compiler to inline.
  static final class VectorStep {
    private VectorStep() {}

    @org.openjdk.jmh.annotations.CompilerControl(org.openjdk.jmh.annotations.CompilerControl.Mode.DONT_INLINE)
    static FloatVector apply(FloatVector sum, float factor, float[] b, int at) {
      return FloatVector.broadcast(SPECIES, factor).fma(FloatVector.fromArray(SPECIES, b, at), sum);
    }
  }
}
