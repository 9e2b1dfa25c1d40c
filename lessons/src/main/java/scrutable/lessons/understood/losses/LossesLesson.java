package scrutable.lessons.understood.losses;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.understood.losses.LossesExperiment.Constants;
import scrutable.tensor.Rng;

/// L02: what a loss asks for. The absolute error asks for the median, the squared one for the mean, the 0/1 loss
/// for the most frequent value; the method is in [LossesExperiment].
public final class LossesLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final double SLOPE = LossesExperiment.SLOPE;

  @Override
  public LessonResult run(LessonContext context) {
    List<LossesExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (long seed : seeds) {
      measured.add(LossesExperiment.of(context.sabotage(), context.sham() ? 0.08 : 0.8, Rng.seed(seed)));
      context.progress().update("going downhill", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured));
  }

  /// All claims are arithmetic and must hold for every seed: of each number, the worst of them is judged.
  private static LessonResult judge(Runs<LossesExperiment> runs) {
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("distance of mean and median of the salaries, smallest of the seeds",
            runs.spread(run -> run.skewed().salaries().mean() - run.skewed().salaries().median()).min(),
            Comparison.AT_LEAST, 0.2, "thousand"),
        Criterion.effect("distance of the best constant by squares from the mean, largest of the seeds",
            runs.spread(run -> Math.abs(run.skewed().bySquares() - run.skewed().salaries().mean())).max(),
            Comparison.AT_MOST, 1e-3, "thousand"),
        Criterion.effect("distance of the best constant by absolute values from the median, largest of the seeds",
            runs.spread(run -> Math.abs(run.skewed().byAbsoluteValues() - run.skewed().salaries().median())).max(),
            Comparison.AT_MOST, 1e-2, "thousand"),
        Criterion.effect("slope of the 0/1 loss, on which gradient descent would have to go, largest of the seeds",
            runs.spread(run -> run.skewed().salaries().slopeOfZeroOne()).max(), Comparison.EXACTLY, 0, ""),
        Criterion.effect("error of the slope by squares, over that by absolute values, smallest of the seeds",
            runs.spread(run -> run.wild().errorBySquares() / run.wild().errorByAbsoluteValues()).min(),
            Comparison.AT_LEAST, 3, "times"),
        Criterion.control("distance of the two best constants of symmetric data, largest of the seeds",
            runs.spread(run -> Math.abs(run.symmetric().bySquares() - run.symmetric().byAbsoluteValues())).max(),
            Comparison.AT_MOST, 0.2, "thousand"),
        Criterion.dose("distance of half of the symmetric salaries from their median, in that of the others, smallest",
            runs.spread(run -> run.symmetric().salaries().spread() / run.skewed().salaries().spread()).min(),
            Comparison.AT_LEAST, 0.6, "times"),
        Criterion.dose("distance of the best constants of symmetric data from mean and median, largest",
            runs.spread(run -> fitError(run.symmetric())).max(), Comparison.AT_MOST, 1e-2, "thousand"),
        Criterion.ablation("distance of the two slopes without wild points, as a share of the true one, largest",
            runs.spread(run -> Math.abs(run.tame().bySquares() - run.tame().byAbsoluteValues()) / SLOPE).max(),
            Comparison.AT_MOST, 0.2, ""),
        Criterion.dose("points of a hundred that are tamed, all else being the same, fewest",
            runs.spread(LossesExperiment::moved).min(), Comparison.EXACTLY, 10, "points"),
        new Planted("salaries with a long tail (lognormal) and 5 % very high ones; a tenth of the points of the line"
            + " moved far up at its right end")));
    findings.addAll(LossesFigures.of(runs));
    return LessonResult.of(findings);
  }

  /// By how much gradient descent misses the mean or the median, whichever is more.
  private static double fitError(Constants fitted) {
    return Math.max(Math.abs(fitted.bySquares() - fitted.salaries().mean()),
        Math.abs(fitted.byAbsoluteValues() - fitted.salaries().median()));
  }

  @Override
  public Card card() {
    return Card.of(2, "losses", "What a loss asks for: L1, L2 and L0/1")
        .withClaim("Of all constants, gradient descent on the squared error finds the mean of the data, on the"
            + " absolute error the median; the 0/1 loss wants the most frequent value, and has no gradient to find it"
            + " by. So a few wild points turn a line that was fitted by squares, and hardly move one fitted by"
            + " absolute values.")
        .withSlides("Absolute value loss: L_1(y, ŷ) = |y - ŷ|", "Squared error loss: L_2(y, ŷ) = (y - ŷ)^2",
            "0/1 loss: L_0/1(y, ŷ) = 0 if y = ŷ, else 1")
        .withData("salaries")
        .withSabotage("the data are symmetric and no point is wild, so that mean and median are the same")
        .withSham("the symmetric salaries are nearly the same, all of them, so that any two constants would agree")
        .withSeconds(2);
  }
}
