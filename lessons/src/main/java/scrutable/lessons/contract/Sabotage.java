package scrutable.lessons.contract;

/// What a run does wrong on purpose: a lesson whose criteria prove something does not pass either way.
public enum Sabotage {
  /// Nothing.
  NONE,
  /// The cause is taken away as [Card#sabotage] says; an effect must fail.
  ATTACK,
  /// A control or an ablation only seems to be one, as [Card#sham] says; its dose must fail.
  CONTROL
}
