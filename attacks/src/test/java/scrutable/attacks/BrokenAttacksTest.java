package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.blackbox.Square;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.RandomNoise;

/// Do the checks check anything? Every broken attack must be rejected, by the check made for its mistake.
class BrokenAttacksTest {

  @TestFactory
  List<DynamicTest> everyBrokenAttackIsRejected() {
    List<DynamicTest> tests = new ArrayList<>();
    BrokenAttacks.all(AttackChecks.network()).forEach((name, broken) ->
        tests.add(DynamicTest.dynamicTest("an attack that " + name + " is rejected", () -> {
          Executable check = checks(broken.norm(), broken.attack()).get(broken.rejectedBy());
          assertNotNull(check, "there is no check named: " + broken.rejectedBy());
          assertRejected(check);
        })));
    return tests;
  }

  @Test
  void theAttackThatTheyAreVariationsOfPasses() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      checks(norm, BrokenAttacks::sound).forEach((name, check) -> assertDoesNotThrow(check, name));
    }
  }

  @Test
  void soundAttacksOfTheOtherFamiliesPassWhatTheirBrokenVariationsFail() {
    Map<String, Executable> square = checks(Norm.LINF, new Square(700)::perturb);
    assertDoesNotThrow(square.get("of a linear victim it breaks exactly what can be broken"));
    AttackChecks sparse = AttackChecks.of(Norm.L1,
        eps -> new ProjectedGradientDescent(40, Math.max(eps / 16, 1e-6)));
    assertDoesNotThrow(sparse.strengthAtTheBox().get("it uses pixels that are black or white"));
  }

  @Test
  void noiseIsHonestButNotStrong() {
    AttackChecks checks = AttackChecks.of(Norm.LINF, RandomNoise.signs());
    checks.honesty().forEach((name, check) -> assertDoesNotThrow(check, name));
    assertRejected(checks.strength().get("of a linear victim it breaks exactly what can be broken"));
    assertRejected(checks.strength().get("it breaks more than noise of the same size"));
  }

  @Test
  void restartsThatForgetTheirWinsAreRejected() {
    assertThrows(AssertionError.class, () -> AttackChecks.keepsWins(Ball.linf(0.3),
        tries -> BrokenAttacks.forgetsEarlierTries(RandomNoise.uniform(), tries)));
  }

  private static Map<String, Executable> checks(Norm norm, FixedBudgetAttack<WhiteBox> attack) {
    AttackChecks checks = AttackChecks.of(norm, attack);
    Map<String, Executable> all = new LinkedHashMap<>(checks.honesty());
    all.putAll(checks.strength());
    if (norm == Norm.L1) {
      all.putAll(checks.strengthAtTheBox());
    }
    return all;
  }

  /// A check may fail by an assertion, or the judge may refuse the images on the way.
  private static void assertRejected(Executable check) {
    try {
      check.execute();
    } catch (AssertionError | IllegalStateException rejected) {
      return;
    } catch (Throwable other) {
      throw new AssertionError("the attack failed by itself", other);
    }
    fail("the check accepts this attack");
  }
}
