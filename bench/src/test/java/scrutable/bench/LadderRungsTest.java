package scrutable.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import scrutable.tensor.Rng;

/// A fast rung that computes something else is worth nothing.
class LadderRungsTest {

  private interface Rung {
    void multiply(int n, float[] a, float[] b, float[] c);
  }

  private record Named(String name, Rung rung) {}

  @TestFactory
  Stream<DynamicTest> everyRungComputesTheProductAtEverySize() {
    return Stream.of(new Named("tripleLoop", LadderRungs::tripleLoop), new Named("rowOrder", LadderRungs::rowOrder),
        new Named("fused", LadderRungs::fused), new Named("oneAccumulator", LadderRungs::oneAccumulator),
        new Named("registerTile", LadderRungs::registerTile), new Named("boxed", LadderRungs::boxed),
        new Named("masked", WrongTurns::masked),
        new Named("twentyFourAccumulators", WrongTurns::twentyFourAccumulators),
        new Named("allocating", (n, a, b, c) -> System.arraycopy(WrongTurns.allocating(n, a, b), 0, c, 0, n * n)))
        .map(named -> DynamicTest.dynamicTest(named.name, () -> check(named.rung)));
  }

  private static void check(Rung rung) {
    for (int n : new int[] {1, 3, 4, 15, 16, 17, 32, 33, 70}) {
      Rng rng = Rng.seed(n);
      float[] a = rng.uniformBetween(-1, 1, n * n).toFloatArray();
      float[] b = rng.uniformBetween(-1, 1, n * n).toFloatArray();
      float[] c = rng.uniformBetween(-1, 1, n * n).toFloatArray();
      rung.multiply(n, a, b, c);
      double[] expected = new double[n * n];
      double[] actual = new double[n * n];
      for (int i = 0; i < n * n; i++) {
        for (int k = 0; k < n; k++) {
          expected[i] += (double) a[i / n * n + k] * b[k * n + i % n];
        }
        actual[i] = c[i];
      }
      assertArrayEquals(expected, actual, 1e-5);
    }
  }
}
