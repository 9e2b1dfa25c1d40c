package scrutable.nn.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scrutable.autograd.Gradients;
import scrutable.autograd.Parameter;
import scrutable.tensor.Recycler;
import scrutable.tensor.Shape;
import scrutable.tensor.Storage;
import scrutable.tensor.Tensor;

/// What an optimiser keeps from step to step: the learning rate, the number of steps, and beside each
/// parameter some *slots*, arrays of its length that start at zero (a velocity, a running mean). They outlast every
/// [Recycler], also if the optimiser was made inside of its run.
///
/// Every optimiser has one of these; what it adds itself is its formula, twice: over `float[]` for the usual
/// parameters and over `double[]` for those of `float64`.
final class OptimizerMemory {
  private static final String RATE = "learning_rate";
  private static final String STEPS = "step";

  private final List<Parameter> parameters;
  private final List<String> slotNames;
  private final List<List<Storage>> slots = new ArrayList<>();
  private double learningRate;
  private int steps;

  OptimizerMemory(List<Parameter> parameters, double learningRate, String... slotNames) {
    this.parameters = requireDifferent(parameters);
    this.slotNames = List.of(slotNames);
    setLearningRate(learningRate);
    for (Parameter parameter : parameters) {
      List<Storage> own = new ArrayList<>();
      for (int i = 0; i < slotNames.length; i++) {
        own.add(Recycler.lasting(() -> Storage.allocate(parameter.dtype(), parameter.value().elementCount())));
      }
      slots.add(own);
    }
  }

  static List<Parameter> requireDifferent(List<Parameter> parameters) {
    Set<Parameter> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < parameters.size(); i++) {
      if (!seen.add(parameters.get(i))) {
        throw new IllegalArgumentException("parameter " + i + " " + Shape.text(parameters.get(i).shape())
            + " is in the list a second time and would be stepped twice");
      }
    }
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("there are no parameters to optimise; if they are those of a module of your"
          + " own, its describe(Parts) must name each of them, and every module below it as a child");
    }
    return List.copyOf(parameters);
  }

  List<Parameter> parameters() {
    return parameters;
  }

  double learningRate() {
    return learningRate;
  }

  void setLearningRate(double rate) {
    requireAtLeastZero("the learning rate", rate);
    this.learningRate = rate;
  }

  /// The number of steps so far; during a step, that one included.
  int steps() {
    return steps;
  }

  /// The formula over `float32` numbers: changes `parameter` and its `slots`, all of one length.
  interface FloatUpdate {
    void apply(float[] parameter, float[] gradient, float[][] slots);
  }

  /// The formula over `float64` numbers.
  interface DoubleUpdate {
    void apply(double[] parameter, double[] gradient, double[][] slots);
  }

  /// Applies a formula to every parameter. All gradients are looked at before anything is changed.
  void step(Gradients gradients, FloatUpdate floats, DoubleUpdate doubles) {
    step(gradients, false, floats, doubles);
  }

  /// Applies a formula in which gradients are squared.
  void stepOfSquares(Gradients gradients, FloatUpdate floats, DoubleUpdate doubles) {
    step(gradients, true, floats, doubles);
  }

  private void step(Gradients gradients, boolean squared, FloatUpdate floats, DoubleUpdate doubles) {
    List<Storage> checked = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      checked.add(FiniteGradient.of(gradients, parameters.get(i), i, squared));
    }
    steps++;
    for (int i = 0; i < parameters.size(); i++) {
      Storage gradient = checked.get(i);
      List<Storage> own = slots.get(i);
      parameters.get(i).update(parameter -> {
        switch (parameter) {
          case Storage.Float32(float[] numbers, _) ->
              floats.apply(numbers, (float[]) gradient.array(), floatArrays(own));
          case Storage.Float64(double[] numbers, _) ->
              doubles.apply(numbers, (double[]) gradient.array(), doubleArrays(own));
          case Storage.Int32 whole -> throw new IllegalStateException("a parameter of whole numbers");
        }
      });
    }
  }

  private static float[][] floatArrays(List<Storage> slots) {
    float[][] arrays = new float[slots.size()][];
    for (int k = 0; k < arrays.length; k++) {
      arrays[k] = (float[]) slots.get(k).array();
    }
    return arrays;
  }

  private static double[][] doubleArrays(List<Storage> slots) {
    double[][] arrays = new double[slots.size()][];
    for (int k = 0; k < arrays.length; k++) {
      arrays[k] = (double[]) slots.get(k).array();
    }
    return arrays;
  }

  /// For [Object#toString] of an optimiser: its name and settings, and how far it is.
  String text(String name) {
    long numbers = parameters.stream().mapToLong(parameter -> parameter.value().elementCount()).sum();
    return name + ", learning rate " + learningRate + ", parameters: " + parameters.size() + " of " + numbers
        + " numbers, steps so far: " + steps;
  }

  /// Everything by name: `learning_rate`, `step`, and `2.exp_avg` for the slot `exp_avg` of parameter 2.
  /// Copies.
  Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(RATE, Tensor.scalar(learningRate));
    state.put(STEPS, Tensor.ofInts(new int[] {steps}));
    for (int i = 0; i < parameters.size(); i++) {
      for (int k = 0; k < slotNames.size(); k++) {
        int[] shape = parameters.get(i).shape();
        state.put(i + "." + slotNames.get(k), switch (slots.get(i).get(k)) {
          case Storage.Float32(float[] numbers, _) -> Tensor.of(numbers, shape);
          case Storage.Float64(double[] numbers, _) -> Tensor.of(numbers, shape);
          case Storage.Int32(int[] numbers, _) -> Tensor.ofInts(numbers, shape);
        });
      }
    }
    return state;
  }

  /// Restores [#state]; nothing is changed if it does not fit.
  void load(Map<String, Tensor> state) {
    requireFits(state(), state);
    setLearningRate(state.get(RATE).item());
    steps = (int) state.get(STEPS).item();
    for (int i = 0; i < parameters.size(); i++) {
      for (int k = 0; k < slotNames.size(); k++) {
        Tensor saved = state.get(i + "." + slotNames.get(k)).contiguous();
        Storage slot = slots.get(i).get(k);
        Storage.copy(saved.storage(), saved.offset(), slot, 0, slot.length());
      }
    }
  }

  static void requireFits(Map<String, Tensor> own, Map<String, Tensor> given) {
    List<String> problems = new ArrayList<>();
    own.forEach((name, tensor) -> {
      Tensor other = given.get(name);
      if (other == null) {
        problems.add(name + " is missing");
      } else if (!other.sameShape(tensor) || other.dtype() != tensor.dtype()) {
        problems.add(name + " is " + text(other) + " but should be " + text(tensor));
      }
    });
    given.keySet().stream().filter(name -> !own.containsKey(name))
        .forEach(name -> problems.add(name + " is unknown to this optimiser"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("the state does not fit the optimiser: "
          + String.join("; ", problems));
    }
  }

  private static String text(Tensor tensor) {
    return tensor.dtype() + " " + Shape.text(tensor.shape());
  }

  static void requireAtLeastZero(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + " must be at least 0 and finite, but is " + value);
    }
  }

  static void requireBelowOne(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(what + " must lie in [0, 1), but is " + value);
    }
  }
}
