package scrutable.nn;

import java.util.List;
import scrutable.autograd.Variable;

/// Modules applied one after another; named by their position: `0`, `1`, ...
public final class Sequential implements Module {
  private final List<Module> modules;

  public Sequential(Module... modules) {
    this.modules = List.of(modules);
  }

  /// The modules in order.
  public List<Module> modules() {
    return modules;
  }

  @Override
  public Variable forward(Variable input) {
    Variable result = input;
    for (Module module : modules) {
      result = module.forward(result);
    }
    return result;
  }

  @Override
  public void describe(Parts parts) {
    for (int i = 0; i < modules.size(); i++) {
      parts.child(Integer.toString(i), modules.get(i));
    }
  }
}
