package scrutable.nn.train;

import java.util.Iterator;
import scrutable.nn.data.BatchSource;

/// How the examples of a source fall into steps and epochs.
///
/// @param shown how many examples an epoch shows
/// @param stepsPerEpoch how many steps that takes
/// @param count how many steps there will be, unless training stops early
record TrainingPlan(int shown, int batchSize, int stepsPerEpoch, long count) {

  /// @throws IllegalArgumentException if an epoch would have no step
  static TrainingPlan of(BatchSource<?> source, TrainingSettings settings) {
    int size = source.size();
    int batchSize = settings.batchSize();
    if (size < 1) {
      throw new IllegalArgumentException("there are no examples to train on: " + source);
    }
    int steps = settings.dropsLast() ? size / batchSize : source.batchCount(batchSize);
    if (steps == 0) {
      throw new IllegalArgumentException("the " + size + " examples do not fill one batch of " + batchSize
          + ", and batches that are not full are dropped; choose a smaller batch size");
    }
    return new TrainingPlan(settings.dropsLast() ? steps * batchSize : size, batchSize, steps,
        Math.min((long) settings.epochs() * steps, settings.steps()));
  }

  /// What is known of a step before it is taken.
  Step step(long number) {
    return new Step(number, count, (int) (number / stepsPerEpoch), examplesBefore(number), examplesBefore(count));
  }

  private long examplesBefore(long step) {
    return step / stepsPerEpoch * shown + step % stepsPerEpoch * batchSize;
  }

  /// How many examples the first batches of an epoch hold.
  int examplesOf(int batches) {
    return (int) Math.min((long) batches * batchSize, shown);
  }

  /// How much a batch counts in a mean over examples: 1 if it is full.
  double weight(int batch) {
    return weightOf(batch + 1) - weightOf(batch);
  }

  /// How much the first batches of an epoch count together.
  double weightOf(int batches) {
    return examplesOf(batches) / (double) batchSize;
  }

  void requireNext(Iterator<?> rest, int batch) {
    if (!rest.hasNext()) {
      throw new IllegalStateException("the source says that it has " + shown + " examples, which are "
          + stepsPerEpoch + " batches of " + batchSize + ", but it gave only " + batch);
    }
  }
}
