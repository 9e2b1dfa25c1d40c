package scrutable.attacks.poisoning;

import scrutable.attacks.DecisionAccess;

/// What an adversary wants of the model that will be trained.
///
/// The three kinds are not comparable: to spoil a model for everybody ([ManyErrors]), to have a few inputs
/// misread that nobody else will miss ([ChosenTargets]), or to own a secret sign ([Backdoor]). A table of
/// budgets that mixes them must say so.
public sealed interface PoisonGoal permits ManyErrors, ChosenTargets, Backdoor {
  /// For each input that the goal is about, whether this victim does what is wanted of it.
  boolean[] reached(DecisionAccess victim);

  /// The share of inputs where the victim does what is wanted.
  default double success(DecisionAccess victim) {
    boolean[] reached = reached(victim);
    int count = 0;
    for (boolean one : reached) {
      count += one ? 1 : 0;
    }
    return (double) count / reached.length;
  }
}
