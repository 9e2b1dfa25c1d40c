package scrutable.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scrutable.autograd.Parameter;
import scrutable.nn.ReferenceFiles;
import scrutable.tensor.DType;
import scrutable.tensor.Tensor;
import scrutable.tensor.io.Safetensors;

class ExponentialMovingAverageTest {

  private static double[] averageOf(ExponentialMovingAverage average, Parameter parameter) {
    return average.averaged(() -> parameter.value().toDoubleArray());
  }

  @Test
  void theAveragesAreThoseOfTheReferenceInBothTypes() {
    Safetensors reference = ReferenceFiles.read("schedules");
    Tensor weights = reference.tensor("average.weights");
    for (DType dtype : new DType[] {DType.FLOAT64, DType.FLOAT32}) {
      Parameter parameter = new Parameter(weights.select(0, 0).to(dtype));
      ExponentialMovingAverage average = new ExponentialMovingAverage(List.of(parameter), 0.9);
      for (int step = 1; step < weights.size(0); step++) {
        parameter.assign(weights.select(0, step).to(dtype));
        average.update();
        assertArrayEquals(reference.tensor("average.averages").select(0, step).toDoubleArray(),
            averageOf(average, parameter), dtype == DType.FLOAT64 ? 1e-14 : 1e-6);
      }
    }
  }

  @Test
  void theWeightsComeBackAlsoAfterAnError() {
    Parameter parameter = new Parameter(Tensor.of(new float[] {1, 2}, 2));
    ExponentialMovingAverage average = new ExponentialMovingAverage(List.of(parameter), 0.5);
    parameter.assign(Tensor.of(new float[] {3, 6}, 2));
    average.update();
    assertArrayEquals(new double[] {2, 4}, averageOf(average, parameter));
    assertThrows(IllegalStateException.class, () -> average.averaged(() -> {
      throw new IllegalStateException();
    }));
    assertArrayEquals(new float[] {3, 6}, parameter.value().toFloatArray());
    assertArrayEquals(new double[] {2, 4}, averageOf(average, parameter));
  }

  @Test
  void aRestoredAverageContinuesAndTheSavedOneDoesNotFollow() {
    Parameter one = new Parameter(Tensor.of(new float[] {1}, 1));
    ExponentialMovingAverage average = new ExponentialMovingAverage(List.of(one), 0.5);
    Map<String, Tensor> state = average.state();
    one.assign(Tensor.of(new float[] {9}, 1));
    average.update();
    assertEquals(1, state.get("0").get(0));
    Parameter two = new Parameter(Tensor.of(new float[] {9}, 1));
    ExponentialMovingAverage restored = new ExponentialMovingAverage(List.of(two), 0.5);
    restored.load(state);
    restored.update();
    assertArrayEquals(averageOf(average, one), averageOf(restored, two));
    assertThrows(IllegalArgumentException.class, () -> restored.load(Map.of("1", Tensor.zeros(1))));
  }
}
