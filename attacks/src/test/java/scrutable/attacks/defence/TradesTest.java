package scrutable.attacks.defence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Norm;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.nn.Losses;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Tanh;
import scrutable.nn.train.Objective;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

class TradesTest {
  private static final Batch BATCH = new Batch(Rng.seed(2).uniform(6, 4).to(DType.FLOAT64),
      Tensor.ofInts(new int[] {0, 1, 2, 0, 1, 2}, 6));
  private static final Ball BALL = Ball.linf(0.2).within(Box.unbounded());

  /// Two layers in float64, large enough weights that answers differ.
  private static Sequential network() {
    Rng rng = Rng.seed(3);
    return new Sequential(
        Linear.of(rng.normal(5, 4).to(DType.FLOAT64), rng.normal(5).to(DType.FLOAT64)), new Tanh(),
        Linear.of(rng.normal(3, 5).to(DType.FLOAT64), rng.normal(3).to(DType.FLOAT64)));
  }

  private static double[] probabilities(Sequential network, Tensor inputs, int i) {
    double[] logits = network.forward(inputs).value().select(0, i).toDoubleArray();
    double sum = 0;
    for (double logit : logits) {
      sum += StrictMath.exp(logit);
    }
    double[] p = new double[logits.length];
    for (int k = 0; k < p.length; k++) {
      p[k] = StrictMath.exp(logits[k]) / sum;
    }
    return p;
  }

  @Test
  void theLossIsTheCrossEntropyPlusBetaTimesTheDivergenceOfTheMovedAnswers() {
    Sequential network = network();
    Trades trades = new Trades(BALL, 5, 0.1, 6, Rng.seed(1));
    Tensor moved = trades.mostDifferent(network, BATCH.inputs(), Rng.seed(1).split(7L));
    double expected = 0;
    for (int i = 0; i < 6; i++) {
      double[] clean = probabilities(network, BATCH.inputs(), i);
      double[] there = probabilities(network, moved, i);
      expected -= StrictMath.log(clean[(int) BATCH.labels().get(i)]) / 6;
      for (int k = 0; k < 3; k++) {
        expected += 6 * clean[k] * StrictMath.log(clean[k] / there[k]) / 6;
      }
    }
    assertEquals(expected, trades.of(network, BATCH, 7).loss().item(), 1e-12);
  }

  /// With many long steps in LINF the moved images are corners of the ball, which a tiny change of a weight
  /// leaves where they are; so the difference quotient of the whole loss is the gradient at fixed images.
  @Test
  void theGradientGoesThroughBothAnswers() {
    Sequential network = network();
    Trades trades = new Trades(BALL, 4, 1, 6, Rng.seed(1));
    Gradients gradients = Gradients.of(trades.of(network, BATCH, 0).loss(), network.parameters());
    double h = 1e-6;
    for (Parameter parameter : network.parameters()) {
      double[] gradient = gradients.get(parameter).toDoubleArray();
      Tensor value = parameter.value();
      double[] quotients = new double[gradient.length];
      for (int j = 0; j < gradient.length; j++) {
        quotients[j] = (lossWith(trades, network, parameter, value, j, h)
            - lossWith(trades, network, parameter, value, j, -h)) / (2 * h);
      }
      parameter.assign(value);
      assertArrayEquals(quotients, gradient, 1e-7);
    }
  }

  private static double lossWith(Trades trades, Sequential network, Parameter parameter, Tensor value,
      int place, double change) {
    double[] changed = value.toDoubleArray();
    changed[place] += change;
    parameter.assign(Tensor.of(changed, value.shape()));
    return trades.of(network, BATCH, 0).loss().item();
  }

  @Test
  void theSearchStartsCloseToTheImageButNotThere() {
    Trades hardlyMoving = new Trades(BALL, 1, 1e-9, 6, Rng.seed(1));
    Tensor moved = hardlyMoving.mostDifferent(network(), BATCH.inputs(), Rng.seed(5));
    double[] noise = moved.sub(BATCH.inputs()).toDoubleArray();
    double square = 0;
    for (double change : noise) {
      assertTrue(change != 0 && Math.abs(change) < 0.005, "started at a distance of " + change);
      square += change * change;
    }
    assertEquals(0.001, Math.sqrt(square / noise.length), 0.0004);
  }

  /// The answer of a linear classifier depends on `w.x` alone, so it changes most at one of two corners of
  /// the ball, `x + eps sign(w)` or `x - eps sign(w)`.
  @Test
  void ofALinearClassifierTheSearchFindsACornerOfTheBall() {
    double[] weights = {2, -1, 0.5, 3};
    Linear linear = Linear.of(Tensor.of(new double[] {0, 0, 0, 0, 2, -1, 0.5, 3}, 2, 4),
        Tensor.of(new double[2], 2));
    Trades trades = new Trades(BALL, 10, 0.05, 6, Rng.seed(1));
    double[] change = trades.mostDifferent(linear, BATCH.inputs(), Rng.seed(5)).sub(BATCH.inputs())
        .toDoubleArray();
    for (int i = 0; i < 6; i++) {
      double side = Math.signum(change[4 * i]);
      for (int j = 0; j < 4; j++) {
        assertEquals(0.2 * side * Math.signum(weights[j]), change[4 * i + j], 1e-12);
      }
    }
  }

  @Test
  void theSearchSeesTheEvaluatedNetworkAndTheLossTheTrainingOne() {
    ModeWitness network = new ModeWitness(network());
    new Trades(BALL, 3, 0.1, 6, Rng.seed(1)).of(network, BATCH, 0);
    assertEquals(List.of(false, false, false, false, true, true), network.seen());
  }

  @Test
  void withoutTheSecondTermItIsPlainTraining() {
    Dataset data = StrongAndWeak.generate(300, Rng.seed(5));
    Linear plain = StrongAndWeak.train(Objective.ofLogits(Losses::crossEntropy), data);
    Linear trades = StrongAndWeak.train(new Trades(StrongAndWeak.BALL, 2, 0.4, 0, Rng.seed(1)), data);
    assertArrayEquals(plain.weight().value().toFloatArray(), trades.weight().value().toFloatArray(), 1e-6f);
  }

  @Test
  void aLargerBetaTradesAccuracyForRobustness() {
    Dataset training = StrongAndWeak.generate(1_000, Rng.seed(5));
    Dataset test = StrongAndWeak.generate(1_000, Rng.seed(6));
    double[] robust = new double[3];
    double[] betas = {0, 0.3, 1};
    for (int i = 0; i < robust.length; i++) {
      Trades trades = new Trades(StrongAndWeak.BALL, 2, 0.4, betas[i], Rng.seed(1));
      robust[i] = StrongAndWeak.robustAccuracy(StrongAndWeak.train(trades, training), test);
    }
    assertTrue(robust[0] < robust[1] && robust[1] < robust[2], Arrays.toString(robust));
    assertEquals(StrongAndWeak.shareOfStrong(test), robust[2], 0.05);
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Trades(BALL, 0, 0.1, 1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new Trades(BALL, 1, 0, 1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class, () -> new Trades(BALL, 1, 0.1, -1, Rng.seed(1)));
    assertThrows(IllegalArgumentException.class,
        () -> new Trades(BALL.withEps(Double.POSITIVE_INFINITY), 1, 0.1, 1, Rng.seed(1)));
  }

  /// So sure of itself that its probabilities are 0 and 1 to the last bit: the divergence has no slope at all.
  @Test
  void whereThereIsNoSlopeTheSearchGoesSomewhereInL2AndNowhereInLinf() {
    Rng rng = Rng.seed(3);
    Sequential sure = new Sequential(Linear.of(rng.normal(3, 4).mul(1e6).to(DType.FLOAT64),
        rng.normal(3).to(DType.FLOAT64)));
    for (Norm norm : new Norm[] {Norm.L2, Norm.LINF}) {
      Ball ball = new Ball(norm, 1, Box.unbounded());
      Tensor moved = new Trades(ball, 1, 0.5, 6, rng).mostDifferent(sure, BATCH.inputs(), Rng.seed(1));
      for (double distance : norm.of(moved.sub(BATCH.inputs()))) {
        assertEquals(norm == Norm.L2 ? 0.5 : 0, distance, 0.01);
      }
    }
  }
}
