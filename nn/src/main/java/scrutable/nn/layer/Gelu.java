package scrutable.nn.layer;

import scrutable.autograd.Functions;
import scrutable.autograd.Variable;
import scrutable.nn.Module;

/// `x Phi(x)` with the normal distribution function Phi, element by element: x, kept with the probability
/// that a normal number is below it (Hendrycks and Gimpel 2016, "Gaussian error linear units", section 2).
public record Gelu() implements Module {
  @Override
  public Variable forward(Variable x) {
    return Functions.gelu(x);
  }
}
