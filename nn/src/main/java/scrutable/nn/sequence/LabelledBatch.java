package scrutable.nn.sequence;

import java.util.List;
import java.util.stream.IntStream;
import scrutable.nn.data.BatchSource;
import scrutable.tensor.Tensor;

/// Sequences side by side, and what is to be said of each.
///
/// @param sequences N of them
/// @param labels    `(N,)`, `float32`: 0 or 1, or a degree between
public record LabelledBatch(PaddedBatch sequences, Tensor labels) {
  /// @throws IllegalArgumentException if there is not one label for each sequence
  public LabelledBatch {
    if (!labels.hasShape(new int[] {sequences.size()})) {
      throw new IllegalArgumentException("LabelledBatch: " + sequences.size() + " sequences need as many labels (N,)");
    }
  }

  /// Batches of similar length ([LengthBuckets]).
  ///
  /// @param labels one for each sequence
  /// @param pool   how many batches are sorted together
  /// @throws IllegalArgumentException if there is not one label for each sequence
  public static BatchSource<LabelledBatch> source(List<int[]> sequences, int[] labels, int pool) {
    if (sequences.size() != labels.length) {
      throw new IllegalArgumentException("LabelledBatch: " + sequences.size() + " sequences need as many labels, not "
          + labels.length);
    }
    List<Integer> places = IntStream.range(0, labels.length).boxed().toList();
    return new LengthBuckets<>(places, i -> sequences.get(i).length, chosen -> new LabelledBatch(
        PaddedBatch.of(chosen.stream().map(sequences::get).toList()), labelsAt(chosen, labels)), pool);
  }

  private static Tensor labelsAt(List<Integer> places, int[] labels) {
    float[] chosen = new float[places.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = labels[places.get(i)];
    }
    return Tensor.wrap(chosen, chosen.length);
  }
}
