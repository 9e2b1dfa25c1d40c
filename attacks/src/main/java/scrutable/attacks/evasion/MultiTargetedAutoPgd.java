package scrutable.attacks.evasion;

import java.util.List;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Rival;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// [AutoPgd] towards one wrong class after another, the most likely first (APGD-T).
///
/// A climb towards "anything else" follows the class that is nearest at each step, and may get stuck between
/// two. A climb towards one class cannot. Despite its name it is no targeted attack: any wrong answer is a
/// success, and an example that has one is not tried again.
///
/// Source: Croce and Hein 2020, section 4.2.
///
/// @param steps how many steps per class
/// @param classes how many classes to try, from the second-largest logit down; at most all wrong ones
/// @param loss what to climb; for [AttackLoss#DLR] the victim needs four classes
public record MultiTargetedAutoPgd(int steps, int classes, AttackLoss loss)
    implements FixedBudgetAttack<WhiteBox> {

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if there are fewer than three steps, or no class
  public MultiTargetedAutoPgd {
    new AutoPgd(steps, loss);
    if (classes < 1) {
      throw new IllegalArgumentException("MultiTargetedAutoPgd: classes must be at least 1, not " + classes);
    }
  }

  /// The attack of the paper: 100 steps towards each of 9 classes, on the difference of logits ratio.
  public MultiTargetedAutoPgd() {
    this(100, 9, AttackLoss.DLR);
  }

  /// Images as [FixedBudgetAttack#perturb] says.
  ///
  /// @throws IllegalArgumentException if the goal is not [Untargeted]
  @Override
  public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
    if (!(examples.goal() instanceof Untargeted)) {
      throw new IllegalArgumentException("MultiTargetedAutoPgd looks for any wrong answer by way of each"
          + " class; to reach one particular class, use AutoPgd with AttackLoss.DLR");
    }
    examples.countQuery();
    List<Rival> rivals = Rival.byRank(examples.goal().classes(), victim.logits(examples.images()), classes);
    Tensor images = examples.images();
    boolean[] reached = new boolean[examples.count()];
    for (int rank = 0; rank < rivals.size(); rank++) {
      int[] open = BatchRows.open(reached);
      if (open.length == 0) {
        break;
      }
      Examples towardsOne = examples.only(open).drawing("class of rank " + rank)
          .wanting(rivals.get(rank).only(open));
      BestImages found = new AutoPgd(steps, loss).search(victim, towardsOne, ball);
      images = BatchRows.replace(images, open, found.images());
      for (int i = 0; i < open.length; i++) {
        reached[open[i]] = found.reached()[i];
      }
    }
    return images;
  }
}
