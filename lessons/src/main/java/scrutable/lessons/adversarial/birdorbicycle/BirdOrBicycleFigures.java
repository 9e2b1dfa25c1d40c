package scrutable.lessons.adversarial.birdorbicycle;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scrutable.lessons.adversarial.birdorbicycle.BirdOrBicycleExperiment.Measurement;
import scrutable.lessons.adversarial.birdorbicycle.BirdOrBicycleExperiment.Shown;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.data.generate.BirdBike;
import scrutable.tensor.Tensor;

/// The table, the gallery and the headline numbers of [BirdOrBicycleLesson].
final class BirdOrBicycleFigures {
  private static final int COLUMNS = 4;

  private BirdOrBicycleFigures() {}

  static List<Finding> of(Runs<Measurement> runs, List<Shown> gallery) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(runs));
    findings.add(new Illustration("competing-against", "The surest errors of the defender, four of each kind of"
        + " attack (chosen for that), with its answer.", gallery(gallery)));
    findings.add(runs.headline("noise", Measurement::noise));
    findings.add(runs.headline("descent", Measurement::descent));
    findings.add(runs.headline("unusual", Measurement::unusual));
    findings.add(runs.headline("noise-wins", Measurement::noiseWins));
    findings.add(runs.headline("descent-wins", Measurement::descentWins));
    findings.add(runs.headline("unusual-wins", Measurement::unusualWins));
    findings.add(runs.headline("spsa", run -> run.sham().spsa()));
    findings.add(runs.headline("spsa-sham", run -> run.sham().spsaSham()));
    findings.add(runs.headline("hop", run -> run.sham().hop()));
    findings.add(runs.headline("hop-sham", run -> run.sham().hopSham()));
    findings.add(new Headline("sure-errors", runs.median(Measurement::sure), 0, ""));
    return findings;
  }

  private static Table table(Runs<Measurement> runs) {
    Table table = Table.of("sham", "Right answers, without abstaining, before and behind the sham defence (median,"
        + " least and greatest of the seeds).", Column.text("attack"), Column.number("network (%)", 1),
        Column.text("least to greatest"), Column.number("behind the sham (%)", 1),
        Column.text("least to greatest "));
    table = row(table, "SPSA, which compares scores", runs, run -> run.sham().spsa(), run -> run.sham().spsaSham());
    table = row(table, "HopSkipJump, which compares answers", runs, run -> run.sham().hop(),
        run -> run.sham().hopSham());
    table = row(table, "turns and shifts, all tried", runs, run -> run.sham().poses(), run -> run.sham().posesSham());
    return row(table, "PGD, behind the sham averaged over its noise", runs, run -> run.sham().gradient(),
        run -> run.sham().gradientSham());
  }

  private static Table row(Table table, String name, Runs<Measurement> runs, ToDoubleFunction<Measurement> network,
      ToDoubleFunction<Measurement> sham) {
    Spread before = runs.percent(network);
    Spread behind = runs.percent(sham);
    return table.row(name, before.median(), range(before), behind.median(), range(behind));
  }

  private static String range(Spread spread) {
    return "[" + Numbers.fixed(spread.min(), 1) + ", " + Numbers.fixed(spread.max(), 1) + "]";
  }

  private static ImageGrid gallery(List<Shown> gallery) {
    List<List<Tile>> rows = new ArrayList<>();
    for (Shown shown : gallery) {
      List<Integer> surest = surest(shown);
      List<Tile> row = new ArrayList<>();
      for (int i : surest.subList(0, Math.min(COLUMNS, surest.size()))) {
        row.add(tile(shown, i));
      }
      rows.add(row);
    }
    return ImageGrid.of("Competing against", rows);
  }

  /// By falling probability of the wrong answer; of equals the earlier first.
  private static List<Integer> surest(Shown shown) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < shown.labels().length; i++) {
      order.add(i);
    }
    order.sort((a, b) -> Double.compare(wrong(shown, b), wrong(shown, a)));
    return order;
  }

  private static double wrong(Shown shown, int i) {
    return shown.probabilities().get(i, 1 - shown.labels()[i]);
  }

  /// No probability is printed as 100 %: two logits in float cannot be that sure.
  private static Tile tile(Shown shown, int i) {
    boolean mistaken = wrong(shown, i) > 0.5;
    int answer = mistaken ? 1 - shown.labels()[i] : shown.labels()[i];
    double percent = Math.min(99.99, 100 * shown.probabilities().get(i, answer));
    String caption = Numbers.fixed(percent, percent > 99 ? 2 : 0) + " % "
        + (answer == BirdBike.BIRD ? "bird" : "bicycle");
    Picture picture = picture(shown.pictures().select(0, i));
    return mistaken ? Tile.wrong(picture, caption, shown.attack()) : Tile.right(picture, caption, shown.attack());
  }

  private static Picture picture(Tensor image) {
    return Picture.of(image.contiguous().toFloatArray(), 3, image.size(1), image.size(2));
  }
}
