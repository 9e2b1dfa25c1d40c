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
import org.junit.jupiter.api.Test;
import scrutable.bench.compare.PeerComparison.Observation;
import scrutable.bench.compare.PeerComparison.Row;

class ComparisonTest {
  private final List<Observation> observations = new ArrayList<>();

  private void observe(String engine, String task, double value, double canary) {
    observations.add(new Observation(new Sample("sgemm", task, engine, 1, value, "GFLOP/s"), canary));
  }

  private Row row(Set<String> against) {
    return new PeerComparison(observations, 0.9).rows().stream()
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
    assertTrue(row.met());
  }

  @Test
  void oneTaskBelowTheWorstCaseMissesTheGoalWhateverTheMean() {
    observe("ours", "a", 69, 100);
    observe("torch-1.13", "a", 100, 100);
    observe("ours", "b", 1000, 100);
    observe("torch-1.13", "b", 100, 100);
    assertFalse(row(Set.of()).met());
  }

  @Test
  void aSpeedIsTheMedianOfTheRoundsInWhichTheCanarySang() {
    observe("ours", "a", 10, 100);
    observe("ours", "a", 12, 95);
    observe("ours", "a", 99, 89); // 89 % of the best: does not count
    observe("torch-1.13", "a", 11, 92);
    assertEquals(1, row(Set.of()).mean(), 1e-12);
    assertEquals(1, new PeerComparison(observations, 0.9).rejected());
  }

  @Test
  void theCanaryOfTwoThreadsDoesNotJudgeThatOfOne() {
    observe("ours", "a", 10, 100);
    observations.add(new Observation(new Sample("sgemm", "a", "ours", 2, 20, "GFLOP/s"), 200));
    PeerComparison comparison = new PeerComparison(observations, 0.9);
    assertEquals(0, comparison.rejected());
    assertEquals(Map.of(1, 100.0, 2, 200.0), comparison.bestCanary());
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
    assertEquals(List.of(), new PeerComparison(observations, 0.9).rows());
  }

  @Test
  void aSampleSurvivesItsLineOfJson() {
    Sample sample = new Sample("sgemm", "nn_64x64x64", "torch-1.13.1", 2, 91.25, "GFLOP/s");
    assertEquals(sample, Sample.parse(sample.json()));
    assertEquals(sample, Sample.parse("""
        {"value":9.125e+1,"unit":"GFLOP/s","area":"sgemm","case":"nn_64x64x64","engine":"torch-1.13.1",
        "threads":2}"""));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Sample.parse("{\"area\": \"sgemm\"}"))
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
    PeerComparison comparison = new PeerComparison(observations, 0.9);
    assertTrue(ComparisonReport.markdown(comparison, Map.of("cpu", "x"))
        .contains("| sgemm | best | 1 | 1 | 0.80 | 0.90 | a | 0.80 | 0.70 | NO |"));
    assertTrue(ComparisonReport.json(comparison, Map.of("cpu", "a \"quoted\" one"))
        .contains("\"area\": \"sgemm\", \"against\": \"\", \"threads\": 1, \"mean\": 0.8000, \"must\": 0.9"));
  }
}
