package scrutable.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scrutable.autograd.Parameter;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// What a tree of modules consists of, collected by walking it: each module names its own parts in
/// [Module#describe], and names of children are prefixed with a dot.
public final class Parts {
  private final String prefix;
  private final Map<String, Parameter> parameters;
  private final Map<String, Buffer> buffers;
  private final Map<String, Rng> generators;
  private final List<ModeDependent> modes;
  private final Outline outline;

  private Parts(String prefix, Map<String, Parameter> parameters, Map<String, Buffer> buffers,
      Map<String, Rng> generators, List<ModeDependent> modes, Outline outline) {
    this.prefix = prefix;
    this.parameters = parameters;
    this.buffers = buffers;
    this.generators = generators;
    this.modes = modes;
    this.outline = outline;
  }

  static Parts of(Module root) {
    Parts parts = new Parts("", new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>(),
        new ArrayList<>(), new Outline("", root));
    parts.walk(root);
    return parts;
  }

  private void walk(Module module) {
    if (module instanceof ModeDependent dependent) {
      modes.add(dependent);
    }
    module.describe(this);
  }

  /// Names a parameter of the module being described.
  public Parts parameter(String name, Parameter parameter) {
    requireNew(parameters.putIfAbsent(prefix + name, parameter), name);
    outline.add(name + " " + Shape.text(parameter.value().shape()));
    return this;
  }

  /// Names a buffer of the module being described.
  public Parts buffer(String name, Buffer buffer) {
    requireNew(buffers.putIfAbsent(prefix + name, buffer), name);
    return this;
  }

  /// Names a random generator that the module being described draws from when it is applied, so that a
  /// checkpoint can hold its state. Several modules may share one.
  public Parts generator(String name, Rng generator) {
    requireNew(generators.putIfAbsent(prefix + name, generator), name);
    return this;
  }

  /// Names a setting of the module being described that the shapes of its parameters do not show, for people to
  /// read in [Module#outline]; `setting("stride", 2)` appears as `stride 2`.
  public Parts setting(String name, Object value) {
    outline.add(name + " " + value);
    return this;
  }

  /// Names a module below the one being described.
  public Parts child(String name, Module module) {
    new Parts(prefix + name + ".", parameters, buffers, generators, modes, outline.child(name, module)).walk(module);
    return this;
  }

  private void requireNew(Object previous, String name) {
    if (previous != null) {
      throw new IllegalStateException("two parts of the network are named " + prefix + name);
    }
  }

  Map<String, Parameter> parameters() {
    return parameters;
  }

  Map<String, Buffer> buffers() {
    return buffers;
  }

  Map<String, Rng> generators() {
    return generators;
  }

  String outline() {
    return outline.text(parameters.values().stream().mapToInt(parameter -> parameter.value().elementCount()).sum());
  }

  List<ModeDependent> modes() {
    return modes;
  }

  /// See [Module#load]: everything is checked before anything is changed.
  void load(Map<String, Tensor> state) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> own.put(name, parameter.value()));
    buffers.forEach((name, buffer) -> own.put(name, buffer.value()));
    List<String> problems = new ArrayList<>();
    own.forEach((name, value) -> {
      if (!state.containsKey(name)) {
        problems.add(name + " is missing");
      } else if (!state.get(name).sameShape(value) || state.get(name).dtype() != value.dtype()) {
        problems.add(name + " is " + text(state.get(name)) + " but should be " + text(value));
      }
    });
    state.keySet().stream().filter(name -> !own.containsKey(name))
        .forEach(name -> problems.add(name + " is unknown to this network"));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("the state does not fit the network: " + String.join("; ", problems));
    }
    parameters.forEach((name, parameter) -> parameter.assign(state.get(name)));
    buffers.forEach((name, buffer) -> buffer.assign(state.get(name)));
  }

  private static String text(Tensor tensor) {
    DType dtype = tensor.dtype();
    return dtype + " " + Shape.text(tensor.shape());
  }
}
