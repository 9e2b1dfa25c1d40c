package scrutable.lessons.understood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
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
import scrutable.tensor.Rng;

/// L02: what a loss asks for. The absolute error asks for the median, the squared one for the mean, the 0/1 loss
/// for the most frequent value.
///
/// Russell and Norvig, "Artificial Intelligence: A Modern Approach", 3rd edition, section 18.4.2.
public final class LossesLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final int SALARIES = 401;
  private static final int POINTS = 100;
  private static final double SLOPE = 2;

  /// What one seed showed.
  ///
  /// @param wild lines through points a tenth of which are wild; `tame` without those
  record Trial(SkewedSample skewed, SkewedSample symmetric, LineFit wild, LineFit tame) {}

  @Override
  public LessonResult run(LessonContext context) {
    List<Trial> trials = new ArrayList<>();
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    for (int i = 0; i < seeds.length; i++) {
      Rng rng = Rng.seed(seeds[i]);
      SkewedSample symmetric = SkewedSample.draw(SALARIES, 0, 0, rng.split("symmetric"));
      SkewedSample skewed = context.sabotage() ? symmetric
          : SkewedSample.draw(SALARIES, 0.6, 0.05, rng.split("salaries"));
      LineFit tame = LineFit.of(POINTS, SLOPE, 0, rng.split("points"));
      LineFit wild = context.sabotage() ? tame : LineFit.of(POINTS, SLOPE, 0.1, rng.split("points"));
      trials.add(new Trial(skewed, symmetric, wild, tame));
      context.progress().update("going downhill", i + 1, seeds.length);
    }
    return judge(trials);
  }

  private static LessonResult judge(List<Trial> trials) {
    return LessonResult.of(
        Criterion.gate("distance of mean and median of the salaries, smallest of the seeds",
            spread(trials, t -> t.skewed.mean() - t.skewed.median()).min(), Comparison.AT_LEAST, 0.2, "thousand"),
        Criterion.effect("distance of the best constant by squares from the mean, largest of the seeds",
            spread(trials, t -> Math.abs(t.skewed.bySquares() - t.skewed.mean())).max(), Comparison.AT_MOST, 1e-3,
            "thousand"),
        Criterion.effect("distance of the best constant by absolute values from the median, largest of the seeds",
            spread(trials, t -> Math.abs(t.skewed.byAbsoluteValues() - t.skewed.median())).max(), Comparison.AT_MOST,
            1e-2, "thousand"),
        Criterion.effect("slope of the 0/1 loss, on which gradient descent would have to go, largest of the seeds",
            spread(trials, t -> t.skewed.slopeOfZeroOne()).max(), Comparison.EXACTLY, 0, ""),
        Criterion.effect("error of the slope by squares, over that by absolute values, smallest of the seeds",
            spread(trials, t -> t.wild.errorBySquares() / t.wild.errorByAbsoluteValues()).min(),
            Comparison.AT_LEAST, 3, "times"),
        Criterion.control("distance of the two best constants of symmetric data, largest of the seeds",
            spread(trials, t -> Math.abs(t.symmetric.bySquares() - t.symmetric.byAbsoluteValues())).max(),
            Comparison.AT_MOST, 0.2, "thousand"),
        Criterion.ablation("distance of the two slopes without wild points, as a share of the true one, largest",
            spread(trials, t -> Math.abs(t.tame.bySquares() - t.tame.byAbsoluteValues()) / SLOPE).max(),
            Comparison.AT_MOST, 0.2, ""),
        new Planted("salaries with a long tail (lognormal) and 5 % very high ones; a tenth of the points of the line"
            + " moved far up at its right end"),
        example(),
        table(trials),
        new Illustration("constants", "The mean loss of one constant for all salaries, each loss as a share of its"
            + " largest value here, first seed. Each is smallest at another place.",
            constants(trials.getFirst().skewed)),
        new Illustration("lines", "Two lines through the same points, first seed.", lines(trials.getFirst().wild)),
        new Headline("mean", trials.getFirst().skewed.mean(), 2, "thousand"),
        new Headline("median", trials.getFirst().skewed.median(), 2, "thousand"),
        new Headline("mode", trials.getFirst().skewed.mode(), 2, "thousand"),
        new Headline("slope-squares", spread(trials, t -> t.wild.bySquares()).median(), 2, ""),
        new Headline("slope-absolute", spread(trials, t -> t.wild.byAbsoluteValues()).median(), 2, ""));
  }

  private static Spread spread(List<Trial> trials, ToDoubleFunction<Trial> of) {
    return Spread.of(trials.stream().mapToDouble(of).toArray());
  }

  /// The number of the textbook, to which we would be fairly happy with 137.036.
  private static Table example() {
    double error = Math.abs(137.036 - 137.035999);
    return Table.of("textbook", "f(x) is 137.035999, and h(x) = 137.036: how unhappy is each loss?",
            Column.text("loss"), Column.significant("value", 3))
        .row("absolute value, L1", error).row("square, L2", error * error).row("0/1", error == 0 ? 0 : 1);
  }

  private static Table table(List<Trial> trials) {
    Table table = Table.of("seeds", "The best constant by each loss, and what it should be (thousands); the slope"
            + " of the"
            + " best line (the true one is 2).", Column.text("data"),
        Column.number("mean", 3), Column.number("by squares", 3), Column.number("median", 3),
        Column.number("by absolute values", 3), Column.number("mode", 2), Column.number("slope by squares", 3),
        Column.number("slope by absolute values", 3));
    for (Trial t : trials) {
      table = row(table, "skewed, wild points", t.skewed, t.wild);
      table = row(table, "symmetric, no wild points", t.symmetric, t.tame);
    }
    return table;
  }

  private static Table row(Table table, String name, SkewedSample sample, LineFit line) {
    return table.row(name, sample.mean(), sample.bySquares(), sample.median(), sample.byAbsoluteValues(),
        sample.mode(), line.bySquares(), line.byAbsoluteValues());
  }

  private static LineChart constants(SkewedSample sample) {
    double[] constants = new double[241];
    Arrays.setAll(constants, i -> i * 0.025);
    return new LineChart("The loss of one constant", Axis.linear("constant (thousands)"),
        Axis.linear("mean loss, largest = 1"), List.of(
            scaled("L1, absolute value", constants, sample::meanAbsoluteValue),
            scaled("L2, square", constants, sample::meanSquare),
            scaled("L0/1, to the nearest 0.2", constants, sample::meanZeroOne)),
        List.of(ReferenceLine.vertical(sample.mean(), "mean"), ReferenceLine.vertical(sample.median(), "median"),
            ReferenceLine.vertical(sample.mode(), "mode")));
  }

  private static Series scaled(String name, double[] constants, DoubleUnaryOperator loss) {
    double[] losses = Arrays.stream(constants).map(loss).toArray();
    double largest = Arrays.stream(losses).max().orElseThrow();
    return Series.line(name, constants, Arrays.stream(losses).map(value -> value / largest).toArray());
  }

  private static ScatterPlot lines(LineFit fit) {
    double[] ends = {0, 1};
    return new ScatterPlot("A tenth of the points are wild", Axis.linear("x"), Axis.linear("y"),
        List.of(new Points("points", fit.x(), fit.y())),
        List.of(Series.line("by squares", ends, fit.lineBySquares(ends)),
            Series.line("by absolute values", ends, fit.lineByAbsoluteValues(ends)),
            Series.dashed("true", ends, new double[] {1, 1 + SLOPE}).colouredAs(6)), List.of());
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
        .withSeconds(2);
  }
}
