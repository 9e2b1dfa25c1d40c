package scrutable.lessons.modalities.audioctc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import scrutable.attacks.audio.CtcAttack;
import scrutable.autograd.Variable;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Sound;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Tile;
import scrutable.nn.model.Listener;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Wav;

/// The table, the figures and the sounds of [AudioCtcLesson].
final class AudioCtcFigures {
  private static final int SHOWN = 3;
  private static final int LOUDER = 10;

  private AudioCtcFigures() {}

  static List<Finding> of(AudioCtcExperiment experiment, double level) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(experiment));
    findings.add(new Illustration("spectra", "What the ear of the network hears: time from left to right, low tones at"
        + " the bottom, loud is light. Below each sound what the network writes down. The change is shown " + LOUDER
        + " times as large as it is.", spectra(experiment)));
    findings.add(new Illustration("bounds", "The bound on the change against the iterations: the median of the sounds"
        + " and a band from the least to the greatest. It shrinks whenever the file is heard as its target.",
        bounds(experiment, level)));
    for (int n = 0; n < Math.min(SHOWN, experiment.sounds().size(0)); n++) {
      findings.addAll(sounds(experiment, n));
    }
    findings.add(new Headline("steps", experiment.listener().steps(experiment.sounds().size(1)), 0, ""));
    findings.add(new Headline("parameters", experiment.listener().parameterCount(), 0, ""));
    return findings;
  }

  private static Table table(AudioCtcExperiment experiment) {
    List<String> said = experiment.speech().texts(experiment.judged().before());
    List<String> heard = experiment.speech().texts(experiment.judged().after());
    List<String> withNoise = experiment.speech().texts(experiment.noise().after());
    Table table = Table.of("sounds", "What the network writes down: of the file as it was, of the"
            + " file after the attack, and of the file with random signs as loud as the attack's loudest sample.",
        Column.text("as it was"), Column.text("target"), Column.text("after the attack"),
        Column.number("level of the change (dB)", 1), Column.text("with random signs"));
    for (int n = 0; n < said.size(); n++) {
      table = table.row(said.get(n), experiment.targets().get(n), heard.get(n), experiment.judged().decibels()[n],
          withNoise.get(n));
    }
    return table;
  }

  private static ImageGrid spectra(AudioCtcExperiment experiment) {
    Tensor changes = experiment.judged().changes();
    Tensor attacked = experiment.sounds().add(changes);
    List<List<Tile>> rows = new ArrayList<>();
    List<String> said = experiment.speech().texts(experiment.judged().before());
    List<String> heard = experiment.speech().texts(experiment.judged().after());
    for (int n = 0; n < Math.min(SHOWN, experiment.sounds().size(0)); n++) {
      rows.add(List.of(
          Tile.of(spectrum(experiment, experiment.sounds(), n), said.get(n)),
          Tile.of(spectrum(experiment, attacked, n), heard.get(n)),
          Tile.of(spectrum(experiment, changes.mul(LOUDER), n), "")));
    }
    return new ImageGrid("Sounds and what is heard in them", List.of("as it was", "after the attack",
        "the change, x " + LOUDER), rows);
  }

  /// The loudness in each band, low tones at the bottom.
  private static Picture spectrum(AudioCtcExperiment experiment, Tensor sounds, int n) {
    Listener listener = experiment.listener();
    Tensor heard = listener.hear(Variable.constant(sounds.slice(0, n, n + 1))).value();
    Tensor picture = heard.select(0, 0).transpose(0, 1).flip(0).add(1.5).div(3.25);
    return Picture.of(picture.toFloatArray(), 1, picture.size(0), picture.size(1));
  }

  private static LineChart bounds(AudioCtcExperiment experiment, double level) {
    double[][] shares = experiment.made().bounds();
    double[] iterations = new double[shares[0].length];
    Arrays.setAll(iterations, i -> (i + 1.0) * CtcAttack.EVERY);
    List<double[]> levels = Arrays.stream(shares)
        .map(row -> Arrays.stream(row).map(share -> 20 * StrictMath.log10(share)).toArray()).toList();
    return new LineChart("How quiet the change becomes", Axis.linear("iterations"),
        Axis.linear("bound beside the greatest sample (dB)"), List.of(Spread.band("bound", iterations, levels)),
        List.of(ReferenceLine.horizontal(level, "required")));
  }

  private static List<Finding> sounds(AudioCtcExperiment experiment, int n) {
    String before = experiment.speech().text(experiment.judged().before().get(n));
    String after = experiment.speech().text(experiment.judged().after().get(n));
    Tensor sound = experiment.sounds().select(0, n);
    Tensor change = experiment.judged().changes().select(0, n);
    return List.of(
        sound("sound-" + (n + 1) + "-as-it-was", "Sound " + (n + 1) + " as it was. The network writes " + before + ".",
            sound),
        sound("sound-" + (n + 1) + "-attacked", "Sound " + (n + 1) + " after the attack. The network writes " + after
            + ".", sound.add(change)),
        sound("sound-" + (n + 1) + "-change", "What was added to sound " + (n + 1) + ", " + LOUDER
            + " times as loud as it is.", change.mul(LOUDER)));
  }

  private static Sound sound(String name, String caption, Tensor samples) {
    return new Sound(name, caption, Wav.mono(samples, AudioCtcSpeech.SAMPLE_RATE));
  }
}
