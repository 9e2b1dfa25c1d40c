package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// Probabilities `e^x / sum(e^x)` along the last axis: positive, with the sum 1.
///
/// Do not put it in front of [scrutable.nn.Losses#crossEntropy], which takes logits and applies it itself.
public record Softmax() implements Module {
  @Override
  public Variable forward(Variable x) {
    return Functions.softmax(x);
  }
}
