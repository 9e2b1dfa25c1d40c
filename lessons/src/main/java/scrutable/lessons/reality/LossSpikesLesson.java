package scrutable.lessons.reality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.tensor.Rng;
import scrutable.tensor.kernel.parallel.Parallel;

/// L12, part A: gradient descent drives the sharpness of the loss up to where gradient descent must fail.
///
/// Cohen, Kaur, Li, Kolter, Talwalkar, "Gradient descent on neural networks typically occurs at the edge of
/// stability", ICLR 2021, sections 3.1 and 3.2.
public final class LossSpikesLesson implements Lesson {
  /// Learning rates; the last is the one that reaches the edge, the first a fifth of it.
  static final double[] RATES = {0.02, 0.05, 0.1};
  /// How many steps are looked at.
  static final int WINDOW = 300;
  /// How many steps after the edge this begins, and the rate is lowered in the run that shows what for: the
  /// first jumps are tiny, and need some time to grow.
  private static final int PATIENCE = 100;
  private static final int SEEDS = 3;

  /// What one seed showed.
  ///
  /// @param byRate a run for each of [#RATES]
  /// @param lowered the run with the largest rate, but with the smallest one from some step on
  /// @param edge the step at which the run with the largest rate reaches the edge
  record Trial(List<Descent> byRate, Descent lowered, int edge) {
    Descent large() {
      return byRate.getLast();
    }

    Descent small() {
      return byRate.getFirst();
    }

    /// The step from which on the rate is lowered.
    int loweredAt() {
      return edge + PATIENCE;
    }

    /// From where on the sharpness counts: the last third.
    int late() {
      return 2 * large().rates().length / 3;
    }
  }

  @Override
  public LessonResult run(LessonContext context) {
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    double largest = context.sabotage() ? RATES[0] : RATES[RATES.length - 1];
    for (long seed : seeds) {
      trials.add(trial(context.choose(900, 1_500), largest, Rng.seed(seed)));
      context.progress().update("descending", trials.size(), seeds.length);
    }
    return judge(trials);
  }

  /// Runs that do not depend on each other are shared by the threads.
  private static Trial trial(int steps, double largest, Rng rng) {
    Descent.Problem problem = Descent.Problem.draw(rng.split("problem"));
    Descent[] runs = new Descent[RATES.length];
    Parallel.forRange(runs.length, 1, (i, end) -> {
      double rate = i == runs.length - 1 ? largest : RATES[i];
      runs[i] = Descent.run(problem, constant(rate, steps), rng);
    });
    int edge = Math.min(runs[runs.length - 1].edge(), steps - PATIENCE - WINDOW);
    double[] lowered = constant(largest, steps);
    Arrays.fill(lowered, edge + PATIENCE, steps, RATES[0]);
    return new Trial(List.of(runs), Descent.run(problem, lowered, rng), edge);
  }

  private static double[] constant(double rate, int steps) {
    double[] rates = new double[steps];
    Arrays.fill(rates, rate);
    return rates;
  }

  private static LessonResult judge(List<Trial> trials) {
    double largest = RATES[RATES.length - 1];
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("last loss as a share of the first, smallest rate",
            greatest(trials, t -> t.small().finalLoss()), Comparison.AT_MOST, 0.1, ""),
        Criterion.effect("sharpness over the last third, in units of 2 / rate, largest rate: distance from 1",
            greatest(trials, t -> Math.abs(t.large().relativeSharpness(t.late(), largest) - 1)),
            Comparison.AT_MOST, 0.05, ""),
        Criterion.effect("share of steps that raise the loss, beyond the edge",
            median(trials, t -> t.large().risingShare(t.loweredAt(), t.loweredAt() + WINDOW)),
            Comparison.AT_LEAST, 0.2, ""),
        Criterion.effect("greatest loss, as a multiple of the least before it",
            median(trials, t -> t.large().spike()), Comparison.AT_LEAST, 2, "times"),
        Criterion.effect("last loss as a share of the first, largest rate",
            greatest(trials, t -> t.large().finalLoss()), Comparison.AT_MOST, 0.01, ""),
        Criterion.control("sharpness over the last third, in units of 2 / rate, smallest rate",
            greatest(trials, t -> t.small().relativeSharpness(t.late(), RATES[0])), Comparison.AT_MOST, 0.8,
                ""),
        Criterion.control("share of all steps that raise the loss, smallest rate",
            greatest(trials, t -> t.small().risingShare(0, t.small().rates().length)),
            Comparison.AT_MOST, 0.05, ""),
        Criterion.control("greatest loss, as a multiple of the least before it, smallest rate",
            greatest(trials, t -> t.small().spike()), Comparison.AT_MOST, 1.05, "times"),
        Criterion.ablation("share of the same steps that raise the loss, when the rate is lowered before"
            + " them",
            greatest(trials, t -> t.lowered().risingShare(t.loweredAt(), t.loweredAt() + WINDOW)),
            Comparison.AT_MOST, 0.02, ""),
        new Planted("the target is a sign: of the product of two inputs plus a third one; it has no noise")));
    findings.addAll(LossSpikesFigures.of(trials));
    return LessonResult.of(findings);
  }

  static double median(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray()).median();
  }

  private static double greatest(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray()).max();
  }

  @Override
  public Card card() {
    return Card.of(12, "loss-spikes", "Even standard gradient descent begins to fail")
        .withClaim("Gradient descent on all examples at once, without any noise, makes the loss of a network sharper"
            + " and sharper until the largest curvature is 2 divided by the learning rate; from there on the"
            + " curvature stays and the loss goes up and down, and yet it falls in the long run.")
        .withSlides("Even standard gradient descent begins to fail")
        .withData("random")
        .withSabotage("the largest learning rate is divided by five, so that the run ends before the edge")
        .withSeconds(8);
  }
}
