package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// The approximation `x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2` of [Gelu], as used by GPT-2
/// (Hendrycks and Gimpel 2016, section 2). They differ by less than 5e-4.
public record GeluTanh() implements Module {
  @Override
  public Variable forward(Variable x) {
    return Functions.geluTanh(x);
  }
}
