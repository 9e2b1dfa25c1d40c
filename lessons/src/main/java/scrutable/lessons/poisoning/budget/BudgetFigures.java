package scrutable.lessons.poisoning.budget;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;

/// The table, the figure and the headline numbers of [BudgetLesson].
final class BudgetFigures {
  private BudgetFigures() {}

  static List<Finding> of(List<BudgetCurve> curves) {
    List<Finding> findings = new ArrayList<>();
    Table table = Table.of("budgets",
        "The smallest budget that was tried with a median success of at least one half. The"
            + " rows have different threat models and cannot simply be compared.",
        Column.text("learner and poison"), Column.text("what is wanted; what the adversary controls"),
        Column.number("examples", 0), Column.number("of (examples)", 0), Column.number("share (%)", 3),
        Column.number("success (%)", 0), Column.number("control (%)", 0), Column.number("accuracy without (%)", 1),
        Column.number("accuracy with (%)", 1));
    List<Series> series = new ArrayList<>();
    for (BudgetCurve curve : curves) {
      double smallest = curve.smallest();
      boolean found = !Double.isNaN(smallest);
      int shown = found ? (int) smallest : curve.success().keySet().stream().max(Integer::compare).orElseThrow();
      table = table.row(found ? curve.name() : curve.name() + " (never; largest budget shown)", curve.threat(), shown,
          curve.size(), 100.0 * shown / curve.size(), 100 * curve.median(shown),
          100 * BudgetCurve.median(curve.control()), 100 * BudgetCurve.median(curve.clean()),
          100 * BudgetCurve.median(curve.accuracy().get(shown)));
      series.add(series(curve));
      findings.add(new Headline(curve.name().replace(",", "").replace(' ', '-'), shown, 0, "examples"));
    }
    findings.addFirst(new Illustration("curves",
        "Success by the number of poisoned examples for one goal (medians; bands"
        + " from the least to the greatest of the seeds). Counts, not shares: the learners have data sets of different"
        + " sizes, and the adversaries different powers.", new LineChart("Success by the number of poisoned examples",
            Axis.log("poisoned examples for one goal"), Axis.percent("success (%)"), series,
            List.of(ReferenceLine.horizontal(50, "50 %")))));
    findings.addFirst(table);
    return findings;
  }

  private static Series series(BudgetCurve curve) {
    List<Integer> budgets = List.copyOf(curve.success().keySet());
    double[] x = budgets.stream().mapToDouble(Integer::doubleValue).toArray();
    List<double[]> runs = new ArrayList<>();
    int seeds = curve.clean().size();
    for (int seed = 0; seed < seeds; seed++) {
      int one = seed;
      runs.add(budgets.stream().mapToDouble(budget -> 100 * curve.success().get(budget).get(one)).toArray());
    }
    return Spread.band(curve.name(), x, runs);
  }
}
