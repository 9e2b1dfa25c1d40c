package scrutable.lessons.poisoning.unlabelledpoison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.poisoning.Budget;
import scrutable.attacks.poisoning.ChosenTargets;
import scrutable.attacks.poisoning.Interpolation;
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
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.poisoning.unlabelledpoison.UnlabelledPoisonLesson.Measurement;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The tables, the figures and the headline numbers of [UnlabelledPoisonLesson].
final class UnlabelledPoisonFigures {
  private static final int SHOWN_TARGETS = 3;
  private static final int SHOWN_BUDGET = 4;

  private UnlabelledPoisonFigures() {}

  static List<Finding> of(Runs<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("bridges",
        "Bridges to the first targets of the first seed, four pictures each. Left the"
        + " labelled picture, right the target; neither is inserted, and nothing between them has a label.",
        bridges(runs.measured().getFirst().graph())));
    findings.add(Headline.percent("clean", runs.median(run -> run.graph().clean()), 1));
    findings.add(Headline.percent("supervised", runs.median(run -> run.graph().supervised()), 1));
    findings.add(Headline.percent("success", runs.median(run -> run.graph().judged().success()), 0));
    findings.add(new Headline("lost", 100 * runs.median(run -> run.graph().clean() - run.graph().judged().accuracy()),
        1, "percentage points"));
    if (context.profile() == Profile.FULL) {
      findings.add(learners(runs));
      findings.add(network(runs));
      findings.add(new Illustration("budget", "Targets turned by bridges, and by as many pictures at the target or on"
          + " an equal bridge to another picture (medians; band from the least to the greatest of the seeds).",
          budgets(runs)));
      findings.add(Headline.percent("four", runs.median(run -> run.graph().byBudget().get(SHOWN_BUDGET).success()), 0));
      findings.add(Headline.percent("fixmatch-success", runs.median(run -> run.networks().getFirst().success()), 0));
      findings.add(Headline.percent("noise-success", runs.median(run -> run.networks().getLast().success()), 0));
    }
    return findings;
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("graph",
        "Part A, label spreading: targets that are given the wanted class, each by a victim of"
            + " its own (median of the seeds, least and greatest in brackets).",
        Column.text("added to the pool"), Column.number("pictures", 0), Column.number("of the pool (%)", 2),
        Column.number("targets turned (%)", 1), Column.text("least to greatest"), Column.number("accuracy (%)", 1));
    table = row(table, runs, "nothing", 0, run -> 0, run -> run.graph().clean());
    for (int budget : runs.measured().getFirst().graph().byBudget().keySet()) {
      table = row(table, runs, "bridge", budget, run -> run.graph().byBudget().get(budget).success(),
          run -> run.graph().byBudget().get(budget).accuracy());
    }
    int many = UnlabelledPoisonExperiment.onePercent(runs.measured().getFirst().graph().digits());
    table = row(table, runs, "only the far end", many, run -> run.graph().endpoint().success(),
        run -> run.graph().endpoint().accuracy());
    return row(table, runs, "an equal bridge to another picture", many, run -> run.graph().elsewhere().success(),
        run -> run.graph().elsewhere().accuracy());
  }

  private static Table row(Table table, Runs<Measurement> runs, String what, int pictures,
      ToDoubleFunction<Measurement> success, ToDoubleFunction<Measurement> accuracy) {
    Spread spread = runs.percent(success);
    double pool = runs.measured().getFirst().graph().digits().pool().size(0);
    return table.row(what, pictures, 100 * pictures / pool, spread.median(),
        spread.range(1),
        100 * runs.median(accuracy));
  }

  private static Table learners(Runs<Measurement> runs) {
    Table table = Table.of("learners", "Graphs to which more, or less, counts as near: sigma as a share of the mean"
            + " distance of ten neighbours, accuracy without poison, and the attack with 4 pictures (medians).",
        Column.number("sigma", 2), Column.number("accuracy (%)", 1), Column.number("targets turned (%)", 1));
    for (double sigma : runs.measured().getFirst().graph().bySigma().keySet()) {
      table = table.row(sigma, 100 * runs.median(run -> run.graph().bySigma().get(sigma)[0]),
          100 * runs.median(run -> run.graph().bySigma().get(sigma)[1]));
    }
    return table;
  }

  private static Table network(Runs<Measurement> runs) {
    Table table = Table.of("fixmatch",
        "Part B, FixMatch with a small network and nine labels: eight targets at once, each"
            + " with 1 % of the pool, and the share of the poison that mutual influence finds (medians). Reported, not"
            + " judged.",
        Column.text("changes"), Column.number("labels alone (%)", 1), Column.number("FixMatch (%)", 1),
        Column.number("poisoned (%)", 1), Column.number("targets turned (%)", 1),
        Column.number("without poison (%)", 1), Column.number("poison found (%)", 1),
        Column.number("found by chance (%)", 1));
    for (int i = 0; i < runs.measured().getFirst().networks().size(); i++) {
      int kind = i;
      ToDoubleFunction<ToDoubleFunction<FixMatchExperiment>> median = of ->
          100 * runs.median(run -> of.applyAsDouble(run.networks().get(kind)));
      table = table.row(runs.measured().getFirst().networks().get(kind).changes(),
          median.applyAsDouble(FixMatchExperiment::supervised), median.applyAsDouble(FixMatchExperiment::clean),
          median.applyAsDouble(FixMatchExperiment::poisonedAccuracy), median.applyAsDouble(FixMatchExperiment::success),
          median.applyAsDouble(FixMatchExperiment::unpoisoned), median.applyAsDouble(FixMatchExperiment::found),
          median.applyAsDouble(FixMatchExperiment::chance));
    }
    return table;
  }

  private static LineChart budgets(Runs<Measurement> runs) {
    double pool = runs.measured().getFirst().graph().digits().pool().size(0);
    double[] percent =
        runs.measured().getFirst().graph().byBudget().keySet().stream().mapToDouble(pictures ->
        100 * pictures / pool).toArray();
    List<double[]> turned = runs.measured().stream().map(run -> run.graph().byBudget().values().stream()
        .mapToDouble(outcome -> 100 * outcome.success()).toArray()).toList();
    double[] one = {1};
    return new LineChart("Pictures without labels", Axis.log("added pictures (% of the pool)").range(0.05, 2),
        Axis.percent("targets turned (%)"), List.of(Spread.band("bridge", percent, turned),
            Series.line("only the far end", one,
                new double[] {100 * runs.median(run -> run.graph().endpoint().success())}),
            Series.line("an equal bridge to another picture", one,
                new double[] {100 * runs.median(run -> run.graph().elsewhere().success())})),
        List.of(ReferenceLine.vertical(1, "1 %")));
  }

  private static ImageGrid bridges(UnlabelledPoisonExperiment run) {
    Interpolation poison = new Interpolation(run.digits().labelled());
    List<String> names = run.digits().test().classNames();
    List<List<Tile>> rows = new ArrayList<>();
    int inserted = SHOWN_BUDGET;
    for (int i = 0; i < Math.min(SHOWN_TARGETS, run.targets().count()); i++) {
      ChosenTargets goal = run.targets().only(i);
      Tensor pool = run.digits().pool();
      Tensor all = poison.craft(pool, goal, new Budget(inserted), Rng.seed(0)).data();
      List<Tile> row = new ArrayList<>();
      row.add(Tile.of(picture(poison.source(goal, 0)), "label " + names.get(goal.wanted(0))));
      for (int j = 0; j < inserted; j++) {
        row.add(Tile.of(picture(all.slice(0, pool.size(0) + j, pool.size(0) + j + 1)), "no label"));
      }
      row.add(Tile.of(picture(goal.inputs()), "wanted: " + names.get(goal.wanted(0))));
      rows.add(row);
    }
    return ImageGrid.of("From a labelled picture to the target", rows);
  }

  private static Picture picture(Tensor example) {
    return Picture.of(example.toFloatArray(), 1, example.size(2), example.size(3));
  }
}
