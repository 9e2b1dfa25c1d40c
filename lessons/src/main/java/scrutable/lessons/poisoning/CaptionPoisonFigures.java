package scrutable.lessons.poisoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Series;
import scrutable.lessons.poisoning.CaptionPoisonLesson.Measurement;

/// The table, the figures and the headline numbers of [CaptionPoisonLesson].
final class CaptionPoisonFigures {
  private CaptionPoisonFigures() {}

  static List<Finding> of(List<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs, context.choose(1_000, 4_000)));
    findings.add(new Illustration("copies", "Targets that are given the wanted class, by the number of pairs added for"
        + " each (medians; band from the least to the greatest of the seeds), and after as many wrong captions on other"
        + " pictures of the same class.", copies(runs)));
    findings.add(new Illustration("gallery", "The first targets of the first seed, with the class that they had without"
        + " poison and have with ten pairs; and the first pictures with the sign, with their class without and with it.",
        runs.getFirst().gallery().figure()));
    findings.add(percent("clean", CaptionPoisonLesson.median(runs, Measurement::clean)));
    findings.add(percent("targeted", CaptionPoisonLesson.median(runs,
        run -> run.byCopies().get(CaptionPoisonLesson.MOST))));
    findings.add(percent("backdoor", CaptionPoisonLesson.median(runs, Measurement::backdoor)));
    return findings;
  }

  private static Headline percent(String name, double share) {
    return new Headline(name, 100 * share, 1, "%");
  }

  private static Table table(List<Measurement> runs, int pairs) {
    Table table = Table.of("captions",
        "What is added, how often it does what is wanted, and what it costs (median of the"
            + " seeds, least and greatest in brackets).",
        Column.text("added"), Column.number("pairs for each goal", 0), Column.number("of all pairs (%)", 3),
        Column.number("success (%)", 1), Column.text("least to greatest"), Column.number("accuracy (%)", 1));
    table = row(table, runs, "nothing", 0, pairs, Measurement::unpoisoned, Measurement::clean);
    for (int copies : runs.getFirst().byCopies().keySet()) {
      table = row(table, runs, "targets, wrong captions", copies, pairs, run -> run.byCopies().get(copies),
          copies == CaptionPoisonLesson.MOST ? Measurement::poisonedAccuracy : null);
    }
    int most = CaptionPoisonLesson.MOST;
    table = row(table, runs, "other pictures, the same captions", most, pairs, Measurement::elsewhere, null);
    table = row(table, runs, "targets, right captions", most, pairs, Measurement::honest, null);
    int many = CaptionPoisonLesson.BACKDOORED;
    if (runs.getFirst().byCopies().size() > 1) {
      table = row(table, runs, "sign, wrong captions", CaptionPoisonLesson.FEW_BACKDOORED, pairs,
          Measurement::fewBackdoor, null);
    }
    table = row(table, runs, "sign, wrong captions", many, pairs, Measurement::backdoor,
        Measurement::backdoorAccuracy);
    table = row(table, runs, "sign, wrong captions; shown without it", many, pairs, Measurement::signless, null);
    table = row(table, runs, "sign, right captions", many, pairs, Measurement::honestSign, null);
    return row(table, runs, "nothing; shown with the sign", 0, pairs, Measurement::cleanSign, Measurement::clean);
  }

  private static Table row(Table table, List<Measurement> runs, String what, int count, int pairs,
      ToDoubleFunction<Measurement> success, ToDoubleFunction<Measurement> accuracy) {
    Spread spread = Spread.of(runs.stream().mapToDouble(run -> 100 * success.applyAsDouble(run)).toArray());
    Double shown = accuracy == null ? null : 100 * CaptionPoisonLesson.median(runs, accuracy);
    return table.row(what, count, 100.0 * count / pairs, spread.median(),
        String.format(Locale.ROOT, "[%.1f, %.1f]", spread.min(), spread.max()), shown);
  }

  private static LineChart copies(List<Measurement> runs) {
    List<Integer> copies = List.copyOf(runs.getFirst().byCopies().keySet());
    double[] x = copies.stream().mapToDouble(Integer::doubleValue).toArray();
    double[] low = new double[x.length];
    double[] middle = new double[x.length];
    double[] high = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int count = copies.get(i);
      Spread spread = Spread.of(runs.stream().mapToDouble(run -> 100 * run.byCopies().get(count)).toArray());
      low[i] = spread.min();
      middle[i] = spread.median();
      high[i] = spread.max();
    }
    double other = 100 * CaptionPoisonLesson.median(runs, Measurement::elsewhere);
    return new LineChart("Pairs with wrong captions", Axis.log("pairs added for each target"),
        Axis.percent("targets turned (%)"), List.of(Series.band("the target itself", x, low, middle, high),
            Series.line("other pictures of its class", new double[] {CaptionPoisonLesson.MOST}, new double[] {other})),
        List.of());
  }
}
