package scrutable.nn.selfsupervised;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class ContrastTest {
  private final Tensor a = Rng.seed(1).normal(5, 3).to(DType.FLOAT64);
  private final Tensor b = Rng.seed(2).normal(5, 3).to(DType.FLOAT64);

  private static double cosine(double[] x, double[] y) {
    double dot = 0;
    double xx = 0;
    double yy = 0;
    for (int d = 0; d < x.length; d++) {
      dot += x[d] * y[d];
      xx += x[d] * x[d];
      yy += y[d] * y[d];
    }
    return dot / Math.sqrt(xx * yy);
  }

  private static double[][] rows(Tensor tensor) {
    double[][] rows = new double[tensor.size(0)][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = tensor.select(0, i).toDoubleArray();
    }
    return rows;
  }

  @Test
  void ntXentIsTheDoubleLoopWithEveryoneButOneselfInTheDenominator() {
    double tau = 0.4;
    double[][] z = new double[10][];
    System.arraycopy(rows(a), 0, z, 0, 5);
    System.arraycopy(rows(b), 0, z, 5, 5);
    double loss = 0;
    for (int i = 0; i < 10; i++) {
      double others = 0;
      for (int k = 0; k < 10; k++) {
        others += k == i ? 0 : Math.exp(cosine(z[i], z[k]) / tau);
      }
      loss -= Math.log(Math.exp(cosine(z[i], z[(i + 5) % 10]) / tau) / others) / 10;
    }
    assertEquals(loss, Contrast.ntXent(Variable.constant(a), Variable.constant(b), tau).item(), 1e-12);
  }

  @Test
  void aRowOfAnyLengthIsDividedByItButNotByLessThanTheShortest() {
    for (double length : new double[] {1e-8, 1e-6, 1, 1e15, 1e20, 1e30}) {
      Tensor row = Tensor.of(new float[] {(float) (0.6 * length), (float) (-0.8 * length), 0, 3}, 2, 2);
      assertArrayEquals(new float[] {0.6f, -0.8f, 0, 1},
          Contrast.unitRows(Variable.constant(row)).value().toFloatArray(), 1e-6f, "length " + length);
    }
    Variable shorter = Variable.tracked(Tensor.of(new float[] {3e-9f, 0, 0, 0}, 2, 2));
    Variable unit = Contrast.unitRows(shorter);
    assertArrayEquals(new float[] {0.3f, 0, 0, 0}, unit.value().toFloatArray(), 1e-6f);
    assertArrayEquals(new float[] {1e8f, 1e8f, 1e8f, 1e8f},
        Gradients.of(unit.sum(), shorter).get(shorter).toFloatArray(), 1e3f);
  }

  @Test
  void theGradientOfALongRowIsThatOfItsDirection() {
    Variable normal = Variable.tracked(Tensor.of(new float[] {3, 4}, 1, 2));
    Variable lengthy = Variable.tracked(Tensor.of(new float[] {3e20f, 4e20f}, 1, 2));
    Variable weights = Variable.constant(Tensor.of(new float[] {1, 2}, 1, 2));
    float[] expected = Gradients.of(Contrast.unitRows(normal).mul(weights).sum(), normal).get(normal).toFloatArray();
    float[] found = Gradients.of(Contrast.unitRows(lengthy).mul(weights).sum(), lengthy).get(lengthy)
        .mul(1e20).toFloatArray();
    assertArrayEquals(expected, found, 1e-6f);
  }

  @Test
  void whereAllVectorsAreAlikeTheLossIsTheLogarithmOfTheNumberOfTerms() {
    Variable same = Variable.constant(Tensor.ones(4, 2).to(DType.FLOAT64));
    assertEquals(Math.log(7), Contrast.ntXent(same, same, 0.5).item(), 1e-12);
    Variable scale = Variable.constant(Tensor.scalar(3.0));
    assertEquals(Math.log(4), Contrast.infoNce(same, same, scale).item(), 1e-12);
  }

  @Test
  void twoPairsAtRightAnglesHaveALossThatCanBeWrittenDown() {
    // Each vector: its partner at cosine 1, two strangers at cosine 0.
    Variable axes = Variable.constant(Tensor.identity(2, DType.FLOAT64).mul(5));
    assertEquals(Math.log(1 + 2 * Math.exp(-1 / 0.5)), Contrast.ntXent(axes, axes, 0.5).item(), 1e-12);
    Variable scale = Variable.constant(Tensor.scalar(2.0));
    assertEquals(Math.log(1 + Math.exp(-2)), Contrast.infoNce(axes, axes, scale).item(), 1e-12);
  }

  @Test
  void infoNceIsTheMeanOfBothDirections() {
    double[][] images = rows(a);
    double[][] texts = rows(b);
    double loss = 0;
    for (int i = 0; i < 5; i++) {
      double overTexts = 0;
      double overImages = 0;
      for (int k = 0; k < 5; k++) {
        overTexts += Math.exp(7 * cosine(images[i], texts[k]));
        overImages += Math.exp(7 * cosine(images[k], texts[i]));
      }
      double own = 7 * cosine(images[i], texts[i]);
      loss += (Math.log(overTexts) - own + Math.log(overImages) - own) / 10;
    }
    Variable scale = Variable.constant(Tensor.scalar(7.0));
    assertEquals(loss, Contrast.infoNce(Variable.constant(a), Variable.constant(b), scale).item(), 1e-12);
  }

  @Test
  void gradientsAgreeWithDifferencesAlsoOfTheScale() {
    GradientCheck.check(x -> Contrast.ntXent(x[0], x[1], 0.5), a, b).require();
    GradientCheck.check(x -> Contrast.infoNce(x[0], x[1], x[2].exp()), a, b, Tensor.scalar(1.5)).require();
  }

  @Test
  void theLengthOfAVectorDoesNotCountAndTheZeroVectorIsNoAccident() {
    double loss = Contrast.ntXent(Variable.constant(a), Variable.constant(b), 0.5).item();
    assertEquals(loss, Contrast.ntXent(Variable.constant(a.mul(9)), Variable.constant(b), 0.5).item(), 1e-12);
    assertTrue(Double.isFinite(
        Contrast.ntXent(Variable.constant(a.mul(0)), Variable.constant(b), 0.5).item()));
  }

  @Test
  void shapesThatAreNoPairsAreRefused() {
    Variable one = Variable.constant(Tensor.ones(1, 3));
    var alone = assertThrows(IllegalArgumentException.class, () -> Contrast.ntXent(one, one, 1));
    assertTrue(alone.getMessage().contains("(1, 3)"), alone.getMessage());
    assertThrows(IllegalArgumentException.class,
        () -> Contrast.infoNce(Variable.constant(a), Variable.constant(b.slice(0, 0, 4)), one));
    assertThrows(IllegalArgumentException.class,
        () -> Contrast.ntXent(Variable.constant(a), Variable.constant(b), 0));
  }

  @Test
  void geometryOfKnownConfigurations() {
    Tensor axes = Tensor.of(new double[] {1, 0, 0, 1, -1, 0, 0, -1}, 4, 2);
    // Twelve ordered pairs: eight at squared distance 2, four at 4.
    double expected = Math.log((8 * Math.exp(-4) + 4 * Math.exp(-8)) / 12);
    assertEquals(expected, Geometry.uniformity(axes), 1e-12);
    assertEquals(Math.sqrt(0.5), Geometry.spread(axes), 1e-12);
    assertEquals((8 * 2 + 4 * 4) / 12.0, Geometry.distanceOfStrangers(axes), 1e-12);
    Tensor turned = Tensor.of(new double[] {0, 1, 1, 0, 0, -1, -1, 0}, 4, 2);
    assertEquals(2, Geometry.alignment(axes, turned), 1e-12);
    Tensor collapsed = Tensor.ones(3, 1);
    assertEquals(0, Geometry.uniformity(collapsed), 1e-12);
    assertArrayEquals(new double[] {0, 0},
        new double[] {Geometry.spread(collapsed), Geometry.alignment(collapsed, collapsed)});
  }
}
