package scrutable.tensor.kernel.convolution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.tensor.kernel.Precision;
import scrutable.tensor.kernel.TestData;
import scrutable.tensor.kernel.elementwise.Elementwise;
import scrutable.tensor.kernel.parallel.Parallel;
import scrutable.tensor.kernel.reduce.ChannelReductions;

class ConvolutionTest {

  private static final List<ConvGeometry> GEOMETRIES = List.of(
      ConvGeometry.of(1, 1, 1, 1, 1, 1, 1),
      ConvGeometry.of(2, 1, 5, 5, 1, 3, 3),
      ConvGeometry.of(3, 2, 6, 7, 3, 1, 1),
      ConvGeometry.of(1, 3, 9, 9, 4, 5, 5),
      ConvGeometry.of(5, 4, 12, 10, 9, 3, 2),
      ConvGeometry.of(2, 40, 10, 10, 33, 3, 3),
      ConvGeometry.of(1, 2, 30, 31, 8, 3, 3),
      ConvGeometry.of(2, 17, 9, 8, 34, 5, 5),                                     // three parts, the last one shorter
      new ConvGeometry(2, 20, 9, 10, 18, 3, 2, 1, 1, 2, 1, 2, 3),                  // dilated, both ways by channels
      // From four images on, the gradient of the input by channels is one in bands:
      ConvGeometry.of(4, 17, 12, 12, 34, 5, 5),
      ConvGeometry.of(5, 32, 12, 12, 20, 3, 3),
      new ConvGeometry(4, 20, 9, 10, 18, 3, 2, 1, 1, 2, 1, 2, 3),
      new ConvGeometry(4, 16, 3, 3, 16, 3, 3, 1, 1, 5, 5, 1, 1),
      new ConvGeometry(4, 16, 6, 9, 16, 2, 3, 1, 1, 0, 0, 4, 1),                  // rows that the kernel never meets
      new ConvGeometry(2, 3, 8, 8, 5, 3, 3, 1, 1, 1, 1, 1, 1),
      new ConvGeometry(2, 3, 9, 8, 5, 3, 3, 2, 2, 1, 1, 1, 1),
      new ConvGeometry(2, 2, 11, 13, 3, 3, 3, 2, 3, 2, 0, 1, 1),
      new ConvGeometry(2, 2, 11, 13, 3, 3, 2, 1, 2, 2, 3, 2, 3),
      new ConvGeometry(1, 2, 3, 3, 2, 3, 3, 1, 1, 5, 5, 1, 1),
      new ConvGeometry(2, 2, 4, 4, 2, 3, 3, 4, 4, 3, 3, 1, 1),
      new ConvGeometry(3, 3, 7, 5, 4, 1, 1, 2, 2, 0, 0, 1, 1),
      ConvGeometry.of(2, 2, 20, 21, 17, 2, 3),
      ConvGeometry.of(2, 3, 9, 40, 40, 3, 3),
      new ConvGeometry(2, 1, 28, 28, 6, 5, 5, 1, 1, 2, 2, 1, 1),
      new ConvGeometry(1, 2, 40, 300, 9, 2, 8, 1, 1, 0, 3, 1, 1),                     // more than one band of copies
      new ConvGeometry(1, 1, 4, 4, 1, 1, 1, 1, 1, 1, 2, 1, 1),
      new ConvGeometry(1, 2, 5, 5, 2, 1, 1, 2, 2, 2, 2, 1, 1),
      new ConvGeometry(2, 2, 70, 72, 3, 3, 3, 1, 1, 1, 1, 1, 1),                   // two strips, the second one shorter
      new ConvGeometry(1, 1, 4, 9_001, 2, 2, 3, 2, 2, 0, 0, 1, 1),                // a row longer than a strip
      new ConvGeometry(0, 3, 7, 5, 4, 1, 1, 2, 2, 0, 0, 1, 1));

  @Test
  void allThreeHaveTheBitsOfThePlainLoops() {
    for (ConvGeometry g : GEOMETRIES) {
      float[] x = TestData.floats(1, g.n() * g.inSize());
      float[] w = TestData.floats(2, g.outChannels() * g.window());
      float[] gy = TestData.floats(3, g.n() * g.outSize());
      float[] bias = TestData.floats(7, g.outChannels());
      double[] wideWithBias = new double[gy.length];
      double[] wideY = new double[gy.length];
      double[] wideGx = new double[x.length];
      double[] wideGw = new double[w.length];
      var float32 = Precision.FLOAT32;
      PlainConvolution.forward(g, float32, TestData.widen(x), TestData.widen(w), null, wideY);
      PlainConvolution.forward(g, float32, TestData.widen(x), TestData.widen(w), TestData.widen(bias), wideWithBias);
      PlainConvolution.inputGradient(g, float32, TestData.widen(gy), TestData.widen(w), wideGx);
      PlainConvolution.weightGradient(g, float32, TestData.widen(x), TestData.widen(gy), wideGw);
      for (int threads : new int[] {1, 2, 4}) {
        float[] y = TestData.floats(4, gy.length);
        float[] withBias = TestData.floats(4, gy.length);
        float[] gx = TestData.floats(5, x.length);
        float[] gw = TestData.floats(6, w.length);
        Parallel.withThreads(threads, () -> {
          Convolution.forward(g, x, w, y);
          Convolution.forward(g, x, w, bias, withBias);
          Convolution.inputGradient(g, gy, w, gx);
          Convolution.weightGradient(g, x, gy, gw);
        });
        TestData.assertSameBits(narrow(wideY), y, "y of " + g + ", threads " + threads);
        TestData.assertSameBits(narrow(wideWithBias), withBias, "y with bias of " + g + ", threads " + threads);
        TestData.assertSameBits(narrow(wideGx), gx, "gx of " + g + ", threads " + threads);
        TestData.assertSameBits(narrow(wideGw), gw, "gw of " + g + ", threads " + threads);
      }
    }
  }

  @Test
  void withARectifierAllFourHaveTheBitsOfSeparatePasses() {
    for (ConvGeometry g : GEOMETRIES) {
      float[] x = TestData.floats(1, g.n() * g.inSize());
      float[] w = TestData.floats(2, g.outChannels() * g.window());
      float[] gy = TestData.floats(3, g.n() * g.outSize());
      float[] bias = TestData.floats(7, g.outChannels());
      float[] y = new float[gy.length];
      float[] passed = new float[gy.length];
      float[] gx = new float[x.length];
      float[] gw = new float[w.length];
      Convolution.forward(g, x, w, bias, y);
      Elementwise.relu(y, 0, y, 0, y.length);
      Elementwise.reluGradient(gy, y, passed, gy.length);
      Convolution.inputGradient(g, passed, w, gx);
      Convolution.weightGradient(g, x, passed, gw);
      float[] gb = new float[bias.length];
      int positions = g.outHeight() * g.outWidth();
      ChannelReductions.sumChannels(passed, g.n(), g.outChannels(), positions, gb);
      for (int threads : new int[] {1, 2}) {
        float[] fusedY = TestData.floats(4, gy.length);
        float[] fusedGx = TestData.floats(5, x.length);
        float[] fusedGw = TestData.floats(6, w.length);
        float[] fusedGb = TestData.floats(8, bias.length);
        Parallel.withThreads(threads, () -> {
          Convolution.forward(g, x, w, bias, true, fusedY);
          Convolution.inputGradient(g, gy, y, w, fusedGx);
          Convolution.weightGradient(g, x, gy, y, fusedGw);
          Convolution.biasGradient(g.n(), g.outChannels(), positions, gy, y, fusedGb);
        });
        TestData.assertSameBits(y, fusedY, "y of " + g + ", threads " + threads);
        TestData.assertSameBits(gx, fusedGx, "gx of " + g + ", threads " + threads);
        TestData.assertSameBits(gw, fusedGw, "gw of " + g + ", threads " + threads);
        TestData.assertSameBits(gb, fusedGb, "gb of " + g + ", threads " + threads);
      }
    }
  }

  @Test
  void theGradientOfTheWeightsBlockByBlockHasTheBitsOfThePlainLoops() {
    List<ConvGeometry> geometries = new ArrayList<>(GEOMETRIES);
    geometries.add(new ConvGeometry(2, 3, 200, 210, 2, 3, 3, 1, 1, 1, 1, 1, 1));     // more than one block
    for (ConvGeometry g : geometries) {
      float[] x = TestData.floats(1, g.n() * g.inSize());
      float[] y = TestData.floats(2, g.n() * g.outSize());
      float[] gy = TestData.floats(3, g.n() * g.outSize());
      float[] passed = new float[gy.length];
      Elementwise.reluGradient(gy, y, passed, gy.length);
      double[] expected = new double[g.outChannels() * g.window()];
      double[] expectedOfRectified = new double[expected.length];
      PlainConvolution.weightGradient(g, Precision.FLOAT32, TestData.widen(x), TestData.widen(gy), expected);
      PlainConvolution.weightGradient(g, Precision.FLOAT32, TestData.widen(x), TestData.widen(passed),
          expectedOfRectified);
      for (int threads : new int[] {1, 2}) {
        float[] gw = TestData.floats(4, expected.length);
        Parallel.withThreads(threads, () -> WeightGradientBlocks.run(g, x, gy, null, gw));
        TestData.assertSameBits(narrow(expected), gw, g + ", threads " + threads);
        Parallel.withThreads(threads, () -> WeightGradientBlocks.run(g, x, gy, y, gw));
        TestData.assertSameBits(narrow(expectedOfRectified), gw, "rectified " + g + ", threads " + threads);
      }
    }
  }

  /// In a JVM of its own, whose heap holds the image and hardly more.
  @Test
  void theGradientOfTheWeightsOfALargeImageNeedsLittleMemory() throws Exception {
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC", "-Xmx64m", "-Dscrutable.simd=false", "-cp", System.getProperty("java.class.path"),
        LargeImage.class.getName()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("4194304.0", said.strip());
  }

  /// The weight gradient of a 1 x 1 convolution of one image of 16 MB, all ones.
  private static final class LargeImage {
    public static void main(String[] arguments) {
      ConvGeometry g = ConvGeometry.of(1, 1, 2048, 2048, 1, 1, 1);
      float[] ones = new float[g.inSize()];
      Arrays.fill(ones, 1);
      float[] gw = new float[1];
      Convolution.weightGradient(g, ones, ones, gw);
      System.out.println(gw[0]);
    }
  }

  @Test
  void theGradientOfTheWeightsOfALargeImageKeepsCounting() {
    ConvGeometry g = ConvGeometry.of(1, 1, 1000, 1000, 1, 1, 1);
    float[] ones = new float[g.inSize()];
    Arrays.fill(ones, 1);
    float[] tenths = new float[g.inSize()];
    Arrays.fill(tenths, 0.1f);
    float[] gw = new float[1];
    Convolution.weightGradient(g, ones, tenths, gw);
    assertEquals(1e5, gw[0], 5);
  }

  @Test
  void layoutsThatNoArrayHoldsAreRefused() {
    var padded = assertThrows(IllegalArgumentException.class,
        () -> new ConvGeometry(1, 1, 4, 4, 1, 3, 3, 30_000, 30_000, 30_000, 30_000, 1, 1));
    assertTrue(padded.getMessage().contains("more than 2^31 - 1"), padded.getMessage());
    var reach = assertThrows(IllegalArgumentException.class,
        () -> new ConvGeometry(1, 1, 40_000, 40_000, 1, 2, 2, 1, 1, 0, 0, 39_000, 39_000));
    assertTrue(reach.getMessage().contains("more than 2^31 - 1"), reach.getMessage());
  }

  @Test
  void theForwardPassIsTheFormula() {
    for (ConvGeometry g : GEOMETRIES) {
      double[] x = TestData.widen(TestData.floats(1, g.n() * g.inSize()));
      double[] w = TestData.widen(TestData.floats(2, g.outChannels() * g.window()));
      double[] y = new double[g.n() * g.outSize()];
      Convolution.forward(g, x, w, null, y);
      for (int n = 0; n < g.n(); n++) {
        for (int o = 0; o < g.outChannels(); o++) {
          for (int i = 0; i < g.outHeight(); i++) {
            for (int j = 0; j < g.outWidth(); j++) {
              assertEquals(formula(g, x, w, n, o, i, j),
                  y[((n * g.outChannels() + o) * g.outHeight() + i) * g.outWidth() + j], 1e-12);
            }
          }
        }
      }
    }
  }

  /// The convolution is linear in x and in w, so both gradients are its adjoints:
  /// sum(gy conv(x, w)) = sum(x inputGradient(gy, w)) = sum(w weightGradient(x, gy)).
  @Test
  void theGradientsAreTheAdjointsOfTheForwardPass() {
    for (ConvGeometry g : GEOMETRIES) {
      double[] x = TestData.widen(TestData.floats(1, g.n() * g.inSize()));
      double[] w = TestData.widen(TestData.floats(2, g.outChannels() * g.window()));
      double[] gy = TestData.widen(TestData.floats(3, g.n() * g.outSize()));
      double[] y = new double[gy.length];
      double[] gx = new double[x.length];
      double[] gw = new double[w.length];
      Convolution.forward(g, x, w, null, y);
      Convolution.inputGradient(g, gy, w, gx);
      Convolution.weightGradient(g, x, gy, gw);
      double expected = dot(gy, y);
      assertEquals(expected, dot(x, gx), 1e-10, g.toString());
      assertEquals(expected, dot(w, gw), 1e-10, g.toString());
    }
  }

  @Test
  void aKnownExampleComesOutRight() {
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] w = {1, 0, 0, -1};
    float[] y = new float[4];
    ConvGeometry g = ConvGeometry.of(1, 1, 3, 3, 1, 2, 2);
    Convolution.forward(g, x, w, y);
    assertArrayEquals(new float[] {-4, -4, -4, -4}, y);
    float[] gx = new float[9];
    Convolution.inputGradient(g, new float[] {1, 2, 3, 4}, w, gx);
    assertArrayEquals(new float[] {1, 2, 0, 3, 3, -2, 0, -3, -4}, gx);
    float[] gw = new float[4];
    Convolution.weightGradient(g, x, new float[] {1, 0, 0, 1}, gw);
    assertArrayEquals(new float[] {6, 8, 12, 14}, gw);
  }

  @Test
  void outputSizesFollowTheFormula() {
    ConvGeometry g = new ConvGeometry(1, 1, 28, 30, 1, 5, 3, 2, 3, 2, 0, 1, 4);
    assertEquals(14, g.outHeight());
    assertEquals(8, g.outWidth());
  }

  @Test
  void impossibleGeometriesAreExplained() {
    var tooLarge = assertThrows(IllegalArgumentException.class, () -> ConvGeometry.of(1, 1, 4, 9, 1, 5, 5));
    assertTrue(tooLarge.getMessage().contains("height 4 + 2 * padding 0 < 5"), tooLarge.getMessage());
    assertThrows(IllegalArgumentException.class,
        () -> new ConvGeometry(1, 1, 4, 4, 1, 3, 3, 1, 1, 0, 0, 2, 2));
    var stride = assertThrows(IllegalArgumentException.class,
        () -> new ConvGeometry(1, 1, 4, 4, 1, 3, 3, 0, 1, 0, 0, 1, 1));
    assertTrue(stride.getMessage().contains("stride (height) must be at least 1"), stride.getMessage());
    ConvGeometry g = ConvGeometry.of(1, 1, 4, 4, 1, 3, 3);
    var tooShort = assertThrows(IllegalArgumentException.class,
        () -> Convolution.forward(g, new float[16], new float[8], new float[4]));
    assertTrue(tooShort.getMessage().contains("w has 8 elements"), tooShort.getMessage());
  }

  private static double formula(ConvGeometry g, double[] x, double[] w, int n, int o, int i, int j) {
    double sum = 0;
    for (int c = 0; c < g.inChannels(); c++) {
      for (int u = 0; u < g.kernelHeight(); u++) {
        for (int v = 0; v < g.kernelWidth(); v++) {
          int row = i * g.strideHeight() - g.paddingHeight() + u * g.dilationHeight();
          int column = j * g.strideWidth() - g.paddingWidth() + v * g.dilationWidth();
          if (row >= 0 && row < g.inHeight() && column >= 0 && column < g.inWidth()) {
            sum += w[((o * g.inChannels() + c) * g.kernelHeight() + u) * g.kernelWidth() + v]
                * x[((n * g.inChannels() + c) * g.inHeight() + row) * g.inWidth() + column];
          }
        }
      }
    }
    return sum;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static float[] narrow(double[] wide) {
    float[] values = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }
}
