package scrutable.attacks;

import scrutable.tensor.Tensor;

/// The goal of any answer but the right one.
///
/// @param labels the true classes, `int32 (N,)`
public record Untargeted(Tensor labels) implements Goal {
  /// Checks the labels.
  ///
  /// @throws IllegalArgumentException unless they are `int32 (N,)` and not negative
  public Untargeted {
    Goal.requireClasses("labels", labels);
  }

  /// Goals from plain numbers.
  public static Untargeted of(int... labels) {
    return new Untargeted(Tensor.ofInts(labels, labels.length));
  }

  /// The goal of leaving what the victim now answers, right or wrong.
  ///
  /// For adversarial training: true labels leak into the examples, and the network learns to read the attack
  /// (Kurakin, Goodfellow and Bengio 2017, section 4). For robust accuracy use the true labels.
  public static Untargeted ofPredictions(DecisionAccess victim, Tensor images) {
    return of(victim.labels(images));
  }

  @Override
  public Tensor classes() {
    return labels;
  }

  @Override
  public int direction() {
    return 1;
  }

  @Override
  public boolean[] reached(int[] predicted) {
    Goal.requireCount(predicted, labels);
    boolean[] reached = new boolean[predicted.length];
    int[] label = labels.toIntArray();
    for (int i = 0; i < reached.length; i++) {
      reached[i] = predicted[i] != label[i];
    }
    return reached;
  }

  @Override
  public Untargeted only(int[] rows) {
    return new Untargeted(BatchRows.select(labels, rows));
  }
}
