package scrutable.attacks.poisoning;

import java.util.stream.IntStream;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Goal;
import scrutable.attacks.Targeted;
import scrutable.tensor.Indexing;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// The goal of a few misread inputs: each of these should be called by its wanted class, and nobody should
/// notice anything else (an attack on integrity).
///
/// @param inputs `(T, ...)`, exactly as the victim will meet them
/// @param wanted the class that each should be given, `int32 (T,)`
public record ChosenTargets(Tensor inputs, Tensor wanted) implements PoisonGoal {
  /// Checks that there is one wanted class for each input.
  ///
  /// @throws IllegalArgumentException if there is not, or no input at all
  public ChosenTargets {
    Goal.requireClasses("wanted classes", wanted);
    if (inputs.rank() < 2 || inputs.size(0) != wanted.size(0) || wanted.size(0) == 0) {
      throw new IllegalArgumentException("ChosenTargets: inputs must be (T, ...) with T >= 1 wanted classes, but"
          + " they are " + Shape.text(inputs.shape()) + " for " + wanted.size(0) + " classes");
    }
  }

  /// The number of targets, T.
  public int count() {
    return wanted.size(0);
  }

  /// Target `i` alone, `(1, ...)`.
  public Tensor input(int i) {
    return inputs.slice(0, i, i + 1);
  }

  /// The class that target `i` should be given.
  public int wanted(int i) {
    return (int) wanted.get(i);
  }

  /// Some of the targets, in the order of `rows`.
  public ChosenTargets only(int... rows) {
    Tensor picks = Tensor.ofInts(rows, rows.length);
    return new ChosenTargets(Indexing.select(inputs, 0, picks),
        Indexing.select(wanted, 0, picks));
  }

  /// Each target as a goal of its own, for attacks that are judged one at a time.
  public ChosenTargets[] each() {
    return IntStream.range(0, count()).mapToObj(this::only).toArray(ChosenTargets[]::new);
  }

  @Override
  public boolean[] reached(DecisionAccess victim) {
    return new Targeted(wanted).reached(victim.labels(inputs));
  }
}
