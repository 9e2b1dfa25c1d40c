package scrutable.attacks.poisoning;

import scrutable.attacks.DecisionAccess;
import scrutable.nn.data.Dataset;
import scrutable.tensor.Rng;

/// What became of a victim that was trained from scratch: the only judge of a poison.
///
/// Call it with clean data, too: the goal must not be reached without the poison, and the accuracy says what the
/// poison costs. One seed says little, for two victims trained on the same clean data already differ.
///
/// @param reached for each input of the goal, whether the victim does what is wanted
/// @param accuracy on test examples that neither the victim nor the adversary has seen
public record Retrained(boolean[] reached, double accuracy) {
  /// Trains a victim on these data and looks at it.
  ///
  /// @throws IllegalArgumentException if there are no test examples
  public static <D> Retrained of(Recipe<D> recipe, D data, PoisonGoal goal, Dataset test, Rng rng) {
    if (test.size() == 0) {
      throw new IllegalArgumentException("Retrained: there are no test examples in " + test);
    }
    DecisionAccess victim = recipe.train(data, rng);
    return new Retrained(goal.reached(victim), 1 - new ManyErrors(test).success(victim));
  }

  /// The share of the goal's inputs where the victim does what is wanted.
  public double success() {
    int count = 0;
    for (boolean one : reached) {
      count += one ? 1 : 0;
    }
    return (double) count / reached.length;
  }
}
