package scrutable.nn.layer;

import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// The logistic function `1 / (1 + e^-x)`, element by element: numbers between 0 and 1.
///
/// For a loss, use the logits themselves: [scrutable.nn.Losses#bceWithLogits] stays exact where the sigmoid
/// rounds to 1.
public record Sigmoid() implements Module {
  @Override
  public Variable forward(Variable x) {
    return x.sigmoid();
  }
}
