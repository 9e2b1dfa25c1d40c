package scrutable.lessons.modalities.seq2sick;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.sequence.SequenceGoal;
import scrutable.attacks.sequence.SequenceResult;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.HeatMap;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Series;
import scrutable.lessons.modalities.SmallTranslator;
import scrutable.lessons.modalities.seq2sick.Seq2SickExperiment.Measurement;
import scrutable.lessons.modalities.seq2sick.Seq2SickExperiment.Way;
import scrutable.tensor.Tensor;

/// The tables, the figures and the headline numbers of [Seq2SickLesson].
final class Seq2SickFigures {
  private static final int SHOWN = 5;

  private Seq2SickFigures() {}

  static List<Finding> of(Seq2SickExperiment experiment) {
    Measurement run = experiment.measured();
    List<Finding> findings = new ArrayList<>();
    findings.add(ways(run));
    findings.add(examples(experiment));
    findings.add(new Illustration("words", "The share of sentences whose translation has the keyword, against the"
        + " number of words that may be exchanged.", curves(run)));
    SequenceResult shown = experiment.results().get(Way.ONE).stream().filter(SequenceResult::success).findFirst()
        .orElse(experiment.results().get(Way.ONE).getFirst());
    List<String> before = translated(experiment, shown.problem().original());
    findings.add(new Illustration("before", "Where the translator looks (columns) before it writes each word (rows), in"
        + " the first sentence that was won.", looks(experiment, "Before", shown.problem().original(), before)));
    findings.add(new Illustration("after", "The same after one word was exchanged.",
        looks(experiment, "After", shown.words(), shown.translation())));
    findings.add(Headline.percent("exact", run.quality().exact()));
    findings.add(new Headline("sentences", run.sentences(), 0, ""));
    findings.add(Headline.percent("one", run.of(Way.ONE).success(), 0));
    findings.add(Headline.percent("one-random", run.of(Way.ONE_RANDOM).success(), 0));
    findings.add(Headline.percent("one-foreign", run.of(Way.ONE_FOREIGN).success(), 0));
    findings.add(Headline.percent("three", run.of(Way.SEVERAL).success(), 0));
    findings.add(Headline.percent("two", run.of(Way.SEVERAL).byWords()[2], 0));
    findings.add(Headline.percent("two-random", run.of(Way.TWO_RANDOM).success(), 0));
    findings.add(Headline.percent("three-random", run.of(Way.SEVERAL_RANDOM).success(), 0));
    findings.add(Headline.percent("sentence", run.of(Way.SENTENCES).success(), 0));
    findings.add(Headline.percent("unruled", run.of(Way.UNRULED).success(), 0));
    findings.add(Headline.percent("unruled-meaning", run.of(Way.UNRULED).meaning(), 0));
    findings.add(Headline.percent("apart", run.of(Way.APART).success(), 0));
    findings.add(Headline.percent("proximal", run.of(Way.PROXIMAL).success(), 0));
    findings.add(Headline.percent("free", run.of(Way.FREE).success(), 0));
    findings.add(Headline.percent("vectors", run.vectors(), 0));
    findings.add(Headline.percent("vectors-free", run.vectorsFree(), 0));
    findings.add(Headline.percent("words-then", run.wordsThen(), 0));
    findings.add(new Headline("fitting", run.fitting(), 0, ""));
    return findings;
  }

  private static Table ways(Measurement run) {
    Table table = Table.of("ways", "What each way to look for words finds. The goal is a keyword in the translation,"
        + " but in the last row.", Column.text("way"),
        Column.number("words exchanged, at most", 0), Column.number("goal reached (%)", 1),
        Column.number("words exchanged where found", 2), Column.number("finds with a word that means it (%)", 0),
        Column.number("forward passes, at most", 0));
    for (Way way : Way.values()) {
      Seq2SickExperiment.Summary found = run.of(way);
      boolean none = found.success() == 0;
      table = table.row(way.label(), (double) way.changes(), 100 * found.success(), none ? null : found.changes(),
          none ? null : 100 * found.meaning(), (double) found.mostReadings());
    }
    return table;
  }

  private static Table examples(Seq2SickExperiment experiment) {
    Table table = Table.of("examples", "The first sentences in which one exchanged word was enough: the old word stands"
        + " in brackets.", Column.text("source"), Column.text("right translation before"), Column.text("keyword"),
        Column.text("translation after"));
    List<SequenceResult> found = experiment.results().get(Way.ONE).stream().filter(SequenceResult::success).limit(SHOWN)
        .toList();
    for (SequenceResult result : found) {
      List<String> old = result.problem().original();
      List<String> source = IntStream.range(0, old.size()).mapToObj(t -> old.get(t).equals(result.words().get(t))
          ? old.get(t) : result.words().get(t) + " [" + old.get(t) + "]").toList();
      table = table.row(String.join(" ", source), String.join(" ", translated(experiment, old)),
          ((SequenceGoal.Keyword) result.problem().goal()).word(), String.join(" ", result.translation()));
    }
    return table;
  }

  private static List<String> translated(Seq2SickExperiment experiment, List<String> source) {
    return experiment.made().translator().translate(List.of(source), SmallTranslator.LONGEST).getFirst();
  }

  private static LineChart curves(Measurement run) {
    double[] words = IntStream.rangeClosed(0, Seq2SickExperiment.MOST).asDoubleStream().toArray();
    double[] random = {0, percent(run, Way.ONE_RANDOM), percent(run, Way.TWO_RANDOM), percent(run, Way.SEVERAL_RANDOM)};
    double[] swaps = percents(run, Way.SEVERAL);
    swaps[1] = percent(run, Way.ONE);
    return new LineChart("A keyword that no word of the source means", Axis.linear("words exchanged, at most"),
        Axis.percent("sentences (%)"), List.of(Series.line("one-word swaps", words, swaps),
            Series.line("random words", words, random),
            Series.line("proximal steps", words, percents(run, Way.PROXIMAL)),
            Series.line("swaps that leave a sentence", words, percents(run, Way.SENTENCES))), List.of());
  }

  private static double percent(Measurement run, Way way) {
    return 100 * run.of(way).success();
  }

  private static double[] percents(Measurement run, Way way) {
    return IntStream.range(0, run.of(way).byWords().length).mapToDouble(i -> 100 * run.of(way).byWords()[i]).toArray();
  }

  private static HeatMap looks(Seq2SickExperiment experiment, String title, List<String> source,
      List<String> translation) {
    Tensor attention = experiment.made().translator().attention(source, translation);
    double[][] values = new double[translation.size()][source.size()];
    for (int t = 0; t < values.length; t++) {
      for (int s = 0; s < source.size(); s++) {
        values[t][s] = Math.rint(100 * attention.get(t, s));    // whole percent fit into a cell
      }
    }
    return new HeatMap(title, "is read", "is written", "attention (%)", source, translation, values, false);
  }
}
