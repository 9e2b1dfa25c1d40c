package scrutable.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scrutable.bench.compare.PeerComparison.Observation;
import scrutable.bench.compare.PeerComparison.Row;
import scrutable.bench.compare.PeerComparison.Shares;
import scrutable.tensor.io.Json;

class ComparisonTest {
  private static final String LARGE = "nn_512x512x512";
  private static final String CONVOLUTION = "mnist2b_64x32x26_64k3";

  private final List<Observation> observations = new ArrayList<>();

  private void observe(String engine, String task, double value, double canary) {
    observe("sgemm", engine, task, value, new Conditions(canary, 50));
  }

  private void observe(String area, String engine, String task, double value, Conditions conditions) {
    observations.add(new Observation(new Sample(area, task, engine, 1, value, "GFLOP/s"), conditions));
  }

  private PeerComparison comparison() {
    return new PeerComparison(observations, new Shares(0.9, 0.8));
  }

  private Row row(Set<String> against) {
    return comparison().rows().stream()
        .filter(row -> row.goal().against().equals(against)).findFirst().orElseThrow();
  }

  @Test
  void theRatioOfAnAreaIsTheGeometricMeanOverItsTasksAgainstTheFastestPeerOfEach() {
    observe("ours", "a", 80, 100);
    observe("torch-1.13", "a", 100, 100);
    observe("openblas", "a", 60, 100);
    observe("ours", "b", 50, 100);
    observe("torch-1.13", "b", 10, 100);
    observe("openblas", "b", 20, 100);
    Row row = row(Set.of());
    assertEquals(Math.sqrt(0.8 * 2.5), row.mean(), 1e-12);
    assertEquals("a", row.worst().task());
    assertEquals("torch-1.13", row.worst().peer());
    assertFalse(row.met()); // the mean is, the worst case is not
  }

  @Test
  void oneTaskBelowTheWorstCaseMissesTheGoalWhateverTheMean() {
    observe("ours", "a", 84, 100);
    observe("torch-1.13", "a", 100, 100);
    observe("ours", "b", 1000, 100);
    observe("torch-1.13", "b", 100, 100);
    assertFalse(row(Set.of()).met());
    observations.removeFirst();
    observe("ours", "a", 86, 100);
    assertTrue(row(Set.of()).met());
  }

  @Test
  void aSpeedIsTheMedianOfTheRoundsInWhichTheCanarySang() {
    observe("ours", "a", 10, 100);
    observe("ours", "a", 12, 95);
    observe("ours", "a", 99, 89); // 89 % of the best: does not count
    observe("torch-1.13", "a", 11, 92);
    assertEquals(1, row(Set.of()).mean(), 1e-12);
    assertEquals(1, comparison().withoutPower());
    assertEquals(0, comparison().withoutMemory());
  }

  @Test
  void aRoundInWhichMemoryWasSlowDoesNotCountEither() {
    observe("sgemm", "ours", "a", 10, new Conditions(100, 50));
    observe("sgemm", "ours", "a", 2, new Conditions(99, 39)); // 78 % of the best memory
    observe("sgemm", "ours", "a", 2, new Conditions(80, 39)); // slow in both: counted once
    observe("sgemm", "torch-1.13", "a", 10, new Conditions(97, 41));
    assertEquals(1, row(Set.of()).mean(), 1e-12);
    assertEquals(1, comparison().withoutMemory());
    assertEquals(1, comparison().withoutPower());
    assertEquals(50, comparison().bestMemory());
  }

  @Test
  void aCanaryThatIsNotANumberIsNoReasonToCountASample() {
    observe("sgemm", "ours", "a", 10, new Conditions(100, 50));
    observe("sgemm", "torch-1.13", "a", 10, new Conditions(100, 50));
    observe("sgemm", "ours", "b", 1, new Conditions(100, Double.NaN));
    assertEquals(Double.NaN, comparison().bestMemory()); // then nothing counts
    assertEquals(List.of(), comparison().rows());
  }

  @Test
  void betweenTwoLooksTheWorseOfEachCanaryCounts() {
    assertEquals(new Conditions(90, 40), new Conditions(90, 50).worse(new Conditions(100, 40)));
  }

  @Test
  void theCanaryOfTwoThreadsDoesNotJudgeThatOfOne() {
    observe("ours", "a", 10, 100);
    observations.add(new Observation(new Sample("sgemm", "a", "ours", 2, 20, "GFLOP/s"), new Conditions(200, 50)));
    assertEquals(0, comparison().withoutPower());
    assertEquals(Map.of(1, 100.0, 2, 200.0), comparison().peaks());
  }

  @Test
  void aGoalAgainstOnePeerLooksAtThatPeerOnly() {
    observe("ours", "a", 90, 100);
    observe("torch-1.13", "a", 100, 100);
    observe("ejml", "a", 5, 100);
    assertEquals(18, row(Set.of("ejml")).mean(), 1e-12);
    assertTrue(row(Set.of("ejml")).met());
    assertEquals(0.9, row(Set.of()).mean(), 1e-12);
  }

  @Test
  void whatNobodyElseHasDoneIsNoRow() {
    observe("ours", "a", 90, 100);
    assertEquals(List.of(), comparison().rows());
  }

  @Test
  void aSampleSurvivesItsLineOfJson() {
    Sample sample = new Sample("sgemm", "nn_64x64x64", "torch-1.13.1", 2, 91.25, "GFLOP/s");
    assertEquals(sample, Sample.of(Json.parse(sample.json().writeCompact())));
    assertEquals(sample, Sample.of(Json.parse("""
        {"value":9.125e+1,"unit":"GFLOP/s","area":"sgemm","case":"nn_64x64x64","engine":"torch-1.13.1",
        "threads":2}""")));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Sample.of(Json.parse("{\"area\": \"sgemm\"}")))
        .getMessage().contains("\"case\""));
  }

  @Test
  void everyTaskHasANameOfItsOwnAndThereAre24Products() {
    Set<String> names = new HashSet<>();
    Tasks.all().forEach(task -> assertTrue(names.add(task.area().key() + " " + task.name()), task::name));
    assertEquals(24, Tasks.all().stream().filter(task -> task.area() == Area.SGEMM).count());
  }

  @Test
  void theAmountOfWorkIsTheTextbooks() {
    assertEquals(2e-9 * 2 * 3 * 4, new Task.Product(true, false, 2, 3, 4).amount(), 1e-20);
    // 64 images, 5 x 5 outputs in 2 channels, each of 3 x 3 x 3 products; twice that again for the gradients
    double forward = 2e-9 * 64 * 25 * 2 * 27;
    assertEquals(forward, new Task.Convolution("c", 3, 5, 2, 3, 1, false).amount(), 1e-18);
    assertEquals(3 * forward, new Task.Convolution("c", 3, 5, 2, 3, 1, true).amount(), 1e-18);
  }

  @Test
  void theReportsSayWhatIsMet() {
    observe("ours", "a", 80, 100);
    observe("torch-1.13", "a", 100, 100);
    observe("sgemm", "torch-1.13", LARGE, 84, new Conditions(100, 50));
    String page = ComparisonReport.markdown(comparison(), Map.of("cpu", "x"));
    assertTrue(page.contains("| sgemm | best | 1 | 1 | 0.80 | 1.00 | a | 0.80 | 0.85 | NO |"), page);
    assertTrue(page.contains("- cpu: x\n"), page);
    assertTrue(page.contains("- torch-1.13, sgemm, 1 thread: runs at 84 % of the peak (" + LARGE + ")\n"), page);
    assertTrue(page.contains("- ours: not compared with the peak"), page);
    Json json = Json.parse(ComparisonReport.json(comparison(), Map.of("cpu", "a \"quoted\" one")));
    assertEquals("a \"quoted\" one", json.get("environment").get("cpu").text());
    assertEquals(0.8, json.get("rows").items().getFirst().get("mean").number(), 1e-12);
    assertEquals("false", json.get("rows").items().getFirst().get("met").text());
  }

  @Test
  void aPeerBelowHalfOfThePeakMakesNoGoalMet() {
    observe("ours", LARGE, 99, 175);
    observe("torch-1.13", LARGE, 32, 175);
    assertTrue(row(Set.of()).isDoubtful());
    assertFalse(row(Set.of()).met());
    String page = ComparisonReport.markdown(comparison(), Map.of());
    assertTrue(page.contains("this peer runs at 18 % of the peak (" + LARGE + "): wrong kernel?"), page);
    assertTrue(page.contains("| wrong kernel? |"), page);
  }

  @Test
  void aSlowPeerDoesNotMatterWhereAnotherIsFaster() {
    observe("ours", LARGE, 160, 175);
    observe("torch-1.13", LARGE, 32, 175);
    observe("openblas", LARGE, 152, 175);
    assertFalse(row(Set.of()).isDoubtful());
    assertTrue(row(Set.of()).met());
  }

  @Test
  void whatCannotBeComparedWithThePeakIsDoubtfulWithAPeerThatWasElsewhere() {
    observe("ours", LARGE, 160, 175);
    observe("torch-1.13", LARGE, 32, 175);
    observe("training", "ours", "mlp_b64", 3, new Conditions(175, 50));
    observe("training", "torch-1.13", "mlp_b64", 1, new Conditions(175, 50));
    observe("conv-forward", "ours", CONVOLUTION, 120, new Conditions(175, 50));
    observe("conv-forward", "torch-1.13", CONVOLUTION, 100, new Conditions(175, 50));
    Map<Area, Boolean> doubtful = new TreeMap<>();
    comparison().rows().forEach(row -> doubtful.put(row.goal().area(), row.isDoubtful()));
    assertEquals(Map.of(Area.SGEMM, true, Area.CONV_FORWARD, false, Area.TRAINING, true), doubtful);
  }

  @Test
  void smallTasksDoNotAccuseAPeer() {
    observe("ours", "nn_64x64x64", 99, 175);
    observe("torch-1.13", "nn_64x64x64", 32, 175);
    assertEquals(List.of(), PeerCheck.of(comparison()));
  }

  @Test
  void theBestLargeTaskOfEachEngineCountsAndEjmlIsKnownToBeSlow() {
    observe("ejml", LARGE, 4, 100);
    observe("ejml", "nn_1024x1024x1024", 5, 100);
    observe("ours", "nn_1024x1024x1024", Double.NaN, 100);
    List<PeerCheck> checks = PeerCheck.of(comparison());
    assertEquals(2, checks.size());
    assertEquals(new PeerCheck("ejml", Area.SGEMM, 1, "nn_1024x1024x1024", 0.05), checks.getFirst());
    assertFalse(checks.getFirst().isDoubtful());
    assertTrue(checks.getLast().isDoubtful()); // not a number
  }
}
