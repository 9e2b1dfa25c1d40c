package scrutable.nn.semisupervised;

import scrutable.autograd.Functions;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Virtual adversarial training: the answer must not change in the direction in which it would change most.
///
/// `L = CE(f(x), y) + w mean KL(p(u) || p(u + r(u)))`, `p(u)` as data, and `r(u)` the change of length `eps`
/// that raises this divergence most.
///
/// At `r = 0` the divergence has its minimum, 0, and so no gradient: the worst direction is the leading
/// eigenvector of its Hessian. One step of power iteration finds it well enough, and needs no Hessian: the
/// product with a direction `d` is the gradient at the tiny change `xi d`, divided by `xi`.
///
/// Miyato et al. 2018, "Virtual adversarial training", equations 5 to 12 and algorithm 1.
///
/// @param eps the length of the change, in the units of the input
/// @param xi the length of the tiny change; at 1e-6, the paper's, `float32` would leave nothing but rounding
/// @param iterations of the power method, 1 in the paper
/// @param weight of the unlabelled part, 1 in the paper
public record VirtualAdversarialTraining(double eps, double xi, int iterations, double weight)
    implements GradientLearner {

  public VirtualAdversarialTraining {
    if (!(eps >= 0 && xi > 0 && iterations >= 1)) {
      throw new IllegalArgumentException("VirtualAdversarialTraining: eps " + eps + " must not be negative,"
          + " xi " + xi + " positive and the iterations " + iterations + " at least 1");
    }
  }

  /// Changes of length `eps`, found in one iteration.
  public VirtualAdversarialTraining(double eps) {
    this(eps, 0.1, 1, 1);
  }

  @Override
  public String name() {
    return "VAT";
  }

  @Override
  public Variable loss(TrainingStep step) {
    Tensor seen = step.weakly(step.unlabelled());
    Tensor p = step.probabilities(seen);
    Tensor change = worstChange(step.network(), seen, p, step.rng());
    Variable moved = Functions.logSoftmax(step.logits(seen.add(change)));
    return step.supervisedLoss().add(Losses.kl(moved, p).mul(weight));
  }

  /// `r(u)` for every input, each of length `eps`.
  ///
  /// @param p `(U, K)`: the probabilities at `inputs (U, ...)`
  Tensor worstChange(Module network, Tensor inputs, Tensor p, Rng rng) {
    Tensor direction = toUnitLength(rng.normal(inputs.shape()).to(inputs.dtype()), null);
    for (int i = 0; i < iterations; i++) {
      Variable tiny = Variable.tracked(direction.mul(xi));
      Variable moved = Functions.logSoftmax(network.forward(Variable.constant(inputs).add(tiny)));
      Variable divergence = Losses.klPerExample(moved, Variable.constant(p)).sum();
      direction = toUnitLength(Gradients.of(divergence, tiny).get(tiny), direction);
    }
    return direction.mul(eps);
  }

  /// Each example's vector divided by its length; where the length is 0, that of `otherwise`.
  private static Tensor toUnitLength(Tensor vectors, Tensor otherwise) {
    Tensor rows = vectors.reshape(vectors.size(0), -1);
    Tensor largest = rows.abs().max(true, 1);               // first, or squares would underflow
    Tensor isZero = largest.equalTo(Tensor.full(0, rows.dtype()));
    Tensor scaled = rows.div(largest.add(isZero));
    Tensor length = scaled.square().sum(true, 1).sqrt().add(isZero);
    Tensor unit = scaled.div(length);
    Tensor result = otherwise == null ? unit
        : Tensor.where(isZero, otherwise.reshape(vectors.size(0), -1), unit);
    return result.reshape(vectors.shape());
  }
}
