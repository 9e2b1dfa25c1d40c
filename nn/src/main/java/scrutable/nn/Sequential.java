package scrutable.nn;

import java.util.List;
import java.util.Optional;
import scrutable.autograd.Variable;

/// Modules applied one after another; named by their position: `0`, `1`, ...
///
/// Two neighbours that can be computed together are ([Module#fusedWith]), as between them the numbers would leave the
/// cache.
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
    for (int i = 0; i < modules.size(); i++) {
      Optional<Module> fused = i + 1 < modules.size() ? modules.get(i).fusedWith(modules.get(i + 1)) : Optional.empty();
      result = fused.orElse(modules.get(i)).forward(result);
      i += fused.isPresent() ? 1 : 0;
    }
    return result;
  }

  @Override
  public void describe(Parts parts) {
    for (int i = 0; i < modules.size(); i++) {
      parts.child(Integer.toString(i), modules.get(i));
    }
  }

  @Override
  public String toString() {
    return outline();
  }
}
