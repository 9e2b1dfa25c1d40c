package scrutable.lessons.poisoning.labelledpoison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.poisoning.DecisionBoundary;
import scrutable.lessons.poisoning.LabelledOutcome;
import scrutable.lessons.poisoning.labelledpoison.LabelledPoisonLesson.Measurement;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [LabelledPoisonLesson].
final class LabelledPoisonFigures {
  private LabelledPoisonFigures() {}

  static List<Finding> of(Runs<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs, context));
    WrongLabelsExperiment first = runs.measured().getFirst().wrong();
    findings.add(new Illustration("desired-error", "The slide, before: two classes, the boundary that a small network"
        + " learns from them, and the place where an error is desired.",
        picture("Before: the desired error", first.plane(), false)));
    findings.add(new Illustration("poisoned", "After: one percent of new examples at that place, labelled as the other"
        + " class, and the boundary that a new network learns.",
        picture("After: one example in a hundred", first.plane(), true)));
    findings.add(new Illustration("budget", "Targets turned by inserted wrong labels, and by as many labels flipped at"
        + " random (medians; band from the least to the greatest of the seeds).", byBudget(runs)));
    findings.add(headline("wrong", runs.median(run ->
        run.wrong().byBudget().get(WrongLabelsExperiment.ONE_PERCENT).success())));
    if (context.profile() == Profile.QUICK) {
      return findings;
    }
    findings.add(new Illustration("pictures", "Clean-label poison of the first seed. Left to right: a training picture,"
        + " what was added, the same picture as the victim sees it with its right label, and the target that will be"
        + " called by that label.", pictures(runs.measured().getFirst())));
    findings.add(headline("collisions", runs.median(run -> run.collisions().attacked().success())));
    findings.add(headline("collisions-all-layers", runs.median(run -> run.collisions().otherVictim().success())));
    findings.add(headline("matching", runs.median(run -> run.matching().attacked().success())));
    return findings;
  }

  private static Headline headline(String name, double share) {
    return Headline.percent(name, share, 0);
  }

  private static Table table(Runs<Measurement> runs, LessonContext context) {
    Table table = Table.of("poisons",
        "Targets that are given the wanted class, each by a victim of its own, with 1 % of"
            + " the training data poisoned (median of the seeds, least and greatest in brackets).",
        Column.text("poison"), Column.text("victim"), Column.number("examples", 0),
        Column.number("targets turned (%)", 0), Column.text("least to greatest"),
        Column.number("control (%)", 0), Column.number("ablation (%)", 0), Column.number("accuracy without (%)", 1),
        Column.number("accuracy with (%)", 1));
    table = row(table, runs, "A: wrong labels", "2-D network", WrongLabelsExperiment.ONE_PERCENT,
        run -> run.wrong().byBudget().get(WrongLabelsExperiment.ONE_PERCENT), run -> run.wrong().flips().success(),
        run -> run.wrong().honest().success(), run -> run.wrong().clean());
    if (context.profile() == Profile.QUICK) {
      return table;
    }
    table = row(table, runs, "B: feature collision", "last layer of a frozen network", 5,
        run -> run.collisions().attacked(), run -> run.collisions().noise().success(),
        run -> run.collisions().otherVictim().success(), run -> run.collisions().clean());
    return row(table, runs, "C: gradient matching", "network from scratch", 10, run -> run.matching().attacked(),
        run -> run.matching().noise().success(), run -> run.matching().attacked().elsewhere(),
        run -> run.matching().clean());
  }

  private interface Attacked {
    LabelledOutcome of(Measurement run);
  }

  private static Table row(Table table, Runs<Measurement> runs, String poison, String victim, int examples,
      Attacked attacked, ToDoubleFunction<Measurement> control, ToDoubleFunction<Measurement> ablation,
      ToDoubleFunction<Measurement> clean) {
    Spread success = runs.percent(run -> attacked.of(run).success());
    return table.row(poison, victim, examples, success.median(),
        success.range(0),
        100 * runs.median(control), 100 * runs.median(ablation),
        100 * runs.median(clean),
        100 * runs.median(run -> attacked.of(run).accuracy()));
  }

  private static LineChart byBudget(Runs<Measurement> runs) {
    List<Integer> budgets = List.copyOf(runs.measured().getFirst().wrong().byBudget().keySet());
    double[] percent = budgets.stream().mapToDouble(examples ->
        100.0 * examples / WrongLabelsExperiment.TRAIN).toArray();
    List<double[]> turned = runs.measured().stream().map(run -> run.wrong().byBudget().values().stream()
        .mapToDouble(outcome -> 100 * outcome.success()).toArray()).toList();
    double flips = 100 * runs.median(run -> run.wrong().flips().success());
    return new LineChart("Wrong labels at the target", Axis.log("poisoned examples (% of the training data)"),
        Axis.percent("targets turned (%)"), List.of(
            Spread.band("inserted at the target", percent, turned),
            Series.line("flipped at random", new double[] {1}, new double[] {flips})),
        List.of(ReferenceLine.vertical(1, "1 %")));
  }

  private static ImageGrid pictures(Measurement run) {
    return new ImageGrid("Every label is right", List.of("training picture", "change", "poison", "target"),
        List.of(row("collision", run.collisions().example(), CleanLabelsExperiment.COLLISION_EPS),
            row("matching", run.matching().example(), CleanLabelsExperiment.MATCHING_EPS)));
  }

  private static List<Tile> row(String name, CleanLabelsExperiment.Example example, double eps) {
    Tensor change = example.after().sub(example.before());
    String label = "label " + example.wanted();
    return List.of(Tile.of(picture(example.before()), label),
        Tile.of(Picture.signed(change.toFloatArray(), 1, change.size(2), change.size(3), eps), name + ", eps " + eps),
        Tile.of(picture(example.after()), label),
        Tile.of(picture(example.target()), "wanted: " + example.wanted()));
  }

  private static Picture picture(Tensor example) {
    return Picture.of(example.toFloatArray(), 1, example.size(2), example.size(3));
  }

  private static ScatterPlot picture(String title, WrongLabelsExperiment.Plane plane, boolean isAfter) {
    Dataset train = plane.train();
    List<Points> points = new ArrayList<>();
    for (int label = 0; label < 2; label++) {
      int wanted = label;
      points.add(points(train.classNames().get(label), train.inputs(),
          i -> (int) train.labels().get(i) == wanted));
    }
    points.add(points("target", plane.target().inputs(), i -> true));
    points.add(!isAfter || plane.poisoned().count() == 0
        ? new Points("poison, labelled as the other class", new double[0], new double[0])
        : points("poison, labelled as the other class",
        plane.poisoned().data().select(plane.poisoned().indices()).inputs(),
            i -> true));
    return new ScatterPlot(title, Axis.linear("x").range(-1.6, 2.6), Axis.linear("y").range(-1.1, 1.6), points,
        List.of(DecisionBoundary.of("decision boundary", isAfter ? plane.after() : plane.before(), -1.6, 2.6, -1.1,
        1.6)), List.of());
  }

  private static Points points(String name, Tensor inputs, IntPredicate chosen) {
    int[] rows = IntStream.range(0, inputs.size(0)).filter(chosen).toArray();
    double[] x = Arrays.stream(rows).mapToDouble(i -> inputs.get(i, 0)).toArray();
    double[] y = Arrays.stream(rows).mapToDouble(i -> inputs.get(i, 1)).toArray();
    return new Points(name, x, y);
  }
}
