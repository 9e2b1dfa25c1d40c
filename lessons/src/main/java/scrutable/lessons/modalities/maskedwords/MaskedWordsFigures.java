package scrutable.lessons.modalities.maskedwords;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.format.Numbers;
import scrutable.lessons.modalities.maskedwords.MaskedWordsExperiment.Accuracy;
import scrutable.lessons.modalities.maskedwords.MaskedWordsExperiment.Measurement;

/// The tables, the figure and the headline numbers of [MaskedWordsLesson].
final class MaskedWordsFigures {
  /// The sentences of the slide with their blanks, cut into words.
  private static final List<String> SLIDE = List.of(
      "i loved this movie ! it ____ the best movie i've ____ in my life !",
      "this was a total ____ time , ____ was nothing good at ____ .",
      "this movie was ____ , there wasn't ____ bad about it .",
      "i actually really liked this movie even though i heard bad things . overall my feelings are ____ .");
  private static final int GUESSES = 3;

  private MaskedWordsFigures() {}

  static List<Finding> of(MaskedWordsExperiment experiment) {
    Measurement run = experiment.measured();
    List<Finding> findings = new ArrayList<>();
    findings.add(accuracies(run));
    findings.add(prompts(run));
    findings.add(blanks(experiment.reader()));
    findings.add(new Illustration("prompts", "Accuracy without a label by prompt, with and without subtracting what the"
        + " prompt says when no review stands before it.", chart(run)));
    findings.add(Headline.percent("words", run.wordsRight()));
    findings.add(Headline.percent("words-commonest", run.unigram()));
    findings.add(Headline.percent("words-between", run.between()));
    findings.add(Headline.percent("spread", run.spread()));
    headlines(findings, "zero", run.zero());
    headlines(findings, "counting", run.counting());
    run.noClosings().ifPresent(accuracy -> headlines(findings, "no-closings", accuracy));
    headlines(findings, "exchanged", run.exchanged());
    headlines(findings, "few", run.fewPrompted());
    headlines(findings, "scratch", run.fewScratch());
    headlines(findings, "bag", run.fewBag());
    return findings;
  }

  private static void headlines(List<Finding> findings, String name, Accuracy accuracy) {
    findings.add(Headline.percent(name + "-all", accuracy.all()));
    findings.add(Headline.percent(name + "-plain", accuracy.plain()));
    findings.add(Headline.percent(name + "-negation", accuracy.negation()));
    findings.add(Headline.percent(name + "-contrast", accuracy.contrast()));
  }

  private static Table accuracies(Measurement run) {
    Table table = Table.of("accuracies", "Accuracy in percent.", Column.text("who"), Column.text("labels"),
        Column.number("all", 1), Column.number("plain", 1), Column.number("negation", 1),
        Column.number("contrast", 1));
    table = row(table, "blank behind the review", "none", run.zero());
    if (run.noClosings().isPresent()) {
      table = row(table, "the same, no closings in the corpus", "none", run.noClosings().get());
    }
    table = row(table, run.vectors().isEmpty() ? "the same, opinions exchanged in the corpus"
        : "the same, all words exchanged in the corpus", "none", run.exchanged());
    table = row(table, "counting the company of the same words", "none", run.counting());
    if (run.vectors().isPresent()) {
      table = row(table, "directions of the vectors that the network starts from", "none", run.vectors().get());
    }
    table = row(table, "blank behind the review", "32", run.fewPrompted());
    table = row(table, "the same, nothing read before", "32", run.fewScratch());
    return row(table, "bag of words", "32", run.fewBag());
  }

  private static Table row(Table table, String who, String labels, Accuracy accuracy) {
    return table.row(who, labels, 100 * accuracy.all(), 100 * accuracy.plain(), 100 * accuracy.negation(),
        100 * accuracy.contrast());
  }

  private static Table prompts(Measurement run) {
    Table table = Table.of("prompts", "Accuracy in percent without a label, by prompt.", Column.text("prompt"),
        Column.number("all", 1), Column.number("plain", 1), Column.number("negation", 1),
        Column.number("contrast", 1), Column.number("all, not calibrated", 1));
    for (int i = 0; i < MaskedWordsTexts.PROMPTS.size(); i++) {
      Accuracy accuracy = run.byPrompt().get(i);
      table = table.row(String.join(" ", MaskedWordsTexts.PROMPTS.get(i)), 100 * accuracy.all(),
          100 * accuracy.plain(), 100 * accuracy.negation(), 100 * accuracy.contrast(),
          100 * run.uncalibrated().get(i).all());
    }
    return table;
  }

  private static Table blanks(MaskedWordsReader reader) {
    Table table = Table.of("blanks", "The blanks of the slide, each filled with the three likeliest words and their"
        + " probabilities.", Column.text("sentence"), Column.text("first blank"), Column.text("second blank"),
        Column.text("third blank"));
    for (String sentence : SLIDE) {
      List<String> cells = new ArrayList<>(reader.fill(Arrays.asList(sentence.split(" ")), GUESSES).stream()
          .map(MaskedWordsFigures::shown).toList());
      while (cells.size() < 3) {
        cells.add("");
      }
      table = table.row(sentence, cells.get(0), cells.get(1), cells.get(2));
    }
    return table;
  }

  private static String shown(List<MaskedWordsReader.Guess> guesses) {
    return guesses.stream().map(guess -> guess.word() + " " + Numbers.fixed(guess.probability(), 2))
        .collect(Collectors.joining(", "));
  }

  private static BarChart chart(Measurement run) {
    return new BarChart("Five ways to ask", Axis.percent("accuracy (%)"),
        MaskedWordsTexts.PROMPTS.stream().map(prompt -> String.join(" ", prompt)).toList(),
        List.of(new Bars("calibrated", wholePercent(run.byPrompt(), Accuracy::all)),
            new Bars("not calibrated", wholePercent(run.uncalibrated(), Accuracy::all)),
            new Bars("calibrated, plain reviews", wholePercent(run.byPrompt(), Accuracy::plain))),
        List.of(ReferenceLine.horizontal(50, "guessing"),
            ReferenceLine.horizontal(Math.rint(100 * run.counting().all()), "counting, all")));
  }

  /// So that the numbers on narrow bars do not overlap.
  private static double[] wholePercent(List<Accuracy> accuracies, ToDoubleFunction<Accuracy> of) {
    return accuracies.stream().mapToDouble(accuracy -> Math.rint(100 * of.applyAsDouble(accuracy))).toArray();
  }
}
