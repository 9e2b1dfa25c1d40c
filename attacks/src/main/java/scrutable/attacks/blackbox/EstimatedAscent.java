package scrutable.attacks.blackbox;

import java.util.stream.IntStream;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Examples;
import scrutable.attacks.Score;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
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

  static Tensor climb(Score victim, Examples examples, Ball ball, int steps, GradientEstimate estimate,
      AttackLoss loss, Mover mover) {
    Tensor current = examples.images();
    int[] open = IntStream.range(0, examples.count()).toArray();
    for (int step = 0; step < steps && open.length > 0; step++) {
      Examples rest = examples.only(open);
      Tensor here = select(current, open);
      Tensor gradient = estimate.at(here, loss, victim, rest, ball.box(), step);
      Tensor moved = mover.move(rest.images(), here, gradient, step, open);
      current = replace(current, open, moved);
      rest.countQuery();
      boolean[] reached = rest.goal().reached(victim.logits(moved));
      int[] tried = open;
      open = IntStream.range(0, tried.length).filter(i -> !reached[i]).map(i -> tried[i]).toArray();
    }
    return current;
  }

  static Tensor select(Tensor batch, int[] rows) {
    return Indexing.select(batch, 0, Tensor.ofInts(rows, rows.length));
  }

  static Tensor replace(Tensor batch, int[] rows, Tensor replacements) {
    int[] source = Tensor.range(batch.size(0)).toIntArray();
    for (int i = 0; i < rows.length; i++) {
      source[rows[i]] = source.length + i;
    }
    return select(Joining.concat(0, batch, replacements), source);
  }
}
