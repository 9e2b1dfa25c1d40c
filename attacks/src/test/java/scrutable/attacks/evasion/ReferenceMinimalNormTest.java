package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.tensor.Rng;
import scrutable.tensor.io.Safetensors;

/// DeepFool, DDN, Carlini-Wagner and FAB against a second implementation with the gradients of PyTorch, which
/// works on one image at a time and projects by halving intervals: element by element, in float64. See
/// PROVENANCE.md beside the files.
class ReferenceMinimalNormTest {
  private static final int ATTACKED = 6;

  @ParameterizedTest
  @CsvSource({
    "mlp, deepfool_l2", "mlp, deepfool_linf", "cnn, deepfool_l2", "cnn, deepfool_linf",
    "mlp, ddn_l2", "cnn, ddn_l2", "mlp, cw_l2", "cnn, cw_l2", "mlp, cw_confident_l2", "cnn, cw_confident_l2",
    "mlp, fab_linf", "mlp, fab_l2", "mlp, fab_l1", "cnn, fab_linf", "cnn, fab_l2", "cnn, fab_l1",
    "mlp, fab_t_linf", "mlp, fab_t_l2", "mlp, fab_t_l1", "cnn, fab_t_linf", "cnn, fab_t_l2", "cnn, fab_t_l1"})
  void imagesAndDistancesAgree(String network, String attack) {
    Safetensors reference = ReferenceAttackTest.read(network);
    Safetensors expected = ReferenceAttackTest.read("minimal_norm_" + network);
    Classifier victim = ReferenceAttackTest.victim(network, reference);
    Norm norm = norm(attack);
    Examples examples = Examples.of(ReferenceAttackTest.images(reference),
        new Untargeted(reference.tensor("labels")), Rng.seed(0))
        .only(IntStream.range(0, ATTACKED).toArray());

    AttackResult result = attack(attack).run(victim, examples, norm, Box.UNIT);
    assertArrayEquals(expected.tensor(attack).toDoubleArray(), result.adversarial().toDoubleArray(), 1e-9);
    double[] distances = expected.tensor(attack + ".distances").toDoubleArray();
    for (int i = 0; i < ATTACKED; i++) {
      double distance = distances[i] == 0 ? Double.POSITIVE_INFINITY : distances[i];
      assertEquals(distance, result.distances()[i], 1e-9, "example " + i);
    }
  }

  private static MinimalNormAttack<WhiteBox> attack(String name) {
    return switch (name.substring(0, name.lastIndexOf('_'))) {
      case "deepfool" -> new DeepFool();
      case "ddn" -> new DecoupledDirectionNorm(100, 1, 0.05, AttackLoss.CROSS_ENTROPY);
      case "cw" -> new CarliniWagner(0, 100, 0.05, 6, 0.1);
      case "cw_confident" -> new CarliniWagner(0.5, 100, 0.05, 6, 0.1);
      case "fab" -> FastAdaptiveBoundary.toAnyClass(20);
      default -> FastAdaptiveBoundary.toRivals(20);
    };
  }

  private static Norm norm(String name) {
    return switch (name.substring(name.lastIndexOf('_') + 1)) {
      case "linf" -> Norm.LINF;
      case "l2" -> Norm.L2;
      default -> Norm.L1;
    };
  }
}
