package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

class GlyphsTest {
  private static final int PIXELS = 28 * 28;

  @Test
  void theSameSeedGivesTheSameBitsForEver() {
    Dataset glyphs = Glyphs.generate(200, Rng.seed(42));
    assertArrayEquals(new int[] {200, 1, 28, 28}, glyphs.inputs().shape());
    assertEquals(381589297L, checksum(glyphs.inputs().toFloatArray()));
  }

  static long checksum(float[] values) {
    var crc = new CRC32();
    for (float value : values) {
      int bits = Float.floatToRawIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        crc.update(bits >>> shift);
      }
    }
    return crc.getValue();
  }

  @Test
  void aLongerSetBeginsWithTheShorterOneAndASecondCallMakesOthers() {
    Dataset shorter = Glyphs.generate(30, Rng.seed(5));
    Dataset longer = Glyphs.generate(50, Rng.seed(5));
    assertArrayEquals(shorter.inputs().toFloatArray(), longer.take(30).inputs().toFloatArray());
    assertArrayEquals(shorter.labels().toIntArray(), longer.take(30).labels().toIntArray());
    Rng rng = Rng.seed(5);
    Dataset first = Glyphs.generate(30, rng);
    Dataset second = Glyphs.generate(30, rng);
    assertArrayEquals(shorter.inputs().toFloatArray(), first.inputs().toFloatArray());
    assertTrue(!Arrays.equals(first.inputs().toFloatArray(), second.inputs().toFloatArray()));
  }

  @Test
  void everyTenGlyphsHoldEachDigitOnce() {
    Dataset glyphs = Glyphs.generate(95, Rng.seed(1));
    for (int start = 0; start + 10 <= 95; start += 10) {
      int[] counts = glyphs.slice(start, start + 10).countPerClass();
      assertArrayEquals(new int[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, counts);
    }
    assertEquals(95, IntStream.of(glyphs.countPerClass()).sum());
  }

  @Test
  void inkIsNearOneAndPaperNearZero() {
    float[] pixels = Glyphs.generate(300, Rng.seed(2)).inputs().toFloatArray();
    for (int i = 0; i < 300; i++) {
      float[] picture = Arrays.copyOfRange(pixels, i * PIXELS, (i + 1) * PIXELS);
      Arrays.sort(picture);
      assertTrue(picture[0] >= 0 && picture[PIXELS - 1] <= 1);
      assertTrue(picture[PIXELS - 1] > 0.75, "brightest ink " + picture[PIXELS - 1]);
      assertTrue(picture[PIXELS / 2] < 0.25, "median, which is paper: " + picture[PIXELS / 2]);
    }
  }

  /// Two judges that share nothing with the generator: the label can be seen, but not by a mere template.
  @Test
  void templatesReadSomeGlyphsAndTheNearestNeighbourMost() {
    Dataset train = Glyphs.generate(1000, Rng.seed(42).split("train"));
    Dataset test = Glyphs.generate(200, Rng.seed(42).split("test"));
    float[] mean = meanPerClass(train);
    double template = accuracy(mean, IntStream.range(0, 10).toArray(), test);
    double neighbour = accuracy(train.inputs().toFloatArray(), train.labels().toIntArray(), test);
    assertTrue(template > 0.7 && template < 0.88, "nearest class mean: " + template);
    assertTrue(neighbour > 0.85, "nearest neighbour: " + neighbour);
  }

  private static float[] meanPerClass(Dataset data) {
    float[] sums = new float[10 * PIXELS];
    float[] inputs = data.inputs().toFloatArray();
    int[] labels = data.labels().toIntArray();
    for (int i = 0; i < inputs.length; i++) {
      sums[labels[i / PIXELS] * PIXELS + i % PIXELS] += inputs[i] * 10 / data.size();
    }
    return sums;
  }

  private static double accuracy(float[] references, int[] classes, Dataset test) {
    float[] inputs = test.inputs().toFloatArray();
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      double nearest = Double.MAX_VALUE;
      int answer = -1;
      for (int j = 0; j < classes.length; j++) {
        double distance = 0;
        for (int k = 0; k < PIXELS; k++) {
          float difference = inputs[i * PIXELS + k] - references[j * PIXELS + k];
          distance += difference * difference;
        }
        if (distance < nearest) {
          nearest = distance;
          answer = classes[j];
        }
      }
      right += answer == (int) test.labels().get(i) ? 1 : 0;
    }
    return right / (double) test.size();
  }

  @Test
  void aSteadyHandOnCleanPaperWritesEachStyleAlwaysAlike() {
    Glyphs.Options still = new Glyphs.Options(28, 0, 0, 0, 0, 0, 0.05, 0.05, 0, 0, 0, 0);
    Dataset glyphs = Glyphs.generate(400, still, Rng.seed(3));
    int styles = IntStream.range(0, 10).map(digit -> GlyphStrokes.of(digit).size()).sum();
    float[] pixels = glyphs.inputs().toFloatArray();
    long different = IntStream.range(0, 400)
        .mapToObj(i -> Arrays.hashCode(Arrays.copyOfRange(pixels, i * PIXELS, (i + 1) * PIXELS)))
        .distinct().count();
    assertEquals(styles, different);
  }

  @Test
  void aStrokeIsAsWideAsThePen() {
    var raster = new StrokeRaster(20);
    raster.draw(new double[] {4, 10, 16, 10}, 2, 1);
    double[] grey = raster.grey();
    double column = 0;
    for (int row = 0; row < 20; row++) {
      column += grey[row * 20 + 10];
    }
    assertEquals(4, column, 1e-12, "a pen of radius 2");
    double area = Arrays.stream(grey).sum();
    assertEquals(12 * 4 + Math.PI * (4 + 1 / 12.0), area, 0.1, "a straight piece and two round, soft ends");
    assertEquals(0, grey[0]);
  }

  @Test
  void otherSizesShowTheSameHand() {
    Dataset small = Glyphs.generate(20, Glyphs.Options.standard().withSize(14), Rng.seed(4));
    Dataset large = Glyphs.generate(20, Glyphs.Options.standard().withSize(56), Rng.seed(4));
    assertArrayEquals(new int[] {20, 1, 14, 14}, small.inputs().shape());
    assertArrayEquals(small.labels().toIntArray(), large.labels().toIntArray());
    assertEquals(small.inputs().mean().item(), large.inputs().mean().item(), 0.02, "as much ink");
  }

  @Test
  void impossibleHandsAreRefused() {
    Glyphs.Options hand = Glyphs.Options.standard();
    String message = assertThrows(IllegalArgumentException.class, () -> hand.withNoise(1.5)).getMessage();
    assertEquals("Glyphs.Options: noise is 1.5, but must be in [0, 1]", message);
    assertThrows(IllegalArgumentException.class, () -> hand.withSize(3));
    assertThrows(IllegalArgumentException.class, () -> hand.withShake(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Glyphs.generate(-1, Rng.seed(1)));
    assertEquals(0, Glyphs.generate(0, Rng.seed(1)).size());
  }
}
