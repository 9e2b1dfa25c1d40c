package scrutable.lessons.modalities.segmentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scrutable.attacks.dense.Aim;
import scrutable.attacks.dense.DenseIterativeGradientSign;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Against;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Attack;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Measurement;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Outcome;
import scrutable.lessons.modalities.segmentation.SegmentationExperiment.Strength;
import scrutable.lessons.modalities.segmentation.SegmentationLesson.Limits;
import scrutable.lessons.modalities.segmentation.SegmentationScenes.Scenes;
import scrutable.nn.Progress;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;

class SegmentationTest {
  /// A run as it should be, with another outcome of one attack.
  private static Status statusWith(Attack attack, double kept, double moved) {
    Map<Attack, Outcome> outcomes = new EnumMap<>(Attack.class);
    outcomes.put(Attack.RANDOM, new Outcome(0.99, 0.9, 1, 0.95));
    outcomes.put(Attack.STEP, new Outcome(0.3, 0.9, 1, 0.6));
    outcomes.put(Attack.ITERATED, new Outcome(0.1, 0.9, 0.8, 0.3));
    outcomes.put(Attack.OPPOSITE, new Outcome(1, 0.9, 0.8, 0.95));
    outcomes.put(attack, new Outcome(kept, 0.9, moved, 0.9));
    Map<Against, Outcome> ensemble = new EnumMap<>(Against.class);
    ensemble.put(Against.UNKNOWN, new Outcome(0.5, 0.5, 0.8, 0.6));
    ensemble.put(Against.UNKNOWN_PATIENT, new Outcome(0.4, 0.4, 0.9, 0.5));
    ensemble.put(Against.KNOWN_PATIENT, new Outcome(0.15, 0.2, 0.9, 0.4));
    Measurement run = new Measurement(0.95, 0.95, 0.97, Map.of(), outcomes, ensemble, 0);
    return LessonResult.of(SegmentationLesson.judge(new Runs<>(List.of(run)), Limits.SHAPES)).status();
  }

  @Test
  void aControlThatDoesNothingIsNoControl() {
    assertEquals(Status.PASS, statusWith(Attack.RANDOM, 0.99, 1));
    assertEquals(Status.DOSE_WRONG, statusWith(Attack.RANDOM, 1, 0));
    assertEquals(Status.DOSE_WRONG, statusWith(Attack.RANDOM, 1, 0.5));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, statusWith(Attack.RANDOM, 0.7, 1));
    assertEquals(Status.DOSE_WRONG, statusWith(Attack.OPPOSITE, 1, 0.4));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusWith(Attack.OPPOSITE, 0.5, 1));
    assertEquals(Status.EFFECT_ABSENT, statusWith(Attack.ITERATED, 0.9, 1));
    assertEquals(Status.EFFECT_ABSENT, statusWith(Attack.ITERATED, Double.NaN, 1));
  }

  @Test
  void aSabotageReachesTheAttacksAndAShamTheControls() {
    List<Attack> controls = List.of(Attack.RANDOM, Attack.OPPOSITE_STEP, Attack.OPPOSITE);
    for (Attack attack : Attack.values()) {
      assertEquals(controls.contains(attack) ? 1 : 0, new Strength(0, 1).of(attack), attack.label);
      assertEquals(controls.contains(attack) ? 0.5 : 1, new Strength(1, 0.5).of(attack), attack.label);
    }
  }

  @Test
  void noBudgetIsSmallerThanAStepUnlessItIsNone() {
    assertEquals(8, new Strength(1, 1).levels(Attack.ITERATED, 8));
    assertEquals(4, new Strength(1, 0.5).levels(Attack.OPPOSITE, 8));
    assertEquals(1, new Strength(1, 0.5).levels(Attack.OPPOSITE, 1));
    assertEquals(0, new Strength(0, 1).levels(Attack.ITERATED, 8));
  }

  @Test
  void theLongAttackTakesFiveTimesTheStepsOfThePaper() {
    assertEquals(new DenseIterativeGradientSign(Aim.AWAY, 10, 1 / 255.0), Attack.ITERATED.with(8));
    assertEquals(new DenseIterativeGradientSign(Aim.AWAY, 50, 1 / 255.0), Attack.FIVE_TIMES.with(8));
    assertEquals(Aim.LEAST_LIKELY, ((DenseIterativeGradientSign) Attack.LEAST_LIKELY.with(8)).aim());
  }

  @Test
  void aPictureThatWasLearnedFromIsFoundInTheTest() {
    SegmentationScenes scenes = SegmentationScenes.drawn(6, 4, Rng.seed(1));
    assertEquals(0, scenes.shared());
    Scenes mixed = new Scenes(
        Joining.concat(0, scenes.test().pictures(), scenes.train().pictures().slice(0, 3, 5)),
        Joining.concat(0, scenes.test().labels(), scenes.train().labels().slice(0, 3, 5)));
    assertEquals(2, new SegmentationScenes(scenes.train(), mixed, scenes.classes(), scenes.scales(),
        scenes.noise()).shared());
  }

  @Test
  void oneOrTwoKindsOfDigitsLieOnEveryPhotograph() throws IOException {
    assumeTrue(System.getenv("SCRUTABLE_DATA") != null, "without SCRUTABLE_DATA there are no published data sets");
    SegmentationScenes scenes = SegmentationScenes.published(30, 20, Rng.seed(1), Progress.silent());
    assertEquals(0, scenes.shared());
    assertEquals(11, scenes.classes().size());
    for (int i = 0; i < 30; i++) {
      long digits = Arrays.stream(scenes.train().labels().select(0, i).toIntArray()).filter(k -> k > 0).distinct()
          .count();
      assertTrue(digits >= 1 && digits <= 2, digits + " digits");
    }
  }

  @Test
  void everyScaleCanBeHalvedTwice() {
    SegmentationScenes scenes = SegmentationScenes.drawn(1, 1, Rng.seed(1));
    for (double scale : scenes.scales()) {
      assertEquals(0, Math.round(scale * scenes.test().pictures().size(2)) % 4, "at scale " + scale);
    }
  }
}
