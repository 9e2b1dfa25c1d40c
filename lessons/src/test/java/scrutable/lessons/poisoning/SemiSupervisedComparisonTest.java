package scrutable.lessons.poisoning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.lessons.poisoning.SemiSupervisedComparison.Result;
import scrutable.nn.Progress;

class SemiSupervisedComparisonTest {
  private static final List<String> WEAK = List.of("label spreading", "pseudo-labels", "VAT", "MixMatch");
  private static final List<String> STRONG = List.of("Pi-model", "mean teacher", "UDA", "FixMatch");

  @Test
  void everyLearnerIsHeldAgainstTheBaselineThatSeesTheSameChanges() {
    List<Result> results = SemiSupervisedComparison.run(new long[] {1}, 40, 2, Progress.silent());
    assertEquals(10, results.size());
    double weakly = accuracy(results, "supervised, small changes");
    double strongly = accuracy(results, "supervised, large changes");
    assertTrue(weakly != strongly, "the two baselines cannot be told apart");
    for (String name : WEAK) {
      assertEquals(accuracy(results, name) - weakly, result(results, name).gains()[0], 1e-12, name);
    }
    for (String name : STRONG) {
      assertEquals(accuracy(results, name) - strongly, result(results, name).gains()[0], 1e-12, name);
    }
  }

  @Test
  void aLearnerBeatsItsBaselineByTheMarginAndOnEverySeed() {
    assertTrue(gains(0.02, 0.02, 0.001).beatsItsBaseline());
    assertFalse(gains(0.019, 0.019, 0.3).beatsItsBaseline(), "the median is below the margin");
    assertFalse(gains(0.1, 0.1, 0).beatsItsBaseline(), "one seed gained nothing");
  }

  @Test
  void everyRowButTheBaselinesSaysHowItEnded() {
    Result baseline = new Result("supervised, small changes", new double[] {0.7}, new double[] {0});
    Result good = new Result("good", new double[] {0.9}, new double[] {0.2});
    Result bad = new Result("bad", new double[] {0.7}, new double[] {0});
    List<List<String>> rows = SemiSupervisedComparison.table(List.of(baseline, good, bad)).shownRows();
    assertEquals(List.of("", "beats its baseline", "fails its gate"), rows.stream().map(List::getLast).toList());
    assertEquals("20.0 [20.0, 20.0]", rows.get(1).get(2));
  }

  private static Result gains(double... gains) {
    return new Result("learner", new double[gains.length], gains);
  }

  private static Result result(List<Result> results, String name) {
    return results.stream().filter(result -> result.name().equals(name)).findFirst().orElseThrow();
  }

  private static double accuracy(List<Result> results, String name) {
    return result(results, name).accuracies()[0];
  }
}
