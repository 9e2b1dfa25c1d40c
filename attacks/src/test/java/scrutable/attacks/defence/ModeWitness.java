package scrutable.attacks.defence;

import java.util.ArrayList;
import java.util.List;
import scrutable.autograd.Variable;
import scrutable.nn.ModeDependent;
import scrutable.nn.Module;
import scrutable.nn.Parts;

/// Passes everything on and writes down in which mode it was asked.
final class ModeWitness implements ModeDependent {
  private final Module inner;
  private final List<Boolean> seen = new ArrayList<>();
  private boolean training = true;

  ModeWitness(Module inner) {
    this.inner = inner;
  }

  /// Whether it was in training mode, forward pass by forward pass.
  List<Boolean> seen() {
    return List.copyOf(seen);
  }

  @Override
  public Variable forward(Variable x) {
    seen.add(training);
    return inner.forward(x);
  }

  @Override
  public void describe(Parts parts) {
    parts.child("inner", inner);
  }

  @Override
  public boolean isTraining() {
    return training;
  }

  @Override
  public void setTraining(boolean training) {
    this.training = training;
  }
}
