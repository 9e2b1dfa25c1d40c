package scrutable.nn.data.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Signs.View;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The drawn colour pictures: icons, road signs, birds and bicycles, and the raster they are drawn with.
class DrawnPicturesTest {
  private static final List<BiFunction<Integer, Rng, Dataset>> GENERATORS = List.of(Icons::generate,
      Signs::generate, (count, rng) -> BirdBike.generate(count, BirdBike.Options.standard(), rng),
      (count, rng) -> BirdBike.generate(count, BirdBike.Options.unusual(), rng));

  @Test
  void picturesAreInTheBoxBalancedAndTheSameForTheSameSeed() {
    for (BiFunction<Integer, Rng, Dataset> generator : GENERATORS) {
      Dataset data = generator.apply(40, Rng.seed(3));
      assertArrayEquals(new int[] {3, 32, 32}, data.inputShape());
      assertTrue(data.inputs().min().item() >= 0 && data.inputs().max().item() <= 1);
      Arrays.stream(data.countPerClass()).forEach(n -> assertEquals(40 / data.classCount(), n));
      assertArrayEquals(data.inputs().toFloatArray(),
          generator.apply(40, Rng.seed(3)).inputs().toFloatArray());
      assertArrayEquals(data.take(10).inputs().toFloatArray(),
          generator.apply(10, Rng.seed(3)).inputs().toFloatArray(), "the first do not depend on the rest");
      assertNotEquals(data.inputs().sum().item(), generator.apply(40, Rng.seed(4)).inputs().sum().item());
    }
  }

  /// The area of a polygon by the shoelace formula, and where it lies.
  @Test
  void aPolygonCoversItsAreaWhereItIsPlaced() {
    ColourRaster raster = new ColourRaster(40, new double[3], 0, 0.5, 0.25, 0);
    raster.fill(new double[] {1, 0, 0}, -0.8, -0.8, 0.8, -0.8, 0.8, 0.8, -0.8, 0.8);
    double[] pixels = raster.pixels();
    double area = 0;
    double across = 0;
    for (int i = 0; i < 1600; i++) {
      area += pixels[i];
      across += pixels[i] * (i % 40 + 0.5);
    }
    assertEquals(16 * 16, area, 1e-9);
    assertEquals(25, across / area, 1e-9);
    assertEquals(0, Arrays.stream(pixels, 1600, 4800).sum());
  }

  @Test
  void aDiscAndAStrokeCoverTheirAreas() {
    ColourRaster disc = new ColourRaster(64, new double[3], 30, 1, 0, 0);
    disc.ellipse(new double[] {1, 1, 1}, 0, 0, 0.5, 0.25);
    assertEquals(Math.PI * 16 * 8, Arrays.stream(disc.pixels(), 0, 4096).sum(), 5);
    ColourRaster pen = new ColourRaster(64, new double[3], 0, 1, 0, 0);
    pen.stroke(new double[] {1, 1, 1}, 0.125, -0.5, 0, 0.5, 0);
    assertEquals(32 * 8 + Math.PI * 16, Arrays.stream(pen.pixels(), 0, 4096).sum(), 2);
  }

  @Test
  void aTurnIsCounterClockwise() {
    ColourRaster raster = new ColourRaster(32, new double[3], 90, 1, 0, 0);
    raster.ellipse(new double[] {1, 1, 1}, 0.7, 0, 0.2, 0.2);
    double[] pixels = raster.pixels();
    assertTrue(pixels[4 * 32 + 16] > 0.9, "what was on the right is on top");
  }

  @Test
  void aViewShowsTheSignAndNothingOfItsSurfaceOutsideItsShape() {
    View view = new View(0, 1, 0, 0, Tensor.ones(1, 3, 1, 1), Tensor.full(0.25, DType.FLOAT32, 1, 3, 32, 32),
        Tensor.zeros(1, 3, 32, 32));
    Tensor surface = Signs.surface(Signs.STOP);
    Tensor shape = Signs.shape(Signs.STOP);
    Tensor seen = view.render(Variable.constant(surface), shape).value();
    assertEquals(surface.get(0, 0, 16, 2), seen.get(0, 0, 16, 2), 1e-5);
    assertEquals(0.25, seen.get(0, 0, 0, 0), 1e-6);
    Tensor painted = surface.add(shape.neg().add(1));
    assertArrayEquals(seen.toFloatArray(),
        view.render(Variable.constant(painted), shape).value().toFloatArray(), 0.26f);
    assertEquals(0.25, view.render(Variable.constant(painted), shape).value().get(0, 0, 0, 0), 1e-6);
  }

  @Test
  void graffitiAreGreyRectanglesAndTheRestOfTheSignStaysAsItIs() {
    Tensor surface = Signs.surface(Signs.STOP);
    for (int seed = 0; seed < 20; seed++) {
      Tensor defaced = Signs.graffiti(surface, Rng.seed(seed));
      int changed = 0;
      for (int y = 0; y < Signs.SIZE; y++) {
        for (int x = 0; x < Signs.SIZE; x++) {
          boolean kept = defaced.get(0, 0, y, x) == surface.get(0, 0, y, x)
              && defaced.get(0, 1, y, x) == surface.get(0, 1, y, x);
          boolean grey = defaced.get(0, 0, y, x) == defaced.get(0, 1, y, x)
              && defaced.get(0, 1, y, x) == defaced.get(0, 2, y, x);
          assertTrue(kept || grey, "point " + x + ", " + y + " is neither as it was nor grey");
          changed += kept ? 0 : 1;
        }
      }
      assertTrue(changed >= 9 && changed <= 4 * 16 * 16, changed + " points");
    }
  }

  @Test
  void theRoadThatIsClosedToAllVehiclesHasTheSpeedLimitWithoutItsNumber() {
    Tensor closed = Signs.surface(Signs.names().indexOf("no vehicles"));
    Tensor limit = Signs.surface(Signs.LIMIT_45);
    int digits = 0;
    for (int y = 0; y < Signs.SIZE; y++) {
      for (int x = 0; x < Signs.SIZE; x++) {
        boolean digit = limit.get(0, 2, y, x) < closed.get(0, 2, y, x) - 1e-6;
        digits += digit ? 1 : 0;
        assertTrue(digit || Math.abs(limit.get(0, 0, y, x) - closed.get(0, 0, y, x)) < 1e-6);
      }
    }
    assertTrue(digits > 50 && digits < 300, digits + " points of the number");
  }

  @Test
  void theShareOfDefacedSignsIsAsAskedFor() {
    Dataset clean = Signs.generate(80, Rng.seed(4));
    Dataset half = Signs.generate(80, 0.5, Rng.seed(4));
    assertEquals(0, Signs.generate(80, 1, Rng.seed(4)).countSharedWith(clean));
    assertEquals(40, half.countSharedWith(clean), 12);
    assertArrayEquals(clean.labels().toIntArray(), half.labels().toIntArray());
    assertThrows(IllegalArgumentException.class, () -> Signs.generate(8, 1.5, Rng.seed(4)));
  }

  @Test
  void aFartherSignIsSmallerByTheSquareOfItsScale() {
    Tensor black = Tensor.zeros(1, 3, 32, 32);
    Tensor white = Tensor.ones(1, 3, 32, 32);
    Tensor shape = Signs.shape(Signs.STOP);
    double near = seenArea(new View(0, 0.9, 0, 0, Tensor.ones(1, 3, 1, 1), black, black), white, shape);
    double far = seenArea(new View(20, 0.45, 0.1, -0.1, Tensor.ones(1, 3, 1, 1), black, black), white, shape);
    assertEquals(0.25, far / near, 0.01);
  }

  private static double seenArea(View view, Tensor white, Tensor shape) {
    return view.render(Variable.constant(white), shape).value().sum().item();
  }

  @Test
  void aViewIsDifferentiableByTheSurface() {
    View view = View.draw(0.5, 0.55, Rng.seed(8));
    Tensor shape = Signs.shape(Signs.STOP);
    Tensor surface = Rng.seed(9).uniformBetween(0.3, 0.6, 1, 3, 32, 32);
    Variable tracked = Variable.tracked(surface);
    Tensor gradient = Gradients.of(view.render(tracked, shape).square().sum(), tracked)
        .get(tracked);
    Tensor direction = Rng.seed(10).normal(1, 3, 32, 32);
    double slope = gradient.mul(direction).sum().item();
    double ahead = brightness(view, surface.add(direction.mul(1e-2)), shape);
    double behind = brightness(view, surface.sub(direction.mul(1e-2)), shape);
    assertEquals(slope, (ahead - behind) / 2e-2, 0.02 * Math.abs(slope) + 0.05);
  }

  private static double brightness(View view, Tensor surface, Tensor shape) {
    return view.render(Variable.constant(surface), shape).value().square().sum().item();
  }

  @Test
  void aDriveComesNearer() {
    List<View> drive = Signs.driveBy(30, 0.45, 1, Rng.seed(5));
    assertEquals(30, drive.size());
    assertEquals(0.45, drive.getFirst().scale(), 1e-12);
    assertEquals(1, drive.getLast().scale(), 1e-12);
    for (int i = 1; i < 30; i++) {
      assertTrue(drive.get(i).scale() > drive.get(i - 1).scale());
    }
  }
}
