package scrutable.attacks.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.attacks.audio.CtcAttack.Made;
import scrutable.attacks.audio.CtcAttack.Steps;
import scrutable.nn.Progress;
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("The attack on what is heard")
class CtcAttackTest {
  private static final SpeechVictim VICTIM = Ears.victim();
  private static final CtcAttack ATTACK = new CtcAttack(200, 1, 0.05, Steps.SIGNS);

  /// Six steps at 0.2, but the last at 0.4: label 0, at the end, peak 0.4.
  private static Tensor sounds(int count) {
    float[] samples = new float[12 * count];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 12 == 10 ? 0.4f : 0.2f;
    }
    return CtcAttack.asFiles(Tensor.wrap(samples, count, 12));
  }

  private static Made attack(CtcAttack attack, Tensor sounds, List<int[]> targets) {
    return attack.perturb(VICTIM, sounds, targets, Rng.seed(1), Progress.silent());
  }

  @Test
  void reachesItsTargetsWithHardlyMoreThanIsNeeded() {
    // From 0.2 a sample has to rise by 0.1, a quarter of the peak, to be heard before a blank; 0 0 takes a blank
    // between.
    List<int[]> targets = List.of(new int[] {1, 0}, new int[] {0, 0}, new int[] {0, 1, 0}, new int[] {1});
    Made made = attack(ATTACK, sounds(4), targets);
    AudioAttackResult result = AudioAttackResult.judge(VICTIM, sounds(4), 8000, made.sounds());
    assertArrayEquals(new boolean[] {true, true, true, true}, result.hits(targets));
    for (double level : result.decibels()) {
      assertTrue(level >= 20 * Math.log10(0.25) - 0.01, "nobody can do it with less than -12.04 dB: " + level);
      assertTrue(level <= 20 * Math.log10(0.25 / 0.8) + 0.2, "the last bound that works is at most 1 / 0.8 of that");
    }
  }

  @Test
  void makesTheBoundSmallerOnlyWhenItsTargetIsHeard() {
    double[] bounds = attack(ATTACK, sounds(1), List.of(new int[] {1, 0})).bounds()[0];
    assertEquals(20, bounds.length);
    assertTrue(bounds[19] < 0.3 && bounds[19] >= 0.25 * 0.8 - 0.001, "last bound " + bounds[19]);
    for (int i = 1; i < bounds.length; i++) {
      assertTrue(bounds[i] == bounds[i - 1] || bounds[i] <= 0.8 * bounds[i - 1] * (1 + 1e-9), i + ": " + bounds[i]);
    }
  }

  @Test
  void keepsWhatIsHeardByGreedyAndByBeamDecoding() {
    SpeechVictim unsure = SpeechVictim.of(new Ears(3), Ears.BLANK);
    List<int[]> target = List.of(new int[] {0, 0});
    Tensor kept = ATTACK.perturb(unsure, sounds(1), target, Rng.seed(1), Progress.silent()).sounds();
    assertArrayEquals(new boolean[] {true}, AudioAttackResult.judge(unsure, sounds(1), 8000, kept).hits(target));
    assertArrayEquals(new boolean[] {true},
        AudioAttackResult.judge(unsure.beam(10), sounds(1), 8000, kept).hits(target));
  }

  @Test
  void attacksEachSoundAsIfItWereAlone() {
    List<int[]> targets = List.of(new int[] {1, 0}, new int[] {0, 1, 0});
    float[] together = attack(new CtcAttack(30, 1, 0.05, Steps.SIGNS), sounds(2), targets).sounds().toFloatArray();
    float[] alone = attack(new CtcAttack(30, 1, 0.05, Steps.SIGNS), sounds(1), targets.subList(0, 1)).sounds()
        .toFloatArray();
    for (int i = 0; i < alone.length; i++) {
      assertEquals(alone[i], together[i], 0.02, "but for the noise: sample " + i);
    }
  }

  @Test
  void gainsNothingFromTheSameStepsInAnotherOrder() {
    Tensor longer = Joining.concat(1, sounds(2), sounds(2), sounds(2), sounds(2));       // 24 steps
    List<int[]> targets = List.of(new int[] {1, 0, 1, 0, 1, 0, 1, 0, 1, 0}, new int[] {0, 1, 1, 0, 0, 1, 1, 0, 0, 1});
    CtcAttack quiet = new CtcAttack(200, 0.4, 0.05, Steps.SIGNS);
    assertArrayEquals(new boolean[] {true, true}, AudioAttackResult.judge(VICTIM, longer, 8000,
        attack(quiet, longer, targets).sounds()).hits(targets));
    AudioAttackResult shuffled = AudioAttackResult.judge(VICTIM, longer, 8000,
        attack(quiet.with(Steps.SHUFFLED_SIGNS), longer, targets).sounds());
    assertArrayEquals(new boolean[] {false, false}, shuffled.hits(targets));
    for (double level : shuffled.decibels()) {
      assertEquals(20 * Math.log10(0.4), level, 0.05, "it uses all of its bound");
    }
  }

  @Test
  void refusesTargetsThatNoSoundOfThisLengthCanBeHeardAs() {
    int[] most = {0, 1, 0, 1, 0, 1};
    int[] repeated = {0, 1, 0, 0, 1, 0};
    attack(new CtcAttack(1, 1, 0.05, Steps.SIGNS), sounds(1), List.of(most));
    String message = assertThrows(IllegalArgumentException.class,
        () -> attack(ATTACK, sounds(2), List.of(most, repeated))).getMessage();
    assertTrue(message.contains("target 1 needs 7 steps") && message.contains("in 6"), message);
  }

  @Test
  void saysWhatItNeeds() {
    assertThrows(IllegalArgumentException.class, () -> attack(ATTACK, sounds(2), List.of(new int[] {1})));
    assertThrows(IllegalArgumentException.class, () -> attack(ATTACK, Tensor.zeros(1, 12), List.of(new int[] {1})));
    assertThrows(IllegalArgumentException.class, () -> new CtcAttack(0, 0.1, 0.05, Steps.SIGNS));
    assertThrows(IllegalArgumentException.class, () -> new CtcAttack(1, 0, 0.05, Steps.SIGNS));
    assertThrows(IllegalArgumentException.class, () -> new CtcAttack(1, Double.NaN, 0.05, Steps.SIGNS));
    assertThrows(IllegalArgumentException.class, () -> new CtcAttack(1, 0.1, 0, Steps.SIGNS));
  }
}
