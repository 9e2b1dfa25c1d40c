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
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.poisoning.LabelledPoisonLesson.Measurement;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [LabelledPoisonLesson].
final class LabelledPoisonFigures {
  private LabelledPoisonFigures() {}

  static List<Finding> of(List<Measurement> runs, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs, context));
    WrongLabels first = runs.getFirst().wrong();
    findings.add(new Illustration("desired-error", "The slide, before: two classes, the boundary that a small network"
        + " learns from them, and the place where an error is desired.", first.pictures().getFirst()));
    findings.add(new Illustration("poisoned", "After: one percent of new examples at that place, labelled as the other"
        + " class, and the boundary that a new network learns.", first.pictures().getLast()));
    findings.add(new Illustration("budget", "Targets turned by inserted wrong labels, and by as many labels flipped at"
        + " random (medians; band from the least to the greatest of the seeds).", byBudget(runs)));
    findings.add(percent("wrong", LabelledPoisonLesson.median(runs,
        run -> run.wrong().byBudget().get(WrongLabels.ONE_PERCENT).success())));
    if (context.profile() == Profile.QUICK) {
      return findings;
    }
    findings.add(new Illustration("pictures", "Clean-label poison of the first seed. Left to right: a training picture,"
        + " what was added, the same picture as the victim sees it with its right label, and the target that will be"
        + " called by that label.", pictures(runs.getFirst())));
    findings.add(percent("collisions", LabelledPoisonLesson.median(runs,
        run -> run.collisions().attacked().success())));
    findings.add(percent("collisions-all-layers", LabelledPoisonLesson.median(runs,
        run -> run.collisions().otherVictim().success())));
    findings.add(percent("matching", LabelledPoisonLesson.median(runs, run -> run.matching().attacked().success())));
    return findings;
  }

  private static Headline percent(String name, double share) {
    return new Headline(name, 100 * share, 0, "%");
  }

  private static Table table(List<Measurement> runs, LessonContext context) {
    Table table = Table.of("poisons",
        "Targets that are given the wanted class, each by a victim of its own, with 1 % of"
            + " the training data poisoned (median of the seeds, least and greatest in brackets).",
        Column.text("poison"), Column.text("victim"), Column.number("examples", 0),
        Column.number("targets turned (%)", 0), Column.text("least to greatest"),
        Column.number("control (%)", 0), Column.number("ablation (%)", 0), Column.number("accuracy without (%)", 1),
        Column.number("accuracy with (%)", 1));
    table = row(table, runs, "A: wrong labels", "2-D network", WrongLabels.ONE_PERCENT,
        run -> run.wrong().byBudget().get(WrongLabels.ONE_PERCENT), run -> run.wrong().flips().success(),
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

  private static Table row(Table table, List<Measurement> runs, String poison, String victim, int examples,
      Attacked attacked, ToDoubleFunction<Measurement> control, ToDoubleFunction<Measurement> ablation,
      ToDoubleFunction<Measurement> clean) {
    Spread success = Spread.of(runs.stream().mapToDouble(run -> 100 * attacked.of(run).success()).toArray());
    return table.row(poison, victim, examples, success.median(),
        String.format(Locale.ROOT, "[%.0f, %.0f]", success.min(), success.max()),
        100 * LabelledPoisonLesson.median(runs, control), 100 * LabelledPoisonLesson.median(runs, ablation),
        100 * LabelledPoisonLesson.median(runs, clean),
        100 * LabelledPoisonLesson.median(runs, run -> attacked.of(run).accuracy()));
  }

  private static LineChart byBudget(List<Measurement> runs) {
    List<Integer> budgets = List.copyOf(runs.getFirst().wrong().byBudget().keySet());
    double[] percent = budgets.stream().mapToDouble(examples -> 100.0 * examples / WrongLabels.TRAIN).toArray();
    Spread[] spreads = budgets.stream().map(examples -> Spread.of(runs.stream()
        .mapToDouble(run -> 100 * run.wrong().byBudget().get(examples).success()).toArray())).toArray(Spread[]::new);
    double flips = 100 * LabelledPoisonLesson.median(runs, run -> run.wrong().flips().success());
    return new LineChart("Wrong labels at the target", Axis.log("poisoned examples (% of the training data)"),
        Axis.percent("targets turned (%)"), List.of(
            Series.band("inserted at the target", percent, values(spreads, 0), values(spreads, 1), values(spreads, 2)),
            Series.line("flipped at random", new double[] {1}, new double[] {flips})),
        List.of(ReferenceLine.vertical(1, "1 %")));
  }

  private static double[] values(Spread[] spreads, int which) {
    double[] values = new double[spreads.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = which == 0 ? spreads[i].min() : which == 1 ? spreads[i].median() : spreads[i].max();
    }
    return values;
  }

  private static ImageGrid pictures(Measurement run) {
    return new ImageGrid("Every label is right", List.of("training picture", "change", "poison", "target"),
        List.of(row("collision", run.collisions().example(), CleanLabels.COLLISION_EPS),
            row("matching", run.matching().example(), CleanLabels.MATCHING_EPS)));
  }

  private static List<Tile> row(String name, CleanLabels.Example example, double eps) {
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
}
