package scrutable.attacks;

import scrutable.tensor.Tensor;

/// An attack tried again with other random numbers, where it has not succeeded yet.
///
/// A win is kept: later tries touch only the examples that are still open. So more tries never lose an
/// example, and because try `r` always draws from the same streams, the wins with `n` tries are among those
/// with `n + 1`. The first try draws exactly what the attack alone would draw.
///
/// @param attack what to repeat; it should draw random numbers, or every try is the same
/// @param tries how often at most
public record Restarts<A extends DecisionAccess>(FixedBudgetAttack<A> attack, int tries)
    implements FixedBudgetAttack<A> {

  /// Checks the number of tries.
  ///
  /// @throws IllegalArgumentException if there is none
  public Restarts {
    if (tries < 1) {
      throw new IllegalArgumentException("Restarts: tries must be at least 1, not " + tries);
    }
  }

  @Override
  public Tensor perturb(A victim, Examples examples, Ball ball) {
    Tensor best = attack.perturb(victim, examples, ball);
    boolean[] won = new boolean[examples.count()];
    Tensor latest = best;
    int[] open = BatchRows.open(won);
    for (int again = 1; again < tries; again++) {
      markWins(victim, examples.only(open), latest, open, won);
      open = BatchRows.open(won);
      if (open.length == 0) {
        break;
      }
      latest = attack.perturb(victim, examples.only(open).drawing("restart " + again), ball);
      best = BatchRows.replace(best, open, latest);
    }
    return best;
  }

  private void markWins(A victim, Examples tried, Tensor images, int[] rows, boolean[] won) {
    tried.countQuery();
    boolean[] reached = tried.goal().reached(victim.labels(images));
    for (int i = 0; i < rows.length; i++) {
      won[rows[i]] = reached[i];
    }
  }
}
