package scrutable.attacks.policy;

import scrutable.attacks.Ball;
import scrutable.attacks.Norm;

/// How far a frame may be moved, in units that make the norms comparable: all changes have the size that `eps` on every
/// pixel has.
///
/// With d numbers in a frame: `LINF` `eps`, `L2` `eps sqrt(d)`, `L1` `eps d`.
///
/// Source: Huang, Papernot, Goodfellow, Duan and Abbeel, "Adversarial attacks on neural network policies" (2017),
/// section 3.2.
public final class ObservationBudget {
  private ObservationBudget() {}

  /// The ball of a norm for frames of d numbers, within [0, 1].
  ///
  /// @param eps by how much every pixel could change
  /// @param d how many numbers a frame has
  /// @throws IllegalArgumentException if there are none, or eps is negative
  public static Ball of(Norm norm, double eps, int d) {
    if (d < 1) {
      throw new IllegalArgumentException("ObservationBudget: a frame has 1 number or more, not " + d);
    }
    return switch (norm) {
      case LINF -> Ball.linf(eps);
      case L2 -> Ball.l2(eps * Math.sqrt(d));
      case L1 -> Ball.l1(eps * d);
    };
  }
}
