package scrutable.lessons.understood.losses;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;
import scrutable.lessons.understood.losses.LossesExperiment.Constants;
import scrutable.lessons.understood.losses.LossesExperiment.Lines;

/// The tables, the figures and the headline numbers of [LossesLesson].
final class LossesFigures {
  private LossesFigures() {}

  static List<Finding> of(Runs<LossesExperiment> runs) {
    LossesExperiment first = runs.measured().getFirst();
    LossesSalaries salaries = first.skewed().salaries();
    return List.of(example(), table(runs),
        new Illustration("constants", "The mean loss of one constant for all salaries, each loss as a share of its"
            + " largest value here, first seed. Each is smallest at another place.", constants(salaries)),
        new Illustration("lines", "Two lines through the same points, first seed.", lines(first.wild())),
        new Headline("mean", salaries.mean(), 2, "thousand"),
        new Headline("median", salaries.median(), 2, "thousand"),
        new Headline("mode", salaries.mode(), 2, "thousand"),
        new Headline("slope-squares", runs.median(run -> run.wild().bySquares()), 2, ""),
        new Headline("slope-absolute", runs.median(run -> run.wild().byAbsoluteValues()), 2, ""));
  }

  /// The number of the textbook, to which we would be fairly happy with 137.036.
  private static Table example() {
    double error = Math.abs(137.036 - 137.035999);
    return Table.of("textbook", "f(x) is 137.035999, and h(x) = 137.036: how unhappy is each loss?",
            Column.text("loss"), Column.significant("value", 3))
        .row("absolute value, L1", error).row("square, L2", error * error).row("0/1", error == 0 ? 0 : 1);
  }

  private static Table table(Runs<LossesExperiment> runs) {
    Table table = Table.of("seeds", "The best constant by each loss, and what it should be (thousands); the slope of"
            + " the best line (the true one is 2).", Column.text("data"),
        Column.number("mean", 3), Column.number("by squares", 3), Column.number("median", 3),
        Column.number("by absolute values", 3), Column.number("mode", 2), Column.number("slope by squares", 3),
        Column.number("slope by absolute values", 3));
    for (LossesExperiment run : runs.measured()) {
      table = row(table, "skewed, wild points", run.skewed(), run.wild());
      table = row(table, "symmetric, no wild points", run.symmetric(), run.tame());
    }
    return table;
  }

  private static Table row(Table table, String name, Constants constants, Lines lines) {
    LossesSalaries salaries = constants.salaries();
    return table.row(name, salaries.mean(), constants.bySquares(), salaries.median(), constants.byAbsoluteValues(),
        salaries.mode(), lines.bySquares(), lines.byAbsoluteValues());
  }

  private static LineChart constants(LossesSalaries salaries) {
    double[] constants = new double[241];
    Arrays.setAll(constants, i -> i * 0.025);
    return new LineChart("The loss of one constant", Axis.linear("constant (thousands)"),
        Axis.linear("mean loss, largest = 1"), List.of(
            scaled("L1, absolute value", constants, salaries::meanAbsoluteValue),
            scaled("L2, square", constants, salaries::meanSquare),
            scaled("L0/1, to the nearest 0.2", constants, salaries::meanZeroOne)),
        List.of(ReferenceLine.vertical(salaries.mean(), "mean"), ReferenceLine.vertical(salaries.median(), "median"),
            ReferenceLine.vertical(salaries.mode(), "mode")));
  }

  private static Series scaled(String name, double[] constants, DoubleUnaryOperator loss) {
    double[] losses = Arrays.stream(constants).map(loss).toArray();
    double largest = Arrays.stream(losses).max().orElseThrow();
    return Series.line(name, constants, Arrays.stream(losses).map(value -> value / largest).toArray());
  }

  private static ScatterPlot lines(Lines lines) {
    double[] ends = {0, 1};
    return new ScatterPlot("A tenth of the points are wild", Axis.linear("x"), Axis.linear("y"),
        List.of(new Points("points", lines.x(), lines.y())),
        List.of(Series.line("by squares", ends, heights(lines.squares(), ends)),
            Series.line("by absolute values", ends, heights(lines.absolute(), ends)),
            Series.dashed("true", ends, new double[] {1, 1 + LossesExperiment.SLOPE}).colouredAs(6)), List.of());
  }

  private static double[] heights(double[] line, double[] at) {
    return Arrays.stream(at).map(x -> line[0] + line[1] * x).toArray();
  }
}
