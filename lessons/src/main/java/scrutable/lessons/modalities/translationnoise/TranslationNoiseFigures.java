package scrutable.lessons.modalities.translationnoise;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.HeatMap;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Measurement;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Noise;
import scrutable.lessons.modalities.translationnoise.TranslationNoiseExperiment.Reader;
import scrutable.nn.model.Translation;
import scrutable.nn.model.Translator;
import scrutable.tensor.Rng;

/// The tables, the figure and the headline numbers of [TranslationNoiseLesson].
final class TranslationNoiseFigures {
  private static final int MOST_WORDS = 16;

  private TranslationNoiseFigures() {}

  static List<Finding> of(TranslationNoiseExperiment experiment, TranslationNoiseTexts texts) {
    Measurement run = experiment.measured();
    List<Finding> findings = new ArrayList<>();
    findings.add(doses(run));
    findings.add(new Illustration("noises", "BLEU of each translator (rows: the text it has learned from) under each"
        + " noise of the test (columns).", map(run)));
    findings.add(sentence(experiment, texts));
    for (Noise noise : Noise.values()) {
      findings.add(new Headline("plain-" + noise.label().toLowerCase(Locale.ROOT),
          100 * run.bleu(Reader.PLAIN, noise), 1, ""));
    }
    findings.add(Headline.percent("right", run.right().get(Reader.PLAIN)));
    findings.add(Headline.percent("plain-lost-rand", run.loss(Reader.PLAIN, Noise.RAND), 0));
    findings.add(Headline.percent("plain-lost-nat", run.loss(Reader.PLAIN, Noise.NAT), 0));
    findings.add(Headline.percent("plain-lost-swap", run.loss(Reader.PLAIN, Noise.SWAP), 0));
    findings.add(Headline.percent("rand-lost-nat", run.loss(Reader.RAND, Noise.NAT), 0));
    findings.add(Headline.percent("rand-lost-rand", run.loss(Reader.RAND, Noise.RAND), 0));
    findings.add(Headline.percent("rand-lost-key", run.loss(Reader.RAND, Noise.KEY), 0));
    findings.add(Headline.percent("diet-lost-nat", run.loss(Reader.DIET, Noise.NAT), 0));
    findings.add(Headline.percent("diet-lost-rand", run.loss(Reader.DIET, Noise.RAND), 0));
    findings.add(Headline.percent("mixture-lost-nat", run.loss(Reader.MIXTURE, Noise.NAT), 0));
    findings.add(Headline.percent("bag-lost-key", run.loss(Reader.BAG, Noise.KEY), 0));
    findings.add(Headline.percent("bag-lost-nat", run.loss(Reader.BAG, Noise.NAT), 0));
    return findings;
  }

  private static Table doses(Measurement run) {
    Table table = Table.of("noises", "What each noise changes, and what is left of the BLEU (in percent) of who has"
        + " learned from clean text.", Column.text("noise"), Column.number("words changed (%)", 0),
        Column.number("letters changed (%)", 0), Column.number("BLEU", 1), Column.number("lost (%)", 0));
    for (Noise noise : Noise.values()) {
      table = table.row(noise.label(), 100 * run.changed().get(noise), 100 * run.letters().get(noise),
          100 * run.bleu(Reader.PLAIN, noise), 100 * run.loss(Reader.PLAIN, noise));
    }
    return table;
  }

  private static HeatMap map(Measurement run) {
    double[][] values = Stream.of(Reader.values()).map(reader -> Stream.of(Noise.values())
        .mapToDouble(noise -> 100 * run.bleu(reader, noise)).toArray()).toArray(double[][]::new);
    return new HeatMap("Learned from one noise, tried with another", "noise of the test", "learned from", "BLEU (%)",
        Stream.of(Noise.values()).map(Noise::label).toList(), Stream.of(Reader.values()).map(Reader::label).toList(),
        values, false);
  }

  /// The longest sentence of the test in all noises, and what becomes of it.
  private static Table sentence(TranslationNoiseExperiment experiment, TranslationNoiseTexts texts) {
    Translation shown = texts.test().stream().reduce((a, b) -> b.source().size() > a.source().size() ? b : a)
        .orElseThrow();
    Table table = Table.of("sentence", "One sentence, \"" + String.join(" ", shown.target()) + "\", in all noises.",
        Column.text("noise"), Column.text("what is read"), Column.text("learned from clean text"),
        Column.text("learned from Rand, Key and Nat"));
    for (Noise noise : Noise.values()) {
      List<String> read = noise.of(texts).misspell(shown.source(), Rng.seed(1));
      table = table.row(noise.label(), String.join(" ", read), written(experiment, Reader.PLAIN, read),
          written(experiment, Reader.MIXTURE, read));
    }
    return table;
  }

  private static String written(TranslationNoiseExperiment experiment, Reader reader, List<String> read) {
    Translator translator = experiment.translators().get(reader);
    return String.join(" ", translator.translate(List.of(read), MOST_WORDS).getFirst());
  }
}
