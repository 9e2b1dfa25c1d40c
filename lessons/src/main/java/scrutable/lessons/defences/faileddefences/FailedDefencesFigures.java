package scrutable.lessons.defences.faileddefences;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.defence.BitDepthReduction;
import scrutable.attacks.evaluation.DefenceTrial;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.defences.faileddefences.FailedDefencesExperiment.Defence;
import scrutable.lessons.defences.faileddefences.FailedDefencesExperiment.Measurement;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.BarChart;
import scrutable.lessons.figure.Bars;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.Module;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// The tables, the figures and the headline numbers of [FailedDefencesLesson].
final class FailedDefencesFigures {
  private static final int SHOWN = 5;

  private FailedDefencesFigures() {}

  static List<Finding> of(Map<Defence, Runs<Measurement>> measured, Runs<LoudLogits[]> loud, ImageGrid gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(nearTable(measured));
    findings.add(loudTable(loud));
    findings.add(new Illustration("defences", "What withstands the gradient that the defence hands out, images"
        + " made for the network without it, and an attack made for it, at the same eps (medians of the seeds).",
        bars(measured)));
    findings.add(new Illustration("rounded", "Images after rounding to 8 greys, with the network's answer"
        + " and its confidence: clean, after the naive attack, after the adaptive one.", gallery));
    measured.forEach((defence, runs) -> {
      String name = defence.name().toLowerCase(Locale.ROOT).replace('_', '-');
      findings.add(runs.headline(name + "-clean", Measurement::clean));
      findings.add(runs.headline(name + "-slopeless", Measurement::slopeless));
      findings.add(runs.headline(name + "-transferred", run -> run.judged().transferred()));
      findings.add(runs.headline(name + "-near", run -> run.near().worst()));
      findings.add(runs.headline(name + "-naive", run -> run.judged().naive()));
      findings.add(runs.headline(name + "-adaptive", run -> run.judged().adaptive()));
    });
    for (int i = 0; i < LoudLogits.SCALES.length; i++) {
      int at = i;
      String scale = "loud-" + (int) LoudLogits.SCALES[i];
      findings.add(loud.headline(scale + "-pgd", run -> run[at].descent()));
      findings.add(loud.headline(scale + "-dlr", run -> run[at].logitRatio()));
      findings.add(loud.headline(scale + "-zero", run -> run[at].withoutGradient()));
    }
    return findings;
  }

  /// The two attacks on a defence in a few words, and what keeps the naive one from succeeding (the words are those of
  /// Athalye, Carlini and Wagner 2018).
  private record Words(String naive, String adaptive, String diagnosis) {
    static Words of(Defence defence) {
      return switch (defence) {
        case NONE -> new Words("CE", "margin", "");
        case DISTILLATION -> new Words("CE", "margin of the logits", "vanishing gradients");
        case ROUNDING, COSINES -> new Words("CE", "straight through", "shattered gradients");
        case THERMOMETER -> new Words("CE", "through ramps", "shattered gradients");
        case DETECTOR -> new Words("DeepFool, stops when fooled", "both answers at once", "another target");
        case RANDOM_SIZE -> new Words("one draw", "mean over 5 draws", "stochastic gradients");
      };
    }
  }

  private static Table table(Map<Defence, Runs<Measurement>> measured) {
    Table table = Table.of("defences", "Images withstood at eps 0.2, in percent (median of the seeds, least"
        + " and greatest in brackets).",
        Column.text("defence"), Column.number("clean", 1), Column.number("random signs", 1), Column.text("naive"),
        Column.number("transferred", 1), Column.number("Square", 1), Column.text("adaptive"),
        Column.number("eps 1", 1), Column.number("no gradient", 1), Column.text("naive attack"),
        Column.text("adaptive attack"), Column.text("what the defence does"));
    for (Map.Entry<Defence, Runs<Measurement>> entry : measured.entrySet()) {
      Runs<Measurement> runs = entry.getValue();
      Words words = Words.of(entry.getKey());
      table = table.row(entry.getKey().label(), 100 * runs.median(Measurement::clean),
          100 * runs.median(Measurement::noise), spread(runs.percent(run -> run.judged().naive())),
          100 * runs.median(run -> run.judged().transferred()),
          percentOrNothing(runs.median(run -> run.judged().square())),
          spread(runs.percent(run -> run.judged().adaptive())),
          percentOrNothing(runs.median(Measurement::everything)), 100 * runs.median(Measurement::slopeless),
          words.naive, words.adaptive, words.diagnosis);
    }
    return table;
  }

  private static Table nearTable(Map<Defence, Runs<Measurement>> measured) {
    Table table = Table.of("near", "Images withstood at eps 0.08, in percent (medians of the seeds): where some are"
        + " left, attacks can be compared.",
        Column.text("defence"), Column.number("naive", 1), Column.number("transferred", 1),
        Column.number("Square", 1), Column.number("adaptive", 1), Column.number("twice the steps", 1),
        Column.number("worst of the last three attacks", 1));
    for (Map.Entry<Defence, Runs<Measurement>> entry : measured.entrySet()) {
      Runs<Measurement> runs = entry.getValue();
      table = table.row(entry.getKey().label(), 100 * runs.median(run -> run.near().naive()),
          100 * runs.median(run -> run.near().transferred()),
          percentOrNothing(runs.median(run -> run.near().square())),
          100 * runs.median(run -> run.near().adaptive()), percentOrNothing(runs.median(Measurement::longer)),
          100 * runs.median(run -> run.near().worst()));
    }
    return table;
  }

  private static Double percentOrNothing(double share) {
    return Double.isNaN(share) ? null : Double.valueOf(100 * share);
  }

  private static String spread(Spread percent) {
    return String.format(Locale.ROOT, "%.1f [%.1f, %.1f]", percent.median(), percent.min(), percent.max());
  }

  private static Table loudTable(Runs<LoudLogits[]> loud) {
    Table table = Table.of("loud", "The same network with its logits multiplied, at eps 0.06: accuracy in"
        + " percent (medians of the seeds).",
        Column.text("logits times"), Column.number("PGD, cross-entropy", 1),
        Column.number("APGD, cross-entropy", 1),
        Column.number("APGD, difference of logits ratio", 1), Column.number("images without a gradient (%)",
        1));
    for (int i = 0; i < LoudLogits.SCALES.length; i++) {
      int at = i;
      table = table.row(Integer.toString((int) LoudLogits.SCALES[i]),
          100 * loud.median(run -> run[at].descent()), 100 * loud.median(run -> run[at].crossEntropy()),
          100 * loud.median(run -> run[at].logitRatio()), 100 * loud.median(run -> run[at].withoutGradient()));
    }
    return table;
  }

  private static BarChart bars(Map<Defence, Runs<Measurement>> measured) {
    return new BarChart("Defences against an attack that knows them", Axis.percent("images withstood (%)"),
        measured.keySet().stream().map(Defence::label).toList(),
        List.of(bars("clean", measured, Measurement::clean),
            bars("naive attack", measured, run -> run.judged().naive()),
            bars("transferred", measured, run -> run.judged().transferred()),
            bars("adaptive attack", measured, run -> run.judged().adaptive())), List.of());
  }

  /// In whole percent, so that the numbers on narrow bars do not overlap.
  private static Bars bars(String name, Map<Defence, Runs<Measurement>> measured, ToDoubleFunction<Measurement> of) {
    return new Bars(name, measured.values().stream().mapToDouble(runs -> Math.rint(100 * runs.median(of))).toArray());
  }

  /// Images under both attacks on one defence, the rounding to 8 greys, as the network behind it sees them.
  static ImageGrid gallery(Module network, Dataset test, int steps, Rng rng) {
    BitDepthReduction rounding = new BitDepthReduction(3);
    DefenceTrial trial = DefenceTrial.inFrontOf(network, rounding);
    Ball ball = Ball.linf(FailedDefencesExperiment.EPS);
    Tensor naive = trial.naive().images(test, ball, steps, rng.split("shown"));
    Tensor adaptive = trial.adaptive().images(test, ball, steps, rng.split("shown"));
    List<List<Tile>> rows = new ArrayList<>();
    for (Tensor images : new Tensor[] {test.inputs(), naive, adaptive}) {
      Tensor seen = rounding.apply(images);
      Tensor confidence = Softmaxes.softmax(Classifier.of(network).logits(seen));
      List<Tile> row = new ArrayList<>();
      row.add(Tile.symbol(rows.isEmpty() ? "clean" : images == naive ? "naive" : "adaptive"));
      for (int i = 0; i < Math.min(SHOWN, test.size()); i++) {
        row.add(captioned(test, seen.select(0, i), confidence.select(0, i), i));
      }
      rows.add(row);
    }
    return ImageGrid.of("What the network behind the rounding sees", rows);
  }

  private static Tile captioned(Dataset test, Tensor image, Tensor confidence, int i) {
    int guess = (int) confidence.argmax(0).item();
    Picture picture = Picture.of(image.toFloatArray(), 1, image.size(1), image.size(2));
    String caption = test.classNames().get(guess) + ", " + Numbers.fixed(100 * confidence.get(guess), 1)
        + " %";
    return guess == (int) test.labels().get(i) ? Tile.right(picture, caption) : Tile.wrong(picture, caption);
  }
}
