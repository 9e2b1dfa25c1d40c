package scrutable.nn.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;

/// The published files themselves against the figures published about them; skipped without `SCRUTABLE_DATA`.
class RealDataTest {
  private static Dataset load(String name, Split split) throws IOException {
    DataLocations locations = DataLocations.fromEnvironment().offline();
    Assumptions.assumeTrue(locations.dataFolder().isPresent(),
        "SCRUTABLE_DATA is not set: the real data sets are not tested");
    return DataSets.load(name, split, locations, Progress.silent());
  }

  /// Mean and standard deviation over all pixels of one channel.
  private static void assertMoments(double mean, double deviation, Dataset data, int channel) {
    int channels = data.inputs().size(1);
    int plane = data.inputs().size(2) * data.inputs().size(3);
    float[] pixels = data.inputs().toFloatArray();
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (int i = 0; i < pixels.length; i++) {
      if (i / plane % channels == channel) {
        sum += pixels[i];
        squares += (double) pixels[i] * pixels[i];
        count++;
      }
    }
    assertEquals(mean, sum / count, 5e-5);
    assertEquals(deviation, Math.sqrt(squares / count - sum / count * (sum / count)), 5e-5);
  }

  private static int[] evenly(int perClass) {
    return IntStream.generate(() -> perClass).limit(10).toArray();
  }

  @Test
  void mnist() throws IOException {
    Dataset train = load("mnist", Split.TRAIN);
    assertArrayEquals(new int[] {60_000, 1, 28, 28}, train.inputs().shape());
    assertArrayEquals(
        new int[] {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949}, train.countPerClass());
    assertArrayEquals(new int[] {5, 0, 4, 1, 9}, Arrays.copyOf(train.labels().toIntArray(), 5));
    assertMoments(0.1307, 0.3081, train, 0);
    Dataset test = load("mnist", Split.TEST);
    assertArrayEquals(
        new int[] {980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009}, test.countPerClass());
    assertMoments(0.1325, 0.3105, test, 0);
  }

  @Test
  void fashion() throws IOException {
    Dataset train = load("fashion-mnist", Split.TRAIN);
    assertArrayEquals(new int[] {60_000, 1, 28, 28}, train.inputs().shape());
    assertArrayEquals(evenly(6000), train.countPerClass());
    assertMoments(0.2860, 0.3530, train, 0);
    assertArrayEquals(evenly(1000), load("fashion-mnist", Split.TEST).countPerClass());
  }

  @Test
  void cifar10() throws IOException {
    Dataset train = load("cifar10", Split.TRAIN);
    assertArrayEquals(new int[] {10_000, 3, 32, 32}, train.inputs().shape());
    assertArrayEquals(evenly(1000), train.countPerClass());
    assertMoments(0.4917, 0.2471, train, 0);
    assertMoments(0.4823, 0.2440, train, 1);
    assertMoments(0.4467, 0.2628, train, 2);
    assertArrayEquals(evenly(200), load("cifar10", Split.TEST).countPerClass());
  }

  @Test
  void optdigits() throws IOException {
    Dataset train = load("optdigits", Split.TRAIN);
    assertArrayEquals(new int[] {3823, 1, 8, 8}, train.inputs().shape());
    assertArrayEquals(new int[] {376, 389, 380, 389, 387, 376, 377, 387, 380, 382}, train.countPerClass());
    assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180},
        load("optdigits", Split.TEST).countPerClass());
  }
}
