package scrutable.attacks;

import java.util.stream.IntStream;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// Picking examples out of a batch, and putting them back.
public final class Rows {
  private Rows() {}

  /// Row `i` of the result is row `rows[i]` of `batch`.
  public static Tensor select(Tensor batch, int[] rows) {
    return Indexing.select(batch, 0, Tensor.ofInts(rows, rows.length));
  }

  /// `batch` with `rows[i]` replaced by row `i` of `replacements`.
  public static Tensor replace(Tensor batch, int[] rows, Tensor replacements) {
    int count = batch.size(0);
    int[] source = Tensor.range(count).toIntArray();
    for (int i = 0; i < rows.length; i++) {
      source[rows[i]] = count + i;
    }
    return select(Joining.concat(0, batch, replacements), source);
  }

  /// The numbers of the rows that are not `done`, ascending.
  public static int[] open(boolean[] done) {
    return IntStream.range(0, done.length).filter(i -> !done[i]).toArray();
  }
}
