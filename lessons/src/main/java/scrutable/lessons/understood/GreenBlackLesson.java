package scrutable.lessons.understood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Blobs;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.special.Special;

/// L05: the green line and the black one: the same network, on the same points, free and on a leash.
public final class GreenBlackLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int TEST = 5_000;
  private static final double SPREAD = 0.8;

  /// What one seed showed; the points and both fits, with overlapping classes and with clean ones.
  private record Trial(Dataset points, PlaneFit green, PlaneFit black, PlaneFit cleanGreen, PlaneFit cleanBlack) {
    double gap() {
      return green.testError() - black.testError();
    }

    double cleanGap() {
      return cleanGreen.testError() - cleanBlack.testError();
    }
  }

  @Override
  public LessonResult run(LessonContext context) {
    double free = context.sabotage() ? PlaneFit.LEASH : 0;
    int points = context.choose(120, 200);
    int steps = context.choose(500, 2_500);
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (int i = 0; i < seeds.length; i++) {
      Rng rng = Rng.seed(seeds[i]);
      Dataset train = Blobs.generate(points, 2, SPREAD, rng.split("train"));
      Dataset test = Blobs.generate(TEST, 2, SPREAD, rng.split("test"));
      Rng initial = rng.split("networks");
      trials.add(new Trial(train,
          PlaneFit.of(train, test, steps, free, initial, context.progress()),
          PlaneFit.of(train, test, steps, PlaneFit.LEASH, initial, context.progress()),
          PlaneFit.of(clean(train), clean(test), steps, free, initial, context.progress()),
          PlaneFit.of(clean(train), clean(test), steps, PlaneFit.LEASH, initial, context.progress())));
      context.progress().update("seeds", i + 1, seeds.length);
    }
    return judge(trials);
  }

  /// The same points, each with the class of the nearer centre: nothing overlaps any more.
  private static Dataset clean(Dataset data) {
    int[] labels = new int[data.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = data.inputs().get(i, 0) > 0 ? 0 : 1;
    }
    return data.withLabels(Tensor.wrap(labels, labels.length));
  }

  private static LessonResult judge(List<Trial> trials) {
    double bayes = Special.normalCdf(-1 / SPREAD);
    double lengths = median(trials, t -> t.green.boundary().length() / t.black.boundary().length());
    return LessonResult.of(
        Criterion.gate("test error of the black line beyond the best there can be",
            median(trials, t -> t.black.testError()) - bayes, Comparison.AT_MOST, 0.03, ""),
        Criterion.effect("training error of the green line", median(trials, t -> t.green.trainError()),
            Comparison.AT_MOST, 0.01, ""),
        Criterion.effect("test error of the green line beyond that of the black one", median(trials, Trial::gap),
            Comparison.AT_LEAST, 0.02, ""),
        Criterion.effect("length of the green line, over that of the black one", lengths, Comparison.AT_LEAST, 1.5,
            "times"),
        Criterion.control("the same difference of test errors where no classes overlap",
            Math.abs(median(trials, Trial::cleanGap)), Comparison.BELOW, 0.01, ""),
        Criterion.ablation("test error of the green network beyond the best, after as few steps as suit it",
            median(trials, t -> t.green.bestTestErrorOnTheWay()) - bayes, Comparison.AT_MOST, 0.03, ""),
        new Planted("the overlap: two round clouds, so that the straight line between them is the best boundary, and "
            + Math.round(1000 * bayes) / 10.0 + " % of new points are on its wrong side"),
        table(trials, bayes),
        new Illustration("lines", "The points of the first seed, the green line and the black line.",
            lines(trials.getFirst())),
        new Illustration("training", "Test error while the networks train (bands from the least to the greatest of the"
            + " seeds); dashed, the training error of the green one.", training(trials, bayes)),
        new Headline("green-train", 100 * median(trials, t -> t.green.trainError()), 1, "%"),
        new Headline("green-test", 100 * median(trials, t -> t.green.testError()), 1, "%"),
        new Headline("black-train", 100 * median(trials, t -> t.black.trainError()), 1, "%"),
        new Headline("black-test", 100 * median(trials, t -> t.black.testError()), 1, "%"),
        new Headline("clean-gap", 100 * median(trials, Trial::cleanGap), 1, "percentage points"),
        new Headline("best-possible", 100 * bayes, 1, "%"),
        new Headline("length-ratio", lengths, 1, "times"),
        new Headline("green-best-on-the-way", 100 * median(trials, t -> t.green.bestTestErrorOnTheWay()), 1, "%"),
        new Headline("parameters", PlaneFit.parameterCount(), 0, ""));
  }

  private static double median(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray()).median();
  }

  private static Table table(List<Trial> trials, double bayes) {
    Table table = Table.of("fits", "Errors in percent (medians of the seeds); with overlap no line can do better than "
            + Math.round(1000 * bayes) / 10.0 + " on new points.", Column.text("points"), Column.text("line"),
        Column.number("training error", 1), Column.number("test error", 1), Column.number("length of the boundary", 1));
    table = row(table, "overlapping", "green", trials, Trial::green);
    table = row(table, "overlapping", "black", trials, Trial::black);
    table = row(table, "apart", "green", trials, Trial::cleanGreen);
    return row(table, "apart", "black", trials, Trial::cleanBlack);
  }

  private static Table row(Table table, String points, String line, List<Trial> trials,
      Function<Trial, PlaneFit> of) {
    return table.row(points, line, 100 * median(trials, t -> of.apply(t).trainError()),
        100 * median(trials, t -> of.apply(t).testError()), median(trials, t -> of.apply(t).boundary().length()));
  }

  private static ScatterPlot lines(Trial trial) {
    int[] labels = trial.points.labels().toIntArray();
    List<Points> points = new ArrayList<>();
    for (int label = 0; label < 2; label++) {
      int wanted = label;
      int[] places = IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
      points.add(new Points("class " + label,
          Arrays.stream(places).mapToDouble(i -> trial.points.inputs().get(i, 0)).toArray(),
          Arrays.stream(places).mapToDouble(i -> trial.points.inputs().get(i, 1)).toArray()));
    }
    double edge = PlaneFit.EDGE;
    return new ScatterPlot("The green line and the black line", Axis.linear("").range(-edge, edge),
        Axis.linear("").range(-edge, edge), points,
        List.of(trial.green.boundary().series("green: free").colouredAs(2),
            trial.black.boundary().series("black: weight decay").colouredAs(6)), List.of());
  }

  private static LineChart training(List<Trial> trials, double bayes) {
    double[] steps = trials.getFirst().green.steps();
    return new LineChart("Too much of a good thing", Axis.log("training steps"), Axis.linear("error (%)"), List.of(
        Spread.band("green, test", steps, percent(trials, t -> t.green.testErrors())).colouredAs(2),
        Series.dashed("green, training", steps,
            Spread.band("", steps, percent(trials, t -> t.green.trainErrors())).y()).colouredAs(2),
        Spread.band("black, test", steps, percent(trials, t -> t.black.testErrors())).colouredAs(6)),
        List.of(ReferenceLine.horizontal(100 * bayes, "best")));
  }

  private static List<double[]> percent(List<Trial> trials, Function<Trial, double[]> of) {
    return trials.stream().map(t -> Arrays.stream(of.apply(t)).map(error -> 100 * error).toArray()).toList();
  }

  @Override
  public Card card() {
    return Card.of(5, "green-vs-black", "Overfitting: the green line and the black line")
        .withClaim("Of two networks of the same size, trained on the same overlapping points, the free one gets at"
            + " most 1 % of them wrong and draws a boundary at least one and a half times as long; the one with"
            + " weight decay gets more of them wrong and is better on new points by at least two percentage points."
            + " Without overlap there is hardly a difference.")
        .withSlides("Figure 1. The green line represents an overfitted model and the black line represents a"
            + " regularized model. While the green line best follows the training data, it is too dependent on that"
            + " data and it is likely to have a higher error rate on new unseen data, compared to the black line.")
        .withData("blobs")
        .withSabotage("the green network gets the weight decay of the black one")
        .withSeconds(15);
  }
}
