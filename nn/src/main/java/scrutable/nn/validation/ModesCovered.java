package scrutable.nn.validation;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Tensor;

/// How many of the kinds of pictures that exist a generator makes at all: the answer to "it always draws the
/// same one" (mode collapse).
///
/// A fixed classifier says of each sample what it shows. A mode counts as covered if its share of the samples
/// reaches a threshold; how good the samples are is not asked here ([FrechetDistance] does).
///
/// @param counts how many samples show each of the K classes
public record ModesCovered(int[] counts) {
  /// Keeps a copy.
  ///
  /// @throws IllegalArgumentException if a count is negative, or there are no samples
  public ModesCovered {
    counts = counts.clone();
    if (Arrays.stream(counts).anyMatch(count -> count < 0) || Arrays.stream(counts).sum() == 0) {
      throw new IllegalArgumentException("ModesCovered: counts must not be negative, and there must be a sample,"
          + " but they are " + Arrays.toString(counts));
    }
  }

  /// Counts the classes that a classifier sees in samples.
  ///
  /// @param labels its answers, `int32 (N,)`
  /// @param classes K, how many kinds exist
  /// @throws IllegalArgumentException if an answer is not in `0 .. K - 1`
  public static ModesCovered of(Tensor labels, int classes) {
    if (labels.dtype() != DType.INT32 || labels.rank() != 1) {
      throw new IllegalArgumentException("ModesCovered: labels must be int32 (N,), not " + labels.dtype() + " "
          + Shape.text(labels.shape()));
    }
    int[] counts = new int[classes];
    for (int label : labels.toIntArray()) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException("ModesCovered: label " + label + " names none of the " + classes
            + " classes");
      }
      counts[label]++;
    }
    return new ModesCovered(counts);
  }

  /// A copy of the counts.
  @Override
  public int[] counts() {
    return counts.clone();
  }

  /// The share of the samples that show class `k`, in [0, 1].
  public double share(int k) {
    return counts[k] / (double) Arrays.stream(counts).sum();
  }

  /// How many classes have at least the share `leastShare`, such as 0.03 of ten classes.
  ///
  /// @throws IllegalArgumentException unless the share lies in (0, 1]
  public int covered(double leastShare) {
    if (!(leastShare > 0 && leastShare <= 1)) {
      throw new IllegalArgumentException("ModesCovered: the least share must lie in (0, 1], but is " + leastShare
          + "; a share of 0 would count what never occurs");
    }
    return (int) IntStream.range(0, counts.length).filter(k -> share(k) >= leastShare).count();
  }
}
