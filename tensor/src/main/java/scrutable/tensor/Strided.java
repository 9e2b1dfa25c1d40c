package scrutable.tensor;

import java.util.ArrayList;
import java.util.List;

/// Walks strided operands in row-major order of their common shape, one innermost run at a time.
///
/// Neighbouring axes that lie behind one another in every operand are merged first, so that contiguous
/// tensors become a single run and a bias `(C,)` added to `(N, C)` becomes N runs of length C. Kernels then
/// only see runs.
final class Strided {
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
    int inner = sizes[sizes.length - 1];
    for (int size : sizes) {
      if (size == 0) {
        return;
      }
    }
    int[] offsets = startOffsets.clone();
    int[] index = new int[sizes.length - 1];
    while (true) {
      run.accept(offsets, inner);
      int axis = index.length - 1;
      while (axis >= 0) {
        index[axis]++;
        for (int i = 0; i < offsets.length; i++) {
          offsets[i] += steps[i][axis];
        }
        if (index[axis] < sizes[axis]) {
          break;
        }
        for (int i = 0; i < offsets.length; i++) {
          offsets[i] -= steps[i][axis] * sizes[axis];
        }
        index[axis] = 0;
        axis--;
      }
      if (axis < 0) {
        return;
      }
    }
  }
}
