package scrutable.lessons.modalities.genetictext;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import scrutable.attacks.text.TextAttackResult;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Measurement;
import scrutable.lessons.modalities.genetictext.GeneticTextExperiment.Summary;

/// The tables, the figures and the headline numbers of [GeneticTextLesson].
final class GeneticTextFigures {
  private static final int SHOWN = 6;
  private static final int SHOWN_PUBLISHED = 30;
  private static final Map<String, Function<Measurement, Summary>> ATTACKS = attacks();

  private GeneticTextFigures() {}

  private static Map<String, Function<Measurement, Summary>> attacks() {
    Map<String, Function<Measurement, Summary>> attacks = new LinkedHashMap<>();
    attacks.put("genetic search", Measurement::genetic);
    attacks.put("HotFlip", Measurement::hotFlip);
    attacks.put("random synonyms", Measurement::random);
    attacks.put("random synonyms, the best of as many draws", Measurement::draws);
    attacks.put("genetic search, other reader", Measurement::even);
    return attacks;
  }

  static List<Finding> of(Runs<Measurement> runs, GeneticTextExperiment first) {
    List<Finding> findings = new ArrayList<>();
    boolean planted = runs.measured().stream().allMatch(run -> run.unmet().isEmpty());
    findings.add(planted ? table(runs) : tableOfPublished(runs));
    findings.add(examples(first, planted ? SHOWN : SHOWN_PUBLISHED));
    findings.add(new Illustration("words", "The share of reviews that are turned, against the number of words that are"
        + " replaced.", curves(runs)));
    findings.add(new Illustration("reading", "The first review that was turned, read word by word before and after: how"
        + " probable praise is after each.", reading(first)));
    findings.add(runs.headline("accuracy", Measurement::accuracy));
    findings.add(runs.headline("accuracy-even", Measurement::accuracyEven));
    List<String> names = List.of("genetic", "hotflip", "random", "draws", "even");
    int next = 0;
    for (Function<Measurement, Summary> of : ATTACKS.values()) {
      String name = names.get(next++);
      findings.add(runs.headline(name + "-success", run -> of.apply(run).success()));
      findings.add(runs.headline(name + "-share", run -> of.apply(run).share()));
      findings.add(new Headline(name + "-words", runs.median(run -> of.apply(run).words()), 1, ""));
      findings.add(new Headline(name + "-queries", runs.median(run -> of.apply(run).queries()), 0, ""));
    }
    return findings;
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("attacks", "What attacks on reviews achieve.",
        Column.text("attack"), Column.number("turned (%)", 1),
        Column.number("still saying the same (%)", 1), Column.number("words replaced", 2),
        Column.number("of all words (%)", 1), Column.number("questions for each review", 0));
    for (Map.Entry<String, Function<Measurement, Summary>> attack : ATTACKS.entrySet()) {
      Function<Measurement, Summary> of = attack.getValue();
      table = table.row(attack.getKey(), 100 * runs.median(run -> of.apply(run).success()),
          100 * runs.median(run -> of.apply(run).meaning()), runs.median(run -> of.apply(run).words()),
          100 * runs.median(run -> of.apply(run).share()), runs.median(run -> of.apply(run).queries()));
    }
    return table;
  }

  /// Nobody knows what these texts say, so that it is not counted.
  private static Table tableOfPublished(Runs<Measurement> runs) {
    Map<String, Function<Measurement, Summary>> attacks = new LinkedHashMap<>(ATTACKS);
    attacks.put("genetic search, all neighbours: mostly deletions", run -> run.unmet().orElseThrow().summary());
    Table table = Table.of("attacks", "What attacks on sentences achieve.", Column.text("attack"),
        Column.number("turned (%)", 1), Column.number("words replaced", 2), Column.number("of all words (%)", 1),
        Column.number("questions for each review", 0));
    for (Map.Entry<String, Function<Measurement, Summary>> attack : attacks.entrySet()) {
      Function<Measurement, Summary> of = attack.getValue();
      table = table.row(attack.getKey(), 100 * runs.median(run -> of.apply(run).success()),
          runs.median(run -> of.apply(run).words()), 100 * runs.median(run -> of.apply(run).share()),
          runs.median(run -> of.apply(run).queries()));
    }
    return table;
  }

  /// The first reviews that were attacked, whether that succeeded or not.
  private static Table examples(GeneticTextExperiment first, int shown) {
    Table table = Table.of("examples", "The first reviews that were attacked, with what was replaced, and the"
            + " probability of praise before and after.",
        Column.text("review"), Column.number("before", 3), Column.number("after", 3));
    for (TextAttackResult result : first.results().subList(0, Math.min(shown, first.results().size()))) {
      List<String> words = new ArrayList<>();
      for (int t = 0; t < result.text().size(); t++) {
        String before = result.original().get(t);
        String after = result.text().get(t);
        words.add(before.equals(after) ? before : before + " [" + after + "]");
      }
      table = table.row(String.join(" ", words), praise(first, result.original()), praise(first, result.text()));
    }
    return table;
  }

  private static double praise(GeneticTextExperiment first, List<String> words) {
    return 1 / (1 + StrictMath.exp(-first.reader().victim().logits(List.of(words))[0][1]));
  }

  private static LineChart curves(Runs<Measurement> runs) {
    double[] words = IntStream.rangeClosed(0, GeneticTextExperiment.MOST_WORDS).asDoubleStream().toArray();
    return new LineChart("Reviews that are turned", Axis.linear("words replaced, at most"),
        Axis.percent("reviews turned (%)"), List.of(line("genetic search", words, runs, Measurement::byWords),
            line("random synonyms", words, runs, Measurement::randomByWords)), List.of());
  }

  private static Series line(String name, double[] words, Runs<Measurement> runs, Function<Measurement, double[]> of) {
    double[] shares = of.apply(runs.measured().getFirst());
    return Series.line(name, words, IntStream.range(0, words.length)
        .mapToDouble(i -> i == 0 ? 0 : 100 * shares[i - 1]).toArray());
  }

  private static BarChart reading(GeneticTextExperiment first) {
    TextAttackResult turned = first.results().stream().filter(TextAttackResult::success).findFirst()
        .orElse(first.results().getFirst());
    List<String> labels = new ArrayList<>();
    for (int t = 0; t < turned.text().size(); t++) {
      String before = turned.original().get(t);
      String after = turned.text().get(t);
      labels.add(before.equals(after) ? before : before + " / " + after);
    }
    return new BarChart("Read word by word, before and after", Axis.percent("p(praise) (%)"), labels,
        List.of(new Bars("original", soFar(first, turned.original())),
            new Bars("attacked", soFar(first, turned.text()))),
        List.of(ReferenceLine.horizontal(50, "undecided")));
  }

  /// In whole percent, so that the numbers on narrow bars do not overlap.
  private static double[] soFar(GeneticTextExperiment first, List<String> words) {
    return IntStream.rangeClosed(1, words.size())
        .mapToDouble(end -> Math.rint(100 * praise(first, words.subList(0, end)))).toArray();
  }
}
