package scrutable.nn.train;

import java.util.Optional;

/// What came out of an epoch.
///
/// @param epoch counted from 1
/// @param training the mean over the epoch, each batch as it was when it was trained on; the accuracy is NaN
///     if nothing is classified
/// @param validation after the epoch; empty if nothing is validated
/// @param learningRate that of the last step
/// @param isBest whether no epoch before had as low a validation loss
public record EpochReport(int epoch, Metrics training, Optional<Metrics> validation, double learningRate,
    boolean isBest) {}
