package scrutable.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import scrutable.autograd.Functions;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.tensor.DType;
import scrutable.tensor.Indexing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Losses")
class LossesTest {
  private final Rng rng = Rng.seed(7);
  private final Tensor labels = Tensor.ofInts(new int[] {2, 0, 1, 3, 3}, 5);

  private Variable logits() {
    return Variable.tracked(normal(5, 4));
  }

  private Tensor normal(int... shape) {
    return rng.normal(shape).to(DType.FLOAT64);
  }

  private static Tensor numbers(double... values) {
    return Tensor.of(values, values.length);
  }

  private static Variable variable(double... values) {
    return Variable.tracked(numbers(values));
  }

  @Test
  void whoeverKnowsNothingLosesTheLogarithmOfTheNumberOfClasses() {
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 5, 4);
    assertEquals(Math.log(4), Losses.crossEntropy(Variable.constant(zeros), labels).item(), 1e-15);
    assertEquals(Math.log(4), Losses.crossEntropy(Variable.constant(zeros), labels, 0.3).item(), 1e-15);
    assertEquals(Math.log(2), Losses.bceWithLogits(Variable.constant(zeros), zeros.add(1)).item(), 1e-15);
  }

  @Test
  void theGradientOfTheCrossEntropyIsPredictionMinusTarget() {
    Variable logits = logits();
    Tensor gradient = Gradients.of(Losses.crossEntropy(logits, labels), logits).get(logits);
    Tensor expected = Functions.softmax(logits).value().sub(Indexing.oneHot(labels, 4, DType.FLOAT64)).div(5);
    Reference.assertClose("gradient", expected, gradient, 1e-13);
  }

  @Test
  void classesAreTheSameAsOneHotProbabilities() {
    Variable logits = logits();
    Tensor oneHot = Indexing.oneHot(labels, 4, DType.FLOAT64);
    assertArrayEquals(Losses.crossEntropyPerExample(logits, labels).value().toDoubleArray(),
        Losses.crossEntropyPerExample(logits, oneHot).value().toDoubleArray());
    assertArrayEquals(
        Losses.weightedCrossEntropyPerExample(logits, labels, numbers(1, 2, 3, 4), 0).value().toDoubleArray(),
        Losses.weightedCrossEntropyPerExample(logits, oneHot, numbers(1, 2, 3, 4), 0).value().toDoubleArray());
  }

  @Test
  void theWeightedMeanOfSoftTargetsIsOverExamplesAndThatOfClassesOverTheirWeights() {
    Variable logits = Variable.constant(Tensor.of(new double[] {0, Math.log(3), Math.log(3), 0}, 2, 2));
    Tensor weights = numbers(2, 4);
    Tensor soft = Tensor.of(new double[] {0.5, 0.5, 1, 0}, 2, 2);
    double sum = 0.5 * 2 * Math.log(4) + 0.5 * 4 * Math.log(4 / 3.0) + 2 * Math.log(4 / 3.0);
    assertEquals(sum / 2, Losses.weightedCrossEntropy(logits, soft, weights).item(), 1e-15);
    Tensor classes = Tensor.ofInts(new int[] {1, 0}, 2);
    assertEquals(Math.log(4 / 3.0), Losses.weightedCrossEntropy(logits, classes, weights).item(), 1e-15);
    Tensor oneHot = Tensor.of(new double[] {0, 1, 1, 0}, 2, 2);
    assertEquals(3 * Math.log(4 / 3.0), Losses.weightedCrossEntropy(logits, oneHot, weights).item(), 1e-15);
  }

  @Test
  void smoothedLabelsAreAMixtureWithTheUniformDistribution() {
    Variable logits = logits();
    Tensor mixture = Indexing.oneHot(labels, 4, DType.FLOAT64).mul(0.8).add(0.05);
    assertEquals(Losses.crossEntropy(logits, mixture).item(),
        Losses.crossEntropy(logits, labels, 0.2).item(), 1e-15);
  }

  @Test
  void equalWeightsOfAnySizeChangeNothing() {
    Variable logits = logits();
    assertEquals(Losses.crossEntropy(logits, labels).item(),
        Losses.weightedCrossEntropy(logits, labels, numbers(3, 3, 3, 3)).item(), 1e-14);
  }

  @Test
  void aClassOfWeightZeroDoesNotCount() {
    Variable logits = logits();
    Tensor kept = Losses.crossEntropyPerExample(logits, labels).value();
    double expected = (kept.get(0) + kept.get(1) + kept.get(2)) / 3;
    assertEquals(expected, Losses.weightedCrossEntropy(logits, labels, numbers(1, 1, 1, 0)).item(), 1e-14);
  }

  @Test
  void logitsMayHaveMoreAxesAsInALanguageModel() {
    Tensor z = normal(2, 3, 4);
    Tensor next = Tensor.ofInts(new int[] {0, 1, 2, 3, 2, 1}, 2, 3);
    Tensor perToken = Losses.crossEntropyPerExample(Variable.constant(z), next).value();
    assertArrayEquals(new int[] {2, 3}, perToken.shape());
    Tensor flat = Losses.crossEntropyPerExample(Variable.constant(z.reshape(6, 4)), next.reshape(6)).value();
    assertArrayEquals(flat.toDoubleArray(), perToken.toDoubleArray());
  }

  @Test
  void everyLossIsTheMeanOfItsExamples() {
    Variable z = logits();
    Tensor target = normal(5, 4);
    Tensor signs = target.sign();
    Tensor yes = signs.add(1).div(2);
    Variable distribution = Functions.softmax(Variable.constant(target));
    Variable logProbabilities = Functions.logSoftmax(z);
    assertMean(Losses.crossEntropy(z, labels), Losses.crossEntropyPerExample(z, labels));
    assertMean(Losses.crossEntropy(z, labels, 0.1), Losses.crossEntropyPerExample(z, labels, 0.1));
    assertMean(Losses.bceWithLogits(z, yes), Losses.bceWithLogitsPerExample(z, yes));
    assertMean(Losses.hinge(z, signs), Losses.hingePerExample(z, signs));
    assertMean(Losses.multiclassHinge(z, labels), Losses.multiclassHingePerExample(z, labels));
    assertMean(Losses.summedHinge(z, labels), Losses.summedHingePerExample(z, labels));
    assertMean(Losses.mse(z, target), Losses.msePerExample(z, target));
    assertMean(Losses.l1(z, target), Losses.l1PerExample(z, target));
    assertMean(Losses.huber(z, target, 0.5), Losses.huberPerExample(z, target, 0.5));
    assertMean(Losses.kl(logProbabilities, distribution),
        Losses.klPerExample(logProbabilities, distribution));
  }

  private static void assertMean(Variable loss, Variable perExample) {
    assertArrayEquals(new int[] {5}, perExample.shape());
    assertEquals(0, loss.rank());
    assertEquals(perExample.value().mean().item(), loss.item(), 1e-14);
    assertTrue(loss.item() > 0);
  }

  @Test
  @DisplayName("binary cross-entropy does not overflow: at z = 1000 it is 1000; at -40 its slope is e^-40")
  void binaryCrossEntropyIsRightFarOut() {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      Variable z = Variable.tracked(numbers(1000, -1000, -40, 40).to(dtype));
      Variable loss = Losses.bceWithLogitsPerExample(z, numbers(0, 1, 0, 1).to(dtype));
      assertArrayEquals(new double[] {1000, 1000, 0, 0}, loss.value().toDoubleArray(), 1e-15);
      Tensor gradient = Gradients.of(loss.sum(), z).get(z);
      assertEquals(1, gradient.get(0));
      assertEquals(-1, gradient.get(1));
      assertEquals(1, gradient.get(2) / Math.exp(-40), 1e-5);
      assertEquals(-1, gradient.get(3) / Math.exp(-40), 1e-5);
    }
  }

  @Test
  void binaryCrossEntropyIsCrossEntropyOfTwoClasses() {
    Variable z = variable(-2, 0.5, 3);
    Variable pairs = Variable.stack(1, Variable.constant(Tensor.zeros(DType.FLOAT64, 3)), z);
    Tensor classes = Tensor.ofInts(new int[] {1, 0, 1}, 3);
    assertArrayEquals(Losses.crossEntropyPerExample(pairs, classes).value().toDoubleArray(),
        Losses.bceWithLogitsPerExample(z, classes.to(DType.FLOAT64)).value().toDoubleArray(), 1e-14);
  }

  @Test
  void huberIsSquaredNearAndAbsoluteFarAway() {
    Variable d = variable(0.1, -0.4, 2, -10);
    Tensor zero = Tensor.zeros(DType.FLOAT64, 4);
    assertArrayEquals(new double[] {0.005, 0.08, 0.5 * (2 - 0.25), 0.5 * (10 - 0.25)},
        Losses.huberPerExample(d, zero, 0.5).value().toDoubleArray(), 1e-15);
    assertEquals(Losses.mse(d, zero).item() / 2, Losses.huber(d, zero, 100).item(), 1e-14);
    Tensor gradient = Gradients.of(Losses.huberPerExample(d, zero, 0.5).sum(), d).get(d);
    assertArrayEquals(new double[] {0.1, -0.4, 0.5, -0.5}, gradient.toDoubleArray(), 1e-15);
  }

  /// At a difference of exactly 0 the absolute value has a corner, the loss has none.
  @Test
  void theSecondDerivativeOfHuberIsOneInsideAlsoAtZeroAndNoneOutside() {
    Variable d = variable(0, -0.0, 0.1, -0.4, 2, -10);
    Variable loss = Losses.huberPerExample(d, Tensor.zeros(DType.FLOAT64, 6), 0.5).sum();
    Variable first = Gradients.of(loss, List.of(d), Gradients.Options.CREATE_GRAPH).variable(d);
    assertArrayEquals(new double[] {1, 1, 1, 1, 0, 0}, Gradients.of(first.sum(), d).get(d).add(0.0).toDoubleArray(),
        1e-15);
  }

  /// The smooth losses at their middle, where a formula by cases would have its corner.
  @Test
  void smoothLossesHaveTheirSecondDerivativeAtExactlyZero() {
    Variable z = variable(0, 0);
    Variable mse = Losses.mse(z, Tensor.zeros(DType.FLOAT64, 2));
    Variable first = Gradients.of(mse, List.of(z), Gradients.Options.CREATE_GRAPH).variable(z);
    assertArrayEquals(new double[] {1, 1}, Gradients.of(first.sum(), z).get(z).toDoubleArray(), 1e-15);
    Variable bce = Losses.bceWithLogits(z, Tensor.of(new double[] {0, 1}, 2));
    first = Gradients.of(bce, List.of(z), Gradients.Options.CREATE_GRAPH).variable(z);
    assertArrayEquals(new double[] {0.125, 0.125}, Gradients.of(first.sum(), z).get(z).toDoubleArray(), 1e-15);
  }

  @Test
  void theDivergenceFromOneselfIsZeroAndPositiveOtherwise() {
    Variable p = Functions.softmax(logits());
    assertEquals(0, Losses.kl(p.log(), p).item(), 1e-15);
    Variable q = Functions.softmax(logits());
    assertTrue(Losses.klPerExample(q.log(), p).value().min().item() > 0);
  }

  @Test
  void whatIsImpossibleAndNotWantedAddsNothing() {
    double inf = Double.POSITIVE_INFINITY;
    Variable z = variable(0.5, 1, -inf);
    Variable logProbabilities = Functions.logSoftmax(z);
    Variable divergence = Losses.kl(logProbabilities, numbers(0.4, 0.6, 0));
    double first = 1 / (1 + Math.exp(0.5));
    assertEquals(0.4 * Math.log(0.4 / first) + 0.6 * Math.log(0.6 / (1 - first)), divergence.item(), 1e-15);
    assertArrayEquals(new double[] {-0.4, -0.6, 0},
        Gradients.of(divergence, logProbabilities).get(logProbabilities).toDoubleArray());
    assertEquals(inf, Losses.kl(logProbabilities, numbers(0.4, 0.5, 0.1)).item());
    assertEquals(-Math.log(first), Losses.crossEntropy(z, Tensor.ofInts(new int[] {0})).item(), 1e-15);

    Variable sure = variable(inf, -inf, inf, -inf);
    assertArrayEquals(new double[] {0, 0, inf, inf},
        Losses.bceWithLogitsPerExample(sure, numbers(1, 0, 0, 1)).value().toDoubleArray());
    assertArrayEquals(new double[] {0, 0, 0, 0},
        Gradients.of(Losses.bceWithLogits(sure, numbers(1, 0, 1, 0)), sure).get(sure).toDoubleArray());
    Variable row = Variable.constant(Tensor.of(new double[] {3, -inf, 0, 1}, 1, 4));
    assertEquals(inf, Losses.summedHinge(row, Tensor.ofInts(new int[] {1}, 1)).item());
    assertEquals(0, Losses.multiclassHinge(Variable.constant(Tensor.of(new double[] {inf, 0, -inf, 3}, 1, 4)),
        Tensor.ofInts(new int[] {0}, 1)).item());
  }

  @Test
  void theDivergenceOfTwoCoinsIsTheFormulaAndZeroTimesLogZeroIsZero() {
    Variable q = Variable.constant(Tensor.of(new double[] {Math.log(0.25), Math.log(0.75)}, 1, 2));
    double expected = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
    assertEquals(expected, Losses.kl(q, Tensor.of(new double[] {0.5, 0.5}, 1, 2)).item(), 1e-15);
    assertEquals(Math.log(4), Losses.kl(q, Tensor.of(new double[] {1, 0}, 1, 2)).item(), 1e-15);
  }

  @Test
  void hingeForgetsWhatIsBeyondTheMargin() {
    Variable scores = variable(2, 0.5, -1, -3);
    Tensor signs = numbers(1, 1, 1, -1);
    assertArrayEquals(new double[] {0, 0.5, 2, 0},
        Losses.hingePerExample(scores, signs).value().toDoubleArray());
    Variable z = Variable.tracked(Tensor.of(new double[] {3, 2.5, 2.25, 0}, 1, 4));
    Tensor right = Tensor.ofInts(new int[] {0}, 1);
    assertEquals(0.5, Losses.multiclassHinge(z, right).item());
    assertEquals(0.75, Losses.summedHinge(z, right).item());
  }

  @Test
  void derivativesOfFirstAndSecondOrderAreRight() {
    Tensor z = normal(5, 4);
    Tensor target = normal(5, 4);
    Tensor weights = numbers(1, 2, 3, 4);
    GradientCheck.check(x -> Losses.weightedCrossEntropy(x[0], labels, weights, 0.1), z).require();
    GradientCheck.checkSecondOrder(x -> Losses.crossEntropy(x[0], labels), z).require();
    GradientCheck.checkSecondOrder(x -> Losses.bceWithLogits(x[0], target.sign().add(1).div(2)), z).require();
    GradientCheck.checkSecondOrder(x -> Losses.mse(x[0], target), z).require();
    Function<Variable[], Variable> divergence =
        x -> Losses.kl(Functions.logSoftmax(x[0]), Functions.softmax(x[1]));
    GradientCheck.check(divergence, z, target).require();
    GradientCheck.checkSecondOrder(divergence, z, target).require();
  }

  @Test
  void errorsTellWhatDoesNotFit() {
    Variable z = Variable.constant(Tensor.zeros(5, 4));
    assertMessage("crossEntropy: logits (..., K) go with int32 labels (...) or probabilities (..., K); got"
        + " logits (5, 4) and float32 labels (5,)", () -> Losses.crossEntropy(z, Tensor.zeros(5)));
    assertMessage("crossEntropy: logits (..., K) go with int32 labels (...) or probabilities (..., K); got"
        + " logits (5, 4) and int32 labels (4,)", () -> Losses.crossEntropy(z, Tensor.range(4)));
    assertMessage("oneHot: label 4 at position 4, but there are 4 classes; labels begin at 0 and end at 3",
        () -> Losses.crossEntropy(z, Tensor.range(5)));
    assertMessage("crossEntropy: smoothing should lie in [0, 1], not 1.5",
        () -> Losses.crossEntropy(z, labels, 1.5));
    assertMessage("weightedCrossEntropy: the weights should be (4,), one per class of the logits (5, 4), not"
        + " (5,)",
        () -> Losses.weightedCrossEntropy(z, labels, Tensor.ones(5)));
    assertMessage("weightedCrossEntropy: the weights of the labels in this batch add up to 0.0; their mean is"
        + " not defined", () -> Losses.weightedCrossEntropy(z, labels, Tensor.zeros(4)));
    assertMessage("mse: predictions (5, 1) and targets (5,) should have the same shape; broadcasting would"
        + " compare every prediction with other targets, too",
        () -> Losses.mse(Variable.constant(Tensor.zeros(5, 1)), Tensor.zeros(5)));
    assertMessage("bceWithLogits: targets should lie in [0, 1], but reach from 2.0 to 2.0",
        () -> Losses.bceWithLogits(z, Tensor.full(2, DType.FLOAT32, 5, 4)));
    assertMessage("crossEntropy: target probabilities should not be negative, but the least is -0.5",
        () -> Losses.crossEntropy(z, Tensor.full(-0.5, DType.FLOAT32, 5, 4)));
    assertMessage("crossEntropy: target probabilities should not be negative, but the least is NaN",
        () -> Losses.crossEntropy(z, Tensor.full(Double.NaN, DType.FLOAT32, 5, 4)));
    assertMessage("kl: target probabilities should not be negative, but the least is -0.5",
        () -> Losses.kl(z, Tensor.full(-0.5, DType.FLOAT32, 5, 4)));
    assertMessage("kl: the largest log-probability is 0.25, but the logarithm of a probability is never positive;"
        + " logSoftmax makes them of logits, log of probabilities",
        () -> Losses.kl(z.add(0.25), Tensor.full(0.25, DType.FLOAT32, 5, 4)));
    assertMessage("hinge: signs should be 1 and -1; labels 0 and 1 become signs by 2 y - 1",
        () -> Losses.hinge(z, Tensor.zeros(5, 4)));
    assertMessage("huber: delta should be positive, not 0.0", () -> Losses.huber(z, Tensor.zeros(5, 4), 0));
    assertMessage("multiclassHinge: logits should be (N, K) and labels (N,), not (5, 4) and (4,)",
        () -> Losses.multiclassHinge(z, Tensor.range(4)));
  }

  private static void assertMessage(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  @Test
  void weightedLossesOfEveryExampleAddUpToTheirMean() {
    Variable logits = Variable.constant(Tensor.of(new double[] {1, 2, 0, -1, 0.5, 3}, 3, 2));
    Tensor labels = Tensor.ofInts(new int[] {0, 1, 1}, 3);
    Tensor weights = Tensor.of(new double[] {3, 0.5}, 2);
    double sum = Losses.weightedCrossEntropyPerExample(logits, labels, weights, 0.1).sum().item();
    assertEquals(sum / 4, Losses.weightedCrossEntropy(logits, labels, weights, 0.1).item(), 1e-15);
    Tensor targets = Tensor.of(new double[] {1, 0, 0, 1, 1, 0}, 3, 2);
    assertEquals(Losses.bceWithLogits(logits, targets, weights).item(),
        Losses.bceWithLogitsPerExample(logits, targets, weights).mean().item(), 1e-15);
  }

  @Test
  void weightsThatMakeNoSenseAreRefused() {
    Variable logits = Variable.constant(Tensor.zeros(3, 2));
    Tensor labels = Tensor.ofInts(new int[] {0, 1, 1}, 3);
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Losses.weightedCrossEntropy(logits, labels,
        Tensor.of(new float[] {-1, 2}, 2))).getMessage().contains("the least is -1.0"));
    assertTrue(assertThrows(IllegalArgumentException.class, () -> Losses.bceWithLogits(
        Variable.constant(Tensor.zeros(3)), Tensor.zeros(3), Tensor.ones(4, 1))).getMessage()
        .contains("the positive weight (4, 1) does not broadcast to the logits (3,)"));
  }
}
