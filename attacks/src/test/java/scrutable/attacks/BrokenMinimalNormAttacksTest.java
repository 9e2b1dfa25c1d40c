package scrutable.attacks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/// Do the checks check anything? Every broken attack must be rejected, by the check made for its mistake.
class BrokenMinimalNormAttacksTest {

  @TestFactory
  List<DynamicTest> everyBrokenAttackIsRejected() {
    List<DynamicTest> tests = new ArrayList<>();
    BrokenMinimalNormAttacks.all().forEach((name, broken) ->
        tests.add(DynamicTest.dynamicTest("an attack that " + name + " is rejected", () -> {
          Executable check = checks(Norm.L2, broken.attack()).get(broken.rejectedBy());
          assertNotNull(check, "there is no check named: " + broken.rejectedBy());
          assertRejected(check);
        })));
    return tests;
  }

  @Test
  void theAttackThatTheyAreVariationsOfPasses() {
    for (Norm norm : new Norm[] {Norm.LINF, Norm.L2}) {
      checks(norm, BrokenMinimalNormAttacks::sound).forEach((name, check) -> assertDoesNotThrow(check, name));
    }
  }

  private static Map<String, Executable> checks(Norm norm, MinimalNormAttack<WhiteBox> attack) {
    MinimalNormChecks checks = MinimalNormChecks.of(norm, 0.05, attack);
    Map<String, Executable> all = new LinkedHashMap<>(checks.honesty());
    all.putAll(checks.strength());
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
