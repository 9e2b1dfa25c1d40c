package scrutable.lessons.poisoning.svmpoisoning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.poisoning.SupportVectorPoison;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.ImageGrid;
import scrutable.lessons.figure.Landscape;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.figure.Picture;
import scrutable.lessons.figure.Points;
import scrutable.lessons.figure.Series;
import scrutable.lessons.figure.Tile;
import scrutable.lessons.format.Numbers;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Tensor;

/// The table, the figures and the headline numbers of [SvmPoisoningLesson].
final class SvmPoisoningFigures {
  private static final int TEST_POINTS = 12;

  private SvmPoisoningFigures() {}

  static List<Finding> of(Map<String, Runs<SvmPoisoningExperiment>> measured, LessonContext context) {
    List<Finding> findings = new ArrayList<>();
    findings.add(table(measured));
    findings.add(new Illustration("before-after", "The attack point of the first seed before and after, and what"
        + " changed (vermilion brighter, blue darker). Its label is the second digit of the pair. Below: errors on"
        + " test digits when it is one of 101 training examples.", pictures(measured)));
    findings.add(new Illustration("climb", "Error as the attack point climbs, first seed: solid on the validation"
        + " digits that the attack looks at, dashed on test digits that it never sees.", climb(measured)));
    findings.add(new Illustration("surface", "Two clouds of points, a machine, and one more point with the label of"
        + " the right cloud: how large the validation loss becomes, by where the point is put. The attack climbs this"
        + " hill without seeing it.", hill(context.choose(9, 33))));
    measured.forEach((pair, runs) -> {
      String name = pair.replace(" vs ", "-");
      findings.add(runs.headline("clean-" + name, SvmPoisoningExperiment::clean));
      findings.add(runs.headline("flipped-" + name, SvmPoisoningExperiment::flipped));
      findings.add(runs.headline("wandering-" + name, SvmPoisoningExperiment::wandering));
      findings.add(runs.headline("attacked-" + name, SvmPoisoningExperiment::attacked));
      findings.add(runs.headline("honest-" + name, SvmPoisoningExperiment::honest));
    });
    return findings;
  }

  private static Table table(Map<String, Runs<SvmPoisoningExperiment>> measured) {
    Table table = Table.of("errors", "Test errors of a machine trained on 100 digits, and on one more (median of the"
            + " seeds, least and greatest in brackets).",
        Column.text("digits"), Column.number("clean (%)", 1), Column.number("wrong label only (%)", 1),
        Column.number("random steps (%)", 1), Column.number("attacked (%)", 1), Column.text("least to greatest"),
        Column.number("attacked, validation (%)", 1), Column.number("attacked, right label (%)", 1));
    for (Map.Entry<String, Runs<SvmPoisoningExperiment>> entry : measured.entrySet()) {
      Runs<SvmPoisoningExperiment> runs = entry.getValue();
      Spread attacked = runs.percent(SvmPoisoningExperiment::attacked);
      table = table.row(entry.getKey(), 100 * runs.median(SvmPoisoningExperiment::clean),
          100 * runs.median(SvmPoisoningExperiment::flipped),
          100 * runs.median(SvmPoisoningExperiment::wandering), attacked.median(),
          attacked.range(1),
          100 * runs.median(SvmPoisoningExperiment::validation),
          100 * runs.median(SvmPoisoningExperiment::honest));
    }
    return table;
  }

  private static ImageGrid pictures(Map<String, Runs<SvmPoisoningExperiment>> measured) {
    List<List<Tile>> rows = new ArrayList<>();
    measured.forEach((pair, runs) -> {
      SvmPoisoningExperiment run = runs.measured().getFirst();
      Tensor before = run.way().getFirst().example();
      Tensor after = SupportVectorPoison.best(run.way()).example();
      rows.add(List.of(
          Tile.of(picture(before), "error " + shown(run.flipped())), Tile.symbol("→"),
          Tile.of(picture(after), "error " + shown(run.attacked())), Tile.empty(),
          Tile.of(Picture.signed(after.sub(before).toFloatArray(), 1, before.size(2), before.size(3), 0.5),
              pair + ": what changed")));
    });
    List<String> names = List.copyOf(measured.keySet());
    return new ImageGrid("Before and after the attack: " + String.join(", ", names),
        List.of("before attack", "", "after attack", "", "difference"), rows);
  }

  private static Picture picture(Tensor example) {
    return Picture.of(example.toFloatArray(), 1, example.size(2), example.size(3));
  }

  private static String shown(double share) {
    return Numbers.fixed(100 * share, 1) + " %";
  }

  private static LineChart climb(Map<String, Runs<SvmPoisoningExperiment>> measured) {
    List<Series> series = new ArrayList<>();
    measured.forEach((pair, runs) -> {
      SvmPoisoningExperiment run = runs.measured().getFirst();
      int colour = series.size() / 2;
      int last = run.way().size() - 1;
      double[] steps = IntStream.rangeClosed(0, last).asDoubleStream().toArray();
      series.add(Series.line(pair + ", validation", steps,
          run.way().stream().mapToDouble(place -> 100 * place.validationError()).toArray()).colouredAs(colour));
      int[] some = IntStream.rangeClosed(0, TEST_POINTS).map(i -> i * last / TEST_POINTS).distinct().toArray();
      series.add(Series.dashed(pair + ", test", IntStream.of(some).asDoubleStream().toArray(),
          IntStream.of(some).mapToDouble(place -> 100 * run.errorAt(place)).toArray()).colouredAs(colour));
    });
    return new LineChart("Error while one training example moves", Axis.linear("steps of the attack"),
        Axis.linear("error (%)"), series, List.of());
  }

  private static Landscape hill(int side) {
    Axis axis = Axis.linear("").range(-SvmPoisoningExperiment.REACH, SvmPoisoningExperiment.REACH);
    Dataset clouds = SvmPoisoningExperiment.hillClouds();
    return new Landscape("Validation loss by the place of one point", axis, axis, "mean hinge loss",
        SvmPoisoningExperiment.hill(side), List.of(cloud("left cloud", clouds.ofClasses(1)),
            cloud("right cloud, whose label the point has", clouds.ofClasses(0))));
  }

  private static Points cloud(String name, Dataset cloud) {
    return new Points(name, coordinate(cloud, 0), coordinate(cloud, 1));
  }

  private static double[] coordinate(Dataset cloud, int axis) {
    float[] points = cloud.inputs().toFloatArray();
    return IntStream.range(0, cloud.size()).mapToDouble(i -> points[2 * i + axis]).toArray();
  }
}
