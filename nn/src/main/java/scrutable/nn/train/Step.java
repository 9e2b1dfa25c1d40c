package scrutable.nn.train;

/// A step of a training, seen from before it is taken: what a learning rate or a loss may depend on.
///
/// @param number of the step, from 0 over all epochs; whoever needs random numbers draws them from
///     `rng.split(number)`, and training that is resumed from a checkpoint draws the same again
/// @param count how many steps there will be, unless training stops early
/// @param epoch from 0
/// @param seen how many examples were shown before, over all epochs
/// @param total how many will have been shown in the end
public record Step(long number, long count, int epoch, long seen, long total) {

  /// The share of the examples that were shown already, in [0, 1).
  public double share() {
    return seen / (double) total;
  }
}
