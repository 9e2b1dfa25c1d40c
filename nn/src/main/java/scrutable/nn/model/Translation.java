package scrutable.nn.model;

import java.util.List;
import scrutable.nn.data.BatchSource;
import scrutable.nn.sequence.LengthBuckets;

/// A sentence, and the same in another language.
///
/// @param source its words
/// @param target the words of the other
public record Translation(List<String> source, List<String> target) {
  /// Copies the lists.
  ///
  /// @throws IllegalArgumentException if a side is empty
  public Translation {
    if (source.isEmpty() || target.isEmpty()) {
      throw new IllegalArgumentException("Translation: both sides need a word, but they are " + source + " and "
          + target);
    }
    source = List.copyOf(source);
    target = List.copyOf(target);
  }

  /// Batches of sources of similar length ([LengthBuckets]).
  ///
  /// @param pool how many batches are sorted together
  public static BatchSource<List<Translation>> batches(List<Translation> all, int pool) {
    return new LengthBuckets<>(all, each -> each.source.size(), List::copyOf, pool);
  }
}
