package scrutable.lessons.reality.lossspikes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Status;
import scrutable.lessons.reality.CharacterText;
import scrutable.lessons.reality.lossspikes.LossSpikesBurstExperiment.Branch;
import scrutable.nn.Progress;
import scrutable.nn.model.LanguageTransformer;
import scrutable.nn.optim.Adam;
import scrutable.nn.sequence.TextWindows;
import scrutable.nn.train.Checkpoint;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class LossSpikesBurstTest {
  private static final CharacterText TEXT = CharacterText.drawn(2_000, 100, Rng.seed(1));
  private static final TextWindows WINDOWS = new TextWindows(TEXT.train(), 8);
  private static final LossSpikesBranch TRAINING = new LossSpikesBranch(
      new LanguageTransformer.Size(TEXT.vocabulary(), 8, 1, 8, 2), 0.999, Double.POSITIVE_INFINITY, 400,
      Rng.seed(2));
  private static final LongFunction<TextWindows.Batch> GOOD = step -> WINDOWS.batch((int) step, (int) step + 50);

  private static double peak(double beta2) {
    return IntStream.rangeClosed(1, 1_000).mapToDouble(t -> LossSpikesBurstExperiment.afterSilence(t, 0.9, beta2)).max()
        .orElseThrow();
  }

  @Test
  void afterASilenceAdamLeapsAsFarAsTheClosedFormSays() {
    assertEquals(0.1 / Math.sqrt(0.001), LossSpikesBurstExperiment.afterSilence(1, 0.9, 0.999), 1e-9);
    assertEquals(6.57, peak(0.999), 0.005);
    assertEquals(6.57, LossSpikesBurstExperiment.afterSilence(12, 0.9, 0.999), 0.005);
    assertEquals(2.13, peak(0.99), 0.005);
    assertEquals(1.10, peak(0.95), 0.005);
    assertEquals(20.7, peak(0.9999), 0.05);
  }

  /// The optimiser itself, without any formula: many steps with a gradient of nothing, then a constant one.
  @Test
  void theOptimiserDoesWhatTheClosedFormSays() {
    Parameter parameter = new Parameter(Tensor.of(new double[] {0}, 1));
    Adam adam = new Adam(List.of(parameter), 1, 0.9, 0.999, 1e-30);
    for (int i = 0; i < 20_000; i++) {
      step(adam, parameter, 0);
    }
    for (int t = 1; t <= 20; t++) {
      double before = parameter.value().item();
      step(adam, parameter, 3);
      assertEquals(LossSpikesBurstExperiment.afterSilence(t, 0.9, 0.999), before - parameter.value().item(), 1e-6);
    }
  }

  private static void step(Adam adam, Parameter parameter, double gradient) {
    Variable loss = parameter.mul(gradient).sum();
    adam.step(Gradients.of(loss, parameter));
  }

  private static void assertSame(Map<String, Tensor> one, Map<String, Tensor> other) {
    assertEquals(one.keySet(), other.keySet());
    one.forEach((name, value) -> assertArrayEquals(value.toDoubleArray(), other.get(name).toDoubleArray(), name));
  }

  @Test
  void aBranchIsWhatTheTrainingWouldHaveBeen() {
    Checkpoint whole = TRAINING.train(Optional.empty(), 12, GOOD);
    Checkpoint branched = TRAINING.train(Optional.of(TRAINING.train(Optional.empty(), 7, GOOD)), 12, GOOD);
    assertSame(whole.network(), branched.network());
    assertSame(whole.parts().get("optimizer"), branched.parts().get("optimizer"));
  }

  @Test
  void weightsWithoutTheMomentsAreNotTheSameTraining() {
    Checkpoint early = TRAINING.train(Optional.empty(), 7, GOOD);
    Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>(early.parts());
    Map<String, Tensor> optimizer = new LinkedHashMap<>(parts.get("optimizer"));
    optimizer.replaceAll((name, value) -> name.contains("exp_avg") ? Tensor.zeros(value.shape()) : value);
    parts.put("optimizer", optimizer);
    Checkpoint bare = new Checkpoint(early.network(), parts, early.generators(), early.progress());
    assertFalse(Arrays.equals(weights(TRAINING.train(Optional.of(bare), 12, GOOD)),
        weights(TRAINING.train(Optional.of(early), 12, GOOD))));
  }

  private static float[] weights(Checkpoint checkpoint) {
    return checkpoint.network().get("tokens.weight").toFloatArray();
  }

  @Test
  void rememberingChangesTheSquaresAndNothingElse() {
    Checkpoint usual = TRAINING.train(Optional.empty(), 7, GOOD);
    Checkpoint remembering = TRAINING.remembering(usual, step -> WINDOWS.batch(99), 7);
    assertSame(usual.network(), remembering.network());
    assertEquals(usual.progress(), remembering.progress());
    Map<String, Tensor> before = usual.parts().get("optimizer");
    Map<String, Tensor> after = remembering.parts().get("optimizer");
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, value) -> {
      if (!name.endsWith("exp_avg_sq")) {
        assertArrayEquals(value.toDoubleArray(), after.get(name).toDoubleArray(), name);
      } else {
        double least = after.get(name).sub(value).min().item();
        assertTrue(least >= 0, name + " holds squares more than before, never less: " + least);
      }
    });
    assertTrue(LossSpikesBranch.excess(remembering, usual) > 1);
    assertEquals(1, LossSpikesBranch.excess(usual, usual), 1e-12);
  }

  @Test
  void watchingDisturbsNothing() {
    Checkpoint usual = TRAINING.train(Optional.empty(), 7, GOOD);
    TextWindows.Batch fixed = WINDOWS.batch(100, 101);
    LossSpikesBranch.Watched watched = TRAINING.watch(usual, 5, GOOD, fixed);
    assertEquals(TRAINING.perplexity(TRAINING.train(Optional.of(usual), 12, GOOD), fixed), watched.clean()[4]);
    assertEquals(TRAINING.perplexity(usual, GOOD.apply(7)), watched.trained()[0], 1e-9, "before the step");
    assertTrue(Arrays.stream(watched.update()).allMatch(update -> update > 0.05 && update < 1.5));
  }

  /// A run as it should be, in which one branch rises to another multiple of its perplexity before, with other steps,
  /// and got so many batches of the pattern.
  private static Status statusWith(Branch other, double rise, double update, int patterns, double excess) {
    Map<Branch, LossSpikesBranch.Watched> branches = new EnumMap<>(Branch.class);
    Map<Branch, Double> before = new EnumMap<>(Branch.class);
    Map<Branch, Integer> given = new EnumMap<>(Branch.class);
    for (Branch branch : Branch.values()) {
      before.put(branch, 4.0);
      boolean hurt = branch == Branch.BURST;
      boolean clean = branch == Branch.UNDISTURBED || branch == Branch.ROLLED_BACK;
      branches.put(branch, watched(4 * (branch == other ? rise : hurt ? 3 : 1.05),
          branch == other ? update : hurt ? 1.8 : 0.8));
      given.put(branch, branch == other ? patterns : clean ? 0 : LossSpikesBurstExperiment.BURST);
    }
    return LessonResult.of(LossSpikesLesson.ofBurst(new Runs<>(List.of(
        new LossSpikesBurstExperiment(branches, before, 6, given, excess))), true)).status();
  }

  /// Up to a peak, and back to where it began.
  private static LossSpikesBranch.Watched watched(double peak, double update) {
    double[] clean = new double[60];
    double[] updates = new double[60];
    Arrays.fill(clean, 4);
    Arrays.fill(updates, 0.5);
    clean[8] = peak;
    updates[5] = update;
    return new LossSpikesBranch.Watched(clean, clean, updates, 3);
  }

  @Test
  void aSpikeWithControlsAndAblationsPasses() {
    assertEquals(Status.PASS, statusWith(Branch.BURST, 3, 1.8, 12, 5));
  }

  @Test
  void withoutTheBurstThereIsNoSpike() {
    assertEquals(Status.EFFECT_ABSENT, statusWith(Branch.BURST, 1.02, 0.6, 12, 5));
    assertEquals(Status.EFFECT_ABSENT, statusWith(Branch.BURST, Double.NaN, 1.8, 12, 5));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, statusWith(Branch.UNDISTURBED, 2, 0.8, 0, 5));
  }

  @Test
  void aBranchThatWasSparedTheBurstIsNoAblation() {
    assertEquals(Status.DOSE_WRONG, statusWith(Branch.SHORT, 1.01, 0.5, 0, 5));
    assertEquals(Status.DOSE_WRONG, statusWith(Branch.KNOWN, 1.01, 0.5, 11, 5));
    assertEquals(Status.DOSE_WRONG, statusWith(Branch.REMEMBERED, 1.01, 0.5, 12, 1));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusWith(Branch.SHORT, 2.9, 0.8, 12, 5));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusWith(Branch.REMEMBERED, 2.9, 0.8, 12, 5));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusWith(Branch.KNOWN, 1.5, 0.8, 12, 5));
  }

  private static Map<Branch, Integer> patterns(boolean disarmed, boolean spared) {
    CharacterText text = CharacterText.drawn(2_000, 600, Rng.seed(3));
    var plan = new LossSpikesBurstExperiment.Plan(32, 32, 4, 1, 0, disarmed, spared);
    return LossSpikesBurstExperiment.of(text, plan, Rng.seed(4), Progress.silent()).patterns();
  }

  @Test
  void bothSabotagesTakeThePatternAwayWhereTheyShould() {
    Map<Branch, Integer> sham = patterns(false, true);
    assertEquals(12, sham.get(Branch.BURST));
    List.of(Branch.UNDISTURBED, Branch.SHORT, Branch.REMEMBERED, Branch.KNOWN)
        .forEach(branch -> assertEquals(0, sham.get(branch), branch.label()));
    assertEquals(0, patterns(true, false).get(Branch.BURST));
  }
}
