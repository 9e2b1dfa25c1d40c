package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// The rectifier `max(x, 0)`, element by element.
public record Relu() implements Module {
  @Override
  public Variable forward(Variable x) {
    return x.relu();
  }
}
