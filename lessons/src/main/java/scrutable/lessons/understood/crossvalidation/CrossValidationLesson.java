package scrutable.lessons.understood.crossvalidation;

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
import scrutable.lessons.contract.Spread;
import scrutable.nn.validation.CrossValidation.Convergence;
import scrutable.tensor.Rng;

/// L04: the cross-validation wrapper, and the figure that it makes; the method is in [CrossValidationExperiment].
public final class CrossValidationLesson implements Lesson {
  private static final int SEEDS = 3;

  @Override
  public LessonResult run(LessonContext context) {
    List<CrossValidationExperiment> measured = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    Convergence asymptote = new Convergence(30, 0.005, context.choose(45, 150));
    Convergence clean = context.sham() ? new Convergence(30, 0.005, 6) : asymptote;
    for (long seed : seeds) {
      measured.add(CrossValidationExperiment.of(asymptote, clean, context.sabotage(), Rng.seed(seed)));
      context.progress().update("growing trees", measured.size(), seeds.length);
    }
    return judge(new Runs<>(measured));
  }

  private static LessonResult judge(Runs<CrossValidationExperiment> runs) {
    Spread best = runs.spread(run -> run.noisy().bestSize());
    List<Finding> findings = new ArrayList<>(List.of(
        Criterion.gate("true error rate of the chosen tree (the noise alone makes 0.15)",
            runs.median(run -> run.noisy().chosenExact()), Comparison.AT_MOST, 0.2, ""),
        Criterion.effect("largest step upwards of the training error, any seed",
            runs.spread(run -> run.noisy().largestIncrease()).max(), Comparison.AT_MOST, 1e-12, ""),
        Criterion.effect("size of the chosen tree, at least", best.median(), Comparison.AT_LEAST, 5, "questions"),
        Criterion.effect("size of the chosen tree, at most", best.median(), Comparison.AT_MOST, 11, "questions"),
        Criterion.effect("rise of the validation error from the chosen size to the last",
            runs.median(run -> run.noisy().rise(run.noisy().validation())), Comparison.AT_LEAST, 0.03, ""),
        Criterion.effect("rise of the true error from the chosen size to the last",
            runs.median(run -> run.noisy().rise(run.noisy().exact())), Comparison.AT_LEAST, 0.03, ""),
        Criterion.control("rise of the validation error where no label is wrong",
            runs.median(run -> run.clean().rise(run.clean().validation())), Comparison.BELOW, 0.01, ""),
        Criterion.dose("wrong labels of the control, largest of the seeds",
            runs.spread(run -> run.clean().wrong()).max(), Comparison.EXACTLY, 0, ""),
        Criterion.dose("wrong labels otherwise, smallest of the seeds",
            runs.spread(run -> run.noisy().wrong()).min(), Comparison.AT_LEAST, 0.1, ""),
        Criterion.dose("sizes larger than the chosen one that the control tried, fewest",
            runs.spread(run -> run.clean().triedBeyond()).min(), Comparison.AT_LEAST, 30, "sizes"),
        Criterion.dose("true error of the tree that the control chose, largest of the seeds",
            runs.spread(run -> run.clean().chosenExact()).max(), Comparison.AT_MOST, 0.02, ""),
        Criterion.ablation("true error that is added if the training error chooses the size",
            runs.median(run -> run.noisy().costOfNotValidating()), Comparison.AT_LEAST, 0.03, ""),
        Criterion.dose("training error that the wrapper accepts and the ablation does not, smallest of the seeds",
            runs.spread(run -> run.noisy().trainingErrorAccepted()).min(), Comparison.AT_LEAST, 0.02, ""),
        new Planted("the rule (wait if two of three reasons hold), which a tree grown breadth-first knows after seven"
            + " questions, and 15 % of the labels turned round")));
    findings.addAll(CrossValidationFigures.of(runs));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(4, "cross-validation-wrapper", "What we used to understand: choose the size by cross-validation")
        .withClaim("As a decision tree grows, its error on the training data only falls, while the error on"
            + " validation data falls, turns and rises again by at least three percentage points. The wrapper of"
            + " Figure 18.8 finds the turn, and the tree it returns is the better one on everything there is, not"
            + " only on the sample.")
        .withSlides("We stop when the training set error rate asymptotes, and then choose the tree with minimal error"
            + " on the validation set; in this case the tree of size 7 nodes.")
        .withData("tree12")
        .withSabotage("the tree is judged by the examples it was grown from, as if PARTITION returned them twice")
        .withSham("without wrong labels, the wrapper stops before it has tried a tree that is too large")
        .withSeconds(10);
  }
}
