package scrutable.lessons.capstone.howwhat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.capstone.howwhat.HowWhatExperiment.Answers;
import scrutable.lessons.capstone.howwhat.HowWhatExperiment.Way;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;

/// The table, the figure and the headline numbers of [HowWhatLesson].
final class HowWhatFigures {
  private static final List<Way> WAYS = List.of(Way.HOW, Way.WHAT, Way.NOT_EVEN_WHAT);

  private HowWhatFigures() {}

  static List<Finding> of(Runs<HowWhatExperiment> runs) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("talk", "The talk in one picture (medians): what is known beforehand becomes less"
        + " from group to group, and what is left to chance becomes more.", picture(runs)));
    for (Way way : WAYS) {
      String name = way.name().toLowerCase(Locale.ROOT).replace('_', '-');
      findings.add(runs.headline(name + "-clean", run -> run.of(way).clean()));
      findings.add(runs.headline(name + "-shifted", run -> run.of(way).shifted()));
      findings.add(runs.headline(name + "-attacked", run -> run.of(way).attacked()));
      findings.add(runs.headline(name + "-gap", run -> run.of(way).gap()));
      findings.add(runs.headline(name + "-disputed", run -> run.of(way).disputed()));
      findings.add(runs.headline(name + "-turned", run -> run.of(way).turned()));
      findings.add(new Headline(name + "-labels", runs.median(run -> run.of(way).labels()), 0, ""));
    }
    findings.add(runs.headline("misread", run -> run.of(Way.HOW).misread()));
    findings.add(runs.headline("all-named-disputed", run -> run.allNamed().disputed()));
    findings.add(runs.headline("all-named-clean", run -> run.allNamed().clean()));
    findings.add(new Headline("numbers", ThreeWays.NUMBERS, 0, ""));
    findings.add(new Headline("hours", ThreeWays.MULTIPLICATIONS / 3_600.0, 0, "hours"));
    return findings;
  }

  private static Table table(Runs<HowWhatExperiment> runs) {
    Table table = Table.of("ways", "Three ways to tell triangles from circles (medians of the seeds; shares in"
        + " percent).", Column.text(""), Column.number("how: the rule", 1), Column.number("what: labels", 1),
        Column.number("not even what", 1));
    table = shares(table, "right", runs, Answers::clean);
    table = shares(table, "right, pictures moved by up to three pixels", runs, Answers::shifted);
    table = shares(table, "right, attacked with eps = 0.1", runs, Answers::attacked);
    table = shares(table, "prediction of its errors wrong by, at most", runs, Answers::gap);
    table = shares(table, "contradicts itself when made again", runs, Answers::disputed);
    table = shares(table, "chosen pictures turned by wrong labels", runs, Answers::turned);
    table = table.row("pictures that were looked at", 0, ThreeWays.PICTURES, ThreeWays.PICTURES);
    table = row(table, "labels", runs, Answers::labels);
    table = table.row("numbers in the explanation", 1, ThreeWays.NUMBERS, ThreeWays.NUMBERS);
    return table.row("operations to follow it by hand", ThreeWays.PIXELS, ThreeWays.MULTIPLICATIONS,
        ThreeWays.MULTIPLICATIONS);
  }

  private static Table shares(Table table, String name, Runs<HowWhatExperiment> runs, ToDoubleFunction<Answers> share) {
    return row(table, name, runs, answers -> 100 * share.applyAsDouble(answers));
  }

  private static Table row(Table table, String name, Runs<HowWhatExperiment> runs, ToDoubleFunction<Answers> of) {
    return table.row(name, median(runs, Way.HOW, of), median(runs, Way.WHAT, of), median(runs, Way.NOT_EVEN_WHAT, of));
  }

  private static double median(Runs<HowWhatExperiment> runs, Way way, ToDoubleFunction<Answers> of) {
    return runs.median(run -> of.applyAsDouble(run.of(way)));
  }

  private static BarChart picture(Runs<HowWhatExperiment> runs) {
    return new BarChart("How, what, and not even what", Axis.percent("share (%)"),
        List.of("How: three lines", "What: 2000 labels", "(not even) What: " + 2 * HowWhatLesson.NAMED + " labels"),
        List.of(bars("right", runs, Answers::clean), bars("error, predicted wrong by", runs, Answers::gap),
            bars("contradicts itself", runs, Answers::disputed), bars("turned by wrong labels", runs, Answers::turned)),
        List.of());
  }

  private static Bars bars(String name, Runs<HowWhatExperiment> runs, ToDoubleFunction<Answers> of) {
    return new Bars(name, Arrays.stream(Way.values()).mapToDouble(way -> 100 * median(runs, way, of)).toArray());
  }
}
