package scrutable.attacks;

import scrutable.tensor.Tensor;

/// The goal of one particular answer; any other answer, wrong or right, is a failure.
///
/// @param targets the wanted classes, `int32 (N,)`
public record Targeted(Tensor targets) implements Goal {
  /// Checks the targets.
  ///
  /// @throws IllegalArgumentException unless they are `int32 (N,)` and not negative
  public Targeted {
    Goal.requireClasses("targets", targets);
  }

  /// Goals from plain numbers.
  public static Targeted of(int... targets) {
    return new Targeted(Tensor.ofInts(targets, targets.length));
  }

  @Override
  public Tensor classes() {
    return targets;
  }

  @Override
  public int direction() {
    return -1;
  }

  @Override
  public boolean[] reached(int[] predicted) {
    Goal.requireCount(predicted, targets);
    boolean[] reached = new boolean[predicted.length];
    int[] target = targets.toIntArray();
    for (int i = 0; i < reached.length; i++) {
      reached[i] = predicted[i] == target[i];
    }
    return reached;
  }

  @Override
  public Targeted only(int[] rows) {
    return new Targeted(BatchRows.select(targets, rows));
  }
}
