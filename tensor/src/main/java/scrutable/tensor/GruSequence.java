package scrutable.tensor;

import static scrutable.tensor.Elements.floats;

import java.util.Arrays;
import scrutable.tensor.kernel.elementwise.GruSequenceKernel;

/// A run of a gated recurrent unit over sequences, step by step, and the way back: see [GruStep] for one step.
///
/// What goes in lies behind one another in one row, as the gradients of all of it are found on one way:
///
/// | part | shape |
/// |---|---|
/// | what the inputs contribute to r, z, n | `(N, T, 3 H)` |
/// | the states before the first step | `(N, H)` |
/// | the weight of the state | `(3 H, H)` |
/// | its bias | `(3 H,)` |
///
/// What comes out is the record of the run, `(N, T, 5 H)`: for each step of each sequence the state after it, the gates
/// r, z, n, and q, what the state contributed to n.
///
/// @param count  N, how many sequences
/// @param steps  T, how many steps, at least 1
/// @param hidden H, the size of the state
public record GruSequence(int count, int steps, int hidden) {

  /// Refuses what is no size.
  public GruSequence {
    if (count < 0 || steps < 1 || hidden < 0) {
      throw new IllegalArgumentException("sequences of a gated recurrent unit need at least one step, not N = "
          + count + ", T = " + steps + ", H = " + hidden);
    }
  }

  /// The sizes of a run that has these parts.
  ///
  /// @throws IllegalArgumentException if their shapes do not fit together
  public static GruSequence of(Tensor inputs, Tensor initial, Tensor weight, Tensor bias) {
    int h = weight.rank() == 2 ? weight.size(1) : 0;
    boolean fits = inputs.rank() == 3 && inputs.size(2) == 3 * h && initial.hasShape(inputs.size(0), h)
        && weight.hasShape(3 * h, h) && bias.hasShape(3 * h);
    if (!fits) {
      throw new IllegalArgumentException("sequences of a gated recurrent unit: (N, T, 3 H), (N, H), (3 H, H) and (3 H,)"
          + " are needed, not " + Shape.text(inputs.sizes()) + ", " + Shape.text(initial.sizes()) + ", "
          + Shape.text(weight.sizes()) + " and " + Shape.text(bias.sizes()));
    }
    return new GruSequence(inputs.size(0), inputs.size(1), h);
  }

  /// The parts of what goes in, or of its gradient, in the order above.
  public Tensor[] parts(Tensor joint) {
    int[] ends = ends();
    if (joint.rank() != 1 || joint.size(0) != ends[3]) {
      throw new IllegalArgumentException("sequences of a gated recurrent unit: " + this + " needs a row of " + ends[3]
          + " elements, not " + Shape.text(joint.sizes()));
    }
    return new Tensor[] {joint.slice(0, 0, ends[0]).reshape(count, steps, 3 * hidden),
        joint.slice(0, ends[0], ends[1]).reshape(count, hidden),
        joint.slice(0, ends[1], ends[2]).reshape(3 * hidden, hidden), joint.slice(0, ends[2], ends[3])};
  }

  /// Where each part ends.
  public int[] ends() {
    int inputs = Math.multiplyExact(Math.multiplyExact(count, steps), 3 * hidden);
    int states = Math.addExact(inputs, count * hidden);
    int weight = Math.addExact(states, Math.multiplyExact(3 * hidden, hidden));
    return new int[] {inputs, states, weight, Math.addExact(weight, 3 * hidden)};
  }

  /// The record of a run.
  ///
  /// @param joint what goes in
  /// @param mask  `(N, T)`, 0 where a state is carried on unchanged; null if none is
  /// @throws IllegalArgumentException if sizes or types do not fit
  public Tensor run(Tensor joint, Tensor mask) {
    requireMask(joint, mask);
    Tensor[] parts = parts(joint);
    if (joint.dtype() != DType.FLOAT32) {
      return composed(joint, mask);
    }
    Tensor y = uncleared(count, steps, 5 * hidden);
    GruSequenceKernel kernel = kernel(joint, mask);
    for (int t = 0; t < steps; t++) {
      kernel.forward(t, floats(before(t, parts[1], y).matmul(parts[2].t())), floats(y));
    }
    return y;
  }

  /// The same in single operations: the definition.
  Tensor composed(Tensor joint, Tensor mask) {
    Tensor[] parts = parts(joint);
    Tensor[] rows = new Tensor[steps];
    Tensor state = parts[1];
    for (int t = 0; t < steps; t++) {
      Tensor fromState = state.matmul(parts[2].t()).add(parts[3]);
      Tensor gates = GruStep.gates(parts[0].select(1, t), fromState);
      Tensor next = GruStep.next(state, gates);
      state = mask == null ? next : Tensor.where(mask.slice(1, t, t + 1), next, state);
      rows[t] = Joining.concat(1, state, gates, fromState.slice(1, 2 * hidden, 3 * hidden));
    }
    return Joining.stack(1, rows);
  }

  /// The gradient with respect to what goes in, in the same row: backpropagation through time, for `float32`.
  ///
  /// Weight and bias receive a share from each step. These are added up from the first step to the last, with a mask
  /// from the last to the first: the orders in which the graph of single steps is walked.
  ///
  /// @param gradient that with respect to the record
  /// @param y        the record
  /// @throws IllegalArgumentException if sizes or types do not fit
  public Tensor gradient(Tensor gradient, Tensor joint, Tensor mask, Tensor y) {
    requireMask(joint, mask);
    Broadcasting.requireSameType("sequences of a gated recurrent unit", joint, y);
    requireRecord(gradient);
    requireRecord(y);
    Tensor[] parts = parts(joint);
    Tensor result = uncleared(joint.size(0));
    GruSequenceKernel kernel = kernel(joint, mask);
    float[] arrived = floats(uncleared(count, hidden));
    Tensor[] ofProducts = new Tensor[steps];
    Tensor through = null;
    for (int t = steps - 1; t >= 0; t--) {
      ofProducts[t] = uncleared(count, 3 * hidden);
      kernel.backward(t, floats(gradient), floats(y), through == null ? null : floats(through), arrived,
          floats(ofProducts[t]), floats(result));
      through = ofProducts[t].matmul(parts[2]);
    }
    int[] ends = ends();
    float[] sums = floats(result);
    add(true, arrived, sums, ends[0], ends[1]);
    add(false, floats(through), sums, ends[0], ends[1]);
    for (int k = 0; k < steps; k++) {
      int t = mask == null ? k : steps - 1 - k;
      add(k == 0, floats(ofProducts[t].t().matmul(before(t, parts[1], y))), sums, ends[1], ends[2]);
      add(k == 0, floats(ofProducts[t].sum(false, 0)), sums, ends[2], ends[3]);
    }
    return result;
  }

  private static void add(boolean first, float[] share, float[] sums, int from, int to) {
    if (first) {
      System.arraycopy(share, 0, sums, from, to - from);
      return;
    }
    for (int i = from; i < to; i++) {
      sums[i] += share[i - from];
    }
  }

  private Tensor before(int t, Tensor initial, Tensor y) {
    return t == 0 ? initial : y.select(1, t - 1).slice(1, 0, hidden);
  }

  private GruSequenceKernel kernel(Tensor joint, Tensor mask) {
    return new GruSequenceKernel(count, steps, hidden, floats(joint), mask == null ? null : floats(mask));
  }

  private static Tensor uncleared(int... shape) {
    return Tensor.wrap(Storage.uncleared(DType.FLOAT32, Shape.elementCount(shape)), shape);
  }

  private void requireMask(Tensor joint, Tensor mask) {
    if (mask != null && (mask.dtype() != joint.dtype() || !Arrays.equals(mask.sizes(), new int[] {count, steps}))) {
      throw new IllegalArgumentException("sequences of a gated recurrent unit: the mask should be " + joint.dtype()
          + " (" + count + ", " + steps + "), not " + mask.dtype() + " " + Shape.text(mask.sizes()));
    }
  }

  private void requireRecord(Tensor y) {
    if (y.dtype() != DType.FLOAT32 || !Arrays.equals(y.sizes(), new int[] {count, steps, 5 * hidden})) {
      throw new IllegalArgumentException("sequences of a gated recurrent unit: a record should be float32 (" + count
          + ", " + steps + ", " + 5 * hidden + "), not " + y.dtype() + " " + Shape.text(y.sizes()));
    }
  }
}
