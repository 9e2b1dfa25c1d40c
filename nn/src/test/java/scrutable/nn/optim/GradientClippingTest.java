package scrutable.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.nn.ReferenceFiles;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Safetensors;

class GradientClippingTest {
  private final Safetensors reference = ReferenceFiles.read("schedules");

  private Gradients recorded() {
    Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
    for (Tensor gradient : reference.under("clip.gradient.").values()) {
      gradients.put(new Parameter(Tensor.zeros(DType.FLOAT64, gradient.shape())), gradient);
    }
    return Gradients.ofTensors(gradients);
  }

  private void assertRecorded(String name, Gradients clipped) {
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(reference.tensor(name + ".gradient." + i).toDoubleArray(),
          clipped.get(clipped.targets().get(i)).toDoubleArray(), 1e-14);
    }
  }

  @Test
  void byNormAgreesWithTheReferenceAboveAndBelowTheLimit() {
    Gradients gradients = recorded();
    assertEquals(reference.tensor("clip_large.norm").item(), GradientClipping.norm(gradients), 1e-13);
    assertRecorded("clip_large", GradientClipping.byNorm(gradients, 1.5));
    assertRecorded("clip_small", GradientClipping.byNorm(gradients, 100));
    assertSame(gradients, GradientClipping.byNorm(gradients, 100));
  }

  @Test
  void byNormKeepsTheDirectionAndReachesTheLimit() {
    Parameter p = new Parameter(Tensor.zeros(2));
    Gradients clipped = GradientClipping.byNorm(
        Gradients.ofTensors(Map.of(p, Tensor.of(new float[] {30, 40}, 2))), 5);
    assertArrayEquals(new float[] {3, 4}, clipped.get(p).toFloatArray(), 1e-6f);
  }

  @Test
  void byValueLimitsEachNumberAlone() {
    Parameter p = new Parameter(Tensor.zeros(4));
    Gradients clipped = GradientClipping.byValue(
        Gradients.ofTensors(Map.of(p, Tensor.of(new float[] {-7, -0.5f, 0.25f, 2}, 4))), 1);
    assertArrayEquals(new float[] {-1, -0.5f, 0.25f, 1}, clipped.get(p).toFloatArray());
  }

  @Test
  void zeroGradientsStayZero() {
    Parameter p = new Parameter(Tensor.zeros(2));
    Gradients zeros = Gradients.ofTensors(Map.of(p, Tensor.zeros(2)));
    assertArrayEquals(new float[2], GradientClipping.byNorm(zeros, 1e-9).get(p).toFloatArray());
  }

  @Test
  void anInfiniteNormIsAnErrorInsteadOfANanOrASilentZero() {
    Parameter p = new Parameter(Tensor.zeros(DType.FLOAT64, 2));
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e300}) {
      Gradients gradients = Gradients.ofTensors(Map.of(p, Tensor.of(new double[] {bad, 1}, 2)));
      assertThrows(ArithmeticException.class, () -> GradientClipping.byNorm(gradients, 1));
    }
    Gradients good = Gradients.ofTensors(Map.of(p, Tensor.zeros(DType.FLOAT64, 2)));
    for (double limit : new double[] {0, -1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> GradientClipping.byNorm(good, limit));
      assertThrows(IllegalArgumentException.class, () -> GradientClipping.byValue(good, limit));
    }
  }

  @Test
  void madeUpGradientsMustFitTheirTargets() {
    Parameter p = new Parameter(Tensor.zeros(2));
    for (Tensor bad : List.of(Tensor.zeros(3), Tensor.zeros(DType.FLOAT64, 2))) {
      assertThrows(IllegalArgumentException.class, () -> Gradients.ofTensors(Map.of(p, bad)));
    }
  }

  @Test
  void theTargetsKeepTheOrderInWhichTheyWereAskedFor() {
    List<Parameter> many = IntStream.range(0, 50)
        .mapToObj(i -> new Parameter(Tensor.scalar((double) i))).toList();
    Gradients gradients = Gradients.of(many.stream().map(p -> p.square())
        .reduce((a, b) -> a.add(b)).orElseThrow(), many);
    assertEquals(many, gradients.targets());
  }
}
