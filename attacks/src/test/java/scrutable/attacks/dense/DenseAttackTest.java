package scrutable.attacks.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// On a network that tells dark pixels from light ones: logits `(0, 8 (x - 1/2))` of grey pictures.
class DenseAttackTest {
  private static final Segmenter LIGHT = Segmenter.of(x -> {
    Variable score = x.sub(0.5).mul(8);
    return Variable.concat(1, score.mul(0), score);
  });
  private static final Tensor IMAGES = Rng.seed(1).uniform(3, 1, 6, 6).mul(0.8f).add(0.1f);
  private static final Tensor TRUTH = LIGHT.labels(IMAGES);
  private static final Ball BALL = Ball.linf(0.08);

  private static void assertMoved(double byHowMuch, DenseAttack attack, Ball ball) {
    float[] before = IMAGES.toFloatArray();
    float[] after = attack.perturb(LIGHT, IMAGES, ball, Rng.seed(2)).toFloatArray();
    for (int i = 0; i < before.length; i++) {
      double away = before[i] > 0.5 ? -1 : 1;
      assertEquals(before[i] + away * byHowMuch, after[i], 1e-6, "pixel " + i + " of " + before[i]);
    }
  }

  @Test
  void oneStepMovesEveryPixelTowardsTheOtherAnswer() {
    assertMoved(0.08, new DenseGradientSign(Aim.AWAY), BALL);
    assertMoved(-0.08, new DenseGradientSign(Aim.OPPOSITE), BALL);
  }

  @Test
  void withTwoClassesTheLeastLikelyIsTheOther() {
    assertMoved(0.08, new DenseGradientSign(Aim.LEAST_LIKELY), BALL);
  }

  /// A pixel that has crossed the boundary goes on: an attack that asked for the label anew would come back.
  @Test
  void theLabelsAreThoseOfTheCleanPictureThroughout() {
    Ball wide = Ball.linf(0.4);
    float[] after = new DenseIterativeGradientSign(Aim.AWAY, 8, 0.05).perturb(LIGHT, IMAGES, wide, Rng.seed(2))
        .toFloatArray();
    float[] before = IMAGES.toFloatArray();
    for (int i = 0; i < before.length; i++) {
      double far = before[i] + (before[i] > 0.5 ? -0.4 : 0.4);
      assertEquals(Math.clamp(far, 0, 1), after[i], 1e-5);
    }
  }

  @Test
  void aSingleStepOfFullLengthIsTheFastAttack() {
    assertArrayEquals(new DenseGradientSign(Aim.AWAY).perturb(LIGHT, IMAGES, BALL, Rng.seed(2)).toFloatArray(),
        new DenseIterativeGradientSign(Aim.AWAY, 1, 0.08).perturb(LIGHT, IMAGES, BALL, Rng.seed(2)).toFloatArray());
  }

  @Test
  void stepsBackAndForthEndAtTheEdgeOfTheBall() {
    assertMoved(0.08, new DenseIterativeGradientSign(Aim.AWAY, 40, 0.03), BALL);
  }

  @Test
  void thePaperTakesOneGreyLevelAStep() {
    int[][] stepsByLevels = {{1, 2}, {2, 3}, {4, 5}, {8, 10}, {16, 20}, {32, 36}};
    for (int[] row : stepsByLevels) {
      assertEquals(new DenseIterativeGradientSign(Aim.AWAY, row[1], 1 / 255.0),
          DenseIterativeGradientSign.ofPaper(Aim.AWAY, row[0]));
    }
    assertThrows(IllegalArgumentException.class, () -> DenseIterativeGradientSign.ofPaper(Aim.AWAY, 0.5));
    assertThrows(IllegalArgumentException.class, () -> DenseIterativeGradientSign.ofPaper(Aim.AWAY, 256));
    assertThrows(IllegalArgumentException.class, () -> DenseIterativeGradientSign.ofPaper(Aim.AWAY, Double.NaN));
  }

  @Test
  void aStepLongerThanTheBallIsRefusedAndNoBudgetIsNoChange() {
    assertThrows(IllegalArgumentException.class,
        () -> new DenseIterativeGradientSign(Aim.AWAY, 2, 0.1).perturb(LIGHT, IMAGES, BALL, Rng.seed(2)));
    assertArrayEquals(IMAGES.toFloatArray(), new DenseIterativeGradientSign(Aim.AWAY, 2, 0.1)
        .perturb(LIGHT, IMAGES, Ball.linf(0), Rng.seed(2)).toFloatArray());
  }

  @Test
  void noiseMovesEveryPixelAsFarAndHalfOfThemEachWay() {
    Tensor grey = Tensor.full(0.5, DType.FLOAT32, 4, 1, 32, 32);
    float[] changes = new DenseNoise().perturb(LIGHT, grey, BALL, Rng.seed(3)).sub(grey).toFloatArray();
    int up = 0;
    for (float change : changes) {
      assertEquals(0.08, Math.abs(change), 1e-6);
      up += change > 0 ? 1 : 0;
    }
    assertEquals(0.5, up / 4096.0, 0.04);
  }

  @Test
  void theJudgeLooksAtWhatCameOut() {
    DenseAttackResult result = new DenseGradientSign(Aim.AWAY).run(LIGHT, IMAGES, TRUTH, BALL, Rng.seed(2));
    long near = 0;
    for (float pixel : IMAGES.toFloatArray()) {
      near += Math.abs(pixel - 0.5) < 0.08 ? 1 : 0;
    }
    assertTrue(near > 0);
    assertEquals(near / 108.0, result.changedPixels(), 1e-12);
    assertEquals(1, result.cleanPixelAccuracy());
    assertEquals(1 - near / 108.0, result.pixelAccuracy(), 1e-12);
    assertArrayEquals(LIGHT.labels(result.adversarial()).toIntArray(), result.after().toIntArray());
    Arrays.stream(result.distances()).forEach(distance -> assertEquals(0.08, distance, 1e-6));
  }

  @Test
  void anAttackThatCheatsIsNotJudged() {
    assertCaught("left the ball", (seen, images, ball, rng) -> images.sub(0.5f).mul(0.5f).add(0.5f));
    assertCaught("is NaN", (seen, images, ball, rng) -> images.mul(Float.NaN));
    assertCaught("left the box", (seen, images, ball, rng) -> images.add(2));
    assertCaught("made", (seen, images, ball, rng) -> images.slice(0, 0, 2));
    Tensor dark = IMAGES.mul(0);
    assertThrows(IllegalStateException.class, () -> DenseAttackResult.judge(LIGHT, dark, TRUTH, dark.sub(1e-8f), BALL));
    assertThrows(IllegalArgumentException.class,
        () -> DenseAttackResult.judge(LIGHT, IMAGES.add(1), TRUTH, IMAGES.add(1), BALL));
  }

  private static void assertCaught(String words, DenseAttack attack) {
    String message = assertThrows(IllegalStateException.class,
        () -> attack.run(LIGHT, IMAGES, TRUTH, BALL, Rng.seed(2))).getMessage();
    assertTrue(message.contains(words), message);
  }

  /// The victim answers, another network is looked at: here one that sees everything upside down.
  @Test
  void anAttackMayLookAtAnotherNetworkThanTheVictim() {
    Segmenter inverted = Segmenter.of(x -> {
      Variable score = x.sub(0.5).mul(-8);
      return Variable.concat(1, score.mul(0), score);
    });
    DenseAttackResult own = new DenseGradientSign(Aim.AWAY).run(LIGHT, IMAGES, TRUTH, BALL, Rng.seed(2));
    DenseAttackResult other = new DenseGradientSign(Aim.AWAY).run(inverted, LIGHT, IMAGES, TRUTH, BALL, Rng.seed(2));
    assertArrayEquals(own.adversarial().toFloatArray(), other.adversarial().toFloatArray());
    assertArrayEquals(TRUTH.toIntArray(), other.before().toIntArray());
  }
}
