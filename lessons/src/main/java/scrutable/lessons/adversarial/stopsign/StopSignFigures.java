package scrutable.lessons.adversarial.stopsign;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.adversarial.Seen;
import scrutable.lessons.adversarial.stopsign.StopSignExperiment.Drive;
import scrutable.lessons.adversarial.stopsign.StopSignExperiment.Measurement;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.nn.data.generate.Signs;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [StopSignLesson].
final class StopSignFigures {
  private StopSignFigures() {}

  static List<Finding> of(Runs<Measurement> runs, Drive drive) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("surfaces", "The sign as it is, with white stickers, and with the stickers of the"
        + " attack as printed.", surfaces(drive)));
    findings.add(new Illustration("frames", "Every tenth frame of the first drive, with the network's answer: above the"
        + " clean sign, below the sign with stickers.", frames(drive)));
    findings.add(new Illustration("film", "The network's probabilities for the sign with stickers, frame by frame"
        + " as the car comes nearer.", film(drive)));
    findings.add(runs.headline("clean-stop", Measurement::cleanStop));
    findings.add(runs.headline("cover", Measurement::cover));
    findings.add(runs.headline("stickers", Measurement::stickers));
    findings.add(runs.headline("still-stop", Measurement::stopWithStickers));
    findings.add(runs.headline("one-view", Measurement::oneView));
    findings.add(runs.headline("shuffled", Measurement::shuffled));
    findings.add(runs.headline("white", Measurement::white));
    findings.add(runs.headline("black", Measurement::black));
    findings.add(runs.headline("elsewhere", Measurement::elsewhere));
    findings.add(runs.headline("white-elsewhere", Measurement::whiteElsewhere));
    findings.add(runs.headline("random", Measurement::random));
    return findings;
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("drive", "Frames of five drives, 60 each, that are read as 45 mph (median, least and"
        + " greatest of the seeds).", Column.text("on the sign"), Column.number("read as 45 mph (%)", 1),
        Column.number("least", 1), Column.number("greatest", 1));
    table = runs.row(table, "stickers made from many views", Measurement::stickers);
    table = runs.row(table, "the same greys in other places", Measurement::elsewhere);
    table = runs.row(table, "plain white in other places", Measurement::whiteElsewhere);
    table = runs.row(table, "random greys in the same places", Measurement::random);
    table = runs.row(table, "plain black in the same places", Measurement::black);
    table = runs.row(table, "plain white in the same places", Measurement::white);
    table = runs.row(table, "the same greys in the same places, in another order", Measurement::shuffled);
    return runs.row(table, "stickers made from one view", Measurement::oneView);
  }

  private static ImageGrid surfaces(Drive drive) {
    return ImageGrid.of("Surfaces", List.of(List.of(
        Tile.of(Seen.picture(Signs.surface(Signs.STOP)), "as it is"),
        Tile.of(Seen.picture(drive.white()), "white stickers"),
        Tile.of(Seen.picture(drive.surface()), "attacked"))));
  }

  private static ImageGrid frames(Drive drive) {
    Seen seen = new Seen(drive.victim(), Signs.names(), Signs.STOP);
    List<Tile> clean = new ArrayList<>();
    List<Tile> painted = new ArrayList<>();
    for (int frame = 5; frame < StopSignExperiment.FRAMES; frame += 10) {
      clean.add(seen.tile(drive.clean().slice(0, frame, frame + 1)));
      painted.add(seen.tile(drive.painted().slice(0, frame, frame + 1)));
    }
    return ImageGrid.of("A drive towards the sign", List.of(clean, painted));
  }

  private static LineChart film(Drive drive) {
    Tensor probabilities = Softmaxes.softmax(drive.victim().logits(drive.painted()));
    double[] frames = new double[StopSignExperiment.FRAMES];
    double[] limit = new double[frames.length];
    double[] stop = new double[frames.length];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = i + 1;
      limit[i] = 100 * probabilities.get(i, Signs.LIMIT_45);
      stop[i] = 100 * probabilities.get(i, Signs.STOP);
    }
    return new LineChart("What the network reads, frame by frame", Axis.linear("frame"),
        Axis.percent("probability (%)"), List.of(Series.line("45 mph", frames, limit),
            Series.line("stop", frames, stop)), List.of());
  }
}
