package scrutable.lessons.generation.texttoimage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
import scrutable.lessons.generation.texttoimage.TextToImageExperiment.Measurement;
import scrutable.lessons.generation.texttoimage.TextToImageExperiment.Shown;
import scrutable.nn.data.generate.PlainScenes;
import scrutable.nn.data.generate.PlainScenes.Caption;
import scrutable.tensor.Tensor;

/// The tables, the figures and the headline numbers of [TextToImageLesson].
final class TextToImageFigures {
  private static final int ACROSS = 6;

  private TextToImageFigures() {}

  static List<Finding> of(Runs<Measurement> runs, TextToImageExperiment first) {
    List<Finding> findings = new ArrayList<>();
    findings.add(obeyed(runs));
    findings.add(guidance(runs));
    findings.add(new Illustration("years", "Above, twelve pictures of the generator of 2014; below, one for each of the"
        + " twelve captions that were held out (first seed). Nothing is chosen: they are the first of each.",
        years(first)));
    findings.add(new Illustration("course", "The share of pictures in which each word of a held-out caption is right,"
        + " and in which all four are, while the network learns (medians).", course(runs)));
    findings.add(new Illustration("weights", "What guidance does: more of the held-out captions are obeyed, and"
        + " the pictures of one caption differ more, at last more than real ones (medians).", weights(runs)));
    findings.add(runs.headline("seen", run -> run.shown().seen().all()));
    findings.add(runs.headline("held-out", run -> run.shown().heldOut().all()));
    findings.add(runs.headline("unguided", run -> run.guided().get(0.0).heldOut().all()));
    findings.add(runs.headline("dealt", run -> run.misled().seen().all()));
    findings.add(runs.headline("untold-colour", run -> run.untold().seen().colour()));
    findings.add(runs.headline("untold-form", run -> run.untold().seen().form()));
    findings.add(runs.headline("untold-held-out", run -> run.untold().heldOut().colour()));
    findings.add(runs.headline("chance", run -> run.of2014().all()));
    findings.add(new Headline("turns", runs.median(Measurement::turns), 0, ""));
    findings.add(new Headline("misfit-real", runs.median(run -> run.real().misfit()), 4, ""));
    findings.add(new Headline("misfit-old", runs.median(run -> run.of2014().misfit()), 3, ""));
    findings.add(new Headline("misfit-new", runs.median(run -> run.guided().get(0.0).seen().misfit()), 3, ""));
    return findings;
  }

  private static Table obeyed(Runs<Measurement> runs) {
    Table table = Table.of("obeyed", "What is right in the pictures, in percent (medians of the seeds; for everything"
        + " also the least and the greatest).", Column.text("pictures"), Column.text("asked for"),
        Column.number("everything", 1), Column.text("least to greatest"), Column.number("colour", 1),
        Column.number("form", 1), Column.number("relation", 1), Column.number("place", 1), Column.number("misfit", 3));
    table = row(table, "real, other ones", "what they show", runs, Measurement::real);
    table = row(table, "2022, guided", "learned captions", runs, run -> run.shown().seen());
    table = row(table, "2022, guided", "held-out captions", runs, run -> run.shown().heldOut());
    table = row(table, "2022, captions of other pictures", "learned captions", runs,
        run -> run.misled().seen());
    table = row(table, "2022, not told the colour", "learned captions", runs,
        run -> run.untold().seen());
    return row(table, "2014", "all captions, in vain", runs, Measurement::of2014);
  }

  private static Table row(Table table, String name, String asked, Runs<Measurement> runs,
      Function<Measurement, Obeyed> of) {
    Spread all = runs.percent(run -> of.apply(run).all());
    return table.row(name, asked, all.median(), all.range(1),
        100 * runs.median(run -> of.apply(run).colour()), 100 * runs.median(run -> of.apply(run).form()),
        100 * runs.median(run -> of.apply(run).relation()), 100 * runs.median(run -> of.apply(run).place()),
        runs.median(run -> of.apply(run).misfit()));
  }

  private static Table guidance(Runs<Measurement> runs) {
    Table table = Table.of("guidance", "The weight of guidance (medians).", Column.number("w", 0),
        Column.number("right, learned captions (%)", 1), Column.number("right, held-out captions (%)", 1),
        Column.number("misfit, learned captions", 3), Column.number("variance of a pixel within a caption", 4));
    for (double weight : TextToImageExperiment.WEIGHTS) {
      table = table.row(weight, 100 * runs.median(run -> run.guided().get(weight).seen().all()),
          100 * runs.median(run -> run.guided().get(weight).heldOut().all()),
          runs.median(run -> run.guided().get(weight).seen().misfit()),
          runs.median(run -> run.guided().get(weight).seen().variance()));
    }
    return table;
  }

  private static Figure years(TextToImageExperiment first) {
    List<List<Tile>> rows = new ArrayList<>();
    List<Caption> asked = PlainScenes.heldOut();
    for (int from = 0; from < asked.size(); from += ACROSS) {
      rows.add(row(first.of2014(), from, "2014"));
    }
    for (int from = 0; from < asked.size(); from += ACROSS) {
      List<Tile> tiles = new ArrayList<>();
      for (int i = from; i < from + ACROSS; i++) {
        Caption caption = asked.get(i);
        tiles.add(Tile.of(picture(first.of2022(), i),
            "a " + caption.colour().words().getFirst() + " " + caption.form().words().getFirst(),
            (caption.above() ? "above" : "left of") + " a stone", "in " + (caption.snow() ? "snow" : "dark")));
      }
      rows.add(tiles);
    }
    return ImageGrid.of("2014 and 2022", rows);
  }

  private static List<Tile> row(Tensor pictures, int from, String caption) {
    List<Tile> tiles = new ArrayList<>();
    for (int i = from; i < from + ACROSS; i++) {
      tiles.add(Tile.of(picture(pictures, i), caption));
    }
    return tiles;
  }

  private static Picture picture(Tensor pictures, int i) {
    return Picture.of(pictures.slice(0, i, i + 1).add(1).mul(0.5).toFloatArray(), 3, PlainScenes.SIZE,
        PlainScenes.SIZE);
  }

  private static Figure course(Runs<Measurement> runs) {
    return new LineChart("When does it understand?", Axis.log("steps"), Axis.linear("right (%)").range(0, 100),
        List.of(line("colour", runs, Obeyed::colour), line("form", runs, Obeyed::form),
            line("relation", runs, Obeyed::relation), line("place", runs, Obeyed::place),
            line("everything", runs, Obeyed::all)),
        List.of());
  }

  private static Series line(String name, Runs<Measurement> runs, ToDoubleFunction<Obeyed> of) {
    List<Shown> steps = runs.measured().getFirst().course();
    double[] x = steps.stream().mapToDouble(Shown::steps).toArray();
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      int at = i;
      y[i] = 100 * runs.median(run -> of.applyAsDouble(run.course().get(at).heldOut()));
    }
    return Series.line(name, x, y);
  }

  private static Figure weights(Runs<Measurement> runs) {
    double[] x = TextToImageExperiment.WEIGHTS.stream().mapToDouble(weight -> weight).toArray();
    double[] right = new double[x.length];
    double[] variance = new double[x.length];
    double real = runs.median(run -> run.real().variance());
    for (int i = 0; i < x.length; i++) {
      double weight = x[i];
      right[i] = 100 * runs.median(run -> run.guided().get(weight).heldOut().all());
      variance[i] = 100 * runs.median(run -> run.guided().get(weight).seen().variance()) / real;
    }
    return new LineChart("Guidance: obedience and variety", Axis.linear("weight w"), Axis.linear("%"),
        List.of(Series.line("everything right, held-out captions", x, right),
            Series.line("variance, learned captions, of that of real pictures", x, variance)),
        List.of(ReferenceLine.horizontal(100, "")));
  }
}
