package scrutable.attacks.blackbox;

import java.util.Arrays;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.ScoreAccess;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// A gradient guessed from scores alone: how the loss changes along random directions.
///
/// For pairs of probes on either side of the image,
///
/// `g = mean_k (loss(x + h v_k) - loss(x - h v_k)) / (2 h) v_k`
///
/// whose expectation is the gradient of the loss, smoothed over the probes: `E[v v'] = 1` for both kinds of
/// directions. For a linear loss that is exact for every h, and the variance of one estimate falls as one
/// over the number of pairs and grows with the number of pixels.
///
/// @param directions how the `v` are drawn
/// @param radius h, in units of the input
/// @param pairs how many pairs of probes, two queries each
record GradientEstimate(Directions directions, double radius, int pairs) {

  enum Directions {
    /// Every element is 1 or -1 (Spall 1992).
    SIGNS,
    /// Every element is normal (Wierstra et al. 2014).
    NORMAL
  }

  GradientEstimate {
    if (pairs < 1 || !(radius > 0 && radius < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a gradient is estimated from at least one pair of probes at a"
          + " positive, finite radius, not from " + pairs + " at " + radius);
    }
  }

  /// The estimates for images at which the attack is now, `(N, ...)`. All probes go into one question.
  ///
  /// @param step which estimate of the attack this is: each has directions of its own
  Tensor at(Tensor images, AttackLoss loss, ScoreAccess victim, Examples examples, Box box, int step) {
    Tensor[] directions = new Tensor[pairs];
    Tensor[] probes = new Tensor[2 * pairs];
    for (int pair = 0; pair < pairs; pair++) {
      directions[pair] = draw(examples, step, pair).to(images.dtype());
      probes[2 * pair] = box.clip(images.add(directions[pair].mul(radius)));
      probes[2 * pair + 1] = box.clip(images.sub(directions[pair].mul(radius)));
    }
    Tensor losses = losses(probes, loss, victim, examples);                  // (2 pairs, N)
    int[] onePerExample = new int[images.rank()];
    Arrays.fill(onePerExample, 1);
    onePerExample[0] = images.size(0);
    Tensor sum = images.mul(0);
    for (int pair = 0; pair < pairs; pair++) {
      Tensor slope = losses.select(0, 2 * pair).sub(losses.select(0, 2 * pair + 1)).div(2 * radius);
      sum = sum.add(directions[pair].mul(slope.reshape(onePerExample)));
    }
    return sum.div(pairs);
  }

  private static Tensor losses(Tensor[] probes, AttackLoss loss, ScoreAccess victim, Examples examples) {
    int count = examples.count();
    int[] rows = new int[probes.length * count];
    Arrays.setAll(rows, i -> i % count);
    for (int probe = 0; probe < probes.length; probe++) {
      examples.countQuery();
    }
    Tensor logits = victim.logits(Joining.concat(0, probes));
    return loss.of(logits, examples.goal().only(rows)).reshape(probes.length, count);
  }

  private Tensor draw(Examples examples, int step, int pair) {
    int[] one = Arrays.copyOfRange(examples.images().shape(), 1, examples.images().rank());
    Tensor[] drawn = new Tensor[examples.count()];
    for (int i = 0; i < drawn.length; i++) {
      Rng rng = examples.random(i).split("probes").split(step).split(pair);
      drawn[i] = switch (directions) {
        case NORMAL -> rng.normal(one);
        case SIGNS -> {
          double[] signs = new double[Shape.elementCount(one)];
          Arrays.setAll(signs, j -> rng.nextBoolean() ? 1 : -1);
          yield Tensor.wrap(signs, one);
        }
      };
    }
    return Joining.stack(0, drawn);
  }
}
