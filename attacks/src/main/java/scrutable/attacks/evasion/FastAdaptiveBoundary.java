package scrutable.attacks.evasion;

import scrutable.attacks.Ball;
import scrutable.attacks.BatchRows;
import scrutable.attacks.Box;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Rival;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Tensor;

/// Projects onto the boundary as it looks from here, again and again, with a bias towards the original (FAB).
///
/// With `P(z)` the nearest point to `z` in the box and on the linearised boundary, each step goes to
///
/// `x <- clip((1 - a) (x + 1.05 (P(x) - x)) + a (x0 + 1.05 (P(x0) - x0)))`,
/// `a = min(|P(x) - x| / (|P(x) - x| + |P(x0) - x0|), 0.1)`,
///
/// a little beyond the boundary, and pulled towards the point of it that is nearest to the original. Whenever
/// `x` is at the goal, it goes a tenth of the way back to the original, and starts again from there. No step
/// size is to be chosen, and rescaling the logits changes nothing.
///
/// With `rivals = 0` each step looks at all classes, at the cost of a gradient for each (FAB). Otherwise the
/// attack is made once for each of the `rivals` classes that come second, third, ... on the clean image, each
/// time with one gradient a step (FAB-T, which in spite of its name is untargeted).
///
/// Source: Croce and Hein, "Minimally distorted adversarial examples with a fast adaptive boundary attack",
/// ICML 2020, algorithm 1; FAB-T: the same authors, "Reliable evaluation of adversarial robustness with an
/// ensemble of diverse parameter-free attacks", ICML 2020. As in AutoAttack, without the line search at the end
/// of the first paper. Targeted goals are an addition: there is one boundary then, that of the margin.
///
/// @param steps how many steps; of each rival, if there are any
/// @param rivals how many classes are tried one by one, 0 for all at once
public record FastAdaptiveBoundary(int steps, int rivals) implements MinimalNormAttack<WhiteBox> {
  private static final double MOST_BIAS = 0.1;
  private static final double BEYOND = 1.05;
  private static final double BACK = 0.9;

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException unless `steps >= 1` and `rivals >= 0`
  public FastAdaptiveBoundary {
    if (steps < 1 || rivals < 0) {
      throw new IllegalArgumentException("FastAdaptiveBoundary: steps must be at least 1 and rivals at least"
          + " 0, not " + steps + " and " + rivals);
    }
  }

  /// FAB: every step goes to the nearest of all boundaries.
  public static FastAdaptiveBoundary toAnyClass(int steps) {
    return new FastAdaptiveBoundary(steps, 0);
  }

  /// FAB-T: up to nine rivals one by one, as in AutoAttack.
  public static FastAdaptiveBoundary toRivals(int steps) {
    return new FastAdaptiveBoundary(steps, 9);
  }

  @Override
  public Tensor search(WhiteBox victim, Examples examples, Norm norm, Box box) {
    return search(victim, examples, new Ball(norm, 0, box));
  }

  /// Under a budget, an example that was won within the ball by one rival is not tried with the next.
  @Override
  public FixedBudgetAttack<WhiteBox> withinBudget() {
    return (victim, examples, ball) -> {
      MinimalNormAttack<WhiteBox> untilInside = (attacked, given, norm, box) -> search(attacked, given, ball);
      return untilInside.withinBudget().perturb(victim, examples, ball);
    };
  }

  /// The nearest images, not looking further where one in `enough` was found.
  private Tensor search(WhiteBox victim, Examples examples, Ball enough) {
    Norm norm = enough.norm();
    NearestImages nearest = new NearestImages(examples.images(), norm);
    if (rivals == 0 || !(examples.goal() instanceof Untargeted untargeted)) {
      approach(victim, examples, norm, enough.box(), nearest);
      return nearest.images();
    }
    examples.countQuery();
    for (Rival rival : Rival.byRank(untargeted.labels(), victim.logits(examples.images()), rivals)) {
      double[] distances = nearest.distances();
      boolean[] done = new boolean[distances.length];
      for (int i = 0; i < done.length; i++) {
        done[i] = distances[i] <= enough.eps();
      }
      int[] open = BatchRows.open(done);
      if (open.length == 0) {
        break;
      }
      Examples part = examples.only(open).wanting(rival.only(open));
      NearestImages byRival = new NearestImages(part.images(), norm);
      approach(victim, part, norm, enough.box(), byRival);
      boolean[] all = new boolean[distances.length];
      for (int i = 0; i < open.length; i++) {
        all[open[i]] = byRival.distances()[i] < Double.POSITIVE_INFINITY;
      }
      nearest.offer(BatchRows.replace(examples.images(), open, byRival.images()), all);
    }
    return nearest.images();
  }

  private void approach(WhiteBox victim, Examples examples, Norm norm, Box box, NearestImages nearest) {
    Tensor originals = examples.images();
    Tensor current = originals;
    for (int step = 0; step < steps; step++) {
      Boundary boundary = Boundary.nearest(victim, examples, current, norm);
      current = box.clip(step(boundary, originals, current, norm, box));
      examples.countQuery();
      boolean[] reached = examples.goal().reached(victim.labels(current));
      nearest.offer(current, reached);
      Tensor back = originals.add(current.sub(originals).mul(BACK));
      current = BatchRows.where(reached, back, current);
    }
  }

  private static Tensor step(Boundary boundary, Tensor originals, Tensor current, Norm norm, Box box) {
    double[] gaps = new double[boundary.leads().length];
    double[] gapsOfOriginals = new double[gaps.length];
    double[] along = alongSlopes(current.sub(originals), boundary.slopes());
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = -boundary.leads()[i];
      gapsOfOriginals[i] = gaps[i] + along[i];
    }
    Tensor here = HyperplaneProjection.changes(norm, current, gaps, boundary.slopes(), box);
    Tensor there = HyperplaneProjection.changes(norm, originals, gapsOfOriginals, boundary.slopes(), box);
    double[] lengthHere = norm.of(here);
    double[] lengthThere = norm.of(there);
    double[] bias = new double[gaps.length];
    for (int i = 0; i < bias.length; i++) {
      double sum = Math.max(lengthHere[i], 1e-8) + Math.max(lengthThere[i], 1e-8);
      bias[i] = Math.min(Math.max(lengthHere[i], 1e-8) / sum, MOST_BIAS);
    }
    Tensor alpha = BatchRows.column(bias, originals);
    Tensor fromHere = current.add(here.mul(BEYOND));
    Tensor fromThere = originals.add(there.mul(BEYOND));
    return fromHere.mul(alpha.neg().add(1)).add(fromThere.mul(alpha));
  }

  /// `<slope, change>` of each example.
  private static double[] alongSlopes(Tensor changes, Tensor slopes) {
    double[] d = changes.toDoubleArray();
    double[] w = slopes.toDoubleArray();
    double[] products = new double[changes.size(0)];
    int length = d.length / products.length;
    for (int j = 0; j < d.length; j++) {
      products[j / length] += d[j] * w[j];
    }
    return products;
  }
}
