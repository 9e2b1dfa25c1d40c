package scrutable.attacks.blackbox;

import java.util.stream.IntStream;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Examples;
import scrutable.attacks.ScoreAccess;
import scrutable.tensor.Tensor;

/// The common part of [Spsa] and [Nes]: climb by estimated gradients, and ask no more about an example once
/// it is at its goal.
final class EstimatedAscent {
  private EstimatedAscent() {}

  /// How an attack moves images, given estimates of the gradient.
  interface Mover {
    /// @param originals the images before the attack
    /// @param step which step this is, from 0
    /// @param rows which examples of the attack these are
    Tensor move(Tensor originals, Tensor current, Tensor gradient, int step, int[] rows);
  }

  static Tensor climb(ScoreAccess victim, Examples examples, Ball ball, int steps, GradientEstimate estimate,
      AttackLoss loss, Mover mover) {
    Tensor current = examples.images();
    int[] open = IntStream.range(0, examples.count()).toArray();
    for (int step = 0; step < steps && open.length > 0; step++) {
      Examples rest = examples.only(open);
      Tensor here = BatchRows.select(current, open);
      Tensor gradient = estimate.at(here, loss, victim, rest, ball.box(), step);
      Tensor moved = mover.move(rest.images(), here, gradient, step, open);
      current = BatchRows.replace(current, open, moved);
      rest.countQuery();
      boolean[] reached = rest.goal().reached(victim.logits(moved));
      int[] tried = open;
      open = IntStream.range(0, tried.length).filter(i -> !reached[i]).map(i -> tried[i]).toArray();
    }
    return current;
  }
}
