package scrutable.attacks.evasion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Goal;
import scrutable.attacks.Targeted;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;
import scrutable.tensor.io.Safetensors;

/// FGSM and PGD against the images that a second implementation, with the gradients of PyTorch, made of the
/// same images and weights: element by element. See PROVENANCE.md beside the files.
class ReferenceAttackTest {
  private static final double EXACT = 1e-12;

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "cnn"})
  void logitsLossesAndInputGradientsAgree(String network) {
    Safetensors reference = read(network);
    WhiteBox.LossGradient at = victim(network, reference).lossGradient(AttackLoss.CROSS_ENTROPY,
        images(reference), new Untargeted(reference.tensor("labels")));
    assertClose(reference.tensor("logits"), at.logits());
    assertClose(reference.tensor("loss"), at.losses());
    assertClose(reference.tensor("gradient.input"), at.gradient());
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "cnn"})
  void fastGradientSignAgrees(String network) {
    assertAgrees(network, "fgsm", new FastGradientSign(), Ball.linf(0.1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "cnn"})
  void iterationsInLinfAgree(String network) {
    assertAgrees(network, "pgd_linf", withoutChoices(10, 0.02), Ball.linf(0.1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "cnn"})
  void iterationsInL2Agree(String network) {
    assertAgrees(network, "pgd_l2", withoutChoices(10, 0.1), Ball.l2(0.5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pgd_linf", "pgd_l2", "pgd_linf_targeted", "pgd_l2_targeted"})
  void theLossOfEveryIterationAgrees(String name) {
    for (String network : new String[] {"mlp", "cnn"}) {
      Safetensors reference = read(network);
      Goal goal = goal(reference, name);
      List<Tensor> seen = new ArrayList<>();
      AttackLoss listening = (logits, wanted) -> {
        Variable losses = AttackLoss.CROSS_ENTROPY.perExample(logits, wanted);
        seen.add(losses.value().keep());
        return losses;
      };
      boolean linf = name.startsWith("pgd_linf");
      new ProjectedGradientDescent(10, linf ? 0.02 : 0.1, false).climbing(listening).perturb(
          victim(network, reference), examples(reference, goal), linf ? Ball.linf(0.1) : Ball.l2(0.5));
      Tensor expected = reference.tensor(name + ".losses");
      assertEquals(expected.size(0), seen.size());
      for (int step = 0; step < seen.size(); step++) {
        assertClose(expected.select(0, step).mul(goal.direction()), seen.get(step));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "cnn"})
  void theLayersInFloat32GiveTheSameLogitsAndAPictureThatIsOffByRoundingOnly(String network) {
    Safetensors reference = read(network);
    Module layers = layers(network);
    layers.load(reference.under("model."));
    Tensor images = reference.tensor("input");
    Classifier victim = Classifier.of(layers);
    assertArrayEquals(reference.tensor("logits").toDoubleArray(), victim.logits(images).toDoubleArray(),
        1e-5);
    Tensor adversarial = new FastGradientSign().perturb(victim,
        Examples.of(images, goal(reference, "fgsm"), Rng.seed(0)), Ball.linf(0.1));
    assertArrayEquals(reference.tensor("fgsm").toDoubleArray(), adversarial.toDoubleArray(), 1e-6);
    Tensor many = withoutChoices(10, 0.02).perturb(victim,
        Examples.of(images, goal(reference, "pgd_linf"), Rng.seed(0)), Ball.linf(0.1));
    assertArrayEquals(reference.tensor("pgd_linf").toDoubleArray(), many.toDoubleArray(), 1e-6);
  }

  /// Success, judged by us, of the images made there.
  @ParameterizedTest
  @ValueSource(strings = {"mlp", "cnn"})
  void theReferenceImagesAreJudgedByTheirOwnLogits(String network) {
    Safetensors reference = read(network);
    for (String name : new String[] {"fgsm", "pgd_linf", "fgsm_targeted", "pgd_linf_targeted"}) {
      Goal goal = goal(reference, name);
      AttackResult result = AttackResult.judge(victim(network, reference), images(reference),
          reference.tensor(name), goal, Ball.linf(0.1));
      boolean[] before = goal.reached(reference.tensor("logits"));
      boolean[] expected = goal.reached(reference.tensor(name + ".logits"));
      for (int i = 0; i < expected.length; i++) {
        assertEquals(before[i] || expected[i], result.success()[i], name + " of example " + i);
      }
    }
  }

  private static ProjectedGradientDescent withoutChoices(int steps, double stepSize) {
    return new ProjectedGradientDescent(steps, stepSize, false).keeping(ProjectedGradientDescent.Keep.LAST);
  }

  private static void assertAgrees(String network, String name, FixedBudgetAttack<WhiteBox> attack, Ball ball) {
    Safetensors reference = read(network);
    for (String variant : new String[] {name, name + "_targeted"}) {
      Tensor adversarial = attack.perturb(victim(network, reference),
          examples(reference, goal(reference, variant)), ball);
      assertClose(reference.tensor(variant), adversarial);
    }
  }

  private static void assertClose(Tensor expected, Tensor actual) {
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), EXACT);
  }

  private static Goal goal(Safetensors reference, String name) {
    return name.endsWith("targeted") ? new Targeted(reference.tensor("targets"))
        : new Untargeted(reference.tensor("labels"));
  }

  private static Examples examples(Safetensors reference, Goal goal) {
    return Examples.of(images(reference), goal, Rng.seed(0));
  }

  static Tensor images(Safetensors reference) {
    return reference.tensor("input").to(DType.FLOAT64);
  }

  private static Module layers(String network) {
    Rng rng = Rng.seed(0);
    return network.equals("mlp")
        ? new Sequential(new Flatten(), new Linear(64, 16, rng), new Relu(), new Linear(16, 4, rng))
        : new Sequential(new Conv2d(1, 4, Window.square(3, 1, 1), rng), new Relu(), new MaxPool2d(2),
            new Conv2d(4, 6, 3, rng), new Relu(), new Flatten(), new Linear(24, 4, rng));
  }

  /// The same networks in float64, where two implementations agree to rounding.
  static Classifier victim(String network, Safetensors reference) {
    Map<String, Tensor> weights = reference.under("model.");
    return Classifier.of(network.equals("mlp")
        ? x -> linear(linear(x.reshape(x.size(0), -1), weights, "1").relu(), weights, "3")
        : x -> {
          Variable first = convolution(x, weights, "0", Window.square(3, 1, 1)).relu();
          Variable pooled = Functions.maxPool2d(first, Window.square(2, 2, 0));
          Variable second = convolution(pooled, weights, "3", Window.square(3, 1, 0)).relu();
          return linear(second.reshape(x.size(0), -1), weights, "6");
        });
  }

  private static Variable linear(Variable x, Map<String, Tensor> weights, String layer) {
    return x.matmul(constant(weights, layer + ".weight").t()).add(constant(weights, layer + ".bias"));
  }

  private static Variable convolution(Variable x, Map<String, Tensor> weights, String layer, Window window) {
    return Functions.conv2d(x, constant(weights, layer + ".weight"), window)
        .add(constant(weights, layer + ".bias").reshape(1, -1, 1, 1));
  }

  private static Variable constant(Map<String, Tensor> weights, String name) {
    return Variable.constant(weights.get(name).to(DType.FLOAT64));
  }

  static Safetensors read(String network) {
    try {
      return Safetensors.read(Path.of(ReferenceAttackTest.class
          .getResource("/scrutable/attacks/reference/" + network + ".safetensors").toURI()));
    } catch (IOException | URISyntaxException problem) {
      throw new IllegalStateException(problem);
    }
  }
}
