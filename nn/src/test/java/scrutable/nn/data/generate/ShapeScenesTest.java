package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.data.generate.ShapeScenes.Options;
import scrutable.nn.data.generate.ShapeScenes.Sample;
import scrutable.nn.data.generate.Shapes.Geometry;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ShapeScenesTest {
  private static final Sample SCENES = ShapeScenes.generate(40, Rng.seed(1));
  private static final Sample CLEAN = ShapeScenes.generate(40, new Options(32, 3, 5, 9, 16, 0), Rng.seed(1));

  /// Whether a point lies in a shape, from its definition.
  private static boolean covers(Geometry g, double x, double y) {
    double dx = Math.abs(x - g.centreX());
    double dy = y - g.centreY();
    double half = g.height() / 2;
    return switch (g.kind()) {
      case DISC -> dx * dx + dy * dy <= half * half;
      case SQUARE -> dx <= half && Math.abs(dy) <= half;
      case DIAMOND -> dx + Math.abs(dy) <= half;
      case TRIANGLE -> Math.abs(dy) <= half && dx <= (dy + half) / 2;
    };
  }

  /// The share of 16 x 16 points of a pixel.
  private static double share(Geometry g, int row, int column) {
    double reach = g.height() / 2 + 1;
    if (Math.abs(column + 0.5 - g.centreX()) > reach || Math.abs(row + 0.5 - g.centreY()) > reach) {
      return 0;
    }
    int inside = 0;
    for (int i = 0; i < 256; i++) {
      inside += covers(g, column + (i % 16 + 0.5) / 16, row + (i / 16 + 0.5) / 16) ? 1 : 0;
    }
    return inside / 256.0;
  }

  @Test
  void aPixelIsLabelledWithTheTopmostShapeThatCoversHalfOfIt() {
    for (int i = 0; i < 10; i++) {
      for (int p = 0; p < 1024; p++) {
        int expected = 0;
        boolean close = false;
        for (Geometry g : SCENES.shapes().get(i)) {
          double share = share(g, p / 32, p % 32);
          close |= Math.abs(share - 0.5) < 0.03;
          expected = share >= 0.5 ? 1 + g.kind().ordinal() : expected;
        }
        if (!close) {
          assertEquals(expected, (int) SCENES.labels().get(i, p / 32, p % 32), "picture " + i + ", pixel " + p);
        }
      }
    }
  }

  @Test
  void theNoiseIsGreyAndNoPixelIsClipped() {
    Tensor noise = SCENES.pictures().sub(CLEAN.pictures());
    assertArrayEquals(CLEAN.labels().toIntArray(), SCENES.labels().toIntArray());
    assertEquals(0, noise.select(1, 0).sub(noise.select(1, 2)).abs().max().item(), 1e-6);
    assertEquals(0.1, noise.abs().max().item(), 1e-3);
    assertEquals(0, noise.mean().item(), 4 * 0.1 / Math.sqrt(3) / Math.sqrt(40 * 1024));
    assertTrue(SCENES.pictures().min().item() > 0.04 && SCENES.pictures().max().item() < 0.96);
  }

  /// All forms are convex: with its four corners a pixel lies inside.
  private static boolean isInside(Geometry g, int row, int column) {
    return covers(g, column, row) && covers(g, column + 1, row) && covers(g, column, row + 1)
        && covers(g, column + 1, row + 1);
  }

  /// Whether a pixel might be touched: whether a larger shape of that kind has a share of it.
  private static boolean mayTouch(Geometry g, int row, int column) {
    return share(new Geometry(g.kind(), g.centreX(), g.centreY(), g.height() + 3), row, column) > 0;
  }

  /// Without noise, a pixel wholly inside of the topmost shape has its colour, and shapes have different ones.
  @Test
  void eachShapeHasOneColourAndNoTwoAreAlike() {
    for (int i = 0; i < 12; i++) {
      List<Geometry> shapes = CLEAN.shapes().get(i);
      Tensor[] colours = new Tensor[shapes.size()];
      for (int p = 0; p < 1024; p++) {
        int top = -1;
        boolean mixed = false;
        for (int k = 0; k < shapes.size(); k++) {
          boolean inside = isInside(shapes.get(k), p / 32, p % 32);
          top = inside ? k : top;
          mixed = !inside && (mixed || mayTouch(shapes.get(k), p / 32, p % 32));
        }
        if (top >= 0 && !mixed) {
          Tensor pixel = CLEAN.pictures().select(0, i).select(1, p / 32).select(1, p % 32);
          colours[top] = colours[top] == null ? pixel : colours[top];
          assertEquals(0, colours[top].sub(pixel).abs().max().item(), 1e-6);
        }
      }
      for (int a = 0; a < colours.length; a++) {
        for (int b = 0; b < a; b++) {
          if (colours[a] != null && colours[b] != null) {
            assertTrue(colours[a].sub(colours[b]).abs().max().item() >= ShapeScenes.CONTRAST - 1e-6);
          }
        }
      }
    }
  }

  @Test
  void numbersAndFormsOfShapesAreEquallyLikelyAndAllLieInside() {
    Sample many = ShapeScenes.generate(900, new Options(20, 3, 5, 5, 9, 0.1), Rng.seed(2));
    int[] numbers = new int[6];
    int[] kinds = new int[4];
    int total = 0;
    for (List<Geometry> shapes : many.shapes()) {
      numbers[shapes.size()]++;
      for (Geometry g : shapes) {
        kinds[g.kind().ordinal()]++;
        total++;
        double half = g.height() / 2;
        assertTrue(g.height() >= 5 && g.height() <= 9);
        assertTrue(Math.min(g.centreX(), g.centreY()) >= half && Math.max(g.centreX(), g.centreY()) <= 20 - half);
      }
    }
    for (int n = 3; n <= 5; n++) {
      assertEquals(300, numbers[n], 4 * Math.sqrt(900 * 2 / 9.0));
    }
    for (int kind : kinds) {
      assertEquals(total / 4.0, kind, 4 * Math.sqrt(total * 3 / 16.0));
    }
  }

  /// A background must not dominate: with it alone, nothing is learned.
  @Test
  void everyClassHasItsShareOfThePixels() {
    Sample many = ShapeScenes.generate(100, Rng.seed(3));
    int[] counts = new int[5];
    for (int label : many.labels().toIntArray()) {
      counts[label]++;
    }
    double all = 100 * 1024;
    assertTrue(counts[0] / all < 0.75, "background " + counts[0] / all);
    for (int k = 1; k < 5; k++) {
      assertTrue(counts[k] / all > 0.04, "class " + k + ": " + counts[k] / all);
    }
    assertEquals(List.of("background", "triangle", "disc", "square", "diamond"), ShapeScenes.classNames());
  }

  @Test
  void shapesAndTypesAreAsSaidAndPicturesDoNotDependOnHowManyFollow() {
    assertArrayEquals(new int[] {40, 3, 32, 32}, SCENES.pictures().shape());
    assertArrayEquals(new int[] {40, 32, 32}, SCENES.labels().shape());
    assertEquals(DType.INT32, SCENES.labels().dtype());
    Sample few = ShapeScenes.generate(7, Rng.seed(1));
    assertArrayEquals(few.pictures().toFloatArray(), SCENES.pictures().slice(0, 0, 7).toFloatArray());
    assertEquals(few.shapes(), SCENES.shapes().subList(0, 7));
  }

  @Test
  void impossibleOptionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Options(32, 0, 5, 9, 16, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Options(32, 3, 7, 9, 16, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Options(32, 3, 5, 9, 33, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Options(32, 3, 5, 9, 16, 0.2));
    assertThrows(IllegalArgumentException.class, () -> ShapeScenes.generate(-1, Rng.seed(1)));
  }
}
