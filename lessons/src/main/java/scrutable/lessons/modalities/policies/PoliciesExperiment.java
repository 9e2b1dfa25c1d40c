package scrutable.lessons.modalities.policies;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.attacks.policy.ForeignPattern;
import scrutable.attacks.policy.FrameAttack;
import scrutable.attacks.policy.ObservationBudget;
import scrutable.attacks.policy.ObservationGradientSign;
import scrutable.attacks.policy.PolicyAttackResult;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.reinforcement.Games;
import scrutable.nn.reinforcement.Policy;
import scrutable.tensor.Rng;

/// Two players learn to catch a ball, one from values, one from whole games. Then every frame is changed a little
/// before they see it.
///
/// Huang, Papernot, Goodfellow, Duan and Abbeel, "Adversarial attacks on neural network policies", 2017.
///
/// @param boards   that were played on
/// @param networks of the players
/// @param measured what each of them showed
record PoliciesExperiment(PoliciesBoards boards, Map<PoliciesPlayer, Module> networks,
    Map<PoliciesPlayer, Measurement> measured) {
  /// By how much each pixel may change, for the curves.
  static final double[] BUDGETS = {0, 0.005, 0.01, 0.02, 0.04, 0.08};
  /// The place of 0.04, with which the attack that is made for the other player is judged.
  private static final int TRANSFER = 4;

  /// How much is done.
  ///
  /// @param moves   of sixteen games side by side, which the first player learns from
  /// @param updates of the second player, after 64 games each
  /// @param games   how many are played under each attack
  record Effort(int moves, int updates, int games) {}

  /// What is done to the frames.
  enum Attack {
    STEP("one step"), L2("one step, L2"), L1("one step, L1"), TRANSFERRED("made for the other player"),
    FOREIGN("made for another frame"), RANDOM("random signs"), OPPOSITE("the opposite step");

    final String label;

    Attack(String label) {
      this.label = label;
    }

    //: code attacks
    FrameAttack on(WhiteBox player, WhiteBox other) {
      FrameAttack step = FrameAttack.of(player, new ObservationGradientSign());
      return switch (this) {
        case STEP, L2, L1 -> step;
        case TRANSFERRED -> FrameAttack.of(other, new ObservationGradientSign());
        case FOREIGN -> new ForeignPattern(step);
        case RANDOM -> FrameAttack.of(player, RandomNoise.signs());
        case OPPOSITE -> FrameAttack.of(player, new ObservationGradientSign(-1));
      };
    }

    Ball within(double eps, int size) {
      Norm norm = this == L2 ? Norm.L2 : this == L1 ? Norm.L1 : Norm.LINF;
      return ObservationBudget.of(norm, eps, size * size);
    }
    //: end
  }

  /// How much of its budget a change uses.
  ///
  /// @param attack  1, or 0 for attacks that do nothing
  /// @param control the same for random signs and the opposite step
  record Strength(double attack, double control) {
    double of(Attack which) {
      return which == Attack.RANDOM || which == Attack.OPPOSITE ? control : attack;
    }
  }

  /// What an attack did to a player.
  ///
  /// @param cost    by how much the mean return is lower
  /// @param changed the share of moves that the player would not have made
  /// @param moved   how far a frame was moved on average, as a share of the budget
  record Outcome(double cost, double changed, double moved) {}

  /// What a player showed.
  ///
  /// @param clean    the mean return of 500 games without an attack
  /// @param outcomes with the budget that is judged
  /// @param curves   the mean return against the budget, under some of the attacks
  record Measurement(double clean, Map<Attack, Outcome> outcomes, Map<Attack, double[]> curves) {
    Outcome of(Attack attack) {
      return outcomes.get(attack);
    }

    /// What an attack of 0.04 made for the other player costs more than random signs of that size.
    double transferred() {
      return curves.get(Attack.RANDOM)[TRANSFER] - curves.get(Attack.TRANSFERRED)[TRANSFER];
    }
  }

  /// Teaches both and attacks both.
  static PoliciesExperiment of(PoliciesBoards boards, Effort effort, Strength strength, Rng rng, Progress progress) {
    Map<PoliciesPlayer, Module> networks = new EnumMap<>(PoliciesPlayer.class);
    for (PoliciesPlayer player : PoliciesPlayer.values()) {
      networks.put(player, player.train(boards, effort, rng.split(player.label), progress));
    }
    Map<PoliciesPlayer, Measurement> measured = new EnumMap<>(PoliciesPlayer.class);
    networks.forEach((player, network) -> {
      var match = new Match(boards, Classifier.of(network), Classifier.of(networks.get(player.other())), effort.games,
          strength, rng);
      measured.put(player, match.measure(Policy.greedy(network), boards.budget(player)));
    });
    return new PoliciesExperiment(boards, networks, measured);
  }

  /// Who plays, and on what.
  ///
  /// @param player who is attacked
  /// @param other  who is attacked instead, to see what that does to the player
  /// @param games  how many are played under each attack
  private record Match(PoliciesBoards boards, WhiteBox player, WhiteBox other, int games, Strength strength, Rng rng) {
    Measurement measure(Policy policy, double eps) {
      double[] returns = Games.play(boards.toJudge().games(500, rng.split("examination")), policy);
      Map<Attack, Outcome> outcomes = new EnumMap<>(Attack.class);
      Map<Attack, double[]> curves = new EnumMap<>(Attack.class);
      for (Attack attack : Attack.values()) {
        PolicyAttackResult result = play(attack, strength.of(attack) * eps);
        double budget = attack.within(eps, boards.size()).eps();
        outcomes.put(attack, new Outcome(result.cost(), result.changedMoves(), result.meanDistance() / budget));
      }
      for (Attack attack : List.of(Attack.STEP, Attack.TRANSFERRED, Attack.RANDOM)) {
        curves.put(attack, Arrays.stream(BUDGETS)
            .map(each -> play(attack, strength.of(attack) * each).meanReturn()).toArray());
      }
      return new Measurement(Arrays.stream(returns).average().orElseThrow(), outcomes, curves);
    }

    //: code play
    /// The same games with and without the attack.
    private PolicyAttackResult play(Attack attack, double eps) {
      long seed = rng.split("attacked games").nextLong();
      return PolicyAttackResult.judge(player, () -> boards.toJudge().games(games, Rng.seed(seed)),
          attack.on(player, other), attack.within(eps, boards.size()), rng.split("attack"));
    }
    //: end
  }
}
