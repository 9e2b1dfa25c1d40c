package scrutable.lessons.modalities.policies;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.ThreatModel;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Attack;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Effort;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Measurement;
import scrutable.lessons.modalities.policies.PoliciesExperiment.Strength;
import scrutable.tensor.Rng;

/// L24: attacks on what a player sees; the method is in [PoliciesExperiment].
public final class PoliciesLesson implements Lesson {
  private static final int SEEDS = 3;
  private static final Effort QUICK = new Effort(100, 20, 20);
  private static final Effort FULL = new Effort(1_500, 300, 200);
  private static final Effort FULL_ON_PHOTOGRAPHS = new Effort(2_000, 800, 200);

  @Override
  public LessonResult run(LessonContext context) throws IOException {
    PoliciesBoards boards = context.data().equals("catch") ? PoliciesBoards.grey()
        : PoliciesBoards.photographs(context.progress());
    Strength strength = new Strength(context.sabotage() ? 0 : 1, context.sham() ? 0.5 : 1);
    Effort effort = context.profile() == Profile.QUICK ? QUICK : boards.pictured() ? FULL_ON_PHOTOGRAPHS : FULL;
    List<Map<PoliciesPlayer, Measurement>> measured = new ArrayList<>();
    PoliciesFilm film = null;
    for (long seed : context.seeds(context.choose(1, SEEDS))) {
      Rng rng = Rng.seed(seed);
      PoliciesExperiment experiment = PoliciesExperiment.of(boards, effort, strength, rng, context.progress());
      measured.add(experiment.measured());
      film = film == null ? PoliciesFilm.of(boards, experiment.networks().get(PoliciesPlayer.DOUBLE_Q),
          strength.attack(), rng) : film;
    }
    Map<PoliciesPlayer, Runs<Measurement>> runs = Runs.ofEach(measured);
    List<Finding> findings = new ArrayList<>(judge(boards, runs));
    findings.addAll(PoliciesFigures.of(boards, runs, film));
    return LessonResult.of(findings);
  }

  /// The criteria alone.
  static List<Finding> judge(PoliciesBoards boards, Map<PoliciesPlayer, Runs<Measurement>> measured) {
    List<Finding> findings = new ArrayList<>();
    measured.forEach((player, runs) -> {
      String of = " (" + player.label + ")";
      findings.add(Criterion.gate("mean return of 500 games without an attack, with the worst seed" + of,
          runs.spread(Measurement::clean).min(), Comparison.AT_LEAST, boards.pictured() ? 0.85 : 0.9, ""));
      findings.add(Criterion.effect("what one step of " + boards.budget(player) + " a frame costs" + of,
          cost(runs, Attack.STEP), Comparison.AT_LEAST, boards.pictured() ? 0.8 : 1, ""));
      findings.add(Criterion.effect("what a step of 0.04 made for the other player costs more than random signs" + of,
          runs.median(Measurement::transferred), Comparison.AT_LEAST, boards.pictured() ? 0.15 : 0.3, ""));
      findings.add(Criterion.control("what random signs of " + boards.budget(player) + " cost" + of,
          cost(runs, Attack.RANDOM), Comparison.AT_MOST, 0.1, ""));
      findings.add(Criterion.dose("length of the random change, in lengths of the step" + of,
          dose(runs, Attack.RANDOM), Comparison.AT_LEAST, 0.99, ""));
      findings.add(Criterion.ablation("what the opposite step costs, of the step's cost" + of,
          runs.median(run -> run.of(Attack.OPPOSITE).cost() / run.of(Attack.STEP).cost()), Comparison.AT_MOST,
          player == PoliciesPlayer.DOUBLE_Q && !boards.pictured() ? 0.1 : 0.33, ""));
      findings.add(Criterion.dose("length of the opposite step, in lengths of the step" + of,
          dose(runs, Attack.OPPOSITE), Comparison.AT_LEAST, 0.99, ""));
    });
    findings.add(Criterion.control("what the step made for another frame costs, of the step's cost (double Q)",
        measured.get(PoliciesPlayer.DOUBLE_Q).median(run -> run.of(Attack.FOREIGN).cost() / run.of(Attack.STEP).cost()),
        Comparison.AT_MOST, 0.5, ""));
    findings.add(Criterion.dose("length of the step made for another frame, in lengths of the step (double Q)",
        dose(measured.get(PoliciesPlayer.DOUBLE_Q), Attack.FOREIGN), Comparison.AT_LEAST, 0.99, ""));
    if (boards.pictured()) {
      findings.add(Criterion.dose("photographs behind games to learn from that are also behind games to be judged by",
          boards.shared(), Comparison.EXACTLY, 0, ""));
    } else {
      findings.add(new Planted("a flat background, drawn anew for each game, ball and paddle 0.35 brighter, nothing"
          + " else that moves; the best move is known, so that a return of 1 is perfect play"));
    }
    return findings;
  }

  private static double cost(Runs<Measurement> runs, Attack attack) {
    return runs.median(run -> run.of(attack).cost());
  }

  /// The least over the seeds: a change that is too short with one of them is no control.
  private static double dose(Runs<Measurement> runs, Attack attack) {
    return runs.spread(run -> run.of(attack).moved() / run.of(Attack.STEP).moved()).min();
  }

  @Override
  public Card card() {
    return Card.of(24, "huang-policies", "A player who sees wrong")
        .withClaim("Two players that catch every ball, one taught by double Q, one by REINFORCE, lose at least half of"
            + " the games when each pixel of a frame is moved by 0.02, or 0.01, in the direction that their own network"
            + " fears; random signs of that size cost next to nothing. At 0.04, frames made for the one mislead the"
            + " other.")
        .withSlides("Adversarial Attacks on Neural Network Policies",
            "Machine learning classifiers are known to be vulnerable to inputs maliciously constructed by adversaries"
                + " to force misclassification.")
        .withData("catch", "cifar10")
        .withThreatModel(new ThreatModel(
            "each frame before the player sees it, on its own; the game itself goes on as it is",
            "each pixel by at most 0.02 (double Q) or 0.01 (REINFORCE) of the range from black to white,"
            + " or a change of the same length in L2 or L1",
            "the player's network; for the attack that is transferred, only that of another player", "a low return"))
        .withSabotage("no frame is changed but by random signs and the opposite step")
        .withSham("random signs and the opposite step are half as long")
        .withSeconds(10)
        .provenBy(Profile.FULL);
  }
}
