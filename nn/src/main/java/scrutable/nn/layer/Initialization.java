package scrutable.nn.layer;

import scrutable.autograd.Parameter;
import scrutable.tensor.Rng;

/// How the parameters of new layers start: uniformly, so that a layer neither blows its input up nor drowns
/// it.
///
/// Weights and biases are drawn from `U(-1/sqrt(fanIn), 1/sqrt(fanIn))`, where `fanIn` counts the inputs of
/// one output. This is LeCun's rule ("Efficient BackProp", 1998, section 4.6) up to the factor
/// sqrt(3), and what PyTorch does when it is not told otherwise.
final class Initialization {
  private Initialization() {}

  /// A parameter drawn from `U(-1/sqrt(fanIn), 1/sqrt(fanIn))`.
  static Parameter uniform(int fanIn, Rng rng, int... shape) {
    double bound = 1 / Math.sqrt(Math.max(fanIn, 1));
    return new Parameter(rng.uniformBetween(-bound, bound, shape));
  }
}
