package mine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import mine.HalfOfThePixels.Half;
import org.junit.jupiter.api.Test;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Untargeted;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Sabotage;
import scrutable.lessons.contract.Status;
import scrutable.nn.layer.Linear;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class HalfOfThePixelsTest {
  private final HalfOfThePixelsLesson lesson = new HalfOfThePixelsLesson();
  private final LessonContext quick = LessonContext.defaults(lesson).withProfile(Profile.QUICK);

  @Test
  void onALinearNetworkThePixelWithTheLargerWeightMoves() {
    Classifier victim = Classifier.of(Linear.of(Tensor.of(new float[] {3, 1, -3, -1}, 2, 2),
        Tensor.of(new float[] {1, 0}, 2)));
    Tensor image = Tensor.of(new float[] {0.5f, 0.5f}, 1, 2);
    assertArrayEquals(new float[] {0, 0.5f}, moved(Half.STEEPER, victim, image));
    assertArrayEquals(new float[] {0.5f, 0}, moved(Half.FLATTER, victim, image));
  }

  private static float[] moved(Half half, Classifier victim, Tensor image) {
    Examples examples = Examples.of(image, Untargeted.of(0), Rng.seed(1));
    return new HalfOfThePixels(half).perturb(victim, examples, Ball.linf(0.5)).toFloatArray();
  }

  @Test
  void whatTheAttackAsksIsCounted() {
    Classifier victim = Classifier.of(Linear.of(Tensor.of(new float[] {3, 1, -3, -1}, 2, 2),
        Tensor.of(new float[] {-3.9f, 0}, 2)));
    Tensor image = Tensor.of(new float[] {0.6f, 0.6f}, 1, 2);
    AttackResult attacked = new HalfOfThePixels(Half.STEEPER)
        .run(victim, image, Untargeted.of(0), Ball.linf(0.5), Rng.seed(1));
    assertEquals(1, attacked.successRate());
    assertEquals(1, attacked.gradientEvaluations()[0]);
  }

  @Test
  void theLessonPassesAndDoesNotWhenItIsSabotaged() {
    assertEquals(Status.PASS, lesson.run(quick).status());
    assertNotEquals(Status.PASS, lesson.run(quick.withSabotage(Sabotage.ATTACK)).status());
  }
}
