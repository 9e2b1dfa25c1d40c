package scrutable.lessons.adversarial;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.adversarial.StopSignLesson.Drive;
import scrutable.lessons.adversarial.StopSignLesson.Measurement;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.data.Signs;
import scrutable.tensor.Rows;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [StopSignLesson].
final class StopSignFigures {
  private StopSignFigures() {}

  static List<Finding> of(List<Measurement> measured, Drive drive) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("surfaces", "The sign as it is, with black stickers, and with the stickers of the"
        + " attack as printed.", surfaces(drive)));
    findings.add(new Illustration("frames", "Every tenth frame of the drive, with the network's answer: above the"
        + " clean sign, below the sign with stickers.", frames(drive)));
    findings.add(new Illustration("film", "The network's probabilities for the sign with stickers, frame by frame"
        + " as the car comes nearer.", film(drive)));
    headline(findings, "clean-stop", measured, Measurement::cleanStop);
    headline(findings, "cover", measured, Measurement::cover);
    headline(findings, "stickers", measured, Measurement::stickers);
    headline(findings, "still-stop", measured, Measurement::stopWithStickers);
    headline(findings, "one-view", measured, Measurement::oneView);
    headline(findings, "black", measured, Measurement::black);
    headline(findings, "random", measured, Measurement::random);
    return findings;
  }

  private static void headline(List<Finding> findings, String name, List<Measurement> measured,
      ToDoubleFunction<Measurement> of) {
    findings.add(new Headline(name, 100 * StopSignLesson.median(measured, of), 1, "%"));
  }

  private static Table table(List<Measurement> measured) {
    Table table = Table.of("drive", "Frames of a drive of 60 that are read as 45 mph (median, least and greatest of"
        + " the seeds).", Column.text("on the sign"), Column.number("read as 45 mph (%)", 1),
        Column.number("least", 1), Column.number("greatest", 1));
    table = row(table, "stickers made from many views", measured, Measurement::stickers);
    table = row(table, "stickers made from one view", measured, Measurement::oneView);
    table = row(table, "black stickers", measured, Measurement::black);
    return row(table, "stickers of random greys", measured, Measurement::random);
  }

  private static Table row(Table table, String name, List<Measurement> measured,
      ToDoubleFunction<Measurement> of) {
    Spread spread = Spread.of(measured.stream().mapToDouble(run -> 100 * of.applyAsDouble(run)).toArray());
    return table.row(name, spread.median(), spread.min(), spread.max());
  }

  private static ImageGrid surfaces(Drive drive) {
    return ImageGrid.of("Surfaces", List.of(List.of(
        Tile.of(picture(Signs.surface(Signs.STOP)), "as it is"),
        Tile.of(picture(drive.black()), "black stickers"),
        Tile.of(picture(drive.surface()), "attacked"))));
  }

  private static ImageGrid frames(Drive drive) {
    List<Tile> clean = new ArrayList<>();
    List<Tile> painted = new ArrayList<>();
    for (int frame = 5; frame < StopSignLesson.FRAMES; frame += 10) {
      clean.add(tile(drive, drive.clean().slice(0, frame, frame + 1)));
      painted.add(tile(drive, drive.painted().slice(0, frame, frame + 1)));
    }
    return ImageGrid.of("A drive towards the sign", List.of(clean, painted));
  }

  private static Tile tile(Drive drive, Tensor frame) {
    Tensor probabilities = Rows.softmax(drive.victim().logits(frame));
    int answer = (int) probabilities.argmax(1).get(0);
    String caption = Numbers.fixed(100 * probabilities.get(0, answer), 0) + " % " + Signs.names().get(answer);
    return answer == Signs.STOP ? Tile.right(picture(frame), caption) : Tile.wrong(picture(frame), caption);
  }

  private static Picture picture(Tensor image) {
    return Picture.of(image.contiguous().toFloatArray(), 3, Signs.SIZE, Signs.SIZE);
  }

  private static LineChart film(Drive drive) {
    Tensor probabilities = Rows.softmax(drive.victim().logits(drive.painted()));
    double[] frames = new double[StopSignLesson.FRAMES];
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
