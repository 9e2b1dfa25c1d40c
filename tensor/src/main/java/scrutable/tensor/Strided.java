package scrutable.tensor;

import java.util.ArrayList;
import java.util.List;
import scrutable.tensor.kernel.Parallel;

/// Walks strided operands in row-major order of their common shape, one innermost run at a time.
///
/// Neighbouring axes that lie behind one another in every operand are merged first, so that contiguous
/// tensors become a single run and a bias `(C,)` added to `(N, C)` becomes N runs of length C. Kernels then
/// only see runs.
final class Strided {
  /// Elements worth a task of another thread.
  private static final int GRAIN = 1 << 14;

  private final int[] sizes;
  private final int[][] steps;

  private Strided(int[] sizes, int[][] steps) {
    this.sizes = sizes;
    this.steps = steps;
  }

  /// What to do with one run: `offsets[i]` is where operand `i` starts, `length` how many elements.
  interface Run {
    void accept(int[] offsets, int length);
  }

  /// Plans a walk over operands with the given strides, all of shape `shape`.
  static Strided over(int[] shape, int[]... strides) {
    List<int[]> merged = new ArrayList<>();
    for (int axis = 0; axis < shape.length; axis++) {
      if (shape[axis] == 1) {
        continue;
      }
      int[] group = new int[strides.length + 1];
      group[0] = shape[axis];
      for (int i = 0; i < strides.length; i++) {
        group[i + 1] = strides[i][axis];
      }
      int[] previous = merged.isEmpty() ? null : merged.getLast();
      if (previous != null && liesBehind(previous, group)) {
        group[0] *= previous[0];
        merged.set(merged.size() - 1, group);
      } else {
        merged.add(group);
      }
    }
    if (merged.isEmpty()) {
      int[] single = new int[strides.length + 1];
      single[0] = 1;
      merged.add(single);
    }
    int[] sizes = new int[merged.size()];
    int[][] steps = new int[strides.length][merged.size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = merged.get(axis)[0];
      for (int i = 0; i < strides.length; i++) {
        steps[i][axis] = merged.get(axis)[i + 1];
      }
    }
    return new Strided(sizes, steps);
  }

  private static boolean liesBehind(int[] outer, int[] inner) {
    for (int i = 1; i < inner.length; i++) {
      if (outer[i] != inner[i] * inner[0]) {
        return false;
      }
    }
    return true;
  }

  /// The step of operand `i` within a run.
  int innerStep(int i) {
    return steps[i][sizes.length - 1];
  }

  /// Calls `run` for every run, in row-major order. The array of offsets is reused between calls.
  void forEach(int[] startOffsets, Run run) {
    forEach(startOffsets, 0, runCount(), run);
  }

  /// The same in any order, by several threads: only for runs that write to different places.
  ///
  /// @param size how many elements stand at each place of the walk: 1, or those of a whole matrix
  void forEachShared(int[] startOffsets, int size, Run run) {
    long ofRun = Math.max(1, (long) size * sizes[sizes.length - 1]);
    Parallel.forRange(runCount(), (int) Math.max(1, GRAIN / ofRun), (from, to) -> forEach(startOffsets, from, to, run));
  }

  /// How many runs there are; none if there is nothing in them.
  private int runCount() {
    int count = sizes[sizes.length - 1] == 0 ? 0 : 1;
    for (int axis = 0; axis < sizes.length - 1; axis++) {
      count *= sizes[axis];
    }
    return count;
  }

  private void forEach(int[] startOffsets, int from, int to, Run run) {
    if (from == to) {
      return;
    }
    int[] offsets = startOffsets.clone();
    int[] index = indexOfRun(from);
    for (int axis = 0; axis < index.length; axis++) {
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] += index[axis] * steps[i][axis];
      }
    }
    for (int i = from; i < to; i++) {
      run.accept(offsets, sizes[sizes.length - 1]);
      toNext(index, offsets);
    }
  }

  private int[] indexOfRun(int run) {
    int[] index = new int[sizes.length - 1];
    int rest = run;
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return index;
  }

  /// Counts up like a mileage counter, the last axis first.
  private void toNext(int[] index, int[] offsets) {
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis]++;
      boolean carries = index[axis] == sizes[axis];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] += steps[i][axis] * (carries ? 1 - sizes[axis] : 1);
      }
      if (!carries) {
        return;
      }
      index[axis] = 0;
    }
  }
}
