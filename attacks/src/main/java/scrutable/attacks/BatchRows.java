package scrutable.attacks;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.tensor.Indexing;
import scrutable.tensor.Joining;
import scrutable.tensor.Tensor;

/// Picking examples out of a batch, putting them back, and one number for each.
public final class BatchRows {
  private BatchRows() {}

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

  /// One number per example, as `(N, 1, ...)` of the rank and type of `batch`, so that it meets all elements
  /// of its example.
  public static Tensor column(double[] numbers, Tensor batch) {
    int[] onePerExample = new int[batch.rank()];
    Arrays.fill(onePerExample, 1);
    onePerExample[0] = numbers.length;
    return Tensor.of(numbers, onePerExample).to(batch.dtype());
  }

  /// Row `i` of `ifTrue` where the flag of example `i` is set, of `otherwise` elsewhere.
  public static Tensor where(boolean[] flags, Tensor ifTrue, Tensor otherwise) {
    if (open(flags).length == flags.length && ifTrue.sameShape(otherwise) && ifTrue.dtype() == otherwise.dtype()) {
      return otherwise;
    }
    double[] numbers = new double[flags.length];
    Arrays.setAll(numbers, i -> flags[i] ? 1 : 0);
    return Tensor.where(column(numbers, otherwise), ifTrue, otherwise);
  }

  /// The numbers of the rows that are not `done`, ascending.
  public static int[] open(boolean[] done) {
    return IntStream.range(0, done.length).filter(i -> !done[i]).toArray();
  }
}
