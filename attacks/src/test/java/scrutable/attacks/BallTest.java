package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class BallTest {

  @ParameterizedTest
  @EnumSource
  void projectedInputsLieInBallAndBoxAndStayThereWhenProjectedAgain(Norm norm) {
    Rng rng = Rng.seed(1);
    Tensor originals = rng.uniform(50, 3, 4);
    Tensor inputs = originals.add(rng.normal(50, 3, 4));
    Ball ball = new Ball(norm, 0.3, Box.UNIT);
    assertFalse(ball.contains(originals, inputs, 1e-6));
    Tensor projected = ball.project(originals, inputs);
    assertTrue(ball.contains(originals, projected, 1e-6));
    assertArrayEquals(projected.toFloatArray(), ball.project(originals, projected).toFloatArray(), 1e-7f);
  }

  @ParameterizedTest
  @EnumSource
  void whatLiesInsideKeepsItsBits(Norm norm) {
    Rng rng = Rng.seed(2);
    Tensor originals = rng.uniform(50, 12);
    Tensor inputs = originals.add(rng.uniformBetween(-0.01, 0.01, 50, 12)).clamp(0, 1);
    assertArrayEquals(inputs.toFloatArray(), new Ball(norm, 0.5, Box.UNIT).project(originals, inputs)
        .toFloatArray());
  }

  @ParameterizedTest
  @EnumSource
  void aBallOfRadiusZeroIsTheOriginal(Norm norm) {
    Rng rng = Rng.seed(3);
    Tensor originals = rng.uniform(5, 12);
    Tensor inputs = originals.add(rng.normal(5, 12));
    assertArrayEquals(originals.toFloatArray(), new Ball(norm, 0, Box.UNIT).project(originals, inputs)
        .toFloatArray());
  }

  @ParameterizedTest
  @EnumSource
  void anInfiniteBallIsTheBox(Norm norm) {
    Rng rng = Rng.seed(4);
    Tensor originals = rng.uniform(5, 12);
    Tensor inputs = originals.add(rng.normal(5, 12));
    Ball ball = new Ball(norm, Double.POSITIVE_INFINITY, new Box(0, 2));
    assertArrayEquals(inputs.clamp(0, 2).toFloatArray(), ball.project(originals, inputs).toFloatArray());
    assertTrue(assertThrows(IllegalArgumentException.class, () -> ball.requireFinite("PGD")).getMessage()
        .contains("finite"));
  }

  /// The projection `p` of `z` on a convex set is the point with `<z - p, q - p> <= 0` for all `q` of the
  /// set.
  @Test
  void inL1TheProjectionIsTheNearestPointOfBallAndBox() {
    Rng rng = Rng.seed(5);
    Ball ball = Ball.l1(0.8);
    int atTheBox = 0;
    for (int trial = 0; trial < 60; trial++) {
      Tensor original = rng.uniform(1, 3).to(DType.FLOAT64);
      Tensor input = original.add(rng.normal(1, 3).to(DType.FLOAT64));
      Tensor nearest = ball.project(original, input);
      assertTrue(ball.contains(original, nearest, 1e-12));
      atTheBox += nearest.min().item() == 0 || nearest.max().item() == 1 ? 1 : 0;
      for (int i = 0; i < 300; i++) {
        Tensor change = Norm.L1.randomIn(0.8, DType.FLOAT64, rng, 3).unsqueeze(0);
        Tensor other = original.add(change).clamp(0, 1);
        assertTrue(input.sub(nearest).mul(other.sub(nearest)).sum().item() <= 1e-12);
      }
    }
    assertTrue(atTheBox > 20, "" + atTheBox);
  }

  /// The first element has room for 0.1 of its 2; the other gets what it leaves, 0.9, and no more.
  @Test
  void inL1WhatTheBoxDoesNotTakeGoesToOtherElements() {
    Tensor original = Tensor.of(new double[] {0.9, 0}, 1, 2);
    Tensor input = original.add(Tensor.of(new double[] {2, 1.5}, 1, 2));
    assertArrayEquals(new double[] {1, 0.9}, Ball.l1(1).project(original, input).toDoubleArray(), 1e-15);
    assertArrayEquals(new double[] {1, 1}, Ball.l1(1.2).project(original, input).toDoubleArray(), 1e-15);
  }

  @Test
  void aNumberThatIsNoneDoesNotLieInside() {
    Tensor originals = Tensor.zeros(1, 2);
    Tensor inputs = Tensor.of(new float[] {0, Float.NaN}, 1, 2);
    assertFalse(Ball.linf(1).contains(originals, inputs, 1e-6));
    assertThrows(IllegalStateException.class, () -> Ball.linf(1).requireInside(originals, inputs));
  }

  @Test
  void theRadiusMayNotBeNegative() {
    assertThrows(IllegalArgumentException.class, () -> Ball.linf(-0.1));
    assertThrows(IllegalArgumentException.class, () -> Ball.l2(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Box(1, 0));
  }

  @Test
  void anInputOutsideTheBoxIsNamedByPlaceAndValue() {
    float[] pixels = new float[2 * 3 * 4];
    pixels[17] = 1.5f;
    Tensor images = Tensor.wrap(pixels, 2, 3, 4);
    String message = assertThrows(IllegalArgumentException.class,
        () -> Box.UNIT.require(images)).getMessage();
    assertEquals("the input at (1, 1, 1) is 1.5, outside the box [0.0, 1.0]; if the network wants"
        + " other values, scale them in its first layer", message);
    new Box(0, 2).require(images);
    Box.unbounded().require(images);
  }

  @Test
  void aRadiusInTheWrongUnitsIsRefused() {
    Tensor images = Tensor.zeros(1, 2);
    String message = assertThrows(IllegalArgumentException.class, () -> Ball.linf(8).require(images)).getMessage();
    assertTrue(message.contains("8 / 255.0"), message);
    Ball.linf(8).within(new Box(0, 255)).require(images);
    Ball.linf(1).require(images);
    Ball.l2(8).require(images);                                 // the diagonal of the box may be as long
    Ball.linf(Double.POSITIVE_INFINITY).require(images);
    Ball.linf(8).within(Box.unbounded()).require(images);
  }
}
