package scrutable.nn.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import scrutable.autograd.Parameter;
import scrutable.tensor.Recycler;
import scrutable.tensor.Storage;
import scrutable.tensor.Tensor;

/// A running mean of the weights over the steps, often better to evaluate with than the last weights:
/// `average = decay * average + (1 - decay) * weights`, from the weights at the start on.
///
/// ```java
/// optimizer.step(gradients);
/// average.update();                                              // after every step
/// double accuracy = average.averaged(() -> Metrics.accuracy(network, test, 256));
/// ```
///
/// Only parameters are averaged, not the buffers of batch normalisation.
///
/// Source: Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992; with this
/// exponential window, Tarvainen and Valpola, "Mean teachers are better role models", 2017.
public final class ExponentialMovingAverage {
  private final List<Parameter> parameters;
  private final List<Storage> averages = new ArrayList<>();
  private final double decay;

  /// @param decay in [0, 1): the mean looks back over about `1 / (1 - decay)` steps
  public ExponentialMovingAverage(List<Parameter> parameters, double decay) {
    OptimizerMemory.requireBelowOne("the decay", decay);
    this.parameters = OptimizerMemory.requireDifferent(parameters);
    this.decay = decay;
    for (Parameter parameter : parameters) {
      Tensor weights = parameter.value();
      Storage average = Recycler.lasting(() -> Storage.allocate(weights.dtype(), weights.elementCount()));
      Storage.copy(weights.storage(), weights.offset(), average, 0, average.length());
      averages.add(average);
    }
  }

  /// Takes the present weights in: call it after every step of the optimiser.
  public void update() {
    for (int i = 0; i < parameters.size(); i++) {
      Storage average = averages.get(i);
      switch (parameters.get(i).value().storage()) {
        case Storage.Float32(float[] weights, _) -> update((float[]) average.array(), weights);
        case Storage.Float64(double[] weights, _) -> update((double[]) average.array(), weights);
        case Storage.Int32 whole -> throw new IllegalStateException("a parameter of whole numbers");
      }
    }
  }

  private void update(float[] average, float[] weights) {
    float keep = (float) decay;
    float add = (float) (1 - decay);
    for (int i = 0; i < average.length; i++) {
      average[i] = keep * average[i] + add * weights[i];
    }
  }

  private void update(double[] average, double[] weights) {
    for (int i = 0; i < average.length; i++) {
      average[i] = decay * average[i] + (1 - decay) * weights[i];
    }
  }

  /// Runs `work` with the averages in the place of the weights, and puts the weights back, also after an
  /// error.
  public <T> T averaged(Supplier<T> work) {
    swap();
    try {
      return work.get();
    } finally {
      swap();
    }
  }

  private void swap() {
    for (int i = 0; i < parameters.size(); i++) {
      Storage average = averages.get(i);
      parameters.get(i).update(weights -> {
        Storage before = Storage.allocate(weights.dtype(), weights.length());
        Storage.copy(weights, 0, before, 0, weights.length());
        Storage.copy(average, 0, weights, 0, weights.length());
        Storage.copy(before, 0, average, 0, weights.length());
      });
    }
  }

  /// The averages by the index of their parameter: `0`, `1`, ...; copies.
  public Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      int[] shape = parameters.get(i).shape();
      state.put(Integer.toString(i), switch (averages.get(i)) {
        case Storage.Float32(float[] numbers, _) -> Tensor.of(numbers, shape);
        case Storage.Float64(double[] numbers, _) -> Tensor.of(numbers, shape);
        case Storage.Int32(int[] numbers, _) -> Tensor.ofInts(numbers, shape);
      });
    }
    return state;
  }

  /// Restores [#state].
  ///
  /// @throws IllegalArgumentException naming everything that does not fit; nothing is changed then
  public void load(Map<String, Tensor> state) {
    OptimizerMemory.requireFits(state(), state);
    for (int i = 0; i < parameters.size(); i++) {
      Tensor saved = state.get(Integer.toString(i)).contiguous();
      Storage.copy(saved.storage(), saved.offset(), averages.get(i), 0, averages.get(i).length());
    }
  }

  @Override
  public String toString() {
    return "ExponentialMovingAverage, decay " + decay + ", parameters: " + parameters.size();
  }
}
