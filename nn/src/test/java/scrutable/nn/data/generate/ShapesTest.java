package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Shapes.Geometry;
import scrutable.nn.data.generate.Shapes.Kind;
import scrutable.nn.data.generate.Shapes.Options;
import scrutable.nn.data.generate.Shapes.Sample;
import scrutable.tensor.Rng;

class ShapesTest {
  private static final int SIZE = 16;
  private static final int PIXELS = SIZE * SIZE;
  private static final double ROUNDING = 2e-4; // pixels are multiples of 2^-16; a shape has some hundred
  private static final Options ALL =
      Options.standard().withClasses(Kind.TRIANGLE, Kind.DISC, Kind.SQUARE, Kind.DIAMOND);

  private static double mass(float[] pixels, int example, int fromRow, int toRow) {
    double sum = 0;
    for (int i = fromRow * SIZE; i < toRow * SIZE; i++) {
      sum += pixels[example * PIXELS + i];
    }
    return sum;
  }

  @Test
  void theSameSeedGivesTheSameBitsForEver() {
    float[] pixels = Shapes.generate(100, ALL, Rng.seed(42)).inputs().toFloatArray();
    assertEquals(721657119L, GlyphsTest.checksum(pixels));
  }

  @Test
  void theMassOfAShapeIsItsArea() {
    Sample sample = Shapes.sample(200, ALL, Rng.seed(1));
    float[] pixels = sample.dataset().inputs().toFloatArray();
    for (int i = 0; i < 200; i++) {
      Geometry shape = sample.geometry().get(i);
      double square = shape.height() * shape.height();
      double area = switch (shape.kind()) {
        case TRIANGLE, DIAMOND -> square / 2;
        case DISC -> Math.PI * square / 4;
        case SQUARE -> square;
      };
      assertEquals(area, mass(pixels, i, 0, SIZE), 1e-3, shape.toString());
    }
  }

  @Test
  void theUpperHalfOfATriangleHoldsAThirdOfTheLowerAndThatOfADiscAsMuch() {
    Sample sample = Shapes.sample(500, Options.standard(), Rng.seed(2));
    float[] pixels = sample.dataset().inputs().toFloatArray();
    for (int i = 0; i < 500; i++) {
      double ratio = mass(pixels, i, 0, 8) / mass(pixels, i, 8, 16);
      assertEquals(sample.geometry().get(i).kind() == Kind.TRIANGLE ? 1.0 / 3 : 1, ratio, ROUNDING);
    }
  }

  @Test
  void anInvertedTriangleHasThreeTimesAsMuchAbove() {
    Options options = Options.standard().withClasses(Kind.TRIANGLE).upsideDown();
    float[] pixels = Shapes.generate(50, options, Rng.seed(3)).inputs().toFloatArray();
    for (int i = 0; i < 50; i++) {
      assertEquals(3, mass(pixels, i, 0, 8) / mass(pixels, i, 8, 16), 2e-3);
    }
  }

  /// The share above the middle row, by school geometry: similar triangles, and the segment of a circle.
  @ParameterizedTest
  @ValueSource(ints = {-4, -3, -2, -1, 0, 1, 2, 3, 4})
  void aShiftMovesMassAcrossTheMiddleByTheClosedForm(int shift) {
    Sample sample = Shapes.sample(100, Options.standard().withShift(shift), Rng.seed(4));
    float[] pixels = sample.dataset().inputs().toFloatArray();
    for (int i = 0; i < 100; i++) {
      Geometry shape = sample.geometry().get(i);
      double above = Math.clamp(0.5 - shift / shape.height(), 0, 1); // of the height
      double expected = switch (shape.kind()) {
        case TRIANGLE -> above * above;
        default -> {
          double angle = 2 * Math.acos(1 - 2 * above);
          yield (angle - Math.sin(angle)) / (2 * Math.PI);
        }
      };
      assertEquals(8 + shift, shape.centreY());
      assertEquals(expected, mass(pixels, i, 0, 8) / mass(pixels, i, 0, 16), ROUNDING, shape.toString());
    }
  }

  @Test
  void otherOptionsShowTheSameShapes() {
    Sample plain = Shapes.sample(40, ALL, Rng.seed(5));
    Sample changed = Shapes.sample(
        40, ALL.withShift(-3).withScale(1.125).upsideDown().outlined().negative(), Rng.seed(5));
    for (int i = 0; i < 40; i++) {
      Geometry a = plain.geometry().get(i);
      Geometry expected = new Geometry(a.kind(), a.centreX(), a.centreY() - 3, a.height() * 1.125);
      assertEquals(expected, changed.geometry().get(i));
    }
    float[] positive = Shapes.generate(40, ALL, Rng.seed(5)).inputs().toFloatArray();
    float[] negative = Shapes.generate(40, ALL.negative(), Rng.seed(5)).inputs().toFloatArray();
    for (int i = 0; i < positive.length; i++) {
      assertEquals(1, positive[i] + negative[i]);
    }
  }

  /// An independent look: points are thrown on a fine grid, and each is asked whether it lies inside.
  @ParameterizedTest
  @CsvSource({"false,false", "true,false", "false,true", "true,true"})
  void everyPixelHoldsTheShareOfItsPointsThatLieInside(boolean inverted, boolean outline) {
    Options options = inverted ? ALL.upsideDown() : ALL;
    options = outline ? options.outlined() : options;
    Sample sample = Shapes.sample(24, options, Rng.seed(6));
    float[] pixels = sample.dataset().inputs().toFloatArray();
    for (int i = 0; i < 24 * PIXELS; i++) {
      Geometry shape = sample.geometry().get(i / PIXELS);
      int row = i % PIXELS / SIZE;
      int column = i % SIZE;
      int hits = 0;
      for (int p = 0; p < 400; p++) {
        double x = column + (p % 20 + 0.5) / 20 - shape.centreX();
        double y = row + (p / 20 + 0.5) / 20 - shape.centreY();
        double depth = depth(shape.kind(), x, inverted ? -y : y, shape.height() / 2);
        hits += depth >= 0 && (!outline || depth < 1) ? 1 : 0;
      }
      assertEquals(hits / 400.0, pixels[i], 0.06, () -> shape + " at row " + row + ", column " + column);
    }
  }

  /// How far inside its edge a point lies; negative outside.
  private static double depth(Kind kind, double x, double y, double half) {
    return switch (kind) {
      case DISC -> half - Math.hypot(x, y);
      case SQUARE -> half - Math.max(Math.abs(x), Math.abs(y));
      case DIAMOND -> (half - Math.abs(x) - Math.abs(y)) / Math.sqrt(2);
      case TRIANGLE -> Math.min(half - y, ((y + half) / 2 - Math.abs(x)) * 2 / Math.sqrt(5));
    };
  }

  @Test
  void masksMarkThePixelsThatAreHalfCovered() {
    Sample sample = Shapes.sample(8, ALL, Rng.seed(7));
    float[] pixels = sample.dataset().inputs().toFloatArray();
    int[] masks = sample.masks().toIntArray();
    assertArrayEquals(new int[] {8, 16, 16}, sample.masks().shape());
    for (int i = 0; i < masks.length; i++) {
      int label = (int) sample.dataset().labels().get(i / PIXELS);
      assertEquals(pixels[i] >= 0.5f ? 1 + label : 0, masks[i]);
    }
  }

  @Test
  void sumsAreExactInFloatWhateverTheOrder() {
    Dataset shapes = Shapes.generate(50, ALL, Rng.seed(8));
    float[] pixels = shapes.inputs().toFloatArray();
    for (int i = 0; i < 50; i++) {
      float forwards = 0;
      float backwards = 0;
      for (int j = 0; j < PIXELS; j++) {
        forwards += pixels[i * PIXELS + j];
        backwards += pixels[i * PIXELS + PIXELS - 1 - j];
      }
      assertEquals(forwards, backwards);
      assertEquals(mass(pixels, i, 0, SIZE), forwards);
    }
  }

  @Test
  void classesAreNamedAndBalanced() {
    Dataset shapes = Shapes.generate(101, Rng.seed(9));
    assertEquals(List.of("triangle", "disc"), shapes.classNames());
    assertTrue(Math.abs(shapes.countPerClass()[0] - shapes.countPerClass()[1]) == 1);
  }

  @Test
  void shapesThatWouldBeCutOffAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ALL.withShift(5));
    assertThrows(IllegalArgumentException.class, () -> ALL.withShift(Integer.MIN_VALUE));
    assertThrows(IllegalArgumentException.class, () -> ALL.withScale(2));
    assertThrows(IllegalArgumentException.class, () -> ALL.withScale(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> ALL.withClasses());
    assertThrows(IllegalArgumentException.class, () -> ALL.withClasses(Kind.DISC, Kind.DISC));
  }
}
