package scrutable.lessons.adversarial.stopsign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.physical.Palette;
import scrutable.nn.data.generate.Signs;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class StopSignStickersTest {
  private static final Palette INKS = Palette.greys(8, 3);
  private static final int AREA = Signs.SIZE * Signs.SIZE;
  private final Tensor sign = Signs.surface(Signs.STOP);
  private final Tensor shape = Signs.shape(Signs.STOP);
  private final Tensor mask = twoBars();
  private final StopSignStickers places = new StopSignStickers(sign, mask, INKS);

  @Test
  void anotherOrderHasTheSameShadesInTheSamePlacesAndNothingElse() {
    Tensor stickers = places.random(Rng.seed(1));
    Tensor shuffled = places.shuffled(stickers, Rng.seed(2));
    assertFalse(Arrays.equals(stickers.toFloatArray(), shuffled.toFloatArray()));
    assertArrayEquals(sorted(stickers), sorted(shuffled));
    assertArrayEquals(outside(sign), outside(shuffled));
    float[] points = shuffled.toFloatArray();
    float[] inMask = mask.toFloatArray();
    for (int i = 0; i < AREA; i++) {
      assertTrue(inMask[i] == 0 || points[i] == points[AREA + i] && points[i] == points[2 * AREA + i],
          "a point moves with all its channels");
    }
  }

  @Test
  void elsewhereAreAllPointsOfTheStickersOnTheSignAndNothingWhereTheyWere() {
    Tensor stickers = places.plain(1);
    for (int seed = 0; seed < 10; seed++) {
      float[] before = sign.toFloatArray();
      Tensor moved = places.elsewhere(stickers, shape, Rng.seed(seed));
      float[] after = moved.toFloatArray();
      float[] inside = shape.toFloatArray();
      int covered = 0;
      for (int i = 0; i < AREA; i++) {
        boolean here = before[i] != after[i];
        covered += here ? 1 : 0;
        assertTrue(!here || inside[i] > 0.99 && after[i] == 1 && after[AREA + i] == 1 && after[2 * AREA + i] == 1);
      }
      assertEquals(mask.sum().item(), covered);
      assertEquals(covered, places.changed(moved));
    }
  }

  @Test
  void elsewhereEveryShadeOfTheStickersIsFoundAsOften() {
    Tensor stickers = places.random(Rng.seed(4)).mul(mask).add(mask.neg().add(1).mul(2));
    float[] shades = sorted(stickers);
    float[] after = places.elsewhere(stickers, shape, Rng.seed(5)).toFloatArray();
    float[] before = sign.toFloatArray();
    int count = (int) (3 * mask.sum().item());
    float[] moved = new float[count];
    int next = 0;
    for (int i = 0; i < after.length; i++) {
      if (after[i] != before[i]) {
        moved[next++] = after[i];
      }
    }
    Arrays.sort(moved);
    assertArrayEquals(Arrays.copyOf(shades, count), moved);
  }

  @Test
  void whatIsPrintedHasOnlyTheShadesOfThePalette() {
    float[] points = places.random(Rng.seed(3)).toFloatArray();
    float[] inMask = mask.toFloatArray();
    for (int i = 0; i < points.length; i++) {
      if (inMask[i % AREA] > 0) {
        assertEquals(Math.rint(7 * points[i]) / 7, points[i], 1e-6);
      }
    }
    assertArrayEquals(outside(sign), outside(places.plain(1)));
    assertEquals(mask.sum().item(), places.changed(places.plain(1)));
  }

  private float[] outside(Tensor surface) {
    return surface.mul(mask.neg().add(1)).toFloatArray();
  }

  private static float[] sorted(Tensor surface) {
    float[] points = surface.toFloatArray();
    Arrays.sort(points);
    return points;
  }

  private static Tensor twoBars() {
    float[] mask = new float[AREA];
    for (int x = 9; x < 23; x++) {
      mask[10 * Signs.SIZE + x] = 1;
      mask[11 * Signs.SIZE + x] = 1;
      mask[20 * Signs.SIZE + x] = 1;
    }
    return Tensor.wrap(mask, 1, 1, Signs.SIZE, Signs.SIZE);
  }
}
