package scrutable.lessons.modalities.sentiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.format.Numbers;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Accuracy;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Measurement;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Reader;
import scrutable.lessons.modalities.sentiment.SentimentExperiment.Trained;
import scrutable.nn.data.generate.Reviews;
import scrutable.nn.sequence.Tokenizer;
import scrutable.nn.sequence.WordSum;
import scrutable.tensor.Tensor;

/// The tables, the figures and the headline numbers of [SentimentLesson].
final class SentimentFigures {
  private static final List<List<String>> SLIDE = Reviews.SLIDE.stream()
      .map(fixed -> Tokenizer.words().tokens(fixed.text())).toList();
  private static final int READ_ALOUD = 2;

  private SentimentFigures() {}

  static List<Finding> of(Runs<Measurement> runs, Map<Reader, Trained> first, boolean drawn) {
    List<Finding> findings = new ArrayList<>();
    findings.add(accuracies(runs, drawn ? "negation and contrast" : "with a word like not or but"));
    findings.add(slide(first));
    findings.add(weights(first.get(Reader.BAG)));
    findings.add(new Illustration("labels", "Accuracy against the number of labels (medians; bands from the least to"
        + " the greatest of the seeds).", curves(runs)));
    findings.add(new Illustration("reading", "The third sentence of the slide, read word by word: how probable praise"
        + " is after each.", reading(first)));
    for (Reader reader : Reader.values()) {
      String name = reader.label().toLowerCase(Locale.ROOT).replace(' ', '-');
      findings.add(runs.headline(name + "-all", run -> run.of(reader).all()));
      findings.add(runs.headline(name + "-plain", run -> run.of(reader).plain()));
      findings.add(runs.headline(name + "-turned", run -> run.of(reader).turned()));
      findings.add(new Headline(name + "-right", right(first.get(reader)), 0, ""));
    }
    findings.add(runs.headline("shuffled-turned", run -> run.shuffled().turned()));
    findings.add(runs.headline("shuffled-plain", run -> run.shuffled().plain()));
    findings.add(runs.headline("shuffled-all", run -> run.shuffled().all()));
    findings.add(runs.headline("moved", Measurement::moved));
    findings.add(runs.headline("dealt", run -> run.dealt().all()));
    return findings;
  }

  private static Table accuracies(Runs<Measurement> runs, String turned) {
    Table table = Table.of("accuracies", "Accuracy in percent (median of the seeds, least and greatest in brackets).",
        Column.text("reader"), Column.number("all", 1), Column.text("least to greatest"), Column.number("plain", 1),
        Column.number(turned, 1), Column.text("least to greatest, " + turned));
    for (Reader reader : Reader.values()) {
      table = row(table, reader.label(), runs, run -> run.of(reader));
    }
    table = row(table, "GRU, words shuffled", runs, Measurement::shuffled);
    return row(table, "bag of words, labels dealt anew", runs, Measurement::dealt);
  }

  private static Table row(Table table, String name, Runs<Measurement> runs,
      Function<Measurement, Accuracy> of) {
    Spread all = runs.percent(run -> of.apply(run).all());
    Spread turned = runs.percent(run -> of.apply(run).turned());
    return table.row(name, all.median(), all.range(1), 100 * runs.median(run -> of.apply(run).plain()),
        turned.median(), turned.range(1));
  }

  private static Table slide(Map<Reader, Trained> first) {
    Table table = Table.of("slide", "The sentences of the slide: the probability of praise (first seed).",
        Column.text("sentence"), Column.text("the slide says"), Column.number("bag of words", 3),
        Column.number("bigrams", 3), Column.number("GRU", 3));
    double[] bag = probabilities(first.get(Reader.BAG), SLIDE);
    double[] bigrams = probabilities(first.get(Reader.BIGRAMS), SLIDE);
    double[] gru = probabilities(first.get(Reader.GRU), SLIDE);
    for (int i = 0; i < bag.length; i++) {
      Reviews.Fixed fixed = Reviews.SLIDE.get(i);
      table = table.row(fixed.text(), fixed.label() == Reviews.PRAISE ? "Positive" : "Negative", bag[i], bigrams[i],
          gru[i]);
    }
    return table;
  }

  private static double[] probabilities(Trained reader, List<List<String>> texts) {
    double[] logits = reader.logits(texts);
    return IntStream.range(0, logits.length).mapToDouble(i -> 1 / (1 + StrictMath.exp(-logits[i]))).toArray();
  }

  /// How many of the four sentences a reader gets right.
  private static int right(Trained reader) {
    double[] logits = reader.logits(SLIDE);
    return (int) IntStream.range(0, logits.length)
        .filter(i -> logits[i] > 0 == (Reviews.SLIDE.get(i).label() == Reviews.PRAISE)).count();
  }

  /// What the bag of words adds up. A word that it does not know has the weight of the unknown word.
  private static Table weights(Trained bag) {
    WordSum sum = (WordSum) bag.network();
    Tensor weights = sum.weights();
    Table table = Table.of("weights", "What the bag of words adds up: the weight of each word, and their sum, of which"
        + " p is the sigmoid (first seed).", Column.text("words and weights"), Column.number("words together", 2),
        Column.number("bias", 2), Column.number("sum", 2), Column.number("p", 3));
    double[] probabilities = probabilities(bag, SLIDE);
    double[] logits = bag.logits(SLIDE);
    for (int i = 0; i < SLIDE.size(); i++) {
      List<String> terms = new ArrayList<>();
      double words = 0;
      for (String word : SLIDE.get(i)) {
        double weight = weights.get(bag.words().id(word));
        words += weight;
        terms.add(word + " " + (weight < 0 ? "" : "+") + Numbers.fixed(weight, 2));
      }
      table = table.row(String.join(", ", terms), words, sum.bias(), logits[i], probabilities[i]);
    }
    return table;
  }

  private static LineChart curves(Runs<Measurement> runs) {
    double[] sizes = runs.measured().getFirst().sizes().stream().mapToDouble(Integer::doubleValue).toArray();
    List<Series> series = new ArrayList<>();
    for (Reader reader : Reader.values()) {
      series.add(Spread.band(reader.label(), sizes, runs.measured().stream()
          .map(run -> IntStream.range(0, sizes.length).mapToDouble(i -> 100 * run.curves().get(reader)[i]).toArray())
          .toList()));
    }
    return new LineChart("What labels teach", Axis.log("labels"), Axis.linear("accuracy (%)").range(40, 100), series,
        List.of(ReferenceLine.horizontal(50, "guessing")));
  }

  private static BarChart reading(Map<Reader, Trained> first) {
    List<String> words = SLIDE.get(READ_ALOUD);
    List<List<String>> beginnings = IntStream.rangeClosed(1, words.size()).mapToObj(end -> words.subList(0, end))
        .toList();
    return new BarChart("\"" + Reviews.SLIDE.get(READ_ALOUD).text() + "\"", Axis.percent("p(praise) (%)"), words,
        List.of(new Bars(Reader.BAG.label(), wholePercent(first.get(Reader.BAG), beginnings)),
            new Bars(Reader.GRU.label(), wholePercent(first.get(Reader.GRU), beginnings))),
        List.of(ReferenceLine.horizontal(50, "undecided")));
  }

  /// So that the numbers on narrow bars do not overlap.
  private static double[] wholePercent(Trained reader, List<List<String>> texts) {
    return DoubleStream.of(probabilities(reader, texts)).map(p -> Math.rint(100 * p)).toArray();
  }
}
