package scrutable.nn.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import scrutable.nn.generative.AdversarialGame.Rules;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A generator `a z + b` and a discriminator `c x + d`: every step can be written down.
class AdversarialGameTest {
  private static final Tensor REAL = Tensor.of(new double[] {2, 3}, 2, 1);
  private static final Tensor NOISE = Tensor.of(new double[] {-1, 0, 2}, 3, 1);
  private static final double RATE = 0.1;

  private final Linear generator = linear(1.5, -0.5);
  private final Linear discriminator = linear(0.8, 0.3);
  private final Sgd ofGenerator = new Sgd(generator.parameters(), RATE);
  private final Sgd ofDiscriminator = new Sgd(discriminator.parameters(), RATE);
  private final AdversarialGame game = new AdversarialGame(new AdversarialPair(generator, discriminator), ofGenerator,
      ofDiscriminator, 0.9);

  private static Linear linear(double weight, double bias) {
    return Linear.of(Tensor.of(new double[] {weight}, 1, 1), Tensor.of(new double[] {bias}, 1));
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static List<Double> numbers(Linear layer) {
    return List.of(layer.weight().value().item(), layer.bias().value().item());
  }

  @Test
  void theDiscriminatorsTurnIsOneStepOfGradientDescentAndLeavesTheGenerator() {
    double weight = 0;
    double bias = 0;
    double loss = 0;
    for (double x : REAL.toDoubleArray()) {
      double p = sigmoid(0.8 * x + 0.3);
      weight += (p - 0.9) * x / 2;
      bias += (p - 0.9) / 2;
      loss -= (0.9 * Math.log(p) + 0.1 * Math.log(1 - p)) / 2;
    }
    for (double z : NOISE.toDoubleArray()) {
      double x = 1.5 * z - 0.5;
      double p = sigmoid(0.8 * x + 0.3);
      weight += p * x / 3;
      bias += p / 3;
      loss -= Math.log(1 - p) / 3;
    }
    List<Double> before = numbers(generator);
    assertEquals(loss, game.discriminatorTurn(REAL, NOISE), 1e-14);
    assertEquals(0.8 - RATE * weight, discriminator.weight().value().item(), 1e-14);
    assertEquals(0.3 - RATE * bias, discriminator.bias().value().item(), 1e-14);
    assertEquals(before, numbers(generator));
  }

  @Test
  void theGeneratorsTurnIsOneStepTowardsBeingCalledRealAndLeavesTheDiscriminator() {
    double weight = 0;
    double bias = 0;
    double loss = 0;
    for (double z : NOISE.toDoubleArray()) {
      double p = sigmoid(0.8 * (1.5 * z - 0.5) + 0.3);
      weight += (p - 1) * 0.8 * z / 3;
      bias += (p - 1) * 0.8 / 3;
      loss -= Math.log(p) / 3;
    }
    List<Double> before = numbers(discriminator);
    assertEquals(loss, game.generatorTurn(NOISE), 1e-14);
    assertEquals(1.5 - RATE * weight, generator.weight().value().item(), 1e-14);
    assertEquals(-0.5 - RATE * bias, generator.bias().value().item(), 1e-14);
    assertEquals(before, numbers(discriminator));
  }

  /// In float32, as the noise of a game is.
  private static AdversarialGame small(Linear generator, Linear discriminator, double rate) {
    return new AdversarialGame(new AdversarialPair(generator, discriminator), new Sgd(generator.parameters(), rate),
        new Sgd(discriminator.parameters(), rate), 1);
  }

  @Test
  void aGameOfTwoTurnsIsTheTurnsOneAfterTheOtherWithTheRatesOfTheRules() {
    Tensor pictures = Rng.seed(1).normal(7, 2);
    Linear[] played = {new Linear(3, 2, Rng.seed(2)), new Linear(2, 1, Rng.seed(3))};
    List<Long> told = new ArrayList<>();
    small(played[0], played[1], RATE).play(pictures, Rules.of(2, 4, 3), Rng.seed(4), told::add);
    assertEquals(LongStream.of(1, 2).boxed().toList(), told);

    Linear[] byHand = {new Linear(3, 2, Rng.seed(2)), new Linear(2, 1, Rng.seed(3))};
    Rng draw = Rng.seed(4).split("draw");
    Rng noise = Rng.seed(4).split("noise");
    for (int turn = 0; turn < 2; turn++) {
      float[] real = new float[8];
      for (int i = 0; i < 4; i++) {
        int row = draw.nextInt(7);
        real[2 * i] = (float) pictures.get(row, 0);
        real[2 * i + 1] = (float) pictures.get(row, 1);
      }
      AdversarialGame one = small(byHand[0], byHand[1], RATE);
      one.discriminatorTurn(Tensor.wrap(real, 4, 2), noise.normal(4, 3));
      one.generatorTurn(noise.normal(4, 3));
    }
    for (int i = 0; i < 2; i++) {
      assertEquals(byHand[i].weight().value().toString(), played[i].weight().value().toString());
    }
  }

  @Test
  void ratesStayForTheFirstHalfAndFallToNothingOverTheSecond() {
    List<Double> rates = new ArrayList<>();
    Linear one = new Linear(3, 2, Rng.seed(2));
    Linear other = new Linear(2, 1, Rng.seed(3));
    Sgd steps = new Sgd(one.parameters(), 0.4);
    Sgd otherSteps = new Sgd(other.parameters(), 0.2);
    new AdversarialGame(new AdversarialPair(one, other), steps, otherSteps, 1)
        .play(Rng.seed(1).normal(7, 2), Rules.of(8, 4, 3), Rng.seed(4), done -> {
          rates.add(steps.learningRate());
          assertEquals(steps.learningRate() / 2, otherSteps.learningRate(), 1e-15);
        });
    double[] expected = {0.4, 0.4, 0.4, 0.4, 0.4, 0.3, 0.2, 0.1};
    for (int i = 0; i < 8; i++) {
      assertEquals(expected[i], rates.get(i), 1e-12);
    }
  }

  @Test
  void aFrozenDiscriminatorKeepsItsNumbersAndTheGeneratorLearnsAllTheSame() {
    Linear one = new Linear(3, 2, Rng.seed(2));
    Linear other = new Linear(2, 1, Rng.seed(3));
    String before = other.weight().value().toString();
    String generatorBefore = one.weight().value().toString();
    small(one, other, RATE).play(Rng.seed(1).normal(7, 2), Rules.of(3, 4, 3).withFrozenDiscriminator(), Rng.seed(4),
        done -> { });
    assertEquals(before, other.weight().value().toString());
    assertNotEquals(generatorBefore, one.weight().value().toString());
  }

  @Test
  void anOptimiserOfTheWrongPlayerIsRefused() {
    AdversarialPair pair = new AdversarialPair(generator, discriminator);
    String message = assertThrows(IllegalArgumentException.class,
        () -> new AdversarialGame(pair, ofDiscriminator, ofDiscriminator, 1)).getMessage();
    assertTrue(message.contains("optimiser of the generator"), message);
    assertThrows(IllegalArgumentException.class, () -> new AdversarialGame(pair, ofGenerator, ofGenerator, 1));
    assertThrows(IllegalArgumentException.class, () -> Rules.of(-1, 4, 3));
    assertThrows(IllegalArgumentException.class, () -> Rules.of(1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> Rules.of(1, 4, 0));
  }
}
