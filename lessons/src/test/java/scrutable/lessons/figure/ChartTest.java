package scrutable.lessons.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Coordinates against hand computation: the frame is read from the picture, the rest must follow from it.
class ChartTest {
  private static final double NAN = Double.NaN;

  private record Rectangle(double x, double y, double width, double height) {
    String at(double partX, double partY) {
      return Svg.number(x + partX * width) + " " + Svg.number(y + height - partY * height);
    }
  }

  @Test
  void aLineGoesThroughItsPoints() {
    var chart = chart(Axis.linear("x").range(0, 4), Axis.linear("y").range(0, 10),
        Series.line("a", new double[] {0, 1, 4}, new double[] {0, 5, 10}));
    Rectangle frame = frame(chart.svg());
    assertEquals("M" + frame.at(0, 0) + "L" + frame.at(0.25, 0.5) + "L" + frame.at(1, 1),
        paths(chart, "line").getLast());
  }

  @Test
  void aLogarithmicAxisPlacesPowersEvenly() {
    var chart = chart(Axis.log("x").range(1, 1000), Axis.log("y").range(0.01, 1),
        Series.line("a", new double[] {1, 10, 100, 1000}, new double[] {1, 0.1, 0.1, 0.01}));
    Rectangle frame = frame(chart.svg());
    assertEquals("M" + frame.at(0, 1) + "L" + frame.at(1 / 3.0, 0.5) + "L" + frame.at(2 / 3.0, 0.5) + "L"
        + frame.at(1, 0),
        paths(chart, "line").getLast());
  }

  @Test
  void valuesThatCannotBeShownLeaveGaps() {
    var chart = chart(Axis.linear("x").range(0, 4), Axis.log("y").range(1, 100), Series.line("a",
        new double[] {0, 1, 2, 3, 4, NAN}, new double[] {1, 10, 0, 100, Double.POSITIVE_INFINITY, 10}));
    Rectangle frame = frame(chart.svg());
    assertEquals("M" + frame.at(0, 0) + "L" + frame.at(0.25, 0.5) + "M" + frame.at(0.75, 1) + "h0",
        paths(chart, "line").getLast());
  }

  @Test
  void aBandRunsAlongTheHighAndBackAlongTheLowValues() {
    var chart = chart(Axis.linear("x").range(0, 1), Axis.linear("y").range(0, 4), Series.band("a",
        new double[] {0, 1}, new double[] {0, 1}, new double[] {1, 2}, new double[] {2, 4}));
    Rectangle frame = frame(chart.svg());
    assertEquals(List.of("M" + frame.at(0, 0.5) + "L" + frame.at(1, 1) + "L" + frame.at(1, 0.25) + "L"
        + frame.at(0, 0)
        + "z"), paths(chart, "band"));
  }

  @Test
  void aBandIsInterruptedWhereAnEdgeIsMissing() {
    var chart = chart(Axis.linear("x").range(0, 4), Axis.linear("y").range(0, 4), Series.band("a",
        new double[] {0, 1, 2, 3, 4}, new double[] {0, 0, NAN, 0, 0}, new double[5],
            new double[] {1, 1, 1, 1, 1}));
    assertEquals(2, paths(chart, "band").getFirst().chars().filter(c -> c == 'z').count());
  }

  @Test
  void dataOutsideAFixedRangeIsCutOffAtTheFrame() throws Exception {
    var chart = chart(Axis.linear("x").range(0, 1), Axis.linear("y").range(0, 1),
        Series.line("a", new double[] {0, 1}, new double[] {0, 1e300}));
    String svg = chart.svg();
    Rectangle frame = frame(svg);
    Matcher inner = Pattern.compile(
        "<svg x=\"([\\d.]+)\" y=\"([\\d.]+)\" width=\"([\\d.]+)\" height=\"([\\d.]+)\"")
        .matcher(svg);
    assertTrue(inner.find());
    assertEquals(frame.x() - 5, Double.parseDouble(inner.group(1)), 0.02);
    assertEquals(frame.width() + 10, Double.parseDouble(inner.group(3)), 0.02);
    assertEquals(frame.height() + 10, Double.parseDouble(inner.group(4)), 0.02);
    assertTrue(Pattern.compile("\\d{6}").matcher(
        paths(chart, "line").getLast()).results().findAny().isEmpty());
  }

  @Test
  void referenceLinesCrossThePlotAndTheirLabelsStandOutside() {
    var chart = new LineChart("t", Axis.linear("x").range(0, 4), Axis.linear("y").range(0, 10), List.of(),
        List.of(ReferenceLine.vertical(1, "here"), ReferenceLine.horizontal(5, "half"),
            ReferenceLine.vertical(NAN, "nowhere")));
    Rectangle frame = frame(chart.svg());
    List<String> lines = paths(chart, "reference");
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().startsWith("M" + frame.at(0.25, 0) + "V"), lines.toString());
    assertEquals("M" + frame.at(0, 0.5) + "H" + Svg.number(frame.x() + frame.width()), lines.getLast());
    assertTrue(textY(chart.svg(), "here") < frame.y());
    assertTrue(textX(chart.svg(), "half") > frame.x() + frame.width());
  }

  @Test
  void theLegendStandsAboveThePlotHoweverManySeriesThereAre() {
    List<Series> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      many.add(Series.line("a series with a long name " + i, new double[] {0, 1}, new double[] {i, i}));
    }
    String svg = new LineChart("t", Axis.linear("x"), Axis.linear("y"), many, List.of()).svg();
    assertTrue(textY(svg, "a series with a long name 29") < frame(svg).y());
    assertTrue(textX(svg, "a series with a long name 29") < Plot.WIDTH - 150);
  }

  @Test
  void barsStandOnZeroAndAreAsHighAsTheirValues() {
    var chart = new BarChart("t", Axis.linear("y").range(-10, 10), List.of("up", "down"),
        List.of(new Bars("a", 5, -10), new Bars("b", NAN, 0)), List.of());
    Rectangle frame = frame(chart.svg());
    List<Rectangle> bars = rectangles(chart.svg(), "solid");
    assertEquals(3, bars.size());
    assertEquals(frame.y() + frame.height() / 4, bars.get(0).y(), 0.02);
    assertEquals(frame.height() / 4, bars.get(0).height(), 0.02);
    assertEquals(frame.x() + frame.width() * 0.05 + 0.75, bars.get(0).x(), 0.02);
    assertEquals(frame.width() * 0.2 - 1.5, bars.get(0).width(), 0.02);
    assertEquals(frame.y() + frame.height() / 2, bars.get(1).y(), 0.02);
    assertEquals(frame.height() / 2, bars.get(1).height(), 0.02);
    assertTrue(chart.svg().contains(">none<"));
  }

  @Test
  void theNumberOfTheHighestBarStandsAboveItInsideTheFrame() {
    String svg = new BarChart("t", Axis.percent("y"), List.of("a", "b"), List.of(new Bars("x", 99.9, 7)), List.of())
        .svg();
    Rectangle highest = rectangles(svg, "solid").getFirst();
    assertTrue(textY(svg, "99.9") < highest.y());
    assertTrue(highest.y() - frame(svg).y() > BarChart.FONT, "room for the number");
    assertTrue(svg.contains(">80<") && !svg.contains(">120<"), "the ticks end at 100");
  }

  @Test
  void namesOfGroupsThatAreTooLongForTheirPlaceStandInTurnHigherAndLower() {
    String svg = new BarChart("t", Axis.percent("y"), List.of("It", "wasn't", "entertaining", "was", "it"),
        List.of(new Bars("x", 1, 2, 3, 4, 5)), List.of()).svg();
    assertEquals(textY(svg, "It"), textY(svg, "entertaining"));
    List<String> many = new ArrayList<>(Collections.nCopies(11, "entertaining"));
    String crowded = new BarChart("t", Axis.percent("y"), many, List.of(new Bars("x", new double[11])), List.of())
        .svg();
    Matcher names = Pattern.compile("<text x=\"([\\d.]+)\" y=\"([\\d.]+)\"[^>]*>entertaining<").matcher(crowded);
    double width = TextWidth.of("entertaining", BarChart.FONT);
    List<Rectangle> places = names.results().map(name -> new Rectangle(Double.parseDouble(name.group(1)) - width / 2,
        Double.parseDouble(name.group(2)), width, BarChart.FONT)).toList();
    assertEquals(11, places.size());
    for (Rectangle one : places) {
      assertTrue(one.x() >= 0 && one.x() + width <= Plot.WIDTH, one + " is cut off");
      for (Rectangle other : places) {
        assertTrue(one == other || Math.abs(one.x() - other.x()) >= width
            || Math.abs(one.y() - other.y()) >= BarChart.FONT, one + " meets " + other);
      }
    }
  }

  @Test
  void numbersThatWouldRunIntoEachOtherAreSmaller() {
    String roomy = new BarChart("t", Axis.percent("y"), List.of("a", "b"),
        List.of(new Bars("x", 41.2, 50), new Bars("z", 41.2, 60)), List.of()).svg();
    assertTrue(roomy.contains("<g style=\"font-size:13px\">"), roomy);
    double[] values = new double[12];
    Arrays.fill(values, 41.2);
    String crowded = new BarChart("t", Axis.percent("y"), Collections.nCopies(12, "a"),
        List.of(new Bars("x", values), new Bars("z", values)), List.of()).svg();
    assertTrue(crowded.contains("<g style=\"font-size:9.5px\">"), crowded);
    assertTrue(crowded.matches("(?s).*class=\"ink\"[^>]*>41.2<.*"), "no class of the text sets a size of its own");
  }

  @Test
  void barsThatCouldLieAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> bars(Axis.log("y")));
    assertThrows(IllegalArgumentException.class, () -> bars(Axis.linear("y").range(50, 100)));
    assertThrows(IllegalArgumentException.class, () -> new BarChart("t", Axis.linear("y"), List.of("a"),
        List.of(new Bars("x", 1, 2)), List.of()));
  }

  @Test
  void pointsLieWhereTheyShould() {
    double[] one = new double[20];
    Arrays.fill(one, NAN);
    one[7] = 1;
    var plot = new ScatterPlot("t", Axis.linear("x").range(0, 2), Axis.linear("y").range(0, 2),
        List.of(new Points("a", one, one)), List.of(), List.of());
    Rectangle frame = frame(plot.svg());
    List<String> points = paths(plot, "point");
    assertEquals(1, points.size());
    String left = Svg.number(frame.x() + frame.width() / 2 - 3.5) + " "
        + Svg.number(frame.y() + frame.height() / 2);
    assertTrue(points.getFirst().startsWith("M" + left), points + " should start at " + left);
  }

  @Test
  void fewPointsLieLargeOnTopOfManyAndNothingLiesOutside() {
    double[] many = new double[50];
    var plot = new ScatterPlot("t", Axis.linear("x").range(0, 2), Axis.linear("y").range(0, 2),
        List.of(new Points("few", new double[] {1, 2.1}, new double[] {1, 1}), new Points("many", many, many)),
        List.of(), List.of());
    List<String> all = paths(plot, "(?:point|solid halo)");
    assertEquals(51, all.size(), "the point at 2.1 is outside");
    assertEquals(paths(plot, "solid halo"), List.of(all.getLast()));
  }

  @Test
  void ofFewPointsAtOnePlaceTheLowerSetIsTheLarger() {
    double[] at = {1};
    double[] elsewhere = {0.5};
    List<Points> sets = new ArrayList<>(List.of(new Points("above", at, at)));
    while (sets.size() < Marker.values().length) {
      sets.add(new Points("elsewhere", elsewhere, elsewhere));
    }
    sets.add(new Points("below, with the same shape", at, at));
    List<String> drawn = paths(new ScatterPlot("t", Axis.linear("x").range(0, 2), Axis.linear("y").range(0, 2), sets,
        List.of(), List.of()), "solid halo");
    assertEquals(4, left(drawn.getLast()) - left(drawn.getFirst()), 0.02);
  }

  @Test
  void ofTwoLonePointsAtTheSamePlaceTheLowerIsTheLarger() {
    double[] at = {1};
    List<Series> series = new ArrayList<>(List.of(Series.line("a", at, at)));
    while (series.size() < Marker.values().length) {
      series.add(Series.line("curve", new double[] {0, 1}, new double[] {0, 1}));
    }
    series.add(Series.line("b, with the same shape", at, at));
    var chart = new LineChart("t", Axis.linear("x").range(0, 2), Axis.linear("y").range(0, 2), series, List.of());
    List<String> lone = paths(chart, "solid halo");
    assertEquals(2, lone.size());
    assertTrue(left(lone.get(0)) < left(lone.get(1)) - 3, lone.toString());
    String svg = chart.svg();
    assertTrue(svg.lastIndexOf("\"line\"") < svg.indexOf("\"solid halo\""), "lone points lie on top of curves");
  }

  /// Where a path begins.
  private static double left(String path) {
    Matcher start = Pattern.compile("M([\\d.]+) ").matcher(path);
    assertTrue(start.find());
    return Double.parseDouble(start.group(1));
  }

  @Test
  void aLandscapeBeginsAndEndsInTheMiddleOfItsOutermostCells() {
    var map = new Landscape("t", Axis.linear("x").range(-4, 4), Axis.linear("y").range(-1, 1), "loss",
        new double[][] {{0, 1, 2}, {3, 4, 5}}, List.of(new Points("p", new double[] {0, 9}, new double[] {0, 0})));
    Rectangle frame = frame(map.svg());
    Matcher image = Pattern.compile("<image class=\"pixels\" x=\"(-?[\\d.]+)\" y=\"(-?[\\d.]+)\" width=\"([\\d.]+)\""
        + " height=\"([\\d.]+)\"").matcher(map.svg());
    assertTrue(image.find());
    double cell = frame.width() / 2;
    assertEquals(frame.x() - cell / 2, Double.parseDouble(image.group(1)), 0.02);
    assertEquals(3 * cell, Double.parseDouble(image.group(3)), 0.02);
    assertEquals(2 * frame.height(), Double.parseDouble(image.group(4)), 0.02);
    assertEquals(1, paths(map, "solid halo").size(), "a point outside is left out");
    assertTrue(map.svg().contains(">-4<") && map.svg().contains(">4<"), "both ends have ticks");
    assertThrows(IllegalArgumentException.class, () -> new Landscape("t", Axis.linear("x"),
        Axis.linear("y").range(0, 1), "loss", new double[2][2], List.of()));
    assertThrows(IllegalArgumentException.class, () -> new Landscape("t", Axis.linear("x").range(0, 1),
        Axis.linear("y").range(0, 1), "loss", new double[][] {{1, 2}, {1}}, List.of()));
  }

  @Test
  void axesAndSeriesRefuseNonsense() {
    assertThrows(IllegalArgumentException.class, () -> Axis.linear("x").range(1, 1));
    assertThrows(IllegalArgumentException.class, () -> Axis.log("x").range(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Series.line("a", new double[2], new double[3]));
    assertThrows(IllegalArgumentException.class, () -> new Points("a", new double[2], new double[3]));
  }

  private static BarChart bars(Axis axis) {
    return new BarChart("t", axis, List.of("a"), List.of(new Bars("x", 1)), List.of());
  }

  private static LineChart chart(Axis x, Axis y, Series series) {
    return new LineChart("t", x, y, List.of(series), List.of());
  }

  private static List<String> paths(Figure figure, String style) {
    return Pattern.compile("<path class=\"" + style + "\" d=\"([^\"]*)\"").matcher(figure.svg()).results()
        .map(match -> match.group(1)).toList();
  }

  private static Rectangle frame(String svg) {
    return rectangles(svg, "frame").getFirst();
  }

  private static List<Rectangle> rectangles(String svg, String style) {
    String number = "\"(-?[\\d.]+)\"";
    return Pattern.compile("<rect class=\"" + style + "\" x=" + number + " y=" + number + " width=" + number
            + " height=" + number).matcher(svg).results()
        .map(match -> new Rectangle(Double.parseDouble(match.group(1)), Double.parseDouble(match.group(2)),
            Double.parseDouble(match.group(3)), Double.parseDouble(match.group(4)))).toList();
  }

  private static double textX(String svg, String text) {
    return coordinate(svg, text, 1);
  }

  private static double textY(String svg, String text) {
    return coordinate(svg, text, 2);
  }

  private static double coordinate(String svg, String text, int group) {
    Matcher matcher = Pattern.compile("<text x=\"([\\d.]+)\" y=\"([\\d.]+)\"[^>]*>" + text
        + "<").matcher(svg);
    assertTrue(matcher.find(), text);
    return Double.parseDouble(matcher.group(group));
  }
}
