package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// The hyperbolic tangent, element by element: numbers between -1 and 1.
public record Tanh() implements Module {
  @Override
  public Variable forward(Variable x) {
    return x.tanh();
  }
}
