package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// `x` where x > 0, `slope x` elsewhere, element by element: a rectifier that lets some gradient through on
/// either side (Maas et al. 2013, "Rectifier nonlinearities improve neural network acoustic models").
public record LeakyRelu(double slope) implements Module {

  /// The customary slope, 0.01.
  public LeakyRelu() {
    this(0.01);
  }

  @Override
  public Variable forward(Variable x) {
    return x.leakyRelu(slope);
  }
}
