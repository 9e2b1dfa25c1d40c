package scrutable.attacks.text;

/// What an attack on a text wants: any answer but this one.
///
/// @param label the class that the victim shall no longer answer
public record TextGoal(int label) {
  /// How near the goal is: the largest other logit, minus that of the label. The logits, not the probabilities, which
  /// are all 0 or 1 to a reader that is sure.
  ///
  /// @throws IllegalArgumentException if the label is none of the classes, or a logit is not finite
  public double score(double... logits) {
    if (label < 0 || label >= logits.length) {
      throw new IllegalArgumentException("TextGoal: there is no class " + label + " among " + logits.length);
    }
    double other = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < logits.length; k++) {
      if (!Double.isFinite(logits[k])) {
        throw new IllegalArgumentException("TextGoal: the logit of class " + k + " is " + logits[k]
            + "; an attack on such a reader would prove nothing");
      }
      other = k == label ? other : Math.max(other, logits[k]);
    }
    return other - logits[label];
  }

  /// Whether another class has a larger logit.
  public boolean isReached(double... logits) {
    return score(logits) > 0;
  }
}
