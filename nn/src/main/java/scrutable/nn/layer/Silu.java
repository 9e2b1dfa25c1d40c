package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// `x sigmoid(x)`, element by element, also called swish (Hendrycks and Gimpel 2016, section 2; Ramachandran
/// et al. 2017, "Searching for activation functions").
public record Silu() implements Module {
  @Override
  public Variable forward(Variable x) {
    return Functions.silu(x);
  }
}
