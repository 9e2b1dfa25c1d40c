package scrutable.lessons.generation.gan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.Figure;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.ReferenceLine;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.generation.gan.GanExperiment.Measurement;
import scrutable.lessons.generation.gan.GanExperiment.Moment;
import scrutable.lessons.generation.gan.GanExperiment.Source;
import scrutable.tensor.Tensor;

/// The tables, the figures and the headline numbers of [GanLesson].
final class GanFigures {
  private static final int ACROSS = 10;

  private GanFigures() {}

  static List<Finding> of(Runs<Measurement> runs, GanExperiment first) {
    List<Finding> findings = new ArrayList<>();
    findings.add(scores(runs));
    findings.add(course(runs));
    findings.add(new Illustration("sketches", "The same ten drawings, drawn again as the game goes on (first seed);"
        + " nothing is chosen: they are the first ten.", sketches(first)));
    findings.add(new Illustration("sources", "The first ten pictures of each source (first seed).", sources(first)));
    findings.add(new Illustration("frechet", "Distance from the test pictures as a share of that of the normal"
        + " distribution (median; band from the least to the greatest of the seeds).", distances(runs)));
    for (Source source : Source.values()) {
      String name = source.name().toLowerCase(Locale.ROOT);
      findings.add(new Headline(name + "-frechet", runs.median(run -> run.scores().get(source).frechet()), 1, ""));
      findings.add(new Headline(name + "-parzen", runs.median(run -> run.scores().get(source).parzen().mean()), 0,
          ""));
      findings.add(new Headline(name + "-nearest", runs.median(run -> run.scores().get(source).nearest()), 1, ""));
    }
    findings.add(new Headline("test-nearest", runs.median(Measurement::nearest), 1, ""));
    findings.add(runs.headline("share", run -> run.share(Source.GAN)));
    findings.add(runs.headline("believed", run -> run.frozen().getLast().onMade()));
    findings.add(runs.headline("believed-real", run -> run.frozen().getLast().onReal()));
    return findings;
  }

  private static Table scores(Runs<Measurement> runs) {
    Table table = Table.of("scores", "Pictures from six sources (medians of the seeds; for the distance also the least"
        + " and the greatest).", Column.text("source"), Column.number("Frechet distance", 1),
        Column.text("least to greatest"), Column.number("digits drawn", 0),
        Column.number("Parzen log-likelihood (nats)", 0), Column.number("to the nearest training picture", 2));
    for (Source source : Source.values()) {
      Spread distance = runs.spread(run -> run.scores().get(source).frechet());
      table = table.row(source.label(), distance.median(), distance.range(1),
          runs.median(run -> run.scores().get(source).kinds().covered(GanExperiment.LEAST_SHARE)),
          runs.median(run -> run.scores().get(source).parzen().mean()),
          runs.median(run -> run.scores().get(source).nearest()));
    }
    return table;
  }

  private static Table course(Runs<Measurement> runs) {
    Table table = Table.of("course", "How the game goes (medians): what the discriminator says of test pictures and of"
        + " made ones.", Column.number("turns", 0), Column.number("D(real)", 2), Column.number("D(made)", 2),
        Column.text("the game is"), Column.number("Frechet distance", 1), Column.number("digits drawn", 0));
    for (int i = 0; i < runs.measured().getFirst().game().size(); i++) {
      int at = i;
      double real = runs.median(run -> run.game().get(at).onReal());
      double made = runs.median(run -> run.game().get(at).onMade());
      table = table.row(runs.measured().getFirst().game().get(at).turns(), real, made, state(real, made),
          runs.median(run -> run.game().get(at).frechet()), runs.median(run -> run.game().get(at).modes()));
    }
    return table;
  }

  private static String state(double real, double made) {
    return real - made > 0.6 ? "lost by the generator" : real - made < 0.05 ? "drawn: it cannot tell" : "on";
  }

  private static Figure sketches(GanExperiment first) {
    List<List<Tile>> rows = new ArrayList<>();
    List<Tensor> sketches = first.game().sketches();
    for (int i = 0; i < sketches.size(); i++) {
      rows.add(row(sketches.get(i), first.game().course().get(i).turns() + " turns"));
    }
    return ImageGrid.of("The same noise at four times", rows);
  }

  private static Figure sources(GanExperiment first) {
    List<List<Tile>> rows = new ArrayList<>();
    first.made().forEach((source, made) -> rows.add(row(made, source.label())));
    return ImageGrid.of("Where pictures can come from", rows);
  }

  private static List<Tile> row(Tensor pictures, String caption) {
    List<Tile> tiles = new ArrayList<>();
    for (int i = 0; i < ACROSS; i++) {
      float[] pixels = pictures.slice(0, i, i + 1).add(1).mul(0.5).toFloatArray();
      Picture picture = Picture.of(pixels, 1, GanPictures.SIDE, GanPictures.SIDE);
      tiles.add(i == 0 ? Tile.of(picture, caption) : Tile.of(picture));
    }
    return tiles;
  }

  private static Figure distances(Runs<Measurement> runs) {
    return new LineChart("How far the pictures are from real ones", Axis.linear("turns"),
        Axis.log("Frechet distance / that of a normal distribution"),
        List.of(series("discriminator learns", runs, Measurement::game),
            series("discriminator does not learn", runs, Measurement::frozen)),
        List.of(ReferenceLine.horizontal(runs.median(run -> run.share(Source.REAL)), "real pictures"),
            ReferenceLine.horizontal(1, "normal distribution")));
  }

  private static Series series(String name, Runs<Measurement> runs, Function<Measurement, List<Moment>> game) {
    double[] turns = game.apply(runs.measured().getFirst()).stream().mapToDouble(Moment::turns).toArray();
    List<double[]> curves = runs.measured().stream().map(run -> game.apply(run).stream()
        .mapToDouble(moment -> moment.frechet() / run.scores().get(Source.GAUSSIAN).frechet()).toArray()).toList();
    return Spread.band(name, turns, curves);
  }
}
