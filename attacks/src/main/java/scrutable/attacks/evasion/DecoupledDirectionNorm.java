package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.BinaryFunction;
import scrutable.tensor.Tensor;

/// Gradient steps on a sphere that shrinks whenever the image on it is at the goal and grows when it is not
/// (DDN).
///
/// The loss says in which direction to go, and nothing about how far; the distance is steered by success alone.
/// So there is no weight between the two to be searched for, as in [CarliniWagner], and a few hundred gradients
/// do. Step `k` of `n` for each example:
///
/// ```
/// d <- d + a_k g / |g|        a_k falls from 1 to 0.01 like a cosine
/// e <- e (1 - gamma) if x + d (before the step) is at the goal, else e (1 + gamma)
/// d <- clip(x + e d / |d|) - x
/// ```
///
/// Source: Rony, Hafemann, Oliveira, Ben Ayed, Sabourin and Granger, "Decoupling direction and norm for
/// efficient gradient-based L2 adversarial attacks and defenses", CVPR 2019, algorithm 1; without its rounding
/// to 256 levels.
///
/// @param steps how many gradients
/// @param initialEps the radius of the first sphere, in units of the input
/// @param gamma by which share the radius changes in each step
/// @param loss what to climb
public record DecoupledDirectionNorm(int steps, double initialEps, double gamma, AttackLoss loss)
    implements MinimalNormAttack<WhiteBox> {
  private static final double LAST_STEP = 0.01;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException unless `steps >= 1`, `initialEps > 0` and `0 < gamma < 1`
  public DecoupledDirectionNorm {
    if (steps < 1 || !(initialEps > 0) || !(gamma > 0 && gamma < 1)) {
      throw new IllegalArgumentException("DecoupledDirectionNorm: steps must be at least 1, initialEps above 0"
          + " and gamma between 0 and 1, not " + steps + ", " + initialEps + " and " + gamma);
    }
  }

  /// The settings of the paper: first radius 1, 5 % a step, cross-entropy.
  public DecoupledDirectionNorm(int steps) {
    this(steps, 1, 0.05, AttackLoss.CROSS_ENTROPY);
  }

  /// {@inheritDoc}
  ///
  /// @param norm `L2`
  @Override
  public Tensor search(WhiteBox victim, Examples examples, Norm norm, Box box) {
    norm.requireOneOf("DecoupledDirectionNorm", Norm.L2);
    Tensor originals = examples.images();
    double[] farthest = farthest(originals, box);
    double[] radii = new double[examples.count()];
    Arrays.fill(radii, initialEps);
    NearestImages nearest = new NearestImages(originals, norm);
    Tensor current = originals;
    for (int step = 0; step < steps; step++) {
      examples.countGradient();
      WhiteBox.LossGradient at = victim.lossGradient(loss, current, examples.goal());
      boolean[] reached = examples.goal().reached(at.logits());
      nearest.offer(current, reached);
      Tensor change = current.sub(originals).add(norm.steepest(at.gradient()).mul(stepSize(step)));
      double[] lengths = norm.of(change);
      double[] factors = new double[radii.length];
      for (int i = 0; i < radii.length; i++) {
        radii[i] = Math.min(radii[i] * (reached[i] ? 1 - gamma : 1 + gamma), farthest[i]);
        factors[i] = lengths[i] == 0 ? 0 : radii[i] / lengths[i];
      }
      current = box.clip(originals.add(change.mul(BatchRows.column(factors, change))));
    }
    return nearest.images();
  }

  private double stepSize(int step) {
    return LAST_STEP + (1 - LAST_STEP) * (1 + StrictMath.cos(StrictMath.PI * step / steps)) / 2;
  }

  /// The distance of the corner of the box that is farthest: no radius above it is of use.
  private static double[] farthest(Tensor images, Box box) {
    double[] distances = new double[images.size(0)];
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    if (Double.isFinite(box.lo()) && Double.isFinite(box.hi())) {
      Tensor down = images.sub(box.lo()).abs();
      Tensor up = images.sub(box.hi()).abs();
      return Norm.L2.of(down.with(up, BinaryFunction.MAX));
    }
    return distances;
  }
}
