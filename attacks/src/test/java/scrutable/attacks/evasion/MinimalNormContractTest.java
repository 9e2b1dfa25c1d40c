package scrutable.attacks.evasion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.MinimalNormChecks;
import scrutable.attacks.Norm;
import scrutable.attacks.WhiteBox;

/// Every attack that looks for the nearest image keeps the same contract; see [MinimalNormChecks].
class MinimalNormContractTest {

  @TestFactory
  List<DynamicContainer> everyAttackIsHonestAndStrong() {
    List<DynamicContainer> all = new ArrayList<>();
    for (Norm norm : new Norm[] {Norm.L2, Norm.LINF}) {
      all.add(container("DeepFool", norm, 0.021, new DeepFool(1, 0), new DeepFool()));
    }
    all.add(container("DDN", Norm.L2, 0.02, new DecoupledDirectionNorm(5), new DecoupledDirectionNorm(100)));
    all.add(container("Carlini-Wagner", Norm.L2, 0.1, new CarliniWagner(0, 12, 0.1, 2, 1),
        new CarliniWagner(0, 120, 0.05, 5, 0.1)));
    all.add(container("L-BFGS", Norm.L2, 0.05, new BoxConstrainedLbfgs(6, 3, 1, AttackLoss.MARGIN),
        new BoxConstrainedLbfgs(20, 8, 0.1, AttackLoss.MARGIN)));
    for (Norm norm : Norm.values()) {
      all.add(container("FAB", norm, 0.01, FastAdaptiveBoundary.toAnyClass(2),
          FastAdaptiveBoundary.toAnyClass(30)));
      all.add(container("FAB-T", norm, 0.01, FastAdaptiveBoundary.toRivals(2),
          FastAdaptiveBoundary.toRivals(30)));
    }
    return all;
  }

  /// Rules must be kept also by a search that is cut short and fails; strength takes many steps.
  private static DynamicContainer container(String name, Norm norm, double tolerance,
      MinimalNormAttack<WhiteBox> cheap, MinimalNormAttack<WhiteBox> strong) {
    return DynamicContainer.dynamicContainer(name + " " + norm, List.of(
        container("honesty", MinimalNormChecks.of(norm, tolerance, cheap).honesty()),
        container("strength", MinimalNormChecks.of(norm, tolerance, strong).strength())));
  }

  private static DynamicContainer container(String name, Map<String, Executable> checks) {
    return DynamicContainer.dynamicContainer(name, checks.entrySet().stream()
        .map(check -> DynamicTest.dynamicTest(check.getKey(), check.getValue())).toList());
  }
}
