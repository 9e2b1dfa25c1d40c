package scrutable.tensor;

import scrutable.tensor.kernel.parallel.Parallel;

/// Walks strided operands in row-major order of their common shape, one innermost run at a time.
///
/// Neighbouring axes that lie behind one another in every operand are merged first, so that contiguous
/// tensors become a single run and a bias `(C,)` added to `(N, C)` becomes N runs of length C. Kernels then
/// only see runs.
final class Strided {
  /// Elements worth a task of another thread.
  private static final int GRAIN = 1 << 14;
  /// Tasks for each thread at most.
  private static final int TASKS = 4;
  /// Where a walk of this thread counts; null while one does. Each task of a walk would need a new one otherwise.
  private static final ThreadLocal<int[]> PLACE = ThreadLocal.withInitial(() -> new int[32]);

  private final int axes;
  private final int operands;
  /// Of the merged axes, the first [#axes]; what is behind them is not used.
  private final int[] sizes;
  /// The step of operand `i` along an axis is at `axis * operands + i`.
  private final int[] steps;

  private Strided(int axes, int operands, int[] sizes, int[] steps) {
    this.axes = axes;
    this.operands = operands;
    this.sizes = sizes;
    this.steps = steps;
  }

  /// What to do with one run: `offsets[i]` is where operand `i` starts, `length` how many elements. What stands in
  /// `offsets` behind those of the operands belongs to the walk.
  interface Run {
    void accept(int[] offsets, int length);
  }

  /// Plans a walk over operands with the given strides, all of shape `shape`; strides of more axes are not looked at.
  static Strided over(int[] shape, int[]... strides) {
    int operands = strides.length;
    int[] sizes = new int[Math.max(shape.length, 1)];
    int[] steps = new int[sizes.length * operands];
    int axes = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == 1) {
        continue;
      }
      boolean merges = axes > 0;
      for (int i = 0; i < operands && merges; i++) {
        merges = steps[(axes - 1) * operands + i] == strides[i][axis] * shape[axis];
      }
      if (merges) {
        sizes[axes - 1] *= shape[axis];
      } else {
        sizes[axes++] = shape[axis];
      }
      for (int i = 0; i < operands; i++) {
        steps[(axes - 1) * operands + i] = strides[i][axis];
      }
    }
    if (axes == 0) {                                    // a single place
      sizes[axes++] = 1;
    }
    return new Strided(axes, operands, sizes, steps);
  }

  /// The step of operand `i` within a run.
  int innerStep(int i) {
    return step(axes - 1, i);
  }

  private int step(int axis, int i) {
    return steps[axis * operands + i];
  }

  private int runLength() {
    return sizes[axes - 1];
  }

  /// Calls `run` for every run, in row-major order. The array of offsets is reused between calls.
  void forEach(int[] startOffsets, Run run) {
    forEach(startOffsets, 0, runCount(), run);
  }

  /// The same in any order, by several threads: only for runs that write to different places.
  ///
  /// @param size how many elements stand at each place of the walk: 1, or those of a whole matrix
  void forEachShared(int[] startOffsets, int size, Run run) {
    int worthwhile = (int) Math.max(1, GRAIN / Math.max(1, (long) size * runLength()));
    int grain = Math.max(worthwhile, runCount() / (TASKS * Parallel.threads()));
    if (runCount() <= grain || Parallel.threads() == 1) {
      forEach(startOffsets, run);
      return;
    }
    Parallel.forRange(runCount(), grain, (from, to) -> forEach(startOffsets, from, to, run));
  }

  /// How many runs there are; none if there is nothing in them.
  private int runCount() {
    int count = runLength() == 0 ? 0 : 1;
    for (int axis = 0; axis < axes - 1; axis++) {
      count *= sizes[axis];
    }
    return count;
  }

  private void forEach(int[] startOffsets, int from, int to, Run run) {
    if (from == to) {
      return;
    }
    int[] own = PLACE.get();
    int[] at = own != null && own.length >= operands + axes - 1 ? own : new int[operands + axes - 1];
    PLACE.set(null);
    try {
      goTo(from, startOffsets, at);
      for (int i = from; i < to; i++) {
        run.accept(at, runLength());
        toNext(at);
      }
    } finally {
      PLACE.set(own);
    }
  }

  /// Sets `at` to a run: the offsets of the operands, then the index of the run, axis by axis.
  private void goTo(int from, int[] startOffsets, int[] at) {
    System.arraycopy(startOffsets, 0, at, 0, operands);
    int rest = from;
    for (int axis = axes - 2; axis >= 0; axis--) {
      int index = rest % sizes[axis];
      rest /= sizes[axis];
      at[operands + axis] = index;
      for (int i = 0; i < operands; i++) {
        at[i] += index * step(axis, i);
      }
    }
  }

  /// Counts up like a mileage counter, the last axis first.
  private void toNext(int[] at) {
    for (int axis = axes - 2; axis >= 0; axis--) {
      int index = at[operands + axis] + 1;
      boolean carries = index == sizes[axis];
      for (int i = 0; i < operands; i++) {
        at[i] += step(axis, i) * (carries ? 1 - sizes[axis] : 1);
      }
      at[operands + axis] = carries ? 0 : index;
      if (!carries) {
        return;
      }
    }
  }
}
