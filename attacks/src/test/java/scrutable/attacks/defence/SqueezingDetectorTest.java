package scrutable.attacks.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.nn.Module;
import scrutable.nn.layer.Linear;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class SqueezingDetectorTest {
  /// Logits `(0, 4 x_0 - 2)`: class 1 where the first pixel is above one half.
  private static final Linear NETWORK = Linear.of(Tensor.of(new double[] {0, 0, 4, 0}, 2, 2),
      Tensor.of(new double[] {0, -2}, 2));
  private static final Module ROUNDED = new BitDepthReduction(1);
  private static final Tensor LEGITIMATE = Rng.seed(1).uniform(200, 2).to(DType.FLOAT64);

  private static double score(double pixel) {
    double asIs = 1 / (1 + StrictMath.exp(2 - 4 * pixel));
    double rounded = 1 / (1 + StrictMath.exp(2 - 4 * Math.rint(pixel)));
    return 2 * Math.abs(asIs - rounded);
  }

  private static SqueezingDetector detector(double falseAlarms) {
    return SqueezingDetector.calibrated(NETWORK, List.of(ROUNDED), LEGITIMATE, falseAlarms);
  }

  @Test
  void theScoreIsTheDistanceOfBothAnswers() {
    double[] scores = detector(0.05).scores(LEGITIMATE);
    for (int i = 0; i < scores.length; i++) {
      assertEquals(score(LEGITIMATE.get(i, 0)), scores[i], 1e-12);
    }
  }

  @Test
  void ofSeveralSqueezersTheLargestDistanceCounts() {
    SqueezingDetector both = SqueezingDetector.calibrated(NETWORK, List.of(x -> x.add(0.05), ROUNDED, x -> x),
        LEGITIMATE, 0.05);
    double[] scores = both.scores(LEGITIMATE);
    for (int i = 0; i < scores.length; i++) {
      double pixel = LEGITIMATE.get(i, 0);
      double shifted = 2 * Math.abs(1 / (1 + StrictMath.exp(2 - 4 * pixel))
          - 1 / (1 + StrictMath.exp(1.8 - 4 * pixel)));
      assertEquals(Math.max(score(pixel), shifted), scores[i], 1e-12);
    }
  }

  @Test
  void theThresholdRejectsTheAllowedShareOfLegitimateImages() {
    for (double falseAlarms : new double[] {0.01, 0.05, 0.25}) {
      SqueezingDetector detector = detector(falseAlarms);
      long above = Arrays.stream(detector.scores(LEGITIMATE)).filter(s -> s > detector.threshold()).count();
      assertEquals(Math.round(falseAlarms * 200), above);
    }
  }

  /// The largest logit is that of the last class exactly where the score is above the threshold.
  @Test
  void theLastClassMeansRejected() {
    SqueezingDetector detector = detector(0.25);
    int[] labels = detector.forward(LEGITIMATE).value().argmax(1).toIntArray();
    double[] scores = detector.scores(LEGITIMATE);
    for (int i = 0; i < labels.length; i++) {
      int own = LEGITIMATE.get(i, 0) > 0.5 ? 1 : 0;
      assertEquals(scores[i] > detector.threshold() ? detector.rejected() : own, labels[i]);
    }
    assertEquals(2, detector.rejected());
    assertEquals(50, Arrays.stream(labels).filter(label -> label == 2).count());
  }

  @Test
  void otherSqueezersKeepTheThreshold() {
    SqueezingDetector detector = detector(0.25);
    SqueezingDetector attackable = detector.with(List.of(new BitDepthReduction(1).straightThrough()));
    assertEquals(detector.threshold(), attackable.threshold());
    assertArrayEquals(detector.forward(LEGITIMATE).value().toDoubleArray(),
        attackable.forward(LEGITIMATE).value().toDoubleArray());
  }

  @Test
  void theNetworkIsAskedInEvaluationModeWhenScored() {
    ModeWitness witness = new ModeWitness(NETWORK);
    SqueezingDetector.calibrated(witness, List.of(ROUNDED), LEGITIMATE, 0.05);
    assertTrue(witness.seen().stream().noneMatch(training -> training));
    assertTrue(witness.isTraining());
  }

  @Test
  void aDetectorNeedsASqueezerAndAShare() {
    assertThrows(IllegalArgumentException.class,
        () -> SqueezingDetector.calibrated(NETWORK, List.of(), LEGITIMATE, 0.05));
    assertThrows(IllegalArgumentException.class, () -> detector(0));
  }
}
