package scrutable.nn.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static scrutable.nn.layer.ConvolutionLayersTest.assertMessage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Functions;
import scrutable.autograd.GradientCheck;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.nn.Module;
import scrutable.nn.Reference;
import scrutable.tensor.DType;
import scrutable.tensor.Reducing;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

@DisplayName("Batch, layer and group normalisation")
class NormalizationTest {
  private static final double EPS = 1e-5;
  private final Rng rng = Rng.seed(6);

  private Tensor normal(int... shape) {
    return rng.normalAround(2, 3, shape).to(DType.FLOAT64);
  }

  private static Tensor ones(int size) {
    return Tensor.full(1, DType.FLOAT64, size);
  }

  private static Tensor zeros(int size) {
    return Tensor.zeros(DType.FLOAT64, size);
  }

  /// Mean 0, and the variance that a variance of v has after division by v + eps.
  private static void assertStandardized(String what, Tensor before, Tensor after, int... axes) {
    Tensor mean = after.mean(false, axes);
    Tensor variance = Reducing.variance(before, 0, false, axes);
    Reference.assertClose(what + " mean", Tensor.zeros(DType.FLOAT64, mean.shape()), mean, 1e-12);
    Reference.assertClose(what + " variance", variance.div(variance.add(EPS)),
        Reducing.variance(after, 0, false, axes), 1e-12);
  }

  @Test
  void afterLayerNormEachRowHasMeanZeroAndVarianceOne() {
    Tensor x = normal(3, 4, 7);
    assertStandardized("row", x, LayerNorm.of(ones(7), zeros(7)).forward(x).value(), 2);
  }

  @Test
  void afterBatchNormEachChannelHasMeanZeroAndVarianceOne() {
    Tensor x = normal(5, 3, 2, 4);
    assertStandardized("channel", x, BatchNorm2d.of(ones(3), zeros(3)).forward(x).value(), 0, 2, 3);
  }

  @Test
  void afterGroupNormEachGroupOfEachExampleHasMeanZeroAndVarianceOne() {
    Tensor x = normal(3, 6, 2, 4);
    Tensor y = GroupNorm.of(3, ones(6), zeros(6)).forward(x).value();
    assertStandardized("group", x.reshape(3, 3, 2, 2, 4), y.reshape(3, 3, 2, 2, 4), 2, 3, 4);
  }

  @Test
  void aSingleVectorIsNormalisedAndDifferentiatedAsABatchOfOne() {
    Tensor x = normal(5);
    LayerNorm layer = LayerNorm.of(normal(5), normal(5));
    Variable alone = layer.forward(x);
    Variable inBatch = layer.forward(x.unsqueeze(0));
    assertArrayEquals(new int[] {5}, alone.shape());
    assertArrayEquals(inBatch.value().toDoubleArray(), alone.value().toDoubleArray());
    for (Parameter parameter : layer.parameters()) {
      Tensor gradient = Gradients.of(alone.square().sum(), parameter).get(parameter);
      assertArrayEquals(new int[] {5}, gradient.shape());
      assertArrayEquals(Gradients.of(inBatch.square().sum(), parameter).get(parameter).toDoubleArray(),
          gradient.toDoubleArray());
    }
  }

  @Test
  void epsKeepsConstantRowsAtZero() {
    Tensor constant = Tensor.full(7, DType.FLOAT64, 2, 4);
    assertEquals(0, LayerNorm.of(ones(4), zeros(4)).forward(constant).value().abs().max().item());
    double deviation = 1e-3;
    Tensor nearly = Tensor.of(new double[] {-deviation, deviation}, 1, 2);
    assertEquals(deviation / Math.sqrt(deviation * deviation + EPS),
        LayerNorm.of(ones(2), zeros(2)).forward(nearly).value().get(0, 1), 1e-12);
  }

  @Test
  void oneGroupIsLayerNormOfTheWholeImage() {
    Tensor x = normal(3, 4, 2, 2);
    Tensor rows = LayerNorm.of(ones(16), zeros(16)).forward(x.reshape(3, 16)).value();
    Reference.assertClose("one group", rows.reshape(3, 4, 2, 2),
        GroupNorm.of(1, ones(4), zeros(4)).forward(x).value(), 1e-13);
  }

  @Test
  void weightAndBiasScaleAndShiftEachChannel() {
    Tensor x = normal(4, 3, 2, 2);
    Tensor weight = normal(3);
    Tensor bias = normal(3);
    Tensor expected = BatchNorm2d.of(ones(3), zeros(3)).forward(x).value()
        .mul(weight.reshape(3, 1, 1)).add(bias.reshape(3, 1, 1));
    Reference.assertClose("affine", expected, BatchNorm2d.of(weight, bias).forward(x).value(), 1e-13);
  }

  @Test
  void batchNormOfSequencesAndFeaturesIsThatOfImages() {
    Tensor x = normal(4, 3, 5);
    Tensor weight = normal(3);
    Tensor bias = normal(3);
    Tensor images = BatchNorm2d.of(weight, bias).forward(x.unsqueeze(3)).value();
    Tensor sequences = BatchNorm1d.of(weight, bias).forward(x).value();
    Reference.assertClose("sequences", images.squeeze(3), sequences, 1e-15);
    Tensor features = normal(6, 3);
    Tensor pixels = BatchNorm2d.of(weight, bias).forward(features.reshape(6, 3, 1, 1)).value();
    Reference.assertClose("features", pixels.reshape(6, 3),
        BatchNorm1d.of(weight, bias).forward(features).value(), 1e-15);
  }

  @Test
  void runningStatisticsAreTheMovingAverageOfMeanAndUnbiasedVariance() {
    BatchNorm2d norm = BatchNorm2d.of(ones(3), zeros(3));
    Tensor mean = zeros(3);
    Tensor variance = ones(3);
    for (int batch = 1; batch <= 5; batch++) {
      Tensor x = normal(4, 3, 2, 3);
      norm.forward(x);
      Tensor batchMean = x.mean(false, 0, 2, 3);
      Tensor deviations = x.sub(batchMean.reshape(3, 1, 1));
      mean = mean.mul(0.9).add(batchMean.mul(0.1));
      variance = variance.mul(0.9).add(deviations.square().sum(false, 0, 2, 3).div(23).mul(0.1));
      Reference.assertClose("mean", mean, norm.state().get("running_mean"), 1e-13);
      Reference.assertClose("variance", variance, norm.state().get("running_var"), 1e-13);
      assertEquals(batch, norm.state().get("num_batches_tracked").item());
    }
    assertEquals(DType.INT32, norm.state().get("num_batches_tracked").dtype());
  }

  @Test
  void withMomentumOneOnlyTheLastBatchIsRemembered() {
    BatchNorm1d norm = new BatchNorm1d(2, 1, EPS);
    norm.forward(rng.normal(4, 2));
    Tensor last = rng.normal(4, 2);
    norm.forward(last);
    Reference.assertClose("mean", last.mean(false, 0), norm.state().get("running_mean"), 1e-6);
  }

  @Test
  void trainingAndEvaluationAgreeWhereTheRunningStatisticsAreThoseOfTheBatch() {
    Tensor x = normal(4, 3, 2, 5);
    BatchNorm2d norm = BatchNorm2d.of(normal(3), normal(3));
    Tensor trained = norm.forward(x).value();
    Map<String, Tensor> state = new LinkedHashMap<>(norm.state());
    state.put("running_mean", x.mean(false, 0, 2, 3));
    state.put("running_var", Reducing.variance(x, 0, false, 0, 2, 3));
    norm.load(state);
    Reference.assertClose("evaluation", trained, norm.evaluating(() -> norm.forward(x)).value(), 1e-12);
  }

  @Test
  void inEvaluationAnExampleDoesNotDependOnItsBatchAndLeavesNoTrace() {
    BatchNorm2d norm = BatchNorm2d.of(normal(3), normal(3));
    norm.forward(normal(4, 3, 2, 2));
    norm.eval();
    Map<String, Tensor> before = norm.state();
    Tensor x = normal(4, 3, 2, 2);
    Tensor together = norm.forward(x).value();
    Tensor alone = norm.forward(x.slice(0, 1, 2)).value();
    assertArrayEquals(together.slice(0, 1, 2).toDoubleArray(), alone.toDoubleArray());
    norm.state().forEach((name, value) ->
        assertArrayEquals(before.get(name).toDoubleArray(), value.toDoubleArray(), name));
  }

  @Test
  void inTrainingAnExampleDoesDependOnItsBatch() {
    BatchNorm2d norm = BatchNorm2d.of(ones(1), zeros(1));
    Tensor x = normal(4, 1, 2, 2);
    double difference = norm.forward(x).value().slice(0, 0, 2).sub(norm.forward(x.slice(0, 0, 2)).value())
        .abs().max().item();
    assertEquals(true, difference > 0.01, "off by " + difference);
  }

  @Test
  void derivativesOfFirstAndSecondOrderAreRight() {
    BatchNorm2d batch = BatchNorm2d.of(normal(2), normal(2));
    GroupNorm group = GroupNorm.of(2, normal(4), normal(4));
    LayerNorm layer = LayerNorm.of(normal(5), normal(5));
    GradientCheck.check(x -> batch.forward(x[0]), normal(3, 2, 2, 2)).require();
    GradientCheck.checkSecondOrder(x -> batch.forward(x[0]), normal(3, 2, 1, 2)).require();
    GradientCheck.check(x -> group.forward(x[0]), normal(2, 4, 3)).require();
    GradientCheck.checkSecondOrder(x -> layer.forward(x[0]), normal(2, 5)).require();
    batch.eval();
    GradientCheck.check(x -> batch.forward(x[0]), normal(3, 2, 2, 2)).require();
  }

  @Test
  void newLayersStartAsPlainNormalisation() {
    for (Module layer : new Module[] {
        new BatchNorm2d(3), new BatchNorm1d(3), new LayerNorm(3), new GroupNorm(1, 3)}) {
      Map<String, Tensor> state = layer.state();
      assertArrayEquals(new float[] {1, 1, 1}, state.get("weight").toFloatArray());
      assertArrayEquals(new float[] {0, 0, 0}, state.get("bias").toFloatArray());
    }
    assertArrayEquals(new float[] {1, 1, 1}, new BatchNorm2d(3).state().get("running_var").toFloatArray());
  }

  @Test
  void errorsTellWhatDoesNotFit() {
    assertMessage("BatchNorm: axis 1 of (5, 4, 2, 2) should be 3, the channels of weight (3,)",
        () -> new BatchNorm2d(3).forward(Tensor.zeros(5, 4, 2, 2)));
    assertMessage("BatchNorm2d: the input should be (N, C, H, W), not (5, 3)",
        () -> new BatchNorm2d(3).forward(Tensor.zeros(5, 3)));
    assertMessage("BatchNorm1d: the input should be (N, C) or (N, C, L), not (5, 3, 2, 2)",
        () -> new BatchNorm1d(3).forward(Tensor.zeros(5, 3, 2, 2)));
    assertMessage("BatchNorm: (1, 3) has 1 number per channel, and the variance of one number says nothing;"
        + " train with larger batches, or call eval()", () -> new BatchNorm1d(3).forward(Tensor.zeros(1, 3)));
    assertMessage("LayerNorm: the last axis of (5, 4) should be 3",
        () -> new LayerNorm(3).forward(Tensor.zeros(5, 4)));
    assertMessage("GroupNorm: 6 channels cannot be cut into 4 equal groups", () -> new GroupNorm(4, 6));
    assertMessage("GroupNorm: the input should be (N, 6, ...), not (5, 4)",
        () -> new GroupNorm(2, 6).forward(Tensor.zeros(5, 4)));
  }

  /// pytorch #178123: the squares of such numbers overflow, and 1 / sqrt(infinity) would be a plausible 0.
  @Test
  void numbersWhoseSquaresOverflowAreNormalisedLikeAnyOthers() {
    float[] expected = {-1.2247449f, 0, 1.2247449f};
    for (float size : new float[] {1, 1e10f, 1e20f, 1e37f}) {
      Tensor row = Tensor.of(new float[] {1 * size, 2 * size, 3 * size}, 1, 3);
      assertArrayEquals(expected, new LayerNorm(3, 1e-12).forward(row).value().toFloatArray(), 1e-6f);
      assertArrayEquals(expected, new GroupNorm(1, 3, 1e-12).forward(row).value().toFloatArray(), 1e-6f);
      assertArrayEquals(expected, new BatchNorm1d(1).forward(row.reshape(3, 1)).value().toFloatArray(), 1e-5f);
    }
  }

  @Test
  void theGradientOfSuchNumbersIsTheOneOfOrdinaryNumbersBySize() {
    float[] gradient = gradientOfWeightedSum(1);
    float[] large = gradientOfWeightedSum(1e20f);
    for (int i = 0; i < gradient.length; i++) {
      assertEquals(gradient[i], large[i] * 1e20, 1e-4);
    }
  }

  private static float[] gradientOfWeightedSum(float size) {
    Variable x = Variable.tracked(Tensor.of(new float[] {1 * size, 2 * size, 4 * size}, 1, 3));
    Variable weights = Variable.constant(Tensor.of(new float[] {1, 2, -3}, 1, 3));
    return Gradients.of(new LayerNorm(3, 1e-12).forward(x).mul(weights).sum(), x).get(x).toFloatArray();
  }

  @Test
  void inDoubleOverflowIsNotTakenForAResult() {
    Tensor row = Tensor.of(new double[] {1e200, 2e200, 3e200}, 1, 3);
    Variable weight = Variable.constant(Tensor.of(new double[] {1, 1, 1}, 3));
    Variable bias = Variable.constant(Tensor.of(new double[] {0, 0, 0}, 3));
    for (double y : Functions.layerNorm(Variable.constant(row), weight, bias, 1e-5).value().toDoubleArray()) {
      assertTrue(Double.isNaN(y), "" + y);
    }
  }

  /// The rounding of the mean is not a deviation.
  @Test
  void aLongRowOfEqualNumbersHasNoDeviations() {
    for (int length : new int[] {1000, 4096, 20_000}) {
      float[] row = new float[length];
      Arrays.fill(row, 1000.3f);
      for (float y : new LayerNorm(length).forward(Tensor.of(row, 1, length)).value().toFloatArray()) {
        assertEquals(0, y, 0.02);
      }
      for (float y : new BatchNorm1d(1).forward(Tensor.of(row, length, 1)).value().toFloatArray()) {
        assertEquals(0, y, 0.02);
      }
    }
  }
}
