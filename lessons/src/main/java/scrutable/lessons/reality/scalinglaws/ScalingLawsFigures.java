package scrutable.lessons.reality.scalinglaws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.ScatterPlot;
import scrutable.lessons.figure.Series;
import scrutable.lessons.reality.scalinglaws.ScalingFactsExperiment.Curve;
import scrutable.lessons.reality.scalinglaws.ScalingLawsLesson.Measurement;
import scrutable.lessons.reality.scalinglaws.ScalingTextExperiment.Trained;
import scrutable.nn.validation.PowerLaw;

/// The tables, the figures and the headline numbers of [ScalingLawsLesson].
final class ScalingLawsFigures {
  private static final int LINE = 30;
  private static final String[] CONTEXTS = {"no context", "one character", "two characters", "three characters"};

  private ScalingLawsFigures() {}

  static List<Finding> of(Runs<Measurement> runs, boolean drawn) {
    Measurement first = runs.measured().getFirst();
    return List.of(slopes(runs), sizes(runs), laws(runs), counting(runs),
        new Illustration("facts", "Error of memorisers and of networks with one hidden layer (first seed); dashed: the"
            + " formulas.", facts(first.facts())),
        new Illustration("text", "Loss of the language models against their size (first seed). The law is that of all"
            + " but the largest" + (drawn ? "; the lowest line is the entropy of the text." : "."), text(first.text())),
        headline("slope-samples", runs.median(run -> run.facts().bySamples().law().exponent())),
        headline("slope-rooms", runs.median(run -> run.facts().byRooms().law().exponent())),
        headline("slope-size", runs.median(run -> run.facts().bySize().law().exponent())),
        headline("straight-size", runs.median(run -> run.facts().bySize().law().rSquared())),
        headline("bend", runs.median(run -> run.facts().bySamples().bend())),
        headline("bend-evenly", runs.median(run -> run.facts().evenly().bend())),
        headline("exponent", runs.median(run -> of(bySize(run), PowerLaw::exponent))),
        headline("floor", runs.median(run -> of(bySize(run), PowerLaw::floor))),
        headline("straight", runs.median(run -> of(bySize(run), PowerLaw::rSquared))),
        headline("entropy", runs.median(run -> run.text().entropy())),
        headline("text-exponent", runs.median(run -> of(byText(run), PowerLaw::exponent))),
        headline("predicted", runs.median(run -> ScalingTextExperiment.predicted(run.text().bySize(),
            Trained::parameters))),
        headline("smallest", runs.median(run -> run.text().bySize().getFirst().loss())),
        headline("largest", runs.median(run -> run.text().bySize().getLast().loss())),
        runs.headline("missed", ScalingLawsFigures::missed),
        runs.headline("missed-entropy", run -> run.text().missedWithFloor(run.text().entropy())),
        runs.headline("missed-none", run -> run.text().missedWithFloor(0)),
        runs.headline("missed-text", ScalingLawsFigures::missedText),
        headline("one-character", runs.median(run -> run.text().counts()[1])),
        headline("two-characters", runs.median(run -> run.text().counts()[2])),
        headline("three-characters", runs.median(run -> run.text().counts()[3])),
        headline("shuffled", runs.median(run -> run.text().shuffled().getLast().loss())),
        headline("unigram", runs.median(run -> run.text().unigram())));
  }

  private static Headline headline(String name, double value) {
    return new Headline(name, value, 3, "");
  }

  private static Optional<PowerLaw> bySize(Measurement run) {
    return ScalingTextExperiment.law(run.text().bySize(), Trained::parameters);
  }

  private static Optional<PowerLaw> byText(Measurement run) {
    return ScalingTextExperiment.law(run.text().byText(), Trained::characters);
  }

  private static double missed(Measurement run) {
    return ScalingTextExperiment.missedBy(run.text().bySize(), Trained::parameters);
  }

  private static double missedText(Measurement run) {
    return ScalingTextExperiment.missedBy(run.text().byText(), Trained::characters);
  }

  private static double of(Optional<PowerLaw> law, ToDoubleFunction<PowerLaw> what) {
    return law.isPresent() ? what.applyAsDouble(law.get()) : Double.NaN;
  }

  private static Table slopes(Runs<Measurement> runs) {
    Table table = Table.of("slopes", "The straight lines (median of the seeds, least and greatest in brackets); what"
            + " the exponent tends to if there are endlessly many facts, and how much steeper the last piece of the"
            + " curve is than the first.",
        Column.text("error by"), Column.number("exponent", 3), Column.text("least to greatest"),
        Column.text("in the limit"), Column.number("R^2", 4), Column.number("bend", 3));
    table = row(table, "questions seen", "1/3", new Runs<>(curves(runs, 0)));
    table = row(table, "rooms", "1/2", new Runs<>(curves(runs, 1)));
    table = row(table, "questions seen, all alike", "none", new Runs<>(curves(runs, 2)));
    return row(table, "parameters of a network", "unknown", new Runs<>(curves(runs, 3)));
  }

  private static List<Curve> curves(Runs<Measurement> runs, int which) {
    return runs.measured().stream().map(Measurement::facts)
        .map(facts -> List.of(facts.bySamples(), facts.byRooms(), facts.evenly(), facts.bySize()).get(which)).toList();
  }

  private static Table row(Table table, String name, String limit, Runs<Curve> curves) {
    Spread exponent = curves.spread(curve -> curve.law().exponent());
    return table.row(name, exponent.median(), exponent.range(3), limit,
        curves.median(curve -> curve.law().rSquared()), curves.median(Curve::bend));
  }

  private static Table sizes(Runs<Measurement> runs) {
    Table table = Table.of("sizes", "What to expect of which size (nats per character, medians of the seeds): the loss,"
            + " and what the law of all but the largest says.",
        Column.number("width", 0), Column.number("parameters", 0), Column.number("loss", 3),
        Column.text("least to greatest"), Column.number("by the law", 3));
    for (int i = 0; i < ScalingTextExperiment.WIDTHS.length; i++) {
      int at = i;
      Spread loss = runs.spread(run -> run.text().bySize().get(at).loss());
      double parameters = runs.median(run -> run.text().bySize().get(at).parameters());
      table = table.row((double) ScalingTextExperiment.WIDTHS[i], parameters, loss.median(), loss.range(3),
          runs.median(run -> of(bySize(run), law -> law.predict(parameters))));
    }
    return table;
  }

  private static Table laws(Runs<Measurement> runs) {
    Table table = Table.of("laws", "The laws of the language models, floor + scale x^-exponent (medians of the seeds),"
            + " and how far off they are where they were not fitted: for the largest network, or for all of the text.",
        Column.text("loss by"), Column.text("floor"), Column.number("floor (nats)", 3), Column.number("exponent", 3),
        Column.number("R^2", 4), Column.number("off by (%)", 2), Column.text("least to greatest"));
    table = row(table, "parameters", runs, ScalingLawsFigures::bySize, ScalingLawsFigures::missed);
    table = row(table, "characters of text", runs, ScalingLawsFigures::byText, ScalingLawsFigures::missedText);
    Spread entropy = runs.percent(run -> run.text().missedWithFloor(run.text().entropy()));
    Spread none = runs.percent(run -> run.text().missedWithFloor(0));
    table = table.row("parameters", "the entropy", runs.median(run -> run.text().entropy()), null, null,
        entropy.median(), entropy.range(2));
    return table.row("parameters", "none", 0.0, null, null, none.median(), none.range(2));
  }

  private static Table row(Table table, String name, Runs<Measurement> runs,
      Function<Measurement, Optional<PowerLaw>> law, ToDoubleFunction<Measurement> missed) {
    Spread off = runs.percent(missed);
    return table.row(name, "fitted", runs.median(run -> of(law.apply(run), PowerLaw::floor)),
        runs.median(run -> of(law.apply(run), PowerLaw::exponent)),
        runs.median(run -> of(law.apply(run), PowerLaw::rSquared)), off.median(), off.range(2));
  }

  private static Table counting(Runs<Measurement> runs) {
    Table table = Table.of("counting", "The loss of counting on the same text, and of the networks for shuffled"
        + " characters (nats per character, medians of the seeds).", Column.text("who"), Column.number("loss", 3));
    for (int i = 0; i < CONTEXTS.length; i++) {
      int at = i;
      table = table.row("counting, " + CONTEXTS[i], runs.median(run -> run.text().counts()[at]));
    }
    table = table.row("shuffled: counting, no context", runs.median(run -> run.text().unigram()));
    table = table.row("shuffled: smallest network", runs.median(run -> run.text().shuffled().getFirst().loss()));
    return table.row("shuffled: largest network", runs.median(run -> run.text().shuffled().getLast().loss()));
  }

  private static LineChart facts(ScalingFactsExperiment facts) {
    List<Series> series = new ArrayList<>();
    add(series, "questions seen", facts.bySamples());
    add(series, "rooms", facts.byRooms());
    add(series, "questions seen, all alike", facts.evenly());
    series.add(Series.line("parameters of a network", facts.bySize().sizes(), facts.bySize().errors())
        .colouredAs(3));
    return new LineChart("Facts learned by heart", Axis.log("questions seen, rooms or parameters"), Axis.log("error"),
        series, List.of());
  }

  private static void add(List<Series> series, String name, Curve curve) {
    int colour = series.size() / 2;
    series.add(Series.line(name, curve.sizes(), curve.errors()).colouredAs(colour));
    series.add(Series.dashed("", curve.sizes(), curve.formula()).colouredAs(colour));
  }

  private static ScatterPlot text(ScalingTextExperiment text) {
    int count = text.bySize().size() - 1;
    double[] x = text.bySize().stream().mapToDouble(Trained::parameters).toArray();
    double[] y = text.bySize().stream().mapToDouble(Trained::loss).toArray();
    double[] line = IntStream.rangeClosed(0, LINE)
        .mapToDouble(i -> x[0] * StrictMath.pow(1.1 * x[count] / x[0], (double) i / LINE)).toArray();
    List<Series> curve = ScalingTextExperiment.law(text.bySize(), Trained::parameters).map(law -> Series.dashed(
        "law of the smaller ones", line, Arrays.stream(line).map(law::predict).toArray())).stream().toList();
    List<ReferenceLine> lines = new ArrayList<>();
    for (int i = 1; i < CONTEXTS.length; i++) {
      lines.add(ReferenceLine.horizontal(text.counts()[i], "counting, " + CONTEXTS[i]));
    }
    if (text.entropy() > 0) {
      lines.add(ReferenceLine.horizontal(text.entropy(), "entropy"));
    }
    return new ScatterPlot("Language models", Axis.log("parameters"), Axis.log("loss (nats per character)"),
        List.of(new Points("fitted", Arrays.copyOf(x, count), Arrays.copyOf(y, count)),
            new Points("predicted, then trained", new double[] {x[count]}, new double[] {y[count]})), curve, lines);
  }
}
