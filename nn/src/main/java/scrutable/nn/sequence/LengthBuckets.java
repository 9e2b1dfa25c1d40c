package scrutable.nn.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import scrutable.nn.data.BatchSource;
import scrutable.tensor.Rng;

/// Examples in batches of similar length, so that little of a batch is padding.
///
/// The examples are shuffled and cut into pools of `pool` batches; each pool is sorted by length and cut into batches;
/// then the batches of all pools are shuffled. So neighbours in a batch have similar lengths, yet who they are and when
/// their batch comes changes from epoch to epoch.
///
/// ```java
/// LengthBuckets<int[], PaddedBatch> source =
///     new LengthBuckets<>(sentences, ids -> ids.length, PaddedBatch::of, 20);
/// for (PaddedBatch batch : source.batches(64, shuffle)) { ... }
/// ```
///
/// @param <E> an example, such as the ids of a sentence, or a pair of them
/// @param <B> a batch
/// @param examples all of them
/// @param length   how long an example is, in tokens
/// @param collate  makes a batch of examples
/// @param pool     how many batches are sorted together: 1 gives batches of random lengths, many give little padding
public record LengthBuckets<E, B>(List<E> examples, ToIntFunction<E> length, Function<List<E>, B> collate, int pool)
    implements BatchSource<B> {
  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if `pool` is below 1
  public LengthBuckets {
    examples = List.copyOf(examples);
    if (pool < 1) {
      throw new IllegalArgumentException("LengthBuckets: a pool should have at least one batch, not " + pool);
    }
  }

  /// The number of examples.
  @Override
  public int size() {
    return examples.size();
  }

  /// All examples once, `batchSize` at a time, in an order drawn from `shuffle` now, by this call.
  ///
  /// The last batch of the last pool is smaller if `batchSize` does not divide the number of examples.
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  @Override
  public Iterable<B> batches(int batchSize, Rng shuffle) {
    requirePositive(batchSize);
    int[] order = shuffle.permutation(size());
    int poolSize = (int) Math.min((long) batchSize * pool, Math.max(size(), 1));
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < order.length; from += poolSize) {
      int[] sorted = sortedByLength(Arrays.copyOfRange(order, from, Math.min(from + poolSize, order.length)));
      batches.addAll(cut(sorted, batchSize));
    }
    int[] turn = shuffle.permutation(batches.size());
    return collated(Arrays.stream(turn).mapToObj(batches::get).toList());
  }

  /// All examples once, `batchSize` at a time, in their own order: for evaluation.
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  public Iterable<B> batches(int batchSize) {
    requirePositive(batchSize);
    return collated(cut(IntStream.range(0, size()).toArray(), batchSize));
  }

  private static void requirePositive(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batches: the batch size must be at least 1, but is " + batchSize);
    }
  }

  private int[] sortedByLength(int[] indices) {
    return Arrays.stream(indices).boxed()
        .sorted(Comparator.comparingInt(i -> length.applyAsInt(examples.get(i)))) // stable: ties stay shuffled
        .mapToInt(i -> i).toArray();
  }

  private static List<int[]> cut(int[] order, int batchSize) {
    List<int[]> batches = new ArrayList<>();
    for (int from = 0; from < order.length; from += Math.min(batchSize, order.length - from)) {
      batches.add(Arrays.copyOfRange(order, from, from + Math.min(batchSize, order.length - from)));
    }
    return batches;
  }

  /// Batches are made one by one, when they are asked for.
  private Iterable<B> collated(List<int[]> batches) {
    int[] order = IntStream.range(0, batches.size()).toArray();
    return BatchSource.inOrder(order, 1,
        one -> collate.apply(Arrays.stream(batches.get(one[0])).mapToObj(examples::get).toList()));
  }
}
