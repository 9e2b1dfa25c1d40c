package scrutable.nn;

import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Relu;

/// Modules applied one after another; named by their position: `0`, `1`, ...
///
/// A convolution and the rectifier after it are computed together, as between them the numbers would leave the cache.
/// That changes no bit; the graph shows one operation, `Conv2dRelu`, instead of two.
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
      Module module = modules.get(i);
      if (module instanceof Conv2d convolution && i + 1 < modules.size() && modules.get(i + 1) instanceof Relu) {
        result = convolution.forwardRectified(result);
        i++;
      } else {
        result = module.forward(result);
      }
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
