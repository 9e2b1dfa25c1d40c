package scrutable.attacks.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;

/// How a victim fares as the attack is allowed more and more: one attack, many radii.
///
/// A sane curve starts at the clean accuracy, falls, and reaches zero. One that stays up at radii at which
/// the image could be anything shows a broken attack, not a strong victim (Carlini et al. 2019, "On
/// evaluating adversarial robustness"; Biggio and Roli 2018, "Wild patterns").
///
/// @param points in the order of the radii
public record SecurityCurve(List<Point> points) {

  /// What one radius did.
  ///
  /// @param robustAccuracy over all examples
  /// @param successRate over the examples that were not at their goal before
  /// @param meanConfidence of the victim where it is at the goal; NaN if nowhere
  public record Point(double eps, double robustAccuracy, double successRate, double meanConfidence) {}

  /// Copies the points.
  public SecurityCurve {
    points = List.copyOf(points);
  }

  /// Attacks the same examples with the same random streams at several radii.
  ///
  /// @param ball the norm and the box; its own radius is not used
  /// @param radii each a radius, usually ascending from 0
  public static <A extends DecisionAccess> SecurityCurve of(FixedBudgetAttack<? super A> attack, A victim,
      Examples examples, Ball ball, double... radii) {
    return of((DoubleFunction<FixedBudgetAttack<? super A>>) eps -> attack, victim, examples, ball, radii);
  }

  /// The same with an attack made for each radius, for those whose step should grow with it:
  /// `eps -> new ProjectedGradientDescent(40, 2.5 * eps / 40)`.
  ///
  /// At radius 0 nothing can be moved, so no attack is made for it.
  public static <A extends DecisionAccess> SecurityCurve of(DoubleFunction<FixedBudgetAttack<? super A>> attackFor,
      A victim, Examples examples, Ball ball, double... radii) {
    List<Point> points = new ArrayList<>();
    for (double eps : radii) {
      Ball sized = ball.withEps(eps);
      FixedBudgetAttack<? super A> attack = eps == 0 ? (nobody, given, nowhere) -> given.images()
          : attackFor.apply(eps);
      AttackResult result = attack.run(victim, examples, sized);
      points.add(new Point(eps, result.robustAccuracy(), result.successRate(), result.meanConfidence()));
    }
    return new SecurityCurve(points);
  }
}
