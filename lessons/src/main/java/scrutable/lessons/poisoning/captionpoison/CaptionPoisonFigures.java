package scrutable.lessons.poisoning.captionpoison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Series;

/// The table, the figures and the headline numbers of [CaptionPoisonLesson].
final class CaptionPoisonFigures {
  private CaptionPoisonFigures() {}

  static List<Finding> of(Runs<CaptionPoisonExperiment> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs, context.choose(1_000, 4_000)));
    findings.add(new Illustration("copies", "Targets that are given the wanted class, by the number of pairs added for"
        + " each (medians; band from the least to the greatest of the seeds), and after as many wrong captions on other"
        + " pictures of the same class.", copies(runs)));
    findings.add(new Illustration("gallery", "The first targets of the first seed, with the class that they had without"
        + " poison and have with ten pairs; and the first pictures with the sign, with their class without and with"
        + " it.", CaptionPoisonGallery.figure(runs.measured().getFirst().models())));
    findings.add(runs.headline("clean", CaptionPoisonExperiment::clean));
    findings.add(runs.headline("targeted", run -> run.byCopies().get(CaptionPoisonExperiment.MOST)));
    findings.add(runs.headline("backdoor", CaptionPoisonExperiment::backdoor));
    return findings;
  }

  private static Table table(Runs<CaptionPoisonExperiment> runs, int pairs) {
    Table table = Table.of("captions",
        "What is added, how often it does what is wanted, and what it costs (median of the"
            + " seeds, least and greatest in brackets).",
        Column.text("added"), Column.number("pairs for each goal", 0), Column.number("of all pairs (%)", 3),
        Column.number("success (%)", 1), Column.text("least to greatest"), Column.number("accuracy (%)", 1));
    table = row(table, runs, "nothing", 0, pairs, CaptionPoisonExperiment::unpoisoned, CaptionPoisonExperiment::clean);
    for (int copies : runs.measured().getFirst().byCopies().keySet()) {
      table = row(table, runs, "targets, wrong captions", copies, pairs, run -> run.byCopies().get(copies),
          copies == CaptionPoisonExperiment.MOST ? CaptionPoisonExperiment::poisonedAccuracy : null);
    }
    int most = CaptionPoisonExperiment.MOST;
    table = row(table, runs, "other pictures, the same captions", most, pairs, CaptionPoisonExperiment::elsewhere,
        null);
    table = row(table, runs, "targets, right captions", most, pairs, CaptionPoisonExperiment::honest, null);
    int many = CaptionPoisonExperiment.BACKDOORED;
    if (runs.measured().getFirst().byCopies().size() > 1) {
      table = row(table, runs, "sign, wrong captions", CaptionPoisonExperiment.FEW_BACKDOORED, pairs,
          CaptionPoisonExperiment::fewBackdoor, null);
    }
    table = row(table, runs, "sign, wrong captions", many, pairs, CaptionPoisonExperiment::backdoor,
        CaptionPoisonExperiment::backdoorAccuracy);
    table = row(table, runs, "sign, wrong captions; shown without it", many, pairs, CaptionPoisonExperiment::signless,
        null);
    table = row(table, runs, "sign, right captions", many, pairs, CaptionPoisonExperiment::honestSign, null);
    return row(table, runs, "nothing; shown with the sign", 0, pairs, CaptionPoisonExperiment::cleanSign,
        CaptionPoisonExperiment::clean);
  }

  private static Table row(Table table, Runs<CaptionPoisonExperiment> runs, String what, int count, int pairs,
      ToDoubleFunction<CaptionPoisonExperiment> success, ToDoubleFunction<CaptionPoisonExperiment> accuracy) {
    Spread spread = runs.percent(success);
    Double shown = accuracy == null ? null : 100 * runs.median(accuracy);
    return table.row(what, count, 100.0 * count / pairs, spread.median(),
        spread.range(1), shown);
  }

  private static LineChart copies(Runs<CaptionPoisonExperiment> runs) {
    List<Integer> copies = List.copyOf(runs.measured().getFirst().byCopies().keySet());
    double[] x = copies.stream().mapToDouble(Integer::doubleValue).toArray();
    List<double[]> turned = runs.measured().stream().map(run -> run.byCopies().values().stream()
        .mapToDouble(share -> 100 * share).toArray()).toList();
    double other = 100 * runs.median(CaptionPoisonExperiment::elsewhere);
    return new LineChart("Pairs with wrong captions", Axis.log("pairs added for each target").range(0.8, 20),
        Axis.percent("targets turned (%)"), List.of(Spread.band("the target itself", x, turned),
            Series.line("other pictures of its class", new double[] {CaptionPoisonExperiment.MOST},
            new double[] {other})),
        List.of());
  }
}
