package scrutable.attacks.physical;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class RobustPhysicalPerturbationTest {
  private static final Palette GREYS = Palette.greys(3, 1);
  private static final Tensor OBJECT = Tensor.full(0.5, DType.FLOAT64, 1, 1, 3, 3);
  private static final Tensor MASK = Tensor.of(new double[] {1, 1, 0, 0, 1, 0, 0, 1, 1}, 1, 1, 3, 3);
  private static final double[] WEIGHTS = {3, -3, 3, 3, 0.02, 3, 3, -2, 2};

  /// The score of class 1 is `w . (x - 1/2) - 2`: for the unpainted object -2.
  private static Classifier linear() {
    Variable column = Variable.constant(Tensor.of(WEIGHTS, 9, 1));
    Module network = x -> {
      Variable score = x.reshape(x.size(0), -1).sub(0.5).matmul(column).sub(2);
      return Variable.concat(1, score.mul(0), score);
    };
    return Classifier.of(network);
  }

  private static Tensor paint(Norm norm, double weight, double printability) {
    return paint(norm, weight, printability, 150, 0.02);
  }

  private static Tensor paint(Norm norm, double weight, double printability, int steps, double rate) {
    return new RobustPhysicalPerturbation(norm, weight, printability, steps, rate, 3).paint(linear(), OBJECT,
        MASK, GREYS, 1, RandomTransform.none(), Box.UNIT, Rng.seed(1));
  }

  @Test
  void nothingOutsideTheMaskIsPaintedAndThePaintIsInTheBox() {
    double[] painted = paint(Norm.L2, 0.01, 0.01).toDoubleArray();
    double[] mask = MASK.toDoubleArray();
    for (int i = 0; i < 9; i++) {
      assertTrue(painted[i] >= 0 && painted[i] <= 1);
      if (mask[i] == 0) {
        assertEquals(0.5, painted[i]);
      }
    }
  }

  @Test
  void withoutCostsThePaintGoesToTheSignOfTheWeights() {
    double[] painted = paint(Norm.L2, 0, 0).toDoubleArray();
    assertEquals(1, painted[0], 1e-9);
    assertEquals(0, painted[1], 1e-9);
    assertEquals(0, painted[7], 1e-9);
    assertEquals(1, painted[8], 1e-9);
  }

  /// The loss saturates: at the end its slope along a pixel of weight w is at most |w|. In L1 the pixel of
  /// weight 0.02 is not worth its price and stays; in L2 it moves a little, for at 0 that price is flat.
  @Test
  void theL1NormLeavesUnimportantPixelsAlone() {
    assertEquals(0.5, paint(Norm.L1, 0.05, 0).get(0, 0, 1, 1), 0.021);
    assertEquals(1, paint(Norm.L1, 0.05, 0).get(0, 0, 0, 0), 0.01);
    assertEquals(0.5, paint(Norm.L2, 10, 0).get(0, 0, 0, 0), 0.03);
  }

  @Test
  void theMostChangedPixelsMakeTheMask() {
    Tensor painted = Tensor.of(new double[] {0.5, 0.9, 0.5, 0.1, 0.6, 0.5, 0.5, 0.5, 0.3}, 1, 1, 3, 3);
    assertArrayEquals(new double[] {0, 1, 0, 1, 0, 0, 0, 0, 1},
        RobustPhysicalPerturbation.mostChanged(OBJECT, painted, 1 / 3.0).toDoubleArray());
  }

  @Test
  void nonPrintabilityIsTheProductOfTheDistancesToAllColours() {
    Tensor picture = Tensor.of(new double[] {0.2, 0.5, 1, 0.9}, 1, 1, 2, 2);
    double[] score = GREYS.nonPrintability(Variable.constant(picture)).value().toDoubleArray();
    assertArrayEquals(new double[] {0.2 * 0.3 * 0.8, 0, 0, 0.9 * 0.4 * 0.1}, score, 1e-6);
    Palette colours = new Palette(List.of(new double[] {1, 0}, new double[] {0, 1}));
    Tensor two = Tensor.of(new double[] {0.6, 0.2}, 1, 2, 1, 1);
    assertEquals(Math.hypot(0.4, 0.2) * Math.hypot(0.6, 0.8),
        colours.nonPrintability(Variable.constant(two)).item(), 1e-9);
    GradientCheck.check(x -> colours.nonPrintability(x[0]).sum(), two).require();
  }

  @Test
  void thePrinterTakesTheNearestColourOfAllChannelsTogether() {
    Palette colours = new Palette(List.of(new double[] {1, 0}, new double[] {0, 1}));
    Tensor picture = Tensor.of(new double[] {0.9, 0.1, 0.2, 0.7}, 1, 2, 1, 2);
    assertArrayEquals(new double[] {1, 0, 0, 1}, colours.print(picture).toDoubleArray());
    assertThrows(IllegalArgumentException.class,
        () -> new Palette(List.of(new double[] {1, 0}, new double[] {1})));
    assertThrows(IllegalArgumentException.class, () -> Palette.greys(1, 1));
  }

  @Test
  void aHighPriceOfUnprintableInkKeepsThePaintNearPrintableColours() {
    double free = offPalette(paint(Norm.L2, 0.3, 0, 800, 0.004));
    double priced = offPalette(paint(Norm.L2, 0.3, 10, 800, 0.004));
    assertTrue(priced < 0.03, "at " + priced);
    assertTrue(free > 0.08, "at " + free);
  }

  private static double offPalette(Tensor painted) {
    return GREYS.print(painted).sub(painted).abs().max().item();
  }

  /// The view doubles the brightness in one draw and hides the object in another: the gradient must go
  /// through the same draw as the picture, or hidden views would push too.
  @Test
  void viewsAreDifferentiated() {
    int[] call = {0};
    RandomTransform hidden = rng -> {
      call[0]++;
      return images -> images.mul(0).add(0.5);
    };
    Tensor painted = new RobustPhysicalPerturbation(Norm.L2, 0, 0, 5, 0.02, 3).paint(linear(), OBJECT, MASK,
        GREYS, 1, hidden, Box.UNIT, Rng.seed(1));
    assertArrayEquals(OBJECT.toDoubleArray(), painted.toDoubleArray());
    assertEquals(15, call[0]);
  }

  @Test
  void misshapenMasksAndWrongSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class,
        () -> new RobustPhysicalPerturbation(Norm.LINF, 1, 1, 1, 1, 1));
    var attack = new RobustPhysicalPerturbation(Norm.L2, 1, 1, 1, 0.1, 1);
    assertThrows(IllegalArgumentException.class, () -> attack.paint(linear(), OBJECT,
        Tensor.ones(1, 1, 2, 2), GREYS, 1, RandomTransform.none(), Box.UNIT, Rng.seed(1)));
  }
}
