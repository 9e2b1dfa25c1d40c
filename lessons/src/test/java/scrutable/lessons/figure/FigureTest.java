package scrutable.lessons.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scrutable.lessons.WellFormed;

/// What holds for every kind of figure, with hostile names and broken data.
class FigureTest {
  private static final String HOSTILE = "</text><script>alert(\"1\")</script>]]>&amp;'\0 \uD800 ≥";
  private static final double[] BROKEN = {Double.NaN, Double.POSITIVE_INFINITY, 1e308, -1e308, 0, 3};
  private static final double[] X = {0, 1, 2, 3, 4, 5};

  static Stream<Figure> figures() {
    var reference = List.of(ReferenceLine.vertical(2, HOSTILE),
        ReferenceLine.horizontal(Double.NaN, HOSTILE));
    var series = List.of(Series.line(HOSTILE, X, BROKEN), Series.dashed("", BROKEN, X),
        Series.band("b", X, BROKEN, X, BROKEN), Series.line("none", new double[0], new double[0]));
    float[] pixels = {Float.NaN, -5, 0.5f, 7};
    return Stream.of(
        new LineChart(HOSTILE, Axis.linear(HOSTILE), Axis.linear(HOSTILE), series, reference),
        new LineChart("log", Axis.log("x"), Axis.log("y"), series, reference),
        new LineChart("empty", Axis.log("x"), Axis.linear("y"), List.of(), List.of()),
        new ScatterPlot(HOSTILE, Axis.linear("x"), Axis.log("y"), List.of(new Points(HOSTILE, X, BROKEN)),
            series,
            reference),
        new BarChart(HOSTILE, Axis.linear("y"), List.of("a", HOSTILE, "c", "d", "e", "f"),
            List.of(new Bars(HOSTILE, BROKEN), new Bars("", X)), List.of()),
        new BarChart("empty", Axis.linear("y"), List.of(), List.of(), List.of()),
        new HeatMap(HOSTILE, HOSTILE, HOSTILE, HOSTILE, List.of(), List.of("a"), new double[][] {BROKEN},
            true),
        new HeatMap("constant", "", "", "", List.of(), List.of(), new double[][] {{1, 1}}, false),
        new HeatMap("nothing", "", "", "", List.of(), List.of(), new double[][] {{Double.NaN}}, false),
        new Landscape(HOSTILE, Axis.linear(HOSTILE).range(0, 5), Axis.linear("y").range(0, 5), HOSTILE,
            new double[][] {BROKEN, X}, List.of(new Points(HOSTILE, X, BROKEN))),
        ImageGrid.of("drawing", List.of(List.of(Tile.of(Picture.drawing(pixels, 2, 2), HOSTILE)))),
        new ImageGrid(HOSTILE, List.of(HOSTILE),
            List.of(List.of(Tile.wrong(Picture.of(pixels, 1, 2, 2), HOSTILE),
            Tile.symbol(HOSTILE), Tile.empty(), Tile.right(Picture.signed(pixels, 1, 2, 2, 1))), List.of())),
        ImageGrid.of("empty", List.of()));
  }

  @ParameterizedTest
  @MethodSource("figures")
  void isWellFormedAndShowsHostileTextAsText(Figure figure) throws Exception {
    var document = WellFormed.parse(figure.svg());
    assertEquals("svg", document.getDocumentElement().getLocalName());
    assertEquals(0, document.getElementsByTagNameNS("*", "script").getLength());
    assertEquals(1, document.getElementsByTagNameNS("*", "style").getLength());
  }

  @ParameterizedTest
  @MethodSource("figures")
  void neverWritesANumberThatIsNone(Figure figure) {
    assertFalse(figure.svg().contains("NaN"), figure.svg());
    assertFalse(figure.svg().contains("Infinity"), figure.svg());
  }

  @ParameterizedTest
  @MethodSource("figures")
  void needsNothingFromOutsideAndNoIds(Figure figure) {
    String svg = figure.svg().replace("http://www.w3.org/2000/svg", "");
    assertFalse(svg.contains("http"));
    assertFalse(svg.contains("url("));
    assertFalse(svg.contains(" id=\""));
  }

  @ParameterizedTest
  @MethodSource("figures")
  void everyStyleRuleIsConfinedToTheFigure(Figure figure) {
    String svg = figure.svg();
    String scope = svg.substring(svg.indexOf("class=\"") + 7, svg.indexOf("\" viewBox"));
    String css = svg.substring(svg.indexOf("<style>") + 7, svg.indexOf("</style>"));
    css.lines().filter(line -> line.contains("{") && !line.startsWith("@media"))
        .forEach(line -> assertTrue(line.startsWith("." + scope), line));
  }

  @Test
  void theBytesAreTheSameEveryTimeAndInEveryLocale() {
    Locale before = Locale.getDefault();
    List<String> first = figures().map(Figure::svg).toList();
    try {
      Locale.setDefault(Locale.forLanguageTag("hi-IN-u-nu-deva"));
      assertEquals(first, figures().map(Figure::svg).toList());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void differentFiguresHaveDifferentScopes() {
    List<String> scopes = figures().map(figure -> figure.svg().substring(0, 80)).toList();
    assertEquals(scopes.size(), scopes.stream().distinct().count());
    assertNotEquals(scopes.get(0), scopes.get(1));
  }

  /// How far down the name of each column stands.
  private static List<Integer> heights(String... names) {
    String svg = new HeatMap("map", "", "", "", List.of(names), List.of(), new double[][] {{1, 2, 3}}, false).svg();
    return Stream.of(names).map(name -> Pattern.compile("y=\"(\\d+)\"[^>]*>" + name + "<").matcher(svg).results()
        .map(found -> Integer.valueOf(found.group(1))).findFirst().orElseThrow()).toList();
  }

  @Test
  void namesOfColumnsThatWouldTouchStandOnTwoLines() {
    List<Integer> apart = heights("nelunten", "un", "gewumu");
    assertEquals(1, apart.stream().distinct().count());
    List<Integer> touching = heights("nelunten", "gewumu", "un");
    assertEquals(List.of(apart.getFirst(), apart.getFirst() + 14, apart.getFirst()), touching);
  }
}
