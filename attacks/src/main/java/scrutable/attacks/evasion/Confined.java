package scrutable.attacks.evasion;

import scrutable.attacks.AttackLoss;
import scrutable.attacks.Goal;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A victim whose gradients are projected, so that an attack along them stays on the manifold of the data, or
/// leaves it at right angles.
///
/// @param victim   who really answers
/// @param basis    the directions of the manifold, `(D, k)`, at right angles and of length 1
/// @param manifold whether steps shall stay on it; else they are at right angles to it
public record Confined(WhiteBox victim, Tensor basis, boolean manifold) implements WhiteBox {

  /// Checks the directions.
  ///
  /// @throws IllegalArgumentException unless they are `(D, k)`
  public Confined {
    if (basis.rank() != 2) {
      throw new IllegalArgumentException("Confined: the directions must be the columns of a matrix (D, k), not "
          + Shape.text(basis.shape()));
    }
  }

  @Override
  public Tensor logits(Tensor inputs) {
    return victim.logits(inputs);
  }

  //: code confined
  @Override
  public LossGradient lossGradient(AttackLoss loss, Tensor inputs, Goal goal) {
    LossGradient at = victim.lossGradient(loss, inputs, goal);
    return new LossGradient(at.logits(), at.losses(), project(at.gradient()));
  }

  /// The part of each change along the manifold, or the rest.
  public Tensor project(Tensor changes) {
    Tensor flat = changes.reshape(changes.size(0), -1);
    Tensor along = flat.matmul(basis).matmul(basis.t());
    return (manifold ? along : flat.sub(along)).reshape(changes.shape());
  }
  //: end
}
