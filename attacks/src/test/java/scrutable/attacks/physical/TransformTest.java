package scrutable.attacks.physical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.autograd.GradientCheck;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TransformTest {
  private static final Tensor PICTURE = Tensor.of(new double[] {
      1, 2, 3,
      4, 5, 6,
      7, 8, 9}, 1, 1, 3, 3);

  @Test
  void aQuarterTurnIsCounterClockwise() {
    Tensor turned = new AffineTransform(90, 1, 0, 0, Outside.BLACK).apply(PICTURE);
    assertArrayEquals(new double[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, turned.toDoubleArray(), 1e-12);
  }

  @Test
  void aShiftGoesToTheRightAndDown() {
    Tensor black = new AffineTransform(0, 1, 1 / 3.0, 0, Outside.BLACK).apply(PICTURE);
    assertArrayEquals(new double[] {0, 1, 2, 0, 4, 5, 0, 7, 8}, black.toDoubleArray(), 1e-12);
    Tensor edge = new AffineTransform(0, 1, 0, 1 / 3.0, Outside.EDGE).apply(PICTURE);
    assertArrayEquals(new double[] {1, 2, 3, 1, 2, 3, 4, 5, 6}, edge.toDoubleArray(), 1e-12);
  }

  @Test
  void aLargerScaleShowsTheMiddleLarger() {
    Tensor larger = new AffineTransform(0, 3, 0, 0, Outside.EDGE).apply(PICTURE);
    double third = 1 / 3.0;
    assertArrayEquals(new double[] {5 - 4 * third, 5 - 3 * third, 5 - 2 * third, 5 - third, 5, 5 + third,
        5 + 2 * third, 5 + 3 * third, 5 + 4 * third}, larger.toDoubleArray(), 1e-12);
  }

  @Test
  void aTurnOfAPictureThatIsNotSquareDoesNotDistortIt() {
    double[] bar = new double[3 * 5];
    Arrays.fill(bar, 6, 9, 1);
    Tensor turned = new AffineTransform(90, 1, 0, 0, Outside.BLACK).apply(Tensor.of(bar, 1, 1, 3, 5));
    double[] upright = new double[3 * 5];
    upright[2] = 1;
    upright[7] = 1;
    upright[12] = 1;
    assertArrayEquals(upright, turned.toDoubleArray(), 1e-12);
  }

  @Test
  void poseAndBlurHaveTheRightGradients() {
    Tensor picture = Rng.seed(4).uniform(2, 1, 5, 4).to(DType.FLOAT64);
    Transform all = new AffineTransform(20, 1.2, 0.1, -0.05, Outside.EDGE).then(new GaussianBlur(0.6));
    GradientCheck.check(x -> all.apply(x[0]).square().sum(), picture).require();
  }

  @Test
  void aBlurKeepsOneColourAndSpreadsAPointLikeANormalDensity() {
    Tensor grey = Tensor.full(0.3, DType.FLOAT64, 1, 1, 6, 7);
    assertArrayEquals(grey.toDoubleArray(), new GaussianBlur(1.5).apply(grey).toDoubleArray(), 1e-12);
    double[] point = new double[17 * 17];
    point[8 * 17 + 8] = 1;
    Tensor spread = new GaussianBlur(1).apply(Tensor.of(point, 1, 1, 17, 17));
    assertEquals(1 / (2 * Math.PI), spread.get(0, 0, 8, 8), 1e-3);
    assertEquals(Math.exp(-0.5), spread.get(0, 0, 8, 9) / spread.get(0, 0, 8, 8), 1e-12);
    assertEquals(Math.exp(-2.5), spread.get(0, 0, 7, 10) / spread.get(0, 0, 8, 8), 1e-12);
  }

  @Test
  void aDrawnTransformDoesTheSameEachTimeAndTheNextDrawSomethingElse() {
    Tensor picture = Rng.seed(1).uniform(2, 3, 6, 6);
    RandomTransform world = RandomTransform.pose(25, 0.8, 1.2, 0.1, Outside.EDGE)
        .then(RandomTransform.brightness(0.2)).then(RandomTransform.light(0.5, 1.5))
        .then(RandomTransform.noise(0.1)).then(RandomTransform.blur(1));
    Rng rng = Rng.seed(2);
    Transform first = world.draw(rng);
    Transform second = world.draw(rng);
    assertArrayEquals(first.apply(picture).toFloatArray(), first.apply(picture).toFloatArray());
    assertNotEquals(first.apply(picture).sum().item(), second.apply(picture).sum().item());
    assertArrayEquals(first.apply(picture).toFloatArray(),
        world.draw(Rng.seed(2)).apply(picture).toFloatArray());
  }

  @Test
  void posesStayWithinTheirLimits() {
    Rng rng = Rng.seed(3);
    RandomTransform world = RandomTransform.pose(25, 0.8, 1.2, 0.1, Outside.EDGE);
    double widest = 0;
    for (int draw = 0; draw < 1000; draw++) {
      AffineTransform pose = (AffineTransform) world.draw(rng);
      assertEquals(0, pose.degrees(), 25);
      assertEquals(1, pose.scale(), 0.2);
      assertEquals(0, pose.shiftX(), 0.1);
      assertEquals(0, pose.shiftY(), 0.1);
      widest = Math.max(widest, Math.abs(pose.degrees()));
    }
    assertEquals(25, widest, 0.5);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AffineTransform(0, 0, 0, 0, Outside.BLACK));
    assertThrows(IllegalArgumentException.class, () -> new GaussianBlur(-1));
    assertThrows(IllegalArgumentException.class,
        () -> new AffineTransform(0, 1, 0, 0, Outside.BLACK).apply(Tensor.ones(3, 3)));
  }
}
