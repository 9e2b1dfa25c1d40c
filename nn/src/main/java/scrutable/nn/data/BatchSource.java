package scrutable.nn.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import scrutable.tensor.Rng;

/// Where the batches of a training come from: epoch after epoch the same examples, each time in a new order.
///
/// A [Dataset] is one, of inputs with a class each. Whatever else is learned from becomes one by saying how a
/// batch is made of some examples:
///
/// ```java
/// BatchSource<Tensor> pictures = BatchSource.of(images.size(0),
///     rows -> Indexing.select(images, 0, Tensor.wrap(rows, rows.length)));
/// ```
///
/// Batches are made when they are asked for, and two epochs drawn from generators in the same state are the
/// same: an interrupted training goes on in the middle of an epoch by drawing its first batches again.
///
/// @param <B> what a batch is
public interface BatchSource<B> {

  /// How many examples an epoch shows.
  int size();

  /// One epoch: every example once, `batchSize` at a time, in an order drawn from `shuffle`. The last batch is
  /// smaller if `batchSize` does not divide the number of examples.
  ///
  /// @throws IllegalArgumentException if `batchSize` is not positive
  Iterable<B> batches(int batchSize, Rng shuffle);

  /// How many batches an epoch has, the last, smaller one included.
  default int batchCount(int batchSize) {
    return Math.ceilDiv(size(), batchSize);
  }

  /// The same batches, each changed before it is used.
  default <C> BatchSource<C> map(Function<? super B, ? extends C> change) {
    BatchSource<B> source = this;
    return new BatchSource<>() {
      @Override
      public int size() {
        return source.size();
      }

      @Override
      public Iterable<C> batches(int batchSize, Rng shuffle) {
        Iterable<B> batches = source.batches(batchSize, shuffle);
        return () -> {
          Iterator<B> rest = batches.iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return rest.hasNext();
            }

            @Override
            public C next() {
              return change.apply(rest.next());
            }
          };
        };
      }
    };
  }

  /// Batches of `size` examples that are known by their number.
  ///
  /// @param pick makes a batch of the examples with these numbers, each in `0 .. size - 1`
  static <B> BatchSource<B> of(int size, Function<int[], ? extends B> pick) {
    return new BatchSource<>() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterable<B> batches(int batchSize, Rng shuffle) {
        requirePositive(batchSize);
        return inOrder(shuffle.permutation(size), batchSize, pick);
      }
    };
  }

  /// `count` batches that something else puts together, for learners that know steps but no epochs. Each batch
  /// counts as one example: they are used with the batch size 1.
  ///
  /// @param dealer is given the generator of an epoch, and deals its batches one by one; it must not keep what
  ///     it dealt
  static <B> BatchSource<B> steps(int count, Function<Rng, Supplier<B>> dealer) {
    return new BatchSource<>() {
      @Override
      public int size() {
        return count;
      }

      @Override
      public Iterable<B> batches(int batchSize, Rng shuffle) {
        if (batchSize != 1) {
          throw new IllegalArgumentException("batches: these batches are dealt whole, so the batch size must be 1,"
              + " not " + batchSize);
        }
        Supplier<B> deal = dealer.apply(shuffle);
        return inOrder(new int[count], 1, none -> deal.get());
      }
    };
  }

  /// All examples, `batchSize` at a time, in the given order.
  static <B> Iterable<B> inOrder(int[] order, int batchSize, Function<int[], ? extends B> pick) {
    return () -> new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < order.length;
      }

      @Override
      public B next() {
        if (!hasNext()) {
          throw new NoSuchElementException("batches: all " + order.length + " examples were given out");
        }
        int from = next;
        next = from + Math.min(batchSize, order.length - from);
        return pick.apply(Arrays.copyOfRange(order, from, next));
      }
    };
  }

  /// @throws IllegalArgumentException if `batchSize` is not positive
  private static void requirePositive(int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batches: the batch size must be at least 1, but is " + batchSize);
    }
  }
}
