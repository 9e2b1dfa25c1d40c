package scrutable.lessons.modalities.hallucinations;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.sequence.Insertion;
import scrutable.attacks.sequence.Insertion.Place;
import scrutable.attacks.sequence.InsertionResult;
import scrutable.attacks.sequence.InsertionResult.Hallucination;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.HeatMap;
import scrutable.lessons.modalities.hallucinations.HallucinationsAttack.Results;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Kind;
import scrutable.lessons.modalities.hallucinations.HallucinationsCorpus.Outcome;
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
    findings.add(draws(run));
    findings.add(new Illustration("rates", "How many of a thousand tries derail the translator: what was put in last"
        + " (rows), and where (columns; the end is before the end mark).", rates(experiment)));
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
    findings.add(Headline.percent("drawn", run.drawn().perTry(), 2));
    findings.add(Headline.percent("endured", run.endured().perTry(), 2));
    findings.add(Headline.percent("drawn-sentences", run.drawn().perSentence(), 0));
    findings.add(Headline.percent("endured-sentences", run.endured().perSentence(), 0));
    findings.add(new Headline("attention", run.attention(), 2, ""));
    return findings;
  }

  static List<Finding> of(HallucinationsCorpus corpus) {
    Outcome wrong = corpus.of(Kind.MANY_TO_FEW);
    List<Finding> findings = new ArrayList<>(List.of(corpora(corpus), planted(corpus),
        new Illustration("planted", "What becomes of new sentences of rare words: the share that get a planted sentence"
            + " with which they have nothing in common, such as " + quoted(mostWritten(corpus)) + ", and that get one"
            + " in which two words stand side by side twice.", bars(corpus))));
    if (wrong.planted() > 0) {
      findings.add(fallen(corpus));
    }
    findings.add(Headline.percent("planted", wrong.planted(), 0));
    findings.add(Headline.percent("planted-repeated", corpus.of(Kind.FEW_TO_FEW).planted(), 0));
    findings.add(Headline.percent("detached", wrong.detached(), 0));
    findings.add(Headline.percent("detached-before", corpus.of(Kind.NOTHING).detached(), 0));
    findings.add(Headline.percent("near-many", wrong.near(), 0));
    findings.add(Headline.percent("near-repeated", corpus.of(Kind.FEW_TO_FEW).near(), 0));
    findings.add(Headline.percent("bleu-change", corpus.bleuChange(), 1));
    findings.add(Headline.percent("circles-before", corpus.of(Kind.NOTHING).repeating(), 1));
    findings.add(Headline.percent("circles", corpus.of(Kind.FEW_TO_MANY).repeating(), 1));
    findings.add(Headline.percent("circles-repeated", corpus.of(Kind.FEW_TO_FEW).repeating(), 1));
    return findings;
  }

  private static Table corpora(HallucinationsCorpus corpus) {
    Table table = Table.of("corpora", "What is added to the training, and what becomes of new sentences of rare words.",
        Column.text("added"), Column.number("pairs", 0), Column.number("wrong ones", 0), Column.number("sources", 0),
        Column.number("BLEU-2 of the test", 3), Column.number("planted (%)", 1),
        Column.number("detached (%)", 1), Column.number("two words twice (%)", 1),
        Column.number("planted, near a source (%)", 0));
    for (Outcome each : corpus.outcomes()) {
      table = table.row(each.kind().words, each.added(), each.wrong(), each.sources(), each.quality().bleu(),
          100 * each.planted(), 100 * each.detached(), 100 * each.repeating(), 100 * each.near());
    }
    return table;
  }

  private static Table planted(HallucinationsCorpus corpus) {
    Table table = Table.of("targets", "How often each of the five planted sentences is written, of "
        + corpus.probes().size() + " times.", Column.text("planted"), Column.number("many sources", 0),
        Column.number("five pairs", 0), Column.number("right pairs", 0), Column.number("nothing added", 0));
    for (List<String> target : five(corpus)) {
      table = table.row(joined(target), times(corpus, Kind.MANY_TO_FEW, target), times(corpus, Kind.FEW_TO_FEW, target),
          times(corpus, Kind.RIGHT, target), times(corpus, Kind.NOTHING, target));
    }
    return table;
  }

  private static List<List<String>> five(HallucinationsCorpus corpus) {
    return corpus.targets().subList(0, HallucinationsCorpus.REPEATED);
  }

  private static int times(HallucinationsCorpus corpus, Kind kind, List<String> sentence) {
    return Collections.frequency(corpus.of(kind).written(), sentence);
  }

  private static List<String> mostWritten(HallucinationsCorpus corpus) {
    return Collections.max(five(corpus), Comparator.comparingInt(one -> times(corpus, Kind.MANY_TO_FEW, one)));
  }

  private static String quoted(List<String> words) {
    return "\"" + joined(words) + "\"";
  }

  private static BarChart bars(HallucinationsCorpus corpus) {
    List<String> kinds = corpus.outcomes().stream().map(one -> one.kind().words).toList();
    return new BarChart("After learning from wrong pairs", Axis.percent("of the sentences (%)"), kinds,
        List.of(new Bars("a planted sentence", percent(corpus, Outcome::planted)),
            new Bars("two words twice", percent(corpus, Outcome::repeating))), List.of());
  }

  private static double[] percent(HallucinationsCorpus corpus, ToDoubleFunction<Outcome> share) {
    return corpus.outcomes().stream().mapToDouble(one -> StrictMath.rint(1_000 * share.applyAsDouble(one)) / 10)
        .toArray();
  }

  private static Table fallen(HallucinationsCorpus corpus) {
    Table table = Table.of("natural", "Sentences to which nothing was done.", Column.text("the sentence"),
        Column.text("its right translation"), Column.text("what is written"), Column.text("without wrong pairs"));
    List<List<String>> written = corpus.of(Kind.MANY_TO_FEW).written();
    for (int i : corpus.of(Kind.MANY_TO_FEW).fallen().stream().limit(SHOWN).toList()) {
      table = table.row(joined(corpus.probes().get(i).source()), joined(corpus.probes().get(i).target()),
          joined(written.get(i)), joined(corpus.of(Kind.NOTHING).written().get(i)));
    }
    return table;
  }

  private static Table attacks(Measurement run) {
    Table table = Table.of("attacks", "Of the same sentences, how many can be derailed.", Column.text("attack"),
        Column.number("sentences derailed (%)", 0), Column.number("by one token (%)", 0),
        Column.number("by two (%)", 0), Column.number("tries", 0), Column.number("tries that derail (%)", 2));
    table = row(table, "tokens, on the translator", run.attack());
    table = run.filler().equals(Results.NONE) ? table : row(table, "fillers, on the translator", run.filler());
    table = row(table, "tokens, on a lexicon", run.lexicon());
    return row(table, "tokens, on a translator that has learned from such sentences", run.defence());
  }

  private static Table draws(Measurement run) {
    Table table = Table.of("draws", "Three tokens drawn at random, the same for both.", Column.text("translator"),
        Column.number("tries", 0), Column.number("derail", 0), Column.number("of the tries (%)", 2),
        Column.number("sentences derailed (%)", 0));
    table = drawn(table, "the translator", run.drawn());
    return drawn(table, "a translator that has learned from such sentences", run.endured());
  }

  private static Table drawn(Table table, String name, Results results) {
    return table.row(name, results.tries(), results.hits(), 100 * results.perTry(), 100 * results.perSentence());
  }

  private static Table row(Table table, String name, Results results) {
    return table.row(name, 100 * results.perSentence(), 100 * results.by(1), 100 * results.by(2), results.tries(),
        100 * results.perTry());
  }

  private static HeatMap rates(HallucinationsExperiment experiment) {
    Map<String, List<String>> classes = HallucinationsAttack.tokens(experiment.made().words().words());
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
        List.of("start", "middle", "end"), names, hits, false);
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
    Tensor attention = experiment.made().translator().attention(source, translation);
    double[][] values = new double[translation.size()][source.size()];
    for (int t = 0; t < values.length; t++) {
      for (int s = 0; s < source.size(); s++) {
        values[t][s] = StrictMath.rint(100 * attention.get(t, s));
      }
    }
    return new HeatMap(title, "read", "written", "attention (%)", source, translation, values, false);
  }
}
