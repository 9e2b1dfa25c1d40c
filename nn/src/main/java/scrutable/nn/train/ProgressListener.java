package scrutable.nn.train;

import java.time.Duration;
import java.util.Optional;

/// Is told how training goes on: the engine itself never prints.
///
/// ```java
/// ProgressListener onScreen = new ProgressListener() {
///   public void epochEnded(EpochReport report) { System.out.println(report); }
/// };
/// ```
///
/// What a listener throws ends the training at that place; a checkpoint then resumes it.
public interface ProgressListener {
  /// Hears nothing.
  ProgressListener SILENT = new ProgressListener() {};

  /// After each step of the optimiser.
  default void stepEnded(Progress progress) {}

  /// After each epoch; its checkpoint has been written already.
  default void epochEnded(EpochReport report) {}

  /// Where training is.
  ///
  /// @param epoch the present epoch, counted from 1
  /// @param epochs how many there will be, unless training stops early
  /// @param batch the batch just used, counted from 1 in each epoch
  /// @param batches how many an epoch has
  /// @param step the steps so far, over all epochs
  /// @param loss the mean training loss of this epoch so far
  /// @param elapsed the time since this run began
  /// @param remaining what is left at the pace of this run so far
  record Progress(int epoch, int epochs, int batch, int batches, long step, double loss, Duration elapsed,
      Duration remaining) {}

  /// What came out of an epoch.
  ///
  /// @param epoch counted from 1
  /// @param training loss and accuracy over the epoch, each batch as it was when it was trained on
  /// @param validation on the validation set, after the epoch; empty if there is none
  /// @param learningRate that of the last step
  /// @param isBest whether no epoch before had as low a validation loss
  record EpochReport(int epoch, Metrics training, Optional<Metrics> validation, double learningRate,
      boolean isBest) {}
}
