package scrutable.nn.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.layer.Linear;
import scrutable.tensor.Tensor;

/// A generator `a z + b` and a discriminator `c x + d`: every gradient can be written down.
class AdversarialTest {
  private static final double A = 1.5;
  private static final double B = -0.5;
  private static final double C = 0.8;
  private static final double D = 0.3;
  private static final Tensor REAL = Tensor.of(new double[] {2, 3}, 2, 1);
  private static final Tensor NOISE = Tensor.of(new double[] {-1, 0, 2}, 3, 1);

  private final Linear generator = linear(A, B);
  private final Linear discriminator = linear(C, D);
  private final AdversarialPair pair = new AdversarialPair(generator, discriminator);

  private static Linear linear(double weight, double bias) {
    return Linear.of(Tensor.of(new double[] {weight}, 1, 1), Tensor.of(new double[] {bias}, 1));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void theDiscriminatorsLossIsTheFormulaWithOneSideSmoothed() {
    double loss = 0;
    for (double x : REAL.toDoubleArray()) {
      double p = sigmoid(C * x + D);
      loss -= (0.9 * Math.log(p) + 0.1 * Math.log(1 - p)) / 2;
    }
    for (double z : NOISE.toDoubleArray()) {
      loss -= Math.log(1 - sigmoid(C * (A * z + B) + D)) / 3;
    }
    assertEquals(loss, pair.discriminatorLoss(REAL, NOISE, 0.9).item(), 1e-14);
  }

  @Test
  void theDiscriminatorsGradientIsThatOfTheFormula() {
    double slope = 0;
    for (double x : REAL.toDoubleArray()) {
      slope += (sigmoid(C * x + D) - 0.9) * x / 2;
    }
    for (double z : NOISE.toDoubleArray()) {
      double x = A * z + B;
      slope += sigmoid(C * x + D) * x / 3;
    }
    Variable loss = pair.discriminatorLoss(REAL, NOISE, 0.9);
    assertEquals(slope, Gradients.of(loss, discriminator.parameters()).get(discriminator.weight()).item(), 1e-14);
  }

  @Test
  void noGradientOfTheDiscriminatorsLossReachesTheGenerator() {
    Variable loss = pair.discriminatorLoss(REAL, NOISE, 1);
    String message = assertThrows(IllegalArgumentException.class,
        () -> Gradients.of(loss, generator.parameters())).getMessage();
    assertTrue(message.contains("does not depend on a target"), message);
    loss.backward();
    for (Parameter parameter : generator.parameters()) {
      assertEquals(null, parameter.gradient());
    }
    assertTrue(discriminator.weight().gradient().item() != 0);
  }

  @Test
  void theGeneratorsGradientPassesThroughTheDiscriminator() {
    double slope = 0;
    double loss = 0;
    for (double z : NOISE.toDoubleArray()) {
      double p = sigmoid(C * (A * z + B) + D);
      loss -= Math.log(p) / 3;
      slope += (p - 1) * C * z / 3;
    }
    assertEquals(loss, pair.generatorLoss(NOISE).item(), 1e-14);
    Gradients gradients = Gradients.of(pair.generatorLoss(NOISE), generator.parameters());
    assertEquals(slope, gradients.get(generator.weight()).item(), 1e-14);
  }

  /// Both pull a made picture to where the logit is higher; only one of them still pulls when the game is lost.
  @Test
  void whereTheDiscriminatorIsSureOnlyTheNonSaturatingLossHasAGradient() {
    Variable lost = Variable.tracked(Tensor.of(new double[] {-20}, 1));
    assertEquals(-1, Gradients.of(AdversarialLosses.generator(lost), lost).get(lost).item(), 1e-8);
    assertEquals(-sigmoid(-20),
        Gradients.of(AdversarialLosses.generatorSaturating(lost), lost).get(lost).item(), 1e-20);
  }

  @Test
  void realAndMadePicturesGoThroughTheDiscriminatorSeparately() {
    List<Integer> batches = new ArrayList<>();
    Module watching = x -> {
      batches.add(x.size(0));
      return discriminator.forward(x);
    };
    new AdversarialPair(generator, watching).discriminatorLoss(REAL, NOISE, 1);
    assertEquals(List.of(2, 3), batches);
  }

  @Test
  void sharedParametersAndImpossibleTargetsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new AdversarialPair(generator, generator));
    assertThrows(IllegalArgumentException.class, () -> pair.discriminatorLoss(REAL, NOISE, 0));
    assertThrows(IllegalArgumentException.class, () -> pair.discriminatorLoss(REAL, NOISE, 1.1));
  }
}
