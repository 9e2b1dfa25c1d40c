package scrutable.attacks;

import scrutable.autograd.Variable;

/// A loss that is called by its name where it is printed.
record NamedLoss(String name, AttackLoss loss) implements AttackLoss {
  @Override
  public Variable perExample(Variable logits, Goal goal) {
    return loss.perExample(logits, goal);
  }

  @Override
  public String toString() {
    return name;
  }
}
