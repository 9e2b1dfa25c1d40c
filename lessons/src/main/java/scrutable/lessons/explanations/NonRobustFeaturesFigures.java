package scrutable.lessons.explanations;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.explanations.NonRobustFeaturesLesson.Measurement;
import scrutable.lessons.explanations.Relabelling.Kind;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.ReferenceLine;

/// The table, the figures and the headline numbers of [NonRobustFeaturesLesson].
final class NonRobustFeaturesFigures {
  private NonRobustFeaturesFigures() {}

  static List<Finding> of(List<Measurement> runs, TransplantGallery gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("gallery", "Training images of the second network: what each shows, the"
        + " change of at most 3 in L2, and the name it is given.", gallery.figure()));
    findings.add(new Illustration("accuracy", "Accuracy on clean images of networks that saw only wrongly"
        + " labelled ones (medians of the seeds).", bars(runs)));
    findings.add(percent("clean", runs, Measurement::clean));
    findings.add(new Headline("distance", NonRobustFeaturesLesson.median(runs, Measurement::distance), 1,
        ""));
    for (Kind kind : Kind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      findings.add(percent(name + "-success", runs, run -> run.kinds().get(kind).success()));
      findings.add(percent(name + "-looks", runs, run -> run.kinds().get(kind).looks()));
      findings.add(percent(name + "-mlp", runs, run -> run.learned(kind, Learner.MLP)));
      findings.add(percent(name + "-cnn", runs, run -> run.learned(kind, Learner.CNN)));
      findings.add(percent(name + "-unmoved", runs, run -> run.kinds().get(kind).unmoved()));
      findings.add(percent(name + "-shuffled", runs, run -> run.kinds().get(kind).shuffled()));
    }
    return findings;
  }

  private static Headline percent(String name, List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return new Headline(name, 100 * NonRobustFeaturesLesson.median(runs, of), 1, "%");
  }

  private static Table table(List<Measurement> runs) {
    Table table = Table.of("learned", "What a network learns from wrongly labelled images: accuracy on clean"
        + " ones in percent (median of the seeds, least and greatest in brackets).",
        Column.text("labels"), Column.number("attack success (%)", 1),
        Column.number("still look right (%)", 1),
        Column.text("MLP"), Column.text("CNN"), Column.text("no attack, MLP"),
        Column.text("others' changes, MLP"));
    for (Kind kind : Kind.values()) {
      table = table.row(kind.label(),
          100 * NonRobustFeaturesLesson.median(runs, run -> run.kinds().get(kind).success()),
          100 * NonRobustFeaturesLesson.median(runs, run -> run.kinds().get(kind).looks()),
          spread(runs, run -> run.learned(kind, Learner.MLP)),
          spread(runs, run -> run.learned(kind, Learner.CNN)),
          spread(runs, run -> run.kinds().get(kind).unmoved()),
          spread(runs, run -> run.kinds().get(kind).shuffled()));
    }
    return table;
  }

  private static String spread(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    Spread spread = Spread.of(runs.stream().mapToDouble(run -> 100 * of.applyAsDouble(run)).toArray());
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", spread.median(), spread.min(), spread.max());
  }

  private static BarChart bars(List<Measurement> runs) {
    List<Bars> bars = List.of(
        bars("attacked images, MLP", runs, kind -> run -> run.learned(kind, Learner.MLP)),
        bars("attacked images, CNN", runs, kind -> run -> run.learned(kind, Learner.CNN)),
        bars("the same labels, no attack", runs, kind -> run -> run.kinds().get(kind).unmoved()),
        bars("the changes of other images", runs, kind -> run -> run.kinds().get(kind).shuffled()));
    return new BarChart("What wrongly labelled images teach", Axis.percent("accuracy on clean images (%)"),
        List.of("labelled as a random class", "labelled as the next class"), bars,
        List.of(ReferenceLine.horizontal(10, "chance")));
  }

  private interface OfKind {
    ToDoubleFunction<Measurement> of(Kind kind);
  }

  private static Bars bars(String name, List<Measurement> runs, OfKind value) {
    double[] heights = new double[Kind.values().length];
    for (Kind kind : Kind.values()) {
      heights[kind.ordinal()] = 100 * NonRobustFeaturesLesson.median(runs, value.of(kind));
    }
    return new Bars(name, heights);
  }
}
