package scrutable.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Memory that is used again: each step of a training or an attack works in the arrays of the step before.
///
/// A new array costs more than most of what is calculated in it: it has to be cleared, fetched into the caches, and
/// collected later. A training step needs the same arrays each time. So inside [#run] the arrays of all new tensors
/// are taken from here, and when the work is done all of them come back at once; there is nothing to close.
///
/// ```java
/// Recycler memory = new Recycler();
/// for (Batch batch : batches) {
///   double loss = memory.run(() -> step(batch));          // every tensor of the step is gone afterwards
/// }
/// ```
///
/// A tensor that was made inside and is looked at after the end would show the numbers of some later step. So it
/// throws an [IllegalStateException] instead; what shall last is taken out with [Tensor#keep]. What lasts by its nature
/// does so by itself, wherever it is made: parameters, buffers, the memory of optimisers and of averages, fitted
/// models.
///
/// Threads: a recycler serves one run at a time, and a second one is refused, whichever thread asks for it; threads
/// that work side by side have a recycler each. Only the thread that called [#run] makes its tensors here. A thread
/// that the work starts may read them until the run is over; what it makes itself is not recycled. (The threads of the
/// kernels make nothing: they fill arrays that were taken before.)
///
/// Arrays that no step has asked for in a while are left to the garbage collector.
public final class Recycler {
  /// The recycler that new tensors of this thread take their memory from, if any; null in [#lasting].
  private static final ScopedValue<Recycler> CURRENT = ScopedValue.newInstance();
  /// After how many runs the arrays that none of them used are let go.
  private static final int SWEEP = 64;

  // In the order of their lengths: a map would make an object of each length that it is asked for.
  private final List<Shelf> floats = new ArrayList<>();
  private final List<Shelf> doubles = new ArrayList<>();
  private final List<Shelf> ints = new ArrayList<>();
  /// Whether a run is under way: asked and set in one, as two threads may begin at the same time.
  private final AtomicBoolean busy = new AtomicBoolean();
  private Lease lease;
  private int runs;

  /// The right to use an array: for ever, or until the run is over in which it was lent.
  ///
  /// Each [Storage] holds one and asks it before it shows its array.
  public static final class Lease {
    static final Lease LASTING = new Lease();
    private boolean over;

    private Lease() {}

    void check() {
      if (over) {
        throw new IllegalStateException("this tensor was made in a run of a Recycler that is over, and its memory"
            + " is in use for something else; take what shall last out of the run with keep()");
      }
    }
  }

  /// The arrays of one length.
  private static final class Shelf {
    private final int length;
    private final ArrayDeque<Object> spare = new ArrayDeque<>();
    private final List<Object> lent = new ArrayList<>();
    private int leastSpare;

    Shelf(int length) {
      this.length = length;
    }

    /// The shelf for a length, put up where there is none.
    static Shelf of(int length, List<Shelf> ordered) {
      int low = 0;
      int high = ordered.size();
      while (low < high) {
        int middle = (low + high) / 2;
        if (ordered.get(middle).length < length) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      if (low == ordered.size() || ordered.get(low).length != length) {
        ordered.add(low, new Shelf(length));
      }
      return ordered.get(low);
    }

    Object take() {
      Object array = spare.pollLast();
      leastSpare = Math.min(leastSpare, spare.size());
      return array;
    }

    void takeBack() {
      for (Object array : lent) {
        spare.addLast(array);
      }
      lent.clear();
    }

    /// Lets go what was never taken since the last sweep.
    void sweep() {
      for (int i = 0; i < leastSpare; i++) {
        spare.removeFirst();
      }
      leastSpare = spare.size();
    }
  }

  /// Does some work in recycled memory.
  ///
  /// @return what `work` returns; tensors in it must be kept ([Tensor#keep]) by `work`
  /// @throws IllegalStateException if this recycler is at work already
  public <T> T run(Supplier<T> work) {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("this recycler is at work already: a run inside a run needs a recycler of its"
          + " own, and so does each thread");
    }
    lease = new Lease();
    try {
      return ScopedValue.where(CURRENT, this).call(work::get);
    } finally {
      lease.over = true;
      lease = null;
      takeEverythingBack();
      busy.set(false);
    }
  }

  /// Does some work in recycled memory; see [#run(Supplier)].
  public void run(Runnable work) {
    run(() -> {
      work.run();
      return null;
    });
  }

  /// Does some work in memory that lasts, also inside of [#run].
  public static <T> T lasting(Supplier<T> work) {
    return CURRENT.isBound() ? ScopedValue.where(CURRENT, null).call(work::get) : work.get();
  }

  private void takeEverythingBack() {
    runs++;
    for (List<Shelf> shelves : List.of(floats, doubles, ints)) {
      shelves.forEach(Shelf::takeBack);
      if (runs % SWEEP == 0) {
        shelves.forEach(Shelf::sweep);
        shelves.removeIf(shelf -> shelf.spare.isEmpty());
      }
    }
  }

  /// The recycler in force, or null.
  static Recycler current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// A storage whose elements may be anything.
  Storage take(DType dtype, int length) {
    Shelf shelf = Shelf.of(length, switch (dtype) {
      case FLOAT32 -> floats;
      case FLOAT64 -> doubles;
      case INT32 -> ints;
    });
    Object spare = shelf.take();
    Storage storage = switch (dtype) {
      case FLOAT32 -> new Storage.Float32(spare == null ? new float[length] : (float[]) spare, lease);
      case FLOAT64 -> new Storage.Float64(spare == null ? new double[length] : (double[]) spare, lease);
      case INT32 -> new Storage.Int32(spare == null ? new int[length] : (int[]) spare, lease);
    };
    shelf.lent.add(storage.array());
    return storage;
  }
}
