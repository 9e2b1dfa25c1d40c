package scrutable.attacks.evasion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.AttackChecks;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;

/// Every attack in a ball keeps the same contract; see [AttackChecks].
class AttackContractTest {
  private static final int STEPS = 40;

  @TestFactory
  List<DynamicContainer> everyAttackIsHonestAndStrong() {
    List<DynamicContainer> all = new ArrayList<>();
    for (Norm norm : Norm.values()) {
      all.add(honestAndStrong("FGSM", norm, eps -> new FastGradientSign()));
      all.add(honestAndStrong("FGSM on the margin", norm, eps -> new FastGradientSign(AttackLoss.MARGIN)));
    }
    for (Norm norm : Norm.values()) {
      all.add(honestAndStrong("PGD", norm, eps -> pgd(eps, true)));
      all.add(honestAndStrong("BIM", norm, eps -> new BasicIterativeMethod(STEPS, stepSize(eps))));
      all.add(honestAndStrong("APGD", norm, eps -> new AutoPgd(steps(norm), AttackLoss.CROSS_ENTROPY)));
      all.add(honestAndStrong("APGD on the margin", norm,
          eps -> new AutoPgd(steps(norm), AttackLoss.MARGIN)));
      AttackChecks rivals = AttackChecks.of(norm, new MultiTargetedAutoPgd(steps(norm), 2, AttackLoss.LOGIT))
          .untargetedOnly();
      all.add(container("APGD of all rivals " + norm + ", honesty", rivals.honesty()));
      all.add(container("APGD of all rivals " + norm + ", strength",
          norm == Norm.L1 ? rivals.strengthOfASearch() : rivals.strength()));
      all.add(honestAndStrong("PGD, last image", norm, eps -> pgd(eps, true).keeping(Keep.LAST)));
      all.add(honestAndStrong("PGD on the margin", norm, eps -> pgd(eps, true).climbing(AttackLoss.MARGIN)));
      all.add(honestAndStrong("PGD with restarts", norm, eps -> pgd(eps, true).withRestarts(3)));
    }
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      all.add(honestAndStrong("momentum", norm, eps -> new MomentumGradientSign(STEPS, stepSize(eps))));
    }
    return all;
  }

  @TestFactory
  List<DynamicContainer> iteratedAttacksInL1SpendElsewhereWhatTheBoxDoesNotTake() {
    return List.of(
        container("PGD", AttackChecks.of(Norm.L1, eps -> pgd(eps, true)).strengthAtTheBox()),
        container("BIM", AttackChecks.of(Norm.L1, eps -> pgd(eps, false)).strengthAtTheBox()),
        container("APGD", AttackChecks.of(Norm.L1, new AutoPgd(AttackLoss.MARGIN)).strengthAtTheBox()));
  }

  @TestFactory
  List<DynamicContainer> noiseIsHonest() {
    List<DynamicContainer> all = new ArrayList<>();
    for (Norm norm : Norm.values()) {
      all.add(container("random signs " + norm, AttackChecks.of(norm, RandomNoise.signs()).honesty()));
      all.add(container("uniform noise " + norm, AttackChecks.of(norm, RandomNoise.uniform()).honesty()));
      all.add(container("best of five noises " + norm,
          AttackChecks.of(norm, RandomNoise.uniform().withRestarts(5)).honesty()));
    }
    return all;
  }

  @Test
  void restartsKeepTheirWins() {
    AttackChecks.keepsWins(Ball.linf(0.1), tries -> RandomNoise.uniform().withRestarts(tries));
    AttackChecks.keepsWins(Ball.l2(0.4),
        tries -> new ProjectedGradientDescent(2, 0.2).withRestarts(tries));
  }

  private static ProjectedGradientDescent pgd(double eps, boolean randomStart) {
    return new ProjectedGradientDescent(STEPS, stepSize(eps), randomStart);
  }

  /// In L1 only two fifths of the steps are made in the ball itself.
  private static int steps(Norm norm) {
    return norm == Norm.L1 ? 100 : STEPS;
  }

  private static double stepSize(double eps) {
    return Math.max(2.5 * eps / STEPS, 1e-6);
  }

  private static DynamicContainer honestAndStrong(String name, Norm norm,
      DoubleFunction<FixedBudgetAttack<WhiteBox>> attackFor) {
    AttackChecks checks = AttackChecks.of(norm, attackFor);
    return DynamicContainer.dynamicContainer(name + " " + norm, List.of(
        container("honesty", checks.honesty()), container("strength", checks.strength())));
  }

  private static DynamicContainer container(String name, Map<String, Executable> checks) {
    return DynamicContainer.dynamicContainer(name, checks.entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue())).toList());
  }
}
