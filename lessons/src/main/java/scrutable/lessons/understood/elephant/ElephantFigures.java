package scrutable.lessons.understood.elephant;

import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;

/// The table, the drawings and the headline numbers of [ElephantLesson].
final class ElephantFigures {
  private static final int[] NUMBERS = {2, 4, 6, 8};
  private static final int SIDE = 150;
  private static final double REACH = 105;

  private ElephantFigures() {}

  static List<Finding> of(Runs<ElephantExperiment> runs) {
    ElephantExperiment first = runs.measured().getFirst();
    return List.of(table(runs),
        new Illustration("numbers", "The outline with the two, four, six and eight largest numbers, and its eye.",
            drawing(first)),
        new Illustration("trunk", "The fifth parameter at work.", trunk()),
        ofWidth("six-distance", runs.median(run -> run.distance(6)), 1),
        ofWidth("other-distance", runs.median(ElephantExperiment::other), 1),
        ofWidth("network-distance", first.network(), 2),
        new Headline("network-parameters", ElephantExperiment.networkParameters(), 0, ""),
        ofWidth("trunk", ElephantExperiment.wiggle().tip(), 0));
  }

  private static Headline ofWidth(String name, double share, int decimals) {
    return new Headline(name, 100 * share, decimals, "% of the width");
  }

  private static Table table(Runs<ElephantExperiment> runs) {
    Table table = Table.of("fits", "How far the fitted outline is from the elephant (median of the seeds).",
        Column.text("curve"), Column.number("numbers", 0), Column.significant("distance (% of the width)", 2));
    for (int numbers : NUMBERS) {
      table = table.row("Fourier series, the largest", numbers, 100 * runs.median(run -> run.distance(numbers)));
    }
    return table.row("network 2-32-32-2 (one seed)", ElephantExperiment.networkParameters(),
        100 * runs.measured().getFirst().network());
  }

  private static ImageGrid drawing(ElephantExperiment run) {
    List<Tile> row = new ArrayList<>();
    for (int numbers : NUMBERS) {
      row.add(Tile.of(picture(run.outline(numbers), numbers == 8 ? ElephantOutline.EYE : Double.NaN),
          numbers + " numbers", "(" + numbers / 2 + " complex)"));
    }
    return ImageGrid.of("An elephant, number by number", List.of(row));
  }

  private static ImageGrid trunk() {
    List<Tile> row = new ArrayList<>();
    for (double lift : ElephantExperiment.LIFTS) {
      row.add(Tile.of(picture(ElephantExperiment.ELEPHANT.wiggled(lift), ElephantOutline.EYE), lift == 0 ? "at rest"
          : (lift < 0 ? "down " : "up ") + Math.round(Math.abs(lift) * ElephantOutline.WIGGLE)));
    }
    return ImageGrid.of("With five I can make him wiggle his trunk", List.of(row));
  }

  /// The curve drawn with a soft pen, and an eye if it has one.
  ///
  /// @param eye the place of the eye, across and up; NaN for none
  private static Picture picture(ElephantOutline curve, double eye) {
    double[] x = curve.x();
    double[] y = curve.y();
    float[] ink = new float[SIDE * SIDE];
    int fine = 20;
    for (int i = 0; i < x.length; i++) {
      int next = (i + 1) % x.length;
      for (int step = 0; step < fine; step++) {
        double part = (double) step / fine;
        dot(ink, x[i] + part * (x[next] - x[i]), y[i] + part * (y[next] - y[i]), 1.1);
      }
    }
    if (!Double.isNaN(eye)) {
      dot(ink, eye, eye, 2.4);
    }
    return Picture.drawing(ink, SIDE, SIDE);
  }

  private static void dot(float[] ink, double atX, double atY, double radius) {
    double column = (atX + REACH) / (2 * REACH) * SIDE;
    double row = (REACH - atY) / (2 * REACH) * SIDE;
    for (int r = (int) row - 4; r <= row + 4; r++) {
      for (int c = (int) column - 4; c <= column + 4; c++) {
        if (r >= 0 && r < SIDE && c >= 0 && c < SIDE) {
          double dx = c + 0.5 - column;
          double dy = r + 0.5 - row;
          double covered = Math.clamp(radius + 0.5 - Math.sqrt(dx * dx + dy * dy), 0, 1);
          ink[r * SIDE + c] = (float) Math.max(ink[r * SIDE + c], covered);
        }
      }
    }
  }
}
