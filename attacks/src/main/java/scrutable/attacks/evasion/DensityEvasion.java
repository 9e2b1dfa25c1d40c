package scrutable.attacks.evasion;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// Gradient descent on a classifier's score, drawn towards where its harmless examples are dense.
///
/// `min_x g(x) - (lambda / n) sum_i exp(-|x - x_i|_1 / h)   with   d(x, x_0) <= eps`
///
/// Here `g` is the margin by which the classifier is sure of the malicious class, and the `x_i` are benign
/// samples. Without the second term (`lambda = 0`) the attack just crosses the boundary, perhaps where no
/// example has ever been, and where a detector of strange inputs, or flat parts of `g`, would stop it; with
/// it the result looks like a benign example. Steps have a fixed Euclidean length along the gradient; after
/// each the point is brought back into ball and box.
///
/// This is the first gradient attack on a learned classifier. Source: Biggio, Corona, Maiorca, Nelson,
/// Srndic, Laskov, Giacinto and Roli, "Evasion attacks against machine learning at test time", ECML-PKDD
/// 2013, equation 2 and algorithm 1.
///
/// @param steps how many
/// @param stepSize the Euclidean length of each
/// @param lambda the weight of the density, 0 or more; with wide kernels of many pixels densities are tiny,
///     so useful weights are large
/// @param benign the density of the harmless examples
public record DensityEvasion(int steps, double stepSize, double lambda, LaplaceDensity benign)
    implements FixedBudgetAttack<WhiteBox> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there is no step, or no length, or lambda is negative
  public DensityEvasion {
    if (steps < 1 || !(stepSize > 0 && stepSize < Double.POSITIVE_INFINITY) || !(lambda >= 0)) {
      throw new IllegalArgumentException("DensityEvasion: needed are steps >= 1, a positive, finite stepSize"
          + " and lambda >= 0, not " + steps + ", " + stepSize + ", " + lambda);
    }
  }

  //: code descent
  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    BestImages best = new BestImages(examples.goal());
    Tensor current = examples.images();
    for (int step = 0; step < steps; step++) {
      examples.countGradient();
      WhiteBox.LossGradient at = victim.lossGradient(AttackLoss.MARGIN, current, examples.goal());
      best.offer(current, at.logits(), objective(at.losses(), current));
      Tensor uphill = lambda == 0 ? at.gradient()
          : at.gradient().add(benign.gradient(current).mul(lambda));
      Tensor moved = current.add(Norm.L2.steepest(uphill).mul(stepSize));
      current = ball.project(examples.images(), moved);
    }
    examples.countQuery();
    Tensor logits = victim.logits(current);
    best.offer(current, logits, objective(AttackLoss.MARGIN.of(logits, examples.goal()), current));
    return best.images();
  }
  //: end

  private Tensor objective(Tensor margins, Tensor inputs) {
    if (lambda == 0) {
      return margins;
    }
    double[] densities = benign.at(inputs);
    double[] objective = margins.toDoubleArray();
    Arrays.setAll(objective, i -> objective[i] + lambda * densities[i]);
    return Tensor.wrap(objective, objective.length).to(margins.dtype());
  }
}
