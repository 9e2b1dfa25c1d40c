package scrutable.tensor.kernel.elementwise;

import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.TestData;

/// Short runs against [Elementwise], which they must equal bit for bit: at lengths around every boundary, at offsets
/// that differ, with zeros of both signs, infinities and NaNs.
class ShortRunsTest {
  private static final int SPARE = 5;

  private interface Kernel {
    void run(float[] x, int xStart, float[] y, int yStart, float[] out, int outStart, int n);
  }

  private static void assertTwins(String name, Kernel shortRuns, Kernel elementwise) {
    for (int n : TestData.AWKWARD) {
      float[] x = TestData.anyBits(1, n + SPARE);
      float[] y = TestData.anyBits(2, n + SPARE);
      float[] expected = TestData.floats(3, n + SPARE);
      float[] actual = expected.clone();
      elementwise.run(x, 1, y, 4, expected, 2, n);
      shortRuns.run(x, 1, y, 4, actual, 2, n);
      TestData.assertSameBits(expected, actual, name + " of " + n);
    }
  }

  @Test
  void twoArrays() {
    assertTwins("add", ShortRuns::add, Elementwise::add);
    assertTwins("sub", ShortRuns::sub, Elementwise::sub);
    assertTwins("mul", ShortRuns::mul, Elementwise::mul);
  }

  @Test
  void arrayAndNumber() {
    for (float number : new float[] {0.7f, 0f, -0f, Float.NEGATIVE_INFINITY, Float.NaN, Float.MIN_VALUE}) {
      assertTwins("add " + number, (x, i, y, j, out, k, n) -> ShortRuns.add(x, i, number, out, k, n),
          (x, i, y, j, out, k, n) -> ElementwiseScalar.add(x, i, number, out, k, n));
      assertTwins("sub " + number, (x, i, y, j, out, k, n) -> ShortRuns.sub(x, i, number, out, k, n),
          (x, i, y, j, out, k, n) -> ElementwiseScalar.sub(x, i, number, out, k, n));
      assertTwins("mul " + number, (x, i, y, j, out, k, n) -> ShortRuns.mul(x, i, number, out, k, n),
          (x, i, y, j, out, k, n) -> ElementwiseScalar.mul(x, i, number, out, k, n));
      assertTwins("div " + number, (x, i, y, j, out, k, n) -> ShortRuns.div(x, i, number, out, k, n),
          (x, i, y, j, out, k, n) -> ElementwiseScalar.div(x, i, number, out, k, n));
    }
  }
}
