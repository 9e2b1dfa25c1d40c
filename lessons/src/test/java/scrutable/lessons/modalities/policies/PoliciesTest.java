package scrutable.lessons.modalities.policies;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Norm;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Status;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Attack;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Effort;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Measurement;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Outcome;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Strength;
import scrutable.nn.Progress;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class PoliciesTest {
  /// Runs as they should be, with another outcome of one attack.
  private static Status statusWith(double clean, Attack attack, double cost, double moved) {
    Map<Attack, Outcome> outcomes = new EnumMap<>(Attack.class);
    for (Attack each : Attack.values()) {
      boolean harmless = each == Attack.RANDOM || each == Attack.OPPOSITE || each == Attack.FOREIGN;
      outcomes.put(each, new Outcome(harmless ? 0 : 1.8, 0.5, 1));
    }
    outcomes.put(attack, new Outcome(cost, 0.5, moved));
    Map<Attack, double[]> curves = Map.of(Attack.RANDOM, new double[] {1, 1, 1, 1, 0.8, 0},
        Attack.TRANSFERRED, new double[] {1, 1, 1, 1, -0.8, -1});
    Measurement run = new Measurement(clean, outcomes, curves);
    Map<PoliciesPlayer, Runs<Measurement>> runs = new EnumMap<>(PoliciesPlayer.class);
    for (PoliciesPlayer player : PoliciesPlayer.values()) {
      runs.put(player, new Runs<>(List.of(run)));
    }
    return LessonResult.of(PoliciesLesson.judge(PoliciesBoards.grey(), runs)).status();
  }

  @Test
  void aControlThatDoesNothingIsNoControl() {
    assertEquals(Status.PASS, statusWith(1, Attack.RANDOM, 0.05, 1));
    assertEquals(Status.DOSE_WRONG, statusWith(1, Attack.RANDOM, 0, 0));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, statusWith(1, Attack.RANDOM, 0.5, 1));
    assertEquals(Status.DOSE_WRONG, statusWith(1, Attack.OPPOSITE, 0, 0.5));
    assertEquals(Status.ABLATION_DID_NOT_KILL_IT, statusWith(1, Attack.OPPOSITE, 1, 1));
    assertEquals(Status.EFFECT_ABSENT, statusWith(1, Attack.STEP, 0.9, 1));
    assertEquals(Status.CONTROL_ALSO_SHOWS_IT, statusWith(1, Attack.FOREIGN, 1.5, 1));
    assertEquals(Status.GATE_FAILED, statusWith(0.5, Attack.RANDOM, 0, 1));
  }

  @Test
  void allNormsHaveTheSameLength() {
    assertEquals(0.02, Attack.STEP.within(0.02, 8).eps());
    assertEquals(0.02 * 8, Attack.L2.within(0.02, 8).eps(), 1e-12);
    assertEquals(0.02 * 64, Attack.L1.within(0.02, 8).eps(), 1e-12);
    assertEquals(Norm.LINF, Attack.TRANSFERRED.within(0.02, 8).norm());
  }

  /// Of players that have hardly begun to learn.
  @Test
  void withoutStrengthNothingIsMovedAndNothingIsLost() {
    PoliciesExperiment experiment = PoliciesExperiment.of(PoliciesBoards.grey(), new Effort(6, 1, 4),
        new Strength(0, 0), Rng.seed(1), Progress.silent());
    experiment.measured().forEach((player, run) -> {
      for (Attack attack : Attack.values()) {
        assertEquals(0, run.of(attack).cost());
        assertEquals(0, run.of(attack).moved());
      }
      assertEquals(0, run.transferred());
      assertTrue(run.clean() < 0.9, player + " has not learned anything yet");
    });
  }

  @Test
  void otherPhotographsAreBehindTheGamesThatAreJudgedThanBehindThoseThatAreLearnedFrom() throws IOException {
    assumeTrue(System.getenv("SCRUTABLE_DATA") != null, "without SCRUTABLE_DATA there are no published data sets");
    PoliciesBoards boards = PoliciesBoards.photographs(Progress.silent());
    assertEquals(0, boards.shared());
    Tensor frames = boards.toJudge().games(50, Rng.seed(1)).frames();
    assertArrayEquals(new int[] {50, 1, 8, 8}, frames.shape());
    assertTrue(frames.min().item() >= 0 && frames.max().item() <= 1, "the ball is in front of the picture, not beyond"
        + " the brightest pixel");
  }
}
