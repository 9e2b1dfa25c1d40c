package scrutable.attacks.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.BarsVictim;
import scrutable.attacks.Examples;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.tensor.Rng;

class SecurityCurveTest {
  private static final double[] RADII = {0, 0.05, 0.1, 0.2, 0.4, 1};
  private final BarsVictim bars = BarsVictim.trained(11);
  private final Examples examples = Examples.of(bars.images(), bars.untargeted(), Rng.seed(1));

  @Test
  void theCurveOfAStrongAttackStartsAtTheCleanAccuracyFallsAndEndsAtZero() {
    List<SecurityCurve.Point> points = SecurityCurve.of(
        eps -> new ProjectedGradientDescent(40, 2.5 * eps / 40), bars.classifier(), examples, Ball.linf(0),
        RADII).points();
    double clean = new FastGradientSign().run(bars.classifier(), examples, Ball.linf(0)).cleanAccuracy();
    assertEquals(RADII.length, points.size());
    assertEquals(clean, points.get(0).robustAccuracy());
    assertEquals(0, points.get(0).successRate());
    for (int i = 1; i < points.size(); i++) {
      assertEquals(RADII[i], points.get(i).eps());
      assertTrue(points.get(i).robustAccuracy() <= points.get(i - 1).robustAccuracy());
    }
    assertEquals(0, points.get(RADII.length - 1).robustAccuracy());
    assertEquals(1, points.get(RADII.length - 1).successRate());
  }

  @Test
  void eachPointIsWhatTheAttackDoesAtThatRadius() {
    SecurityCurve curve = SecurityCurve.of(RandomNoise.uniform(), bars.classifier(), examples, Ball.l2(0),
        0.5, 2);
    for (SecurityCurve.Point point : curve.points()) {
      var alone = RandomNoise.uniform().run(bars.classifier(), examples, Ball.l2(point.eps()));
      assertEquals(alone.robustAccuracy(), point.robustAccuracy());
      assertEquals(alone.meanConfidence(), point.meanConfidence());
    }
  }
}
