package scrutable.tensor.kernel.elementwise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.parallel.Parallel;

class ElementwiseTest {

  private interface Unary {
    void run(float[] x, int xOffset, float[] out, int outOffset, int n);
  }

  private interface Binary {
    void run(float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset, int n);
  }

  private interface Function1 {
    float of(float x);
  }

  private interface Function2 {
    float of(float x, float y);
  }

  private static final Map<Unary, Function1> UNARY = new LinkedHashMap<>();
  private static final Map<Binary, Function2> BINARY = new LinkedHashMap<>();

  static {
    UNARY.put(FloatFunctions::exp, FloatMath::exp);
    UNARY.put(FloatFunctions::log, FloatMath::log);
    UNARY.put(FloatFunctions::tanh, FloatMath::tanh);
    UNARY.put(FloatFunctions::sigmoid, FloatMath::sigmoid);
    UNARY.put(FloatFunctions::erf, FloatMath::erf);
    UNARY.put(FloatFunctions::sin, FloatMath::sin);
    UNARY.put(FloatFunctions::cos, FloatMath::cos);
    UNARY.put(Elementwise::neg, x -> -x);
    UNARY.put(Elementwise::abs, Math::abs);
    UNARY.put(Elementwise::sqrt, x -> (float) Math.sqrt(x));
    UNARY.put(Elementwise::relu, x -> Float.isNaN(x) ? x : x > 0 ? x : 0);
    UNARY.put(Elementwise::square, x -> x * x);
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.add(x, xo, 1.5f, out, oo, n), x -> x + 1.5f);
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.sub(x, xo, 1.5f, out, oo, n), x -> x - 1.5f);
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.mul(x, xo, 1.5f, out, oo, n), x -> x * 1.5f);
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.div(x, xo, 1.3f, out, oo, n), x -> x / 1.3f);
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.max(x, xo, 0.1f, out, oo, n), x -> Math.max(x, 0.1f));
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.min(x, xo, 0.1f, out, oo, n), x -> Math.min(x, 0.1f));
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.sub(2.5f, x, xo, out, oo, n), x -> 2.5f - x);
    UNARY.put((x, xo, out, oo, n) -> ElementwiseScalar.div(2.5f, x, xo, out, oo, n), x -> 2.5f / x);
    BINARY.put(Elementwise::add, (x, y) -> x + y);
    BINARY.put(Elementwise::sub, (x, y) -> x - y);
    BINARY.put(Elementwise::mul, (x, y) -> x * y);
    BINARY.put(Elementwise::div, (x, y) -> x / y);
    BINARY.put(Elementwise::max, Math::max);
    BINARY.put(Elementwise::min, Math::min);
  }

  @Test
  void everyKernelHasTheBitsOfItsScalarDefinitionAtEverySizeAndOffset() {
    for (int n : TestData.AWKWARD) {
      float[] x = TestData.anyBits(n, n + 9);
      float[] y = TestData.anyBits(n + 1, n + 9);
      for (int offset : new int[] {0, 3}) {
        for (int outOffset : new int[] {0, 3, 5}) {
          checkUnary(x, offset, outOffset, n);
          checkBinary(x, offset, y, 3, outOffset, n);
        }
      }
    }
  }

  @Test
  void everyKernelHasTheBitsOfItsScalarDefinitionOnHundredsOfThousandsOfBitPatterns() {
    int n = 300_000;
    float[] x = TestData.anyBits(7, n + 9);
    float[] y = TestData.anyBits(8, n + 9);
    for (int threads : new int[] {1, 2, 4}) {
      Parallel.withThreads(threads, () -> {
        checkUnary(x, 1, 0, n);
        checkUnary(x, 0, 0, n);
        checkBinary(x, 1, y, 2, 0, n);
        checkBinary(x, 0, y, 0, 0, n);
      });
    }
  }

  @Test
  void vectorsAndScalarsAgreeOnOrdinaryNumbers() {
    float[] x = TestData.floats(9, 1_000_000);
    for (int i = 0; i < x.length; i++) {
      x[i] *= i % 2 == 0 ? 4 : 100;
    }
    checkFunctions(x);
  }

  @Test
  void vectorsAndScalarsAgreeWhereTheFunctionsBend() {
    // All floats around the bounds, thresholds and roundings of the polynomials.
    float[] around = {0f, 0.34657f, 0.875f, 1f, 3.95f, 10f, 9.01f, -87.336f, 88.722f, -103.97f, 0.70711f,
        1.4142f, Float.MIN_NORMAL, 89f, -105f};
    int width = 2_000;
    float[] x = new float[around.length * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(Float.floatToIntBits(around[i / width]) + i % width - width / 2);
    }
    checkUnary(x, 0, 0, x.length);
  }

  @Test
  void anOutputMayBeItsInput() {
    float[] x = TestData.floats(1, 1000);
    float[] expected = new float[1000];
    FloatFunctions.exp(x, 0, expected, 0, 1000);
    float[] inPlace = x.clone();
    FloatFunctions.exp(inPlace, 0, inPlace, 0, 1000);
    TestData.assertSameBits(expected, inPlace, "exp");
    Elementwise.add(x, 0, x, 0, expected, 0, 1000);
    inPlace = x.clone();
    Elementwise.add(inPlace, 0, inPlace, 0, inPlace, 0, 1000);
    TestData.assertSameBits(expected, inPlace, "add");
  }

  @Test
  void axpyIsOneFusedMultiplyAdd() {
    for (int n : TestData.AWKWARD) {
      for (int offset : new int[] {0, 4}) {
        float[] x = TestData.floats(1, n + 4);
        float[] out = TestData.floats(2, n + 4);
        float[] expected = out.clone();
        for (int i = 0; i < n; i++) {
          expected[i] = Math.fma(1.7f, x[offset + i], out[i]);
        }
        Elementwise.axpy(1.7f, x, offset, out, 0, n);
        TestData.assertSameBits(expected, out, "n " + n);
      }
    }
  }

  @Test
  void anArrayThatIsTooShortIsRefusedUntouched() {
    float[] out = {1, 2, 3};
    var thrown = assertThrows(IllegalArgumentException.class,
        () -> Elementwise.add(new float[5], 0, new float[5], 2, out, 0, 4));
    assertTrue(thrown.getMessage().contains("4 elements from offset 2"), thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> FloatFunctions.exp(new float[5], -1, out, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> FloatFunctions.exp(new float[5], 0, out, 0, -1));
    assertEquals(1, out[0]);
  }

  private static void checkUnary(float[] x, int xOffset, int outOffset, int n) {
    int index = 0;
    for (var entry : UNARY.entrySet()) {
      float[] expected = new float[outOffset + n + 2];
      for (int i = 0; i < n; i++) {
        expected[outOffset + i] = entry.getValue().of(x[xOffset + i]);
      }
      float[] actual = new float[expected.length];
      entry.getKey().run(x, xOffset, actual, outOffset, n);
      TestData.assertSameBits(expected, actual, "unary kernel " + index++ + ", n " + n);
    }
  }

  private static void checkFunctions(float[] x) {
    Map<Unary, Function1> functions = Map.of(
        FloatFunctions::exp, FloatMath::exp, FloatFunctions::log, FloatMath::log,
        FloatFunctions::tanh, FloatMath::tanh, FloatFunctions::sigmoid, FloatMath::sigmoid,
        FloatFunctions::erf, FloatMath::erf);
    functions.forEach((kernel, function) -> {
      float[] expected = new float[x.length];
      for (int i = 0; i < x.length; i++) {
        expected[i] = function.of(x[i]);
      }
      float[] actual = new float[x.length];
      kernel.run(x, 0, actual, 0, x.length);
      TestData.assertSameBits(expected, actual, "function");
    });
  }

  private static void checkBinary(float[] x, int xOffset, float[] y, int yOffset, int outOffset, int n) {
    int index = 0;
    for (var entry : BINARY.entrySet()) {
      float[] expected = new float[outOffset + n + 2];
      for (int i = 0; i < n; i++) {
        expected[outOffset + i] = entry.getValue().of(x[xOffset + i], y[yOffset + i]);
      }
      float[] actual = new float[expected.length];
      entry.getKey().run(x, xOffset, y, yOffset, actual, outOffset, n);
      TestData.assertSameBits(expected, actual, "binary kernel " + index++ + ", n " + n);
    }
  }

  @Test
  void theGradientOfReluPassesWhereTheOutputIsPositive() {
    float[] y = {1, 0, -0f, Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.NaN, 3};
    for (int n : new int[] {1, 7, 16, 33, 70_001}) {
      float[] output = new float[n];
      float[] gradient = new float[n];
      float[] expected = new float[n];
      for (int i = 0; i < n; i++) {
        output[i] = y[i % y.length];
        gradient[i] = i % 2 == 0 ? i + 1 : Float.NEGATIVE_INFINITY;
        expected[i] = output[i] > 0 ? gradient[i] : 0;
      }
      float[] actual = new float[n];
      Elementwise.reluGradient(gradient, output, actual, n);
      assertArrayEquals(expected, actual);
    }
  }
}
