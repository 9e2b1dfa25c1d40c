package scrutable.lessons.contract;

/// How a run ended. It is computed from the criteria and nothing else.
public enum Status {
  /// Every gate, effect, dose, control and ablation criterion is satisfied.
  PASS("the effect is there, the control does not show it, and the ablation kills it"),
  /// The baseline is not good enough for the rest to mean anything.
  GATE_FAILED("the baseline is not good enough, so the rest means nothing"),
  /// The phenomenon did not show.
  EFFECT_ABSENT("the effect did not show"),
  /// A control or an ablation was weaker than the attack, or something else than it says.
  DOSE_WRONG("a control or an ablation did not do what it should, so it proves nothing"),
  /// A harmless change of the same size shows it as well.
  CONTROL_ALSO_SHOWS_IT("the control shows it too, so the cause is another one"),
  /// It is still there when its supposed cause is taken away.
  ABLATION_DID_NOT_KILL_IT("it survives without its supposed cause");

  private final String meaning;

  Status(String meaning) {
    this.meaning = meaning;
  }

  /// What the status says, as half a sentence.
  public String meaning() {
    return meaning;
  }

  /// The status of these criteria: the first [Role], in order, with an unsatisfied criterion decides.
  static Status of(Iterable<Criterion> criteria) {
    Role failed = null;
    for (Criterion criterion : criteria) {
      if (!criterion.satisfied() && (failed == null || criterion.role().compareTo(failed) < 0)) {
        failed = criterion.role();
      }
    }
    return switch (failed) {
      case null -> PASS;
      case GATE -> GATE_FAILED;
      case EFFECT -> EFFECT_ABSENT;
      case DOSE -> DOSE_WRONG;
      case CONTROL -> CONTROL_ALSO_SHOWS_IT;
      case ABLATION -> ABLATION_DID_NOT_KILL_IT;
    };
  }
}
