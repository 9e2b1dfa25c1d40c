package scrutable.lessons.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import scrutable.lessons.CoinLesson;
import scrutable.lessons.WellFormed;
import scrutable.lessons.contract.Column;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Headline;
import scrutable.lessons.contract.Illustration;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Measured;
import scrutable.lessons.contract.Note;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Role;
import scrutable.lessons.contract.Sabotage;
import scrutable.lessons.contract.Sound;
import scrutable.lessons.contract.Table;
import scrutable.lessons.figure.Axis;
import scrutable.lessons.figure.LineChart;
import scrutable.lessons.format.Markup;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Json;
import scrutable.tensor.io.Wav;
import scrutable.tensor.kernel.parallel.Parallel;

class ReportTest {
  private static final String HOSTILE = "</td><script>alert(\"1\")</script>&\0\uD800'";

  @TempDir
  private Path reports;

  private final CoinLesson coin = new CoinLesson();
  private final LessonContext context = LessonContext.defaults(coin).withProfile(Profile.QUICK);

  @Test
  void aReportConsistsOfTheseFilesAndNoTemporaryOne() throws Exception {
    Path folder = ReportWriter.write(LessonRun.of(coin, context), reports);
    assertEquals(reports.resolve("bent-coin-quick"), folder);
    assertEquals(Set.of("result.json", "environment.json", "table.csv", "heads.svg"), names(folder));
    assertEquals(Set.of("bent-coin-quick", "index.html"), names(reports));
  }

  @Test
  void theResultIsTheSameWhateverTheThreadsAndTheTime() throws Exception {
    Path folder = ReportWriter.write(LessonRun.of(coin, context), reports);
    byte[] first = Files.readAllBytes(folder.resolve("result.json"));
    ReportWriter.write(LessonRun.of(coin, context.withThreads(3)), reports);
    assertEquals(new String(first, StandardCharsets.UTF_8), Files.readString(folder.resolve("result.json")));
    assertEquals("3", Json.parse(Files.readString(folder.resolve("environment.json"))).get("threads").text());
  }

  @Test
  void theResultSaysWhatWasFound() throws Exception {
    LessonRun run = LessonRun.of(coin, context);
    Json result = Json.parse(ResultJson.of(run).write());
    assertEquals("PASS", result.get("status").text());
    assertEquals("42", result.get("seed").text());
    Json effect = result.get("criteria").items().get(1);
    assertEquals("effect", effect.get("role").text());
    assertEquals(run.result().effects().getFirst().value(), effect.get("value").number());
    assertEquals(">=", effect.get("comparison").text());
    assertEquals(60, effect.get("threshold").number());
    assertEquals("true", effect.get("satisfied").text());
  }

  @Test
  void theEngineUsesTheThreadsOfTheContext() throws Exception {
    var seen = new AtomicInteger();
    LessonRun.of(coin, context.withThreads(3).withProgress((stage, done, total) -> seen.set(Parallel.threads())));
    assertEquals(3, seen.get());
  }

  @Test
  void otherDataAndSabotageHaveTheirOwnFolders() throws Exception {
    var other = new LessonContext("dice", 1, 1, Sabotage.ATTACK, Profile.FULL, context.progress(),
        Optional.empty());
    assertEquals("bent-coin-dice-sabotaged", LessonRun.of(coin, other).folder());
  }

  @Test
  void filesOfAnEarlierRunAreRemovedAndOthersAreKept() throws Exception {
    Path folder = ReportWriter.write(hostile("old"), reports);
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertTrue(Files.exists(folder.resolve("old.svg")));
    ReportWriter.write(hostile("new"), reports);
    assertFalse(Files.exists(folder.resolve("old.svg")));
    assertTrue(Files.exists(folder.resolve("new.svg")));
    assertTrue(Files.exists(folder.resolve("notes.txt")));
  }

  @Test
  void soundsCanBeListenedToOnThePageAndAreRemovedLikeAllElse() throws Exception {
    Path folder = ReportWriter.write(withSound("old"), reports);
    var page = WellFormed.parse(Files.readString(reports.resolve("index.html")));
    var players = page.getElementsByTagNameNS("*", "audio");
    assertEquals(1, players.getLength());
    byte[] played = Base64.getDecoder().decode(
        ((Element) players.item(0)).getAttribute("src").replace("data:audio/wav;base64,", ""));
    assertArrayEquals(Files.readAllBytes(folder.resolve("old.wav")), played);
    assertEquals(8000, Wav.decode(played, "played").sampleRate());
    Files.writeString(folder.resolve("mine.wav"), "RIFF mine");
    ReportWriter.write(withSound("new"), reports);
    assertFalse(Files.exists(folder.resolve("old.wav")));
    assertTrue(Files.exists(folder.resolve("new.wav")) && Files.exists(folder.resolve("mine.wav")));
  }

  private LessonRun withSound(String name) {
    List<Finding> findings = new ArrayList<>(List.of(Criterion.effect("e", 1, Comparison.ABOVE, 0, ""),
        Criterion.control("c", 1, Comparison.BELOW, 1, ""), Table.of("t", "title", Column.text("column")).row("row")));
    findings.add(new Sound(name, HOSTILE, Wav.mono(Tensor.of(new float[] {0, 0.5f, -1}, 3), 8000)));
    return new LessonRun(coin, context, LessonResult.of(findings), Duration.ZERO);
  }

  @Test
  void aResultOfBeforeThereWereSoundsIsShown() throws Exception {
    Path folder = ReportWriter.write(LessonRun.of(coin, context), reports);
    Path result = folder.resolve("result.json");
    String text = Files.readString(result);
    String former = text.replaceAll("\"sounds\": ?\\[\\],\\s*", "");
    assertTrue(former.length() < text.length());
    Files.writeString(result, former);
    ReportWriter.write(LessonRun.of(coin, context.withSabotage(Sabotage.ATTACK)), reports);
    assertEquals(2, WellFormed.parse(Files.readString(reports.resolve("index.html")))
        .getElementsByTagNameNS("*", "section").getLength());
  }

  /// Somebody keeps his own work in a folder named like the run, with a result.json that lists it.
  @ParameterizedTest
  @CsvSource({"1, bent-coin, thesis", "1, other, heads", "2, bent-coin, heads", "1, bent-coin, table"})
  void filesThatThisProgramDidNotWriteAreKept(String format, String lesson, String name) throws Exception {
    Path folder = Files.createDirectories(reports.resolve("bent-coin-quick"));
    Path csv = Files.writeString(folder.resolve(name + ".csv"), "my,own\n");
    Path svg = Files.writeString(folder.resolve(name + "-plot.svg"), "<svg><!-- mine --></svg>");
    Files.writeString(folder.resolve("result.json"), Json.object("format", Integer.parseInt(format), "lesson", lesson,
        "tables", List.of(Json.object("name", name, "file", name + ".csv", "columns", List.of("a", "b"))),
        "figures", List.of(Json.object("name", name + "-plot", "file", name + "-plot.svg"))).write());
    ReportWriter.write(hostile("new"), reports);
    assertEquals("<svg><!-- mine --></svg>", Files.readString(svg));
    assertTrue(name.equals("table") || Files.readString(csv).equals("my,own\n"));
  }

  /// The second file cannot be written; the report of the earlier run stays whole.
  @Test
  void anEarlierReportStaysUntilTheNewOneIsComplete() throws Exception {
    Path folder = ReportWriter.write(hostile("old"), reports);
    String before = Files.readString(folder.resolve("result.json"));
    Files.writeString(folder.resolve("table.csv"), "the old table");
    Files.createDirectory(folder.resolve("new.svg"));
    assertThrows(IOException.class, () -> ReportWriter.write(hostile("new"), reports));
    Files.delete(folder.resolve("new.svg"));
    assertEquals(Set.of("result.json", "environment.json", "table.csv", "old.svg"), names(folder));
    assertEquals(before, Files.readString(folder.resolve("result.json")));
    assertEquals("the old table", Files.readString(folder.resolve("table.csv")));
  }

  @Test
  void aResultThatNamesFilesElsewhereDeletesNothingThere() throws Exception {
    Path outside = Files.writeString(reports.resolve("precious.svg"), "precious");
    Path folder = Files.createDirectories(reports.resolve("bent-coin-quick"));
    Files.writeString(folder.resolve("result.json"),
        "{\"tables\":[], \"figures\":[{\"file\":\"../precious.svg\"}]}");
    ReportWriter.write(LessonRun.of(coin, context), reports);
    assertTrue(Files.exists(outside));
  }

  @Test
  void hostileTextIsShownAsText() throws Exception {
    ReportWriter.write(hostile("figure"), reports);
    String html = Files.readString(reports.resolve("index.html"));
    var document = WellFormed.parse(html);
    assertEquals(0, document.getElementsByTagNameNS("*", "script").getLength());
    assertTrue(document.getDocumentElement().getTextContent().contains(
        "</td><script>alert(\"1\")</script>&"));
  }

  @Test
  void theIndexShowsAllFoldersInOrderAndNeedsNothingFromOutside() throws Exception {
    ReportWriter.write(LessonRun.of(coin, context), reports);
    ReportWriter.write(LessonRun.of(coin, context.withSabotage(Sabotage.ATTACK)), reports);
    String html = Files.readString(reports.resolve("index.html"));
    var document = WellFormed.parse(html);
    assertEquals(2, document.getElementsByTagNameNS("*", "section").getLength());
    assertEquals(0, document.getElementsByTagNameNS("*", "svg").getLength());
    var pictures = document.getElementsByTagNameNS("*", "img");
    assertEquals(4, pictures.getLength(), "each once small and once large");
    String data = ((Element) pictures.item(0)).getAttribute("src");
    assertEquals(Files.readString(reports.resolve("bent-coin-quick/heads.svg")), new String(
        Base64.getDecoder().decode(data.replace("data:image/svg+xml;base64,", "")), StandardCharsets.UTF_8));
    assertTrue(html.contains(">PASS<") && html.contains(">EFFECT ABSENT<"));
    assertTrue(html.indexOf("id=\"bent-coin-quick\"") < html.indexOf("id=\"bent-coin-quick-sabotaged\""));
    String text = html.replaceAll("src=\"data:[^\"]*\"", "");
    assertFalse(text.contains("http") || text.contains("url(") || text.contains("@import")
        || text.contains("src="));
  }

  /// Each writes its own folder and then the page of all: the last page must show them all.
  @Test
  void lessonsThatEndAtTheSameTimeAreAllInTheIndex() throws Exception {
    List<LessonRun> runs = new ArrayList<>();
    for (Sabotage sabotage : Sabotage.values()) {
      for (Profile profile : Profile.values()) {
        runs.add(LessonRun.of(coin, context.withProfile(profile).withSabotage(sabotage)));
      }
    }
    for (int round = 0; round < 10; round++) {
      Path together = reports.resolve("round " + round);
      var start = new CyclicBarrier(runs.size());
      try (var threads = Executors.newFixedThreadPool(runs.size())) {
        for (Future<Path> end : threads.invokeAll(runs.stream().<Callable<Path>>map(run -> () -> {
          start.await();
          return ReportWriter.write(run, together);
        }).toList())) {
          end.get();
        }
      }
      String html = Files.readString(together.resolve("index.html"));
      assertEquals(runs.size(), html.split("<section ", -1).length - 1, "in round " + round);
    }
  }

  @Test
  void theIndexSaysInWordsWhatDecidedARun() throws Exception {
    LessonRun passed = LessonRun.of(coin, context);
    LessonRun failed = LessonRun.of(coin, context.withSabotage(Sabotage.ATTACK));
    ReportWriter.write(passed, reports);
    ReportWriter.write(failed, reports);
    String html = Files.readString(reports.resolve("index.html"));
    Criterion effect = passed.result().criteria().stream()
        .filter(criterion -> criterion.role() == Role.EFFECT).findFirst().orElseThrow();
    Criterion missed = failed.result().criteria().stream()
        .filter(criterion -> !criterion.satisfied()).findFirst().orElseThrow();
    assertTrue(html.contains("<span class=\"yes\">✓</span> " + Markup.xml(effect.name()) + ": "), html);
    assertTrue(html.contains("<span class=\"no\">✗</span> " + Markup.xml(missed.name()) + ": "), html);
  }

  @Test
  void aBrokenFolderIsNamedAndDoesNotHideTheOthers() throws Exception {
    Files.writeString(Files.createDirectories(reports.resolve("broken")).resolve("result.json"),
        "{\"number\": ");
    Files.write(Files.createDirectories(reports.resolve("binary")).resolve("result.json"),
        new byte[] {-1, -2});
    ReportWriter.write(LessonRun.of(coin, context), reports);
    String html = Files.readString(reports.resolve("index.html"));
    WellFormed.parse(html);
    assertTrue(html.contains("<div>broken<br/>result.json is not readable: "), html);
    assertTrue(html.contains("<div>binary<br/>") && html.contains("id=\"bent-coin-quick\""));
  }

  /// Each of these once stopped all later runs into the same folder of reports, or made them wait for ever.
  @Test
  void strangeNeighboursAreNamedAndLeftOut() throws Exception {
    Path good = ReportWriter.write(LessonRun.of(coin, context), reports);
    String result = Files.readString(good.resolve("result.json"));
    List<String> strange = new ArrayList<>();
    for (String figure : List.of("/", ".", "..", "", "../bent-coin-quick/heads.svg", "a\\\\b")) {
      strange.add("figure" + strange.size());
      Files.writeString(Files.createDirectories(reports.resolve(strange.getLast())).resolve("result.json"),
          result.replace("\"heads.svg\"", "\"" + figure + "\""));
    }
    strange.add("folder");
    Files.createDirectories(reports.resolve("folder/result.json"));
    strange.add("link");
    Files.createSymbolicLink(Files.createDirectories(reports.resolve("link")).resolve("result.json"),
        Path.of("nowhere"));
    strange.add("picture");
    Files.writeString(Files.createDirectories(reports.resolve("picture")).resolve("result.json"), result);
    Files.write(reports.resolve("picture/heads.svg"), new byte[] {'<', -1, -2});
    Path pipe = Files.createDirectories(reports.resolve("pipe")).resolve("result.json");
    if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0) {
      strange.add("pipe");
    }
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> ReportWriter.write(LessonRun.of(coin, context), reports));
    String html = Files.readString(reports.resolve("index.html"));
    WellFormed.parse(html);
    for (String name : strange) {
      assertTrue(html.contains("<div>" + name + "<br/>result.json is not readable: "), name);
    }
    assertEquals(1, html.split("<section", -1).length - 1);
  }

  /// In an image no script runs and nothing is loaded.
  @Test
  void aScriptInAPictureStaysInside() throws Exception {
    Path folder = ReportWriter.write(LessonRun.of(coin, context), reports);
    Path passedOn = Files.createDirectories(reports.resolve("passed-on"));
    Files.copy(folder.resolve("result.json"), passedOn.resolve("result.json"));
    Files.writeString(passedOn.resolve("heads.svg"), "<svg onload='alert(1)'><script>alert(2)</script></svg>");
    Files.createSymbolicLink(Files.createDirectories(reports.resolve("linked")).resolve("heads.svg"),
        Files.writeString(reports.resolve("secret.txt"), "my secret"));
    Files.copy(folder.resolve("result.json"), reports.resolve("linked/result.json"));
    ReportWriter.write(LessonRun.of(coin, context), reports);
    String html = Files.readString(reports.resolve("index.html"));
    assertFalse(html.contains("alert") || html.contains("<script") || html.contains("<svg"), html);
    assertEquals(2 * 2, html.split("<img ", -1).length - 1, "what a link leads to is not shown");
  }

  @Test
  void theTerminalShowsAlignedTablesAndCheckMarks() throws Exception {
    String text = terminal(LessonRun.of(coin, context), true);
    assertTrue(text.contains("  coin            flips  heads (%)\n  --------------------------------\n"),
        text);
    assertTrue(text.contains("✓  gate      flips left after pairing"), text);
    assertTrue(text.contains("≥  60 %"), text);
    assertTrue(text.contains("\nPASS: the effect is there"), text);
    assertTrue(terminal(LessonRun.of(coin, context.withSabotage(Sabotage.ATTACK)), true).contains("✗  effect"));
  }

  @Test
  void aTerminalWithoutUnicodeGetsAscii() throws Exception {
    String text = terminal(LessonRun.of(coin, context), false);
    assertTrue(text.chars().allMatch(c -> c < 0x80), text);
    assertTrue(text.contains("ok  gate") && text.contains(">=  60 %"), text);
    assertEquals(">=<=+-x-\"\"?", TerminalReport.ascii("≥≤±×−“”🐼"));
  }

  private static String terminal(LessonRun run, boolean unicode) {
    var bytes = new ByteArrayOutputStream();
    var report = new TerminalReport(new PrintStream(bytes, true, StandardCharsets.UTF_8), unicode, 80);
    report.header(run.lesson(), run.context());
    report.findings(run);
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private LessonRun hostile(String figure) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.effect(HOSTILE, Double.NaN, Comparison.ABOVE, 1, HOSTILE));
    findings.add(Criterion.control("c", 1, Comparison.BELOW, 1, ""));
    findings.add(Table.of("t", HOSTILE, Column.text(HOSTILE)).row(HOSTILE));
    findings.add(new Headline("h", Double.NaN, 1, HOSTILE));
    findings.add(new Illustration(figure, HOSTILE,
        new LineChart(HOSTILE, Axis.linear(HOSTILE), Axis.linear("y"), List.of(), List.of())));
    findings.add(new Planted(HOSTILE));
    findings.add(new Note(HOSTILE));
    findings.add(new Measured(HOSTILE, 1, HOSTILE));
    return new LessonRun(coin, context, LessonResult.of(findings), Duration.ZERO);
  }

  private static Set<String> names(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return new TreeSet<>(files.map(file -> file.getFileName().toString()).toList());
    }
  }
}
