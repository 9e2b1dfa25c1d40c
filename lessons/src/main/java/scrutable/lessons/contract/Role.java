package scrutable.lessons.contract;

/// What a [Criterion] is for. The order is the order in which a [Status] is decided.
public enum Role {
  /// The baseline is good: an attack on a bad model proves nothing.
  GATE,
  /// The phenomenon shows.
  EFFECT,
  /// A control or an ablation did what it should: it was as large as the attack, and not a thing more.
  DOSE,
  /// A harmless change of the same size does not show it.
  CONTROL,
  /// Taking its cause away takes the phenomenon away.
  ABLATION
}
