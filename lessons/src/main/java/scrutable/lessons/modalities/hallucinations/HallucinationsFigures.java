package scrutable.lessons.modalities.hallucinations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import scrutable.attacks.sequence.Insertion;
import scrutable.attacks.sequence.Insertion.Place;
import scrutable.attacks.sequence.InsertionResult;
import scrutable.attacks.sequence.InsertionResult.Hallucination;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.HeatMap;
import scrutable.lessons.modalities.hallucinations.HallucinationsAttack.Results;
import scrutable.lessons.modalities.hallucinations.HallucinationsExperiment.Measurement;
import scrutable.tensor.Tensor;

/// The tables, the figures and the headline numbers of [HallucinationsLesson].
final class HallucinationsFigures {
  private static final int SHOWN = 6;
  private static final double PER_THOUSAND = 1_000;

  private HallucinationsFigures() {}

  static List<Finding> of(HallucinationsExperiment experiment) {
    Measurement run = experiment.measured();
    List<Finding> findings = new ArrayList<>();
    findings.add(attacks(run));
    findings.add(new Illustration("rates", "How many of a thousand tries derail the translator: what was put in last"
        + " (rows), and where (columns).", rates(experiment)));
    List<InsertionResult> derailed = run.attack().each().stream().filter(InsertionResult::success).toList();
    if (!derailed.isEmpty()) {
      findings.add(examples(derailed));
      findings.addAll(attention(experiment, derailed.getFirst()));
    }
    findings.add(Headline.percent("exact", run.clean().exact(), 0));
    findings.add(Headline.percent("exact-taught", run.taught().exact(), 0));
    findings.add(Headline.percent("derailed", run.attack().perSentence(), 0));
    findings.add(Headline.percent("by-one", run.attack().by(1), 0));
    findings.add(Headline.percent("by-two", run.attack().by(2), 0));
    findings.add(Headline.percent("per-try", run.attack().perTry(), 2));
    findings.add(Headline.percent("filler", run.filler().perSentence(), 0));
    findings.add(Headline.percent("defence", run.defence().perSentence(), 0));
    findings.add(new Headline("attention", run.attention(), 2, ""));
    return findings;
  }

  private static Table attacks(Measurement run) {
    Table table = Table.of("attacks", "Of the same sentences, how many can be derailed.", Column.text("attack"),
        Column.number("sentences derailed (%)", 0), Column.number("by one token (%)", 0), Column.number("by two (%)", 0), Column.number("tries", 0),
        Column.number("tries that derail (%)", 2));
    table = row(table, "tokens, on the translator", run.attack());
    table = row(table, "fillers, on the translator", run.filler());
    table = row(table, "tokens, on a lexicon", run.lexicon());
    return row(table, "tokens, on a translator that has learned from such sentences", run.defence());
  }

  private static Table row(Table table, String name, Results results) {
    return table.row(name, 100 * results.perSentence(), 100 * results.by(1), 100 * results.by(2), results.tries(),
        100 * results.perTry());
  }

  private static HeatMap rates(HallucinationsExperiment experiment) {
    Map<String, List<String>> classes = HallucinationsAttack.tokens(experiment.toy().words().words());
    List<String> names = List.copyOf(classes.keySet());
    List<Place> places = HallucinationsExperiment.PLACES;
    double[][] hits = new double[names.size()][places.size()];
    for (InsertionResult result : experiment.measured().attack().each()) {
      for (Hallucination each : result.hallucinations()) {
        Insertion last = each.insertions().getLast();
        for (int row = 0; row < names.size(); row++) {
          if (classes.get(names.get(row)).contains(last.token())) {
            hits[row][places.indexOf(last.place(each.source().size() - 1))]++;
          }
        }
      }
    }
    int tokens = classes.values().stream().mapToInt(List::size).sum();
    for (int row = 0; row < names.size(); row++) {
      double tried = (double) experiment.measured().attack().tries() / places.size() / tokens
          * classes.get(names.get(row)).size();
      for (int column = 0; column < places.size(); column++) {
        hits[row][column] *= PER_THOUSAND / tried;
      }
    }
    return new HeatMap("What derails the translator", "place", "what is put in", "of 1,000 tries",
        List.of("beginning", "middle", "before the end mark"), names, hits, false);
  }

  private static Table examples(List<InsertionResult> derailed) {
    Table table = Table.of("examples", "Hallucinations, one from each of the first sentences that have any.",
        Column.text("the sentence"), Column.text("its translation"), Column.text("with tokens"),
        Column.text("the translation then"));
    for (InsertionResult result : derailed.subList(0, Math.min(SHOWN, derailed.size()))) {
      Hallucination first = result.hallucinations().getFirst();
      table = table.row(joined(result.sentence()), joined(result.translation()), joined(first.source()),
          joined(first.translation()));
    }
    return table;
  }

  private static String joined(List<String> words) {
    return String.join(" ", words);
  }

  private static List<Finding> attention(HallucinationsExperiment experiment, InsertionResult result) {
    Hallucination first = result.hallucinations().getFirst();
    return List.of(
        new Illustration("attention-before", "Where the decoder looks before it writes each word, without the tokens.",
            map(experiment, "Without the tokens", result.sentence(), result.translation())),
        new Illustration("attention-after", "The same with the tokens.",
            map(experiment, "With the tokens", first.source(), first.translation())));
  }

  private static HeatMap map(HallucinationsExperiment experiment, String title, List<String> source,
      List<String> translation) {
    Tensor attention = experiment.toy().translator().attention(source, translation);
    double[][] values = new double[translation.size()][source.size()];
    for (int t = 0; t < values.length; t++) {
      for (int s = 0; s < source.size(); s++) {
        values[t][s] = 100 * attention.get(t, s);
      }
    }
    return new HeatMap(title, "read", "written", "attention (%)", source, translation, values, false);
  }
}
