package scrutable.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import scrutable.autograd.Parameter;
import scrutable.autograd.Variable;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A piece of a network: a function with parameters.
///
/// Implement [#forward] and, if there is anything to learn or to remember, name it in [#describe]; everything
/// else follows. Names join with dots along the tree, as in PyTorch's `state_dict`: the weight of the first
/// module of a [Sequential] is `0.weight`.
///
/// ```java
/// final class Residual implements Module {
///   private final Linear inner;
///   Residual(int size, Rng rng) { inner = new Linear(size, size, rng); }
///   public Variable forward(Variable x) { return x.add(inner.forward(x).relu()); }
///   public void describe(Parts parts) { parts.child("inner", inner); }
/// }
/// ```
public interface Module {

  /// Applies the module.
  Variable forward(Variable input);

  /// Applies the module to data.
  default Variable forward(Tensor input) {
    return forward(Variable.constant(input));
  }

  /// This module and the one applied to its answer as one, where that is faster and changes no bit; [Sequential] asks
  /// each of its modules about the next.
  default Optional<Module> fusedWith(Module next) {
    return Optional.empty();
  }

  /// Names the parameters, buffers and children of this module, in the order of construction.
  default void describe(Parts parts) {}

  /// All parameters of this module and those below, by name.
  default Map<String, Parameter> namedParameters() {
    return Parts.of(this).parameters();
  }

  /// All parameters of this module and those below, in the order of [#namedParameters].
  default List<Parameter> parameters() {
    return new ArrayList<>(namedParameters().values());
  }

  /// The random generators that this module and those below draw from when they are applied, by name.
  default Map<String, Rng> namedGenerators() {
    return Parts.of(this).generators();
  }

  /// The modules in this tree that behave differently while training, in the order in which they are described.
  default List<ModeDependent> modeDependent() {
    return List.copyOf(Parts.of(this).modes());
  }

  /// How many numbers there are to learn.
  default int parameterCount() {
    return parameters().stream().mapToInt(parameter -> parameter.value().elementCount()).sum();
  }

  /// This module and those below as text, for people: one a line, with its name, the shapes of its parameters and
  /// its settings. The modules of the engine print it as their `toString`; one of your own can do the same.
  ///
  /// ```
  /// Sequential (27,210 numbers to learn)
  ///   0 Conv2d: weight (16, 1, 3, 3), bias (16,), window 3x3
  ///   1 Relu
  ///   2 MaxPool2d[window=2x2, stride 2]
  ///   3 Flatten
  ///   4 Linear: weight (10, 2704), bias (10,)
  /// ```
  default String outline() {
    return Parts.of(this).outline();
  }

  /// The numbers of all parameters and buffers, by name.
  default Map<String, Tensor> state() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    Parts parts = Parts.of(this);
    parts.parameters().forEach((name, parameter) -> state.put(name, parameter.value()));
    parts.buffers().forEach((name, buffer) -> state.put(name, buffer.value()));
    return state;
  }

  /// Restores all parameters and buffers.
  ///
  /// @throws IllegalArgumentException naming every missing, unknown or misshapen entry; nothing is changed then
  default void load(Map<String, Tensor> state) {
    Parts.of(this).load(state);
  }

  /// Switches this module and those below to training: dropout drops, batch norm uses the batch.
  default Module train() {
    Parts.of(this).modes().forEach(module -> module.setTraining(true));
    return this;
  }

  /// Switches this module and those below to evaluation: dropout passes on, batch norm uses what it learned.
  default Module eval() {
    Parts.of(this).modes().forEach(module -> module.setTraining(false));
    return this;
  }

  /// Runs `work` in evaluation mode and restores the modes of all modules afterwards, also after an error.
  default <T> T evaluating(Supplier<T> work) {
    List<ModeDependent> modes = Parts.of(this).modes();
    List<Boolean> before = modes.stream().map(ModeDependent::isTraining).toList();
    try {
      eval();
      return work.get();
    } finally {
      for (int i = 0; i < modes.size(); i++) {
        modes.get(i).setTraining(before.get(i));
      }
    }
  }
}
