package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.PastedScenes.Options;
import scrutable.nn.data.generate.PastedScenes.Sample;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class PastedScenesTest {
  /// A bar, upright or lying, with a faint end and a wide margin: 3 pixels of ink, of which 2 are above one half.
  private static final Dataset BARS = new Dataset("bars", Tensor.of(new float[] {
      0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0.25f, 0, 0,
      0, 0, 0, 0, 0, 0, 0, 0, 0, 0.25f, 1, 1, 0, 0, 0, 0}, 2, 1, 4, 4), Tensor.wrap(new int[] {0, 1}, 2),
      List.of("upright", "lying"));
  private static final Tensor GREY = grey(0.5, 1, 1, 4, 4);

  private static Tensor grey(double value, int... shape) {
    return Tensor.zeros(shape).add(value);
  }

  @Test
  void aPixelIsItsGroundDimmedWhereThereIsNoInkAndTheInkWhereThereIsOnlyInk() {
    Sample scenes = PastedScenes.generate(50, BARS, GREY, new Options(1, 0.5, 0.5), Rng.seed(1));
    for (int i = 0; i < 50; i++) {
      float[] pixels = scenes.pictures().select(0, i).toFloatArray();
      int[] labels = scenes.labels().select(0, i).toIntArray();
      float[] sorted = pixels.clone();
      Arrays.sort(sorted);
      // 13 pixels of ground, one of 3/4 of the ground and 1/4 of ink, two of ink
      assertEquals(0.25, sorted[12]);
      assertEquals(0.75 * 0.25 + 0.25, sorted[13]);
      assertEquals(1, sorted[14]);
      for (int p = 0; p < 16; p++) {
        assertEquals(pixels[p] == 1, labels[p] > 0, "a pixel belongs to the piece if it has more ink than 1/2");
      }
      int first = firstOf(labels);
      assertEquals(labels[first] == 1, first + 4 < 16 && labels[first + 4] == 1, "class 0 is upright and label 1");
      assertEquals(labels[first] == 2, first % 4 < 3 && labels[first + 1] == 2, "class 1 is lying and label 2");
    }
  }

  private static int firstOf(int[] labels) {
    int first = 0;
    while (labels[first] == 0) {
      first++;
    }
    return first;
  }

  @Test
  void allPlacesAreEquallyLikelyAndReachEveryEdge() {
    // the upright bar is 3 x 1 on 4 x 4: two rows by four columns
    Sample scenes = PastedScenes.generate(4000, BARS.ofClasses(0), GREY, new Options(1, 0.5, 1), Rng.seed(2));
    int[] counts = new int[16];
    for (int i = 0; i < 4000; i++) {
      counts[firstOf(scenes.labels().select(0, i).toIntArray())]++;
    }
    for (int p = 0; p < 16; p++) {
      assertEquals(p < 8 ? 500 : 0, counts[p], p < 8 ? 4 * Math.sqrt(500) : 0, "corner " + p);
    }
  }

  @Test
  void noPieceCoversAnother() {
    Sample scenes = PastedScenes.generate(200, BARS, GREY, new Options(3, 0, 1), Rng.seed(3));
    for (int i = 0; i < 200; i++) {
      int covered = 0;
      for (int label : scenes.labels().select(0, i).toIntArray()) {
        covered += label > 0 ? 1 : 0;
      }
      assertEquals(9, covered, "three bars of three pixels");
    }
  }

  @Test
  void aPictureDoesNotDependOnHowManyFollow() {
    Options options = new Options(2, 0.5, 1);
    Sample few = PastedScenes.generate(3, BARS, GREY, options, Rng.seed(4));
    Sample many = PastedScenes.generate(9, BARS, GREY, options, Rng.seed(4));
    assertArrayEquals(few.pictures().toFloatArray(), many.pictures().slice(0, 0, 3).toFloatArray());
    assertArrayEquals(few.labels().toIntArray(), many.labels().slice(0, 0, 3).toIntArray());
  }

  @Test
  void allPiecesAndAllGroundsAreUsed() {
    Tensor grounds = grey(0, 4, 1, 4, 4).add(Tensor.of(new float[] {0, 0.125f, 0.25f, 0.375f}, 4, 1, 1, 1));
    Sample scenes = PastedScenes.generate(100, BARS, grounds, new Options(1, 0.5, 1), Rng.seed(5));
    List<Float> seen = new ArrayList<>();
    int upright = 0;
    for (int i = 0; i < 100; i++) {
      float[] pixels = scenes.pictures().select(0, i).toFloatArray();
      Arrays.sort(pixels);
      seen.add(pixels[0]);
      upright += firstLabel(scenes, i) == 1 ? 1 : 0;
    }
    assertEquals(4, seen.stream().distinct().count());
    assertTrue(upright > 30 && upright < 70, "upright bars: " + upright);
  }

  private static int firstLabel(Sample scenes, int picture) {
    int[] labels = scenes.labels().select(0, picture).toIntArray();
    return labels[firstOf(labels)];
  }

  @Test
  void whatCannotBePastedIsRefused() {
    Options one = new Options(1, 0.5, 1);
    assertThrows(IllegalArgumentException.class, () -> new Options(0, 0.5, 1));
    assertThrows(IllegalArgumentException.class, () -> new Options(1, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> PastedScenes.generate(-1, BARS, GREY, one, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> PastedScenes.generate(1, BARS, grey(2, 1, 1, 4, 4), one, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> PastedScenes.generate(1, BARS, grey(0.5, 1, 3, 4, 4), one, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> PastedScenes.generate(1, BARS, grey(0.5, 1, 1, 2, 2), one, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> PastedScenes.generate(1, BARS, GREY, new Options(6, 0.5, 1), Rng.seed(1)));
    Dataset blank = BARS.withInputs(grey(0, 2, 1, 4, 4));
    assertThrows(IllegalArgumentException.class, () -> PastedScenes.generate(1, blank, GREY, one, Rng.seed(1)));
  }
}
