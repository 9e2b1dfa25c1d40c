package scrutable.attacks.poisoning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.linalg.Lu;

/// Feature collision against its closed form, and the gradient through a gradient against differences.
class CraftedGradientsTest {
  private static final Ball FREE = Ball.linf(100).within(Box.unbounded());

  private static Tensor doubles(Rng rng, int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  /// A network of float64 numbers with one hidden layer, small enough for differences.
  private record Small(Parameter first, Parameter second) implements Module {
    static Small of(long seed) {
      return new Small(new Parameter(doubles(Rng.seed(seed), 3, 5)), new Parameter(doubles(Rng.seed(seed + 1), 5, 4)));
    }

    @Override
    public Variable forward(Variable input) {
      return input.matmul(first).tanh().matmul(second);
    }

    @Override
    public void describe(Parts parts) {
      parts.parameter("first", first).parameter("second", second);
    }
  }

  /// With linear features `p W` the minimum of `|p W - z|^2 + beta / 2 |p - b|^2` solves
  /// `(2 W W' + beta I) p = 2 W z + beta b`.
  @Test
  void withLinearFeaturesTheCollisionIsTheRidgeSolution() {
    Tensor weights = doubles(Rng.seed(1), 3, 2);
    Tensor base = doubles(Rng.seed(2), 1, 3);
    Tensor wanted = doubles(Rng.seed(3), 1, 2);
    double beta = 0.7;
    Module linear = x -> x.matmul(Variable.constant(weights));
    Tensor found = new FeatureCollision(linear, beta, 3_000, 0.02, FREE).collide(base, wanted);
    Tensor left = weights.matmul(weights.t()).mul(2).add(Tensor.identity(3, DType.FLOAT64).mul(beta));
    Tensor right = weights.matmul(wanted.t()).mul(2).add(base.t().mul(beta));
    Tensor exact = Lu.of(left).solve(right);
    assertArrayEquals(exact.toDoubleArray(), found.toDoubleArray(), 1e-9);
  }

  @Test
  void theCollisionStaysInTheBall() {
    Module linear = x -> x.mul(5);
    Ball ball = Ball.linf(0.1).within(Box.unbounded());
    Tensor base = doubles(Rng.seed(2), 4, 3);
    Tensor found = new FeatureCollision(linear, 0, 50, 0.01, ball).collide(base, base.mul(-5));
    assertTrue(ball.contains(base, found, 1e-12));
    assertTrue(found.sub(base).abs().max().item() > 0.099);
  }

  @Test
  void theGradientOfTheMismatchIsThatOfDifferences() {
    List<Module> surrogates = List.of(Small.of(10), Small.of(20));
    GradientMatching matching = new GradientMatching(surrogates, 1, 0.1, 1, FREE);
    Tensor labels = Tensor.ofInts(new int[] {1, 3}, 2);
    Tensor target = doubles(Rng.seed(4), 1, 3);
    Tensor wantedClass = Tensor.ofInts(new int[] {3}, 1);
    List<List<Variable>> wanted = surrogates.stream().map(network ->
        GradientMatching.weightGradients(network, Variable.constant(target), wantedClass, false)).toList();
    Tensor images = doubles(Rng.seed(5), 2, 3);
    Variable moving = Variable.tracked(images);
    Tensor gradient = Gradients.of(matching.mismatch(moving, labels, wanted), moving).get(moving);
    double[] at = images.toDoubleArray();
    for (int i = 0; i < at.length; i++) {
      double slope = (mismatchAt(at, i, 1e-5, matching, labels, wanted)
          - mismatchAt(at, i, -1e-5, matching, labels, wanted)) / 2e-5;
      assertEquals(slope, gradient.toDoubleArray()[i], 1e-8);
    }
  }

  private static double mismatchAt(double[] at, int i, double step, GradientMatching matching, Tensor labels,
      List<List<Variable>> wanted) {
    double[] moved = at.clone();
    moved[i] += step;
    return matching.mismatch(Variable.constant(Tensor.of(moved, 2, 3)), labels, wanted).item();
  }

  @Test
  void theMislabelledTargetItselfMatchesPerfectlyAndItsOppositeNot() {
    Small network = Small.of(30);
    Tensor target = doubles(Rng.seed(4), 1, 3);
    Tensor wantedClass = Tensor.ofInts(new int[] {2}, 1);
    List<Variable> gradient =
        GradientMatching.weightGradients(network, Variable.constant(target), wantedClass, false);
    GradientMatching matching = new GradientMatching(List.of(network), 1, 0.1, 1, FREE);
    assertEquals(0, matching.mismatch(Variable.constant(target), wantedClass, List.of(gradient)).item(), 1e-12);
    List<Variable> opposite = gradient.stream().map(Variable::neg).toList();
    assertEquals(2, matching.mismatch(Variable.constant(target), wantedClass, List.of(opposite)).item(), 1e-12);
  }

  @Test
  void matchingLowersTheMismatchAndKeepsTheBestOfItsStarts() {
    Small network = Small.of(40);
    Ball ball = Ball.linf(0.5).within(Box.unbounded());
    Tensor bases = doubles(Rng.seed(6), 4, 3);
    Tensor labels = Tensor.ofInts(new int[] {2, 2, 2, 2}, 4);
    ChosenTargets goal = new ChosenTargets(doubles(Rng.seed(7), 1, 3), Tensor.ofInts(new int[] {2}, 1));
    double before = new GradientMatching(List.of(network), 1, 0.05, 1, ball).match(bases, labels, goal, Rng.seed(8))
        .mismatch();
    GradientMatching.Match one = new GradientMatching(List.of(network), 80, 0.05, 1, ball)
        .match(bases, labels, goal, Rng.seed(8));
    GradientMatching.Match three = new GradientMatching(List.of(network), 80, 0.05, 3, ball)
        .match(bases, labels, goal, Rng.seed(8));
    assertTrue(one.mismatch() < before - 0.1, one.mismatch() + " after " + before);
    assertTrue(three.mismatch() <= one.mismatch());
    assertTrue(ball.contains(bases, three.images(), 1e-12));
  }
}
