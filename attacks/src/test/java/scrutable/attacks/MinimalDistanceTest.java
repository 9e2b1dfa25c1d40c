package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scrutable.attacks.evasion.CarliniWagner;
import scrutable.attacks.evasion.DecoupledDirectionNorm;
import scrutable.attacks.evasion.DeepFool;
import scrutable.attacks.evasion.FastAdaptiveBoundary;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The distances that attacks find, against the ones that are known exactly.
class MinimalDistanceTest {
  private final Rng rng = Rng.seed(33);
  private final LinearVictim victim = LinearVictim.random(16, rng.split("weights"));
  private final Tensor inside = rng.split("inside").uniformBetween(0.4, 0.6, 20, 16).to(DType.FLOAT64);
  private final Tensor atWalls = rng.split("walls").uniformBetween(-0.5, 1.5, 20, 16).clamp(0, 1)
      .to(DType.FLOAT64);

  private AttackResult attack(MinimalNormAttack<WhiteBox> attack, Tensor images, Norm norm) {
    return attack.run(victim.classifier(DType.FLOAT64), images, Untargeted.of(victim.answers(images)), norm,
        Box.UNIT, Rng.seed(1));
  }

  private double[] exact(Tensor images, Norm norm) {
    double slope = norm.dual().of(victim.weightsLike(images))[0];
    return Arrays.stream(victim.margins(images, victim.answers(images))).map(m -> m / slope).toArray();
  }

  /// The radius at which the worst point of ball and box is on the boundary.
  private double[] exactInTheBox(Tensor images, Norm norm) {
    int[] labels = victim.answers(images);
    double[] distances = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      Tensor image = images.slice(0, i, i + 1);
      int[] label = {labels[i]};
      double low = 0;
      double high = 4;
      for (int halving = 0; halving < 40; halving++) {
        double middle = (low + high) / 2;
        boolean stands = victim.worstMargins(image, label, new Ball(norm, middle, Box.UNIT))[0] > 0;
        low = stands ? middle : low;
        high = stands ? high : middle;
      }
      distances[i] = high;
    }
    return distances;
  }

  /// By how much the worst of the distances found is larger than the exact one, as a share of it.
  private static double largestExcess(double[] exact, double[] found) {
    double excess = 0;
    for (int i = 0; i < exact.length; i++) {
      assertTrue(found[i] >= exact[i] * (1 - 1e-9), "nothing nearer than the nearest can be found");
      excess = Math.max(excess, found[i] / exact[i] - 1);
    }
    return excess;
  }

  @ParameterizedTest
  @EnumSource(names = {"L2", "LINF"})
  void deepFoolTakesOneStepToALinearBoundaryAndAFiftiethBeyond(Norm norm) {
    double[] expected = Arrays.stream(exact(inside, norm)).map(d -> 1.02 * (d + 1e-4)).toArray();
    AttackResult result = attack(new DeepFool(), inside, norm);
    assertArrayEquals(expected, result.distances(), 1e-12);
    for (int i = 0; i < result.count(); i++) {
      assertEquals(2, result.gradientEvaluations()[i], "one for each of two classes");
    }
  }

  @Test
  void deepFoolGoesToTheNearestOfManyLinearBoundaries() {
    Tensor weights = rng.split("many").normal(16, 5).to(DType.FLOAT64);
    Classifier many = Classifier.of(x -> x.matmul(Variable.constant(weights)));
    int[] labels = many.labels(inside);
    double[] found = new DeepFool().run(many, inside, Untargeted.of(labels), Norm.L2, Box.UNIT, Rng.seed(1))
        .distances();
    Tensor logits = many.logits(inside);
    for (int i = 0; i < labels.length; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int k = 0; k < 5; k++) {
        if (k != labels[i]) {
          Tensor slope = weights.select(1, k).sub(weights.select(1, labels[i])).unsqueeze(0);
          nearest = Math.min(nearest, (logits.get(i, labels[i]) - logits.get(i, k)) / Norm.L2.of(slope)[0]);
        }
      }
      assertEquals(1.02 * (nearest + 1e-4), found[i], 1e-12);
    }
  }

  @Test
  void threeAttacksFindLinearDistancesToOneOrTwoPercent() {
    double[] exact = exact(inside, Norm.L2);
    double ddn = largestExcess(exact, attack(new DecoupledDirectionNorm(500), inside, Norm.L2).distances());
    double cw = largestExcess(exact,
        attack(new CarliniWagner(0, 300, 0.005, 12, 0.01), inside, Norm.L2).distances());
    double fab = largestExcess(exact,
        attack(FastAdaptiveBoundary.toAnyClass(50), inside, Norm.L2).distances());
    assertTrue(ddn < 0.01, "DDN: " + ddn);
    assertTrue(cw < 0.02, "C&W: " + cw);
    assertTrue(fab < 0.01, "FAB: " + fab);
  }

  /// Where the box cuts the way to a linear boundary short, the nearest point is `clip(x + t w)`, which both
  /// find: one by projecting onto boundary and box at once, the other by steps that are clipped.
  @ParameterizedTest
  @EnumSource(names = {"L2", "LINF"})
  void fabAndDeepFoolFindTheNearestPointOfALinearBoundaryAndTheBox(Norm norm) {
    double[] exact = exactInTheBox(atWalls, norm);
    double fab = largestExcess(exact, attack(FastAdaptiveBoundary.toAnyClass(100), atWalls, norm).distances());
    double deepFool = largestExcess(exact, attack(new DeepFool(), atWalls, norm).distances());
    assertTrue(fab < 0.01, "FAB: " + fab);
    assertTrue(deepFool < 0.021, "DeepFool: " + deepFool);
  }

  @Test
  void carliniWagnerAndDdnComeNearTheNearestPointOfBoundaryAndBox() {
    double[] exact = exactInTheBox(atWalls, Norm.L2);
    double[] cw = attack(new CarliniWagner(0, 600, 0.05, 9, 0.01), atWalls, Norm.L2).distances();
    double[] ddn = attack(new DecoupledDirectionNorm(500), atWalls, Norm.L2).distances();
    assertTrue(largestExcess(exact, cw) < 0.03, "C&W: " + largestExcess(exact, cw));
    assertTrue(largestExcess(exact, ddn) < 0.03, "DDN: " + largestExcess(exact, ddn));
  }

  /// The lead at success is the confidence, and hardly more.
  @Test
  void carliniWagnerGivesTheConfidenceAskedFor() {
    for (double confidence : new double[] {0, 1, 2}) {
      AttackResult result = attack(new CarliniWagner(confidence, 200, 0.03, 9, 0.5), inside, Norm.L2);
      double[] leads = victim.margins(result.adversarial(), victim.answers(inside));
      for (int i = 0; i < leads.length; i++) {
        assertTrue(-leads[i] >= confidence - 1e-9 && -leads[i] <= confidence + 0.1, "lead " + -leads[i]
            + " instead of " + confidence);
      }
    }
  }

  /// The last of ten weights is the smallest that has worked, so its minimisation is a repetition.
  @Test
  void carliniWagnerTriesTheSmallestWeightThatWorkedOnceMoreIfThereAreTenOrMore() {
    int iterations = 30;
    Tensor one = inside.slice(0, 0, 1);
    Untargeted goal = Untargeted.of(victim.answers(one));
    for (int weights : new int[] {9, 10}) {
      List<List<Double>> asked = new ArrayList<>();
      WhiteBox recording = new WhiteBox() {
        private final WhiteBox behind = victim.classifier(DType.FLOAT64);

        @Override
        public Tensor logits(Tensor images) {
          return behind.logits(images);
        }

        @Override
        public LossGradient lossGradient(AttackLoss loss, Tensor images, Goal goal) {
          asked.add(Arrays.stream(images.toDoubleArray()).boxed().toList());
          return behind.lossGradient(loss, images, goal);
        }
      };
      new CarliniWagner(0, iterations, 0.02, weights, 1)
          .search(recording, Examples.of(one, goal, Rng.seed(1)), Norm.L2, Box.UNIT);
      assertEquals(weights * iterations, asked.size());
      List<List<Double>> last = asked.subList((weights - 1) * iterations, weights * iterations);
      boolean repeated = IntStream.range(0, weights - 1)
          .anyMatch(w -> asked.subList(w * iterations, (w + 1) * iterations).equals(last));
      assertEquals(weights >= 10, repeated, weights + " weights");
    }
  }

  /// Growing for ever, its radius would overflow, and infinity times zero is not a number.
  @Test
  void ddnDoesNotGrowBeyondTheFarthestCornerOfTheBox() {
    Tensor image = Tensor.of(new double[] {0, 0.2, 0.5, 1}, 1, 4);
    List<Tensor> asked = new ArrayList<>();
    Classifier deaf = Classifier.of(x -> {
      asked.add(x.value());
      return Variable.concat(1, x.slice(1, 0, 1).mul(0).add(5), x.slice(1, 1, 2));
    });
    Tensor found = new DecoupledDirectionNorm(1200, 1, 0.9, AttackLoss.MARGIN)
        .search(deaf, Examples.of(image, Untargeted.of(0), Rng.seed(1)), Norm.L2, Box.UNIT);
    asked.forEach(Box.UNIT::require);
    assertArrayEquals(image.toDoubleArray(), found.toDoubleArray());
  }

  @Test
  void carliniWagnerRefusesProbabilitiesAndBoxesWithoutWalls() {
    CarliniWagner attack = new CarliniWagner(0, 10, 0.01, 2, 1);
    Classifier soft = Classifier.of(x -> Functions.softmax(x.slice(1, 0, 3)));
    Examples examples = Examples.of(inside, Untargeted.of(new int[20]), Rng.seed(1));
    assertThrows(IllegalArgumentException.class, () -> attack.search(soft, examples, Norm.L2, Box.UNIT));
    assertThrows(IllegalArgumentException.class,
        () -> attack.search(victim.classifier(DType.FLOAT64), examples, Norm.L2, Box.unbounded()));
  }

  /// Not one boundary each, but one of the two that go with the label.
  @Test
  void triedRivalByRivalFabFindsTheNearestBoundaryToo() {
    Tensor weights = rng.split("three").normal(16, 3).to(DType.FLOAT64);
    Classifier three = Classifier.of(x -> x.matmul(Variable.constant(weights)));
    Untargeted goal = Untargeted.ofPredictions(three, inside);
    double[] together = FastAdaptiveBoundary.toAnyClass(40)
        .run(three, inside, goal, Norm.L2, Box.UNIT, Rng.seed(1)).distances();
    AttackResult rivals = FastAdaptiveBoundary.toRivals(40)
        .run(three, inside, goal, Norm.L2, Box.UNIT, Rng.seed(1));
    for (int i = 0; i < together.length; i++) {
      assertEquals(together[i], rivals.distances()[i], 0.005 * together[i]);
      assertEquals(2 * 40, rivals.gradientEvaluations()[i]);
    }
  }

  @Test
  void underABudgetFabTriesNoFurtherRivalWhereOneWasEnough() {
    Tensor weights = rng.split("three").normal(16, 3).to(DType.FLOAT64);
    Classifier three = Classifier.of(x -> x.matmul(Variable.constant(weights)));
    Untargeted goal = Untargeted.ofPredictions(three, inside);
    FastAdaptiveBoundary attack = FastAdaptiveBoundary.toRivals(40);
    double[] distances = attack.run(three, inside, goal, Norm.L2, Box.UNIT, Rng.seed(1)).distances();
    double eps = Arrays.stream(distances).sorted().toArray()[10];
    AttackResult result = attack.withinBudget().run(three, inside, goal, Ball.l2(eps), Rng.seed(1));
    boolean someStoppedEarly = false;
    for (int i = 0; i < distances.length; i++) {
      assertEquals(distances[i] <= eps, result.success()[i]);
      someStoppedEarly |= result.gradientEvaluations()[i] == 40;
      assertTrue(result.success()[i] || result.gradientEvaluations()[i] == 80);
    }
    assertTrue(someStoppedEarly);
  }
}
