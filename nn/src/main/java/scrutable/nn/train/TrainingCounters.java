package scrutable.nn.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Where a training stands.
///
/// @param epoch how many epochs are done
/// @param step how many steps are done, over all epochs
/// @param batch how many batches of the present epoch are done
/// @param lossSum of these batches, each by its share of a whole batch
/// @param correct how many of their examples were classified correctly
/// @param bestLoss the lowest validation loss so far
/// @param epochsWithoutProgress since then
record TrainingCounters(int epoch, long step, int batch, double lossSum, long correct, double bestLoss,
    int epochsWithoutProgress) {
  private static final Set<String> NAMES = Set.of("epoch", "step", "batch", "loss_sum", "correct", "best_loss",
      "epochs_without_progress");

  static TrainingCounters start() {
    return new TrainingCounters(0, 0, 0, 0, 0, Double.POSITIVE_INFINITY, 0);
  }

  TrainingCounters afterStep(double weightedLoss, long newlyCorrect) {
    return new TrainingCounters(epoch, step + 1, batch + 1, lossSum + weightedLoss, correct + newlyCorrect,
        bestLoss, epochsWithoutProgress);
  }

  TrainingCounters afterEpoch() {
    return new TrainingCounters(epoch + 1, step, 0, 0, 0, bestLoss, epochsWithoutProgress + 1);
  }

  TrainingCounters withBestLoss(double loss) {
    return new TrainingCounters(epoch, step, batch, lossSum, correct, loss, 0);
  }

  /// For a checkpoint: every number as text, by name, exactly.
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("epoch", Integer.toString(epoch));
    texts.put("step", Long.toString(step));
    texts.put("batch", Integer.toString(batch));
    texts.put("loss_sum", Double.toString(lossSum));
    texts.put("correct", Long.toString(correct));
    texts.put("best_loss", Double.toString(bestLoss));
    texts.put("epochs_without_progress", Integer.toString(epochsWithoutProgress));
    return texts;
  }

  /// The counters of [#texts].
  ///
  /// @throws IllegalArgumentException if one is missing, unknown or no number
  static TrainingCounters of(Map<String, String> texts) {
    if (!texts.keySet().equals(NAMES)) {
      throw new IllegalArgumentException("the checkpoint tells the progress " + new TreeSet<>(texts.keySet())
          + ", but needed are " + new TreeSet<>(NAMES));
    }
    return new TrainingCounters((int) count(texts, "epoch", Integer.MAX_VALUE),
        count(texts, "step", Long.MAX_VALUE), (int) count(texts, "batch", Integer.MAX_VALUE),
        number(texts, "loss_sum"), count(texts, "correct", Long.MAX_VALUE), number(texts, "best_loss"),
        (int) count(texts, "epochs_without_progress", Integer.MAX_VALUE));
  }

  private static long count(Map<String, String> texts, String key, long most) {
    try {
      long value = Long.parseLong(texts.get(key));
      if (value >= 0 && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with the key and what was expected.
    }
    throw new IllegalArgumentException("the checkpoint's progress \"" + key + "\" is \"" + texts.get(key)
        + "\", but should be a whole number from 0 to " + most);
  }

  private static double number(Map<String, String> texts, String key) {
    try {
      double value = Double.parseDouble(texts.get(key));
      if (!Double.isNaN(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException("the checkpoint's progress \"" + key + "\" is \"" + texts.get(key)
        + "\", but should be a number");
  }
}
