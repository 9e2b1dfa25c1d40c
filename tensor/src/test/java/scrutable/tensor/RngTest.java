package scrutable.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The stream as specified: values of a second, independent implementation of the Javadoc of [Rng] (in
/// Python, with SciPy's normal quantile), places, splits and arguments. How random it is: see
/// [RngStatisticsTest].
class RngTest {
  @Test
  void seedZeroBeginsWithThePublishedVectorOfPhilox() {
    var rng = Rng.seed(0);
    assertWords(rng, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
  }

  @Test
  void wordsNeverChange() {
    assertWords(
        Rng.seed(42),
        0x9ceaf053, 0x77f5493b, 0x12bf50ad, 0x5742b3d7, 0xfcdb2127, 0x53ba6cfd, 0x838f5a6e, 0x744e06fb);
    assertWords(Rng.seed(-1), 0x72a47709, 0x15474739);
  }

  @Test
  void numbersMadeOfWordsNeverChange() {
    assertEquals(0x77f5493b9ceaf053L, Rng.seed(42).nextLong());
    assertEquals(0.4685865183391049, Rng.seed(42).nextDouble());
    assertEquals(0.6129598617553711f, Rng.seed(42).nextFloat());
    assertTrue(Rng.seed(42).nextBoolean());
    var rng = Rng.seed(42);
    assertArrayEquals(
        new int[] {6, 4, 0, 3, 9, 3, 5, 4, 8, 6}, IntStream.range(0, 10).map(i -> rng.nextInt(10)).toArray());
  }

  @Test
  void boundsThatRejectManyWordsDrawAgain() {
    var rng = Rng.seed(42); // a quarter of all words is surplus for this bound
    assertArrayEquals(
        new int[] {117947968, 548995952, 1590832238, 526772446, 827703785, 1330151629},
        IntStream.range(0, 6).map(i -> rng.nextInt(3 << 29)).toArray());
  }

  @Test
  void normalsNeverChange() {
    double[] scipy = {
      -0.07882346885253179, -0.41011294279565147, -0.44803662789792775, -0.11476523741853367,
      0.40787023580530973, 0.7507043067685637
    };
    var rng = Rng.seed(42);
    for (double expected : scipy) {
      assertEquals(expected, rng.nextGaussian(), 4e-16);
    }
    assertEquals(-0.07882346885253179, Rng.seed(42).nextGaussian(), 0, "to the last bit");
  }

  @Test
  void permutationsNeverChange() {
    assertArrayEquals(new int[] {6, 5, 2, 1, 9, 0, 8, 3, 4, 7}, Rng.seed(42).permutation(10));
    assertArrayEquals(new int[] {6, 5, 2}, Rng.seed(42).sampleWithoutReplacement(10, 3));
  }

  @Test
  void splitsNeverChange() {
    var rng = Rng.seed(42);
    assertWords(rng.split("shuffle"), 0x1b3a5182, 0xd19b3085, 0x6ff502ca, 0xa4b5d692);
    assertWords(rng.split("m\u00fcde"), 0x025301c3, 0x8028aeb9);
    assertWords(rng.split(0), 0x51e577ff, 0xdce58726, 0x60f2f372, 0x92806392);
    assertWords(rng.split(-1), 0xab34c994, 0xdfe5f876);
    assertWords(rng.split("attack").split(7), 0x9d67e4f9, 0xa17cb3cb);
  }

  @Test
  void aSplitDoesNotDependOnWhatWasDrawnAndDoesNotMoveItsParent() {
    var used = Rng.seed(5);
    used.permutation(1000);
    used.split("dropout").nextGaussian();
    assertEquals(Rng.seed(5).split("shuffle").nextLong(), used.split("shuffle").nextLong());
    var split = Rng.seed(5);
    split.split("shuffle");
    assertEquals(Rng.seed(5).nextLong(), split.nextLong());
  }

  @Test
  void splitsOfDifferentNamesIndicesAndKindsDiffer() {
    var rng = Rng.seed(5);
    var keys = new long[2003];
    for (int i = 0; i < 1000; i++) {
      keys[i] = rng.split(i).state().key();
      keys[1000 + i] = rng.split(Integer.toString(i)).state().key();
    }
    keys[2000] = rng.split("").state().key();
    keys[2001] = rng.split(Long.MIN_VALUE).state().key();
    keys[2002] = rng.state().key();
    assertEquals(keys.length, Arrays.stream(keys).distinct().count());
  }

  @Test
  void aRestoredStreamContinuesBitForBitFromEveryPlaceInABlock() {
    for (int drawn = 0; drawn < 9; drawn++) {
      var rng = Rng.seed(9);
      for (int i = 0; i < drawn; i++) {
        rng.nextInt();
      }
      var restored = Rng.restore(rng.state());
      assertEquals(rng.state(), restored.state());
      for (int i = 0; i < 9; i++) {
        assertEquals(rng.nextInt(), restored.nextInt(), "word " + i + " after " + drawn);
      }
      assertEquals(rng.nextGaussian(), restored.nextGaussian());
      var moved = Rng.seed(99);
      moved.nextInt();
      moved.moveTo(rng.state());
      assertEquals(rng.state(), moved.state());
      for (int i = 0; i < 9; i++) {
        assertEquals(rng.nextInt(), moved.nextInt(), "word " + i + " after " + drawn + ", moved");
      }
      assertEquals(rng.split("x").nextInt(), restored.split("x").nextInt());
    }
  }

  @Test
  void aStateIsAPlaceSoAStreamCanBeEnteredAnywhere() {
    var far = Rng.restore(new Rng.State(0, 0xFFFFFFFFL, 3));
    far.nextInt();
    assertEquals(new Rng.State(0, 0x100000000L, 0), far.state(), "the counter carries into its high word");
    assertNotEquals(0x6627e8d5, far.nextInt());
    assertThrows(IllegalArgumentException.class, () -> new Rng.State(0, 0, 4));
    assertThrows(IllegalArgumentException.class, () -> new Rng.State(0, 0, -1));
  }

  @Test
  void tensorsAreFilledInRowMajorOrderWithTheNextNumbers() {
    var numbers = Rng.seed(3);
    Tensor uniform = Rng.seed(3).uniform(2, 3);
    assertArrayEquals(new int[] {2, 3}, uniform.shape());
    for (float value : uniform.toFloatArray()) {
      assertEquals(numbers.nextFloat(), value);
    }
    var normals = Rng.seed(4);
    for (float value : Rng.seed(4).normalAround(5.0, 0.25, 3, 2).toFloatArray()) {
      assertEquals((float) (5 + 0.25 * normals.nextGaussian()), value);
    }
    assertEquals((float) Rng.seed(4).nextGaussian(), Rng.seed(4).normal().item(), "rank 0");
  }

  @Test
  void uniformTensorsStayBelowTheirUpperBound() {
    float low = 1;
    float high = Math.nextUp(low); // every number but one would round up to the bound
    for (float value : Rng.seed(5).uniformBetween(low, high, 1000).toFloatArray()) {
      assertEquals(low, value);
    }
    assertEquals(0.25, Rng.seed(5).uniformBetween(0.25, 0.25).item());
    float[] values = Rng.seed(6).uniformBetween(-0.3, 0.3, 10_000).toFloatArray();
    for (float value : values) {
      assertTrue(value >= -0.3f && value < 0.3f);
    }
    double mean = IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().getAsDouble();
    assertEquals(0, mean, 5 * 0.6 / Math.sqrt(12 * 10_000.0), "five standard errors");
  }

  @Test
  void badArgumentsAreNamed() {
    var rng = Rng.seed(1);
    assertMessage("nextInt: bound must be at least 1, but is 0", () -> rng.nextInt(0));
    assertMessage("permutation: n must not be negative, but is -1", () -> rng.permutation(-1));
    assertMessage(
        "sampleWithoutReplacement: cannot choose k = 4 different numbers of n = 3; k must lie in 0 .. n",
        () -> rng.sampleWithoutReplacement(3, 4));
    assertMessage(
        "categorical: weights must not be negative, but weights[1] = -1.0",
        () -> rng.categorical(new double[] {1, -1}));
    assertMessage(
        "categorical: weights must not be negative, but weights[0] = NaN",
        () -> rng.categorical(new double[] {Double.NaN}));
    for (double[] weights : new double[][] {{}, {0, 0}, {Double.POSITIVE_INFINITY, 1}}) {
      assertThrows(IllegalArgumentException.class, () -> rng.categorical(weights));
    }
    assertMessage(
        "uniformBetween: the bounds must be finite with low <= high, but are low = 1.0, high = 0.5",
        () -> rng.uniformBetween(1.0, 0.5, 2));
    assertThrows(IllegalArgumentException.class, () -> rng.uniformBetween(0.0, 1e300, 2));
    assertThrows(IllegalArgumentException.class, () -> rng.uniformBetween(Double.NaN, 1.0, 2));
    assertMessage(
        "normalAround: mean must be finite, standardDeviation finite and not negative, but mean = 0.0,"
            + " standardDeviation = -1.0",
        () -> rng.normalAround(0.0, -1.0, 2));
    assertThrows(NullPointerException.class, () -> rng.split((String) null));
  }

  @Test
  void emptyAndSingleChoicesWork() {
    var rng = Rng.seed(1);
    assertEquals(0, rng.permutation(0).length);
    assertEquals(0, rng.nextInt(1));
    assertEquals(2, rng.categorical(new double[] {0, 0, 1e-300, 0}));
    assertArrayEquals(new int[] {0}, rng.permutation(1));
  }

  private static void assertWords(Rng rng, int... expected) {
    assertArrayEquals(expected, Arrays.stream(expected).map(unused -> rng.nextInt()).toArray());
  }

  private static void assertMessage(String message, Runnable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call::run).getMessage());
  }
}
