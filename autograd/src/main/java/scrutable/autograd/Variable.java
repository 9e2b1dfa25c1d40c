package scrutable.autograd;

import java.util.Arrays;
import java.util.List;
import scrutable.tensor.DType;
import scrutable.tensor.Shape;
import scrutable.tensor.Sorting;
import scrutable.tensor.Tensor;

/// A tensor that remembers how it was computed.
///
/// A leaf is made by the user: [#constant] or [#tracked]. Every operation on tracked variables gives a
/// variable that refers to the [Op] and its inputs; together they form the graph that [Gradients] walks
/// backwards. Variables cannot be changed, so the graph cannot be invalidated behind its back.
///
/// ```java
/// Variable x = Variable.tracked(Tensor.of(new float[] {1, 2, 3}, 3));
/// Variable loss = x.square().sum();
/// Tensor dx = Gradients.of(loss, x).get(x);          // 2 x
/// ```
///
/// What is computed element by element (`x.mul(y)`, `x.exp()`, `x.greater(0)`) stands in [ElementArithmetic]; views,
/// reductions, products and indices stand here; what networks need beyond that, in [Functions].
public sealed class Variable implements ElementArithmetic permits Parameter {
  private static final Variable[] NO_INPUTS = {};
  private static final int[] NO_VERSIONS = {};

  private final Tensor value;
  private final boolean tracked;
  private final Op op;
  private final Variable[] inputs;
  private final int[] inputVersions;
  private final Variable owner;
  private Accumulated accumulated;

  /// What [#backward] has accumulated, and which version of this variable it is a gradient of.
  private record Accumulated(Tensor gradient, int version) {}

  Variable(Tensor value, boolean tracked) {
    this.value = value;
    this.tracked = tracked;
    this.op = null;
    this.inputs = NO_INPUTS;
    this.inputVersions = NO_VERSIONS;
    this.owner = null;
  }

  /// A constant that shares the storage of a leaf.
  private Variable(Tensor value, Variable owner) {
    this.value = value;
    this.tracked = false;
    this.op = null;
    this.inputs = NO_INPUTS;
    this.inputVersions = NO_VERSIONS;
    this.owner = owner;
  }

  Variable(Tensor value, Op op, Variable[] inputs) {
    this.value = value;
    this.tracked = true;
    this.op = op;
    this.inputs = inputs;
    this.inputVersions = versionsOf(inputs);
    this.owner = ownerOf(value, inputs);
  }

  /// The versions of all inputs; none if no input can ever change, as then there is nothing to compare later.
  private static int[] versionsOf(Variable[] inputs) {
    int[] versions = NO_VERSIONS;
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].canChange()) {
        versions = versions.length == 0 ? new int[inputs.length] : versions;
        versions[i] = inputs[i].version();
      }
    }
    return versions;
  }

  private boolean canChange() {
    return this instanceof Parameter || owner != null;
  }

  /// The parameter whose storage a view shares, through any number of views: when it changes, the view does too.
  /// Nothing else ever changes, and nothing else is kept alive by its views.
  private static Variable ownerOf(Tensor value, Variable[] inputs) {
    for (Variable input : inputs) {
      if (input.value().storage() == value.storage()) {
        return input instanceof Parameter ? input : input.owner;
      }
    }
    return null;
  }

  /// A leaf without gradient: data, labels, masks.
  public static Variable constant(Tensor value) {
    return new Variable(value, false);
  }

  /// A leaf whose gradient is wanted.
  ///
  /// @throws IllegalArgumentException for `int32` tensors: nothing can be differentiated by a whole number
  public static Variable tracked(Tensor value) {
    if (!value.dtype().isFloating()) {
      throw new IllegalArgumentException("tracked: int32 tensors have no gradient; shape "
          + Shape.text(value.shape()));
    }
    return new Variable(value, true);
  }

  /// The numbers.
  public Tensor value() {
    return value;
  }

  /// Whether a gradient with respect to this variable can be asked for.
  public final boolean isTracked() {
    return tracked;
  }

  /// Whether this variable was made by the user, not by an operation.
  public final boolean isLeaf() {
    return op == null;
  }

  /// The operation that made this variable; null for a leaf.
  public final Op op() {
    return op;
  }

  /// What the operation was applied to, in its order; empty for a leaf. Constants are among them.
  public final List<Variable> operands() {
    return List.of(inputs);
  }

  final Variable[] inputs() {
    return inputs;
  }

  /// How often the value has been replaced; only a [Parameter], and with it a view of one, ever changes.
  int version() {
    return owner == null ? 0 : owner.version();
  }

  final void requireUnchangedInputs() {
    for (int i = 0; i < inputVersions.length; i++) {
      if (inputs[i].version() != inputVersions[i]) {
        throw new IllegalStateException("input " + i + " " + Shape.text(inputs[i].shape()) + " of " + op.name()
            + " was assigned a new value after it was used; its gradient would be wrong."
            + " Compute all gradients before the optimiser's step, or run the forward pass again");
      }
    }
  }

  /// The same numbers as a constant: no gradient flows through.
  public final Variable detach() {
    return new Variable(value(), this instanceof Parameter ? this : owner);
  }

  /// The result of an operation that is not recorded.
  static Variable unrecorded(Tensor value, Variable[] inputs) {
    return new Variable(value, ownerOf(value, inputs));
  }

  public final int[] shape() {
    return value().shape();
  }

  public final int size(int axis) {
    return value().size(axis);
  }

  public final int rank() {
    return value().rank();
  }

  public final DType dtype() {
    return value().dtype();
  }

  /// The only number of a variable that has one; see [Tensor#item].
  public final double item() {
    return value().item();
  }

  // The accumulating interface, for leaves

  /// Computes the gradient of this scalar and adds it to [#gradient] of every tracked leaf it depends on.
  ///
  /// @throws IllegalArgumentException if this variable is not a scalar, or depends on no tracked variable
  /// @throws IllegalStateException    if a parameter still holds a gradient from before it was changed: one at another
  ///     place, which the new one must not be added to
  public final void backward() {
    Gradients.accumulate(this);
  }

  /// What [#backward] has accumulated in this leaf; null before the first call.
  public final Tensor gradient() {
    return accumulated == null ? null : accumulated.gradient;
  }

  /// Forgets the accumulated gradient.
  public final void clearGradient() {
    accumulated = null;
  }

  final void requireFreshGradient() {
    if (accumulated != null && accumulated.version != version()) {
      throw new IllegalStateException("backward: a parameter of shape " + Shape.text(shape()) + " was changed, by an"
          + " optimiser's step perhaps, and still holds its gradient from before, to which the new one would be added;"
          + " call clearGradient() on every parameter after each step");
    }
  }

  final void accumulate(Tensor more) {
    Tensor sum = accumulated == null ? more : accumulated.gradient.add(more);
    accumulated = new Accumulated(sum.keep(), version());
  }

  // Views; the axes and sizes are those of the methods of Tensor

  /// The same elements in another shape; one size may be -1.
  public final Variable reshape(int... shape) {
    return value().hasShape(shape) ? this : Graph.apply(new ViewOp.Reshape(shape), this);
  }

  public final Variable permute(int... axes) {
    return Graph.apply(new ViewOp.Permute(axes), this);
  }

  /// Swaps two axes. Who swaps them again gets back the variable that it came from, not a view of a view.
  public final Variable transpose(int axisA, int axisB) {
    if (op instanceof ViewOp.Transpose(int a, int b) && a == axisA && b == axisB) {
      return inputs[0];
    }
    return Graph.apply(new ViewOp.Transpose(axisA, axisB), this);
  }

  /// The transposed matrix; for higher ranks the last two axes are swapped.
  public final Variable t() {
    return transpose(-2, -1);
  }

  public final Variable expand(int... shape) {
    return value().hasShape(shape) ? this : Graph.apply(new ViewOp.Expand(shape), this);
  }

  public final Variable slice(int axis, int from, int to) {
    return slice(axis, from, to, 1);
  }

  public final Variable slice(int axis, int from, int to, int step) {
    return Graph.apply(new ViewOp.Slice(Shape.axis(axis, shape()), from, to, step), this);
  }

  /// Position `index` of one axis; that axis disappears.
  public final Variable select(int axis, int index) {
    return slice(axis, index, index + 1).squeeze(axis);
  }

  /// All positions of an axis, each as [#select] gives it: what [#stack] puts together.
  ///
  /// It is cut into halves, these into quarters and so on, as the gradient of a slice is as large as what it was cut
  /// from: T slices of the whole would take T times the memory of the whole, halves of halves log2(T) times.
  public final Variable[] unstack(int axis) {
    Variable[] parts = new Variable[size(axis)];
    if (parts.length > 0) {
      unstack(Shape.axis(axis, shape()), parts, 0);
    }
    return parts;
  }

  /// This variable holds the positions from `first` on.
  private void unstack(int axis, Variable[] parts, int first) {
    int count = size(axis);
    if (count == 1) {
      parts[first] = squeeze(axis);
      return;
    }
    slice(axis, 0, count / 2).unstack(axis, parts, first);
    slice(axis, count / 2, count).unstack(axis, parts, first + count / 2);
  }

  public final Variable squeeze(int axis) {
    return reshape(value().squeeze(axis).shape());
  }

  public final Variable unsqueeze(int axis) {
    return reshape(value().unsqueeze(axis).shape());
  }

  public final Variable flip(int... axes) {
    return Graph.apply(new ViewOp.Flip(axes), this);
  }

  /// Surrounds with `before[i]` and `after[i]` copies of `value` along each axis `i`.
  public final Variable pad(int[] before, int[] after, double value) {
    return Graph.apply(new ViewOp.Pad(before, after, value), this);
  }

  /// Lays variables behind one another along an axis.
  public static Variable concat(int axis, Variable... parts) {
    return Graph.apply(new ViewOp.Concat(axis), parts);
  }

  /// Lays variables of one shape side by side along a new axis.
  public static Variable stack(int axis, Variable... parts) {
    return concat(axis, Arrays.stream(parts).map(part -> part.unsqueeze(axis)).toArray(Variable[]::new));
  }

  // Reductions over the named axes, over all if none is named

  public final Variable sum(boolean keepDims, int... axes) {
    return Graph.apply(new ReduceOp.Sum(keepDims, axes), this);
  }

  public final Variable sum() {
    return sum(false);
  }

  public final Variable mean(boolean keepDims, int... axes) {
    Variable total = sum(keepDims, axes);
    return total.div((double) value().elementCount() / Math.max(total.value().elementCount(), 1));
  }

  public final Variable mean() {
    return mean(false);
  }

  public final Variable max(boolean keepDims, int... axes) {
    return Graph.apply(new ReduceOp.Max(keepDims, axes), this);
  }

  public final Variable min(boolean keepDims, int... axes) {
    return neg().max(keepDims, axes).neg();
  }

  /// The biased variance over the axes, `mean((x - mean(x))^2)`.
  public final Variable variance(boolean keepDims, int... axes) {
    return sub(mean(true, axes)).square().mean(keepDims, axes);
  }

  public final Variable logSumExp(boolean keepDims, int... axes) {
    return Graph.apply(new ReduceOp.LogSumExp(keepDims, axes), this);
  }

  /// The length `sqrt(sum(x^2))` over the axes, the Euclidean norm; its gradient at 0 is 0. See [ReduceOp.Norm].
  public final Variable norm(boolean keepDims, int... axes) {
    return Graph.apply(new ReduceOp.Norm(keepDims, axes), this);
  }

  public final Variable norm() {
    return norm(false);
  }

  // Products and indices

  /// The matrix product `(..., m, k) x (..., k, n) -> (..., m, n)`; leading axes broadcast.
  public final Variable matmul(Variable other) {
    return MatMulOp.ofStacks(this, other);
  }

  /// Whole slices along an axis, in the order of `index` (`int32`, rank 1).
  public final Variable selectAll(int axis, Tensor index) {
    return Graph.apply(new IndexOp.Select(Shape.axis(axis, shape()), index), this);
  }

  /// Single elements along an axis; see [scrutable.tensor.Indexing#gather].
  public final Variable gather(int axis, Tensor index) {
    return Graph.apply(new IndexOp.Gather(Shape.axis(axis, shape()), index), this);
  }

  /// Zeros of `shape`, to whose elements along an axis those of this variable are added; the transpose of
  /// [#gather], see [scrutable.tensor.Indexing#scatterAdd].
  public final Variable scatterAdd(int[] shape, int axis, Tensor index) {
    return Graph.apply(new IndexOp.ScatterAdd(shape, Shape.axis(axis, shape), index), this);
  }

  /// The elements in order along an axis; each receives the gradient of its new place. See [Sorting#argsort].
  public final Variable sort(int axis, boolean descending) {
    return gather(axis, Sorting.argsort(value(), axis, descending));
  }

  /// The `k` largest elements along an axis, largest first; the others receive no gradient.
  public final Variable topK(int k, int axis) {
    return gather(axis, Sorting.topK(value(), k, axis).indices());
  }

  @Override
  public String toString() {
    String kind = op != null ? op.name() : tracked ? "tracked" : "constant";
    return kind + " " + value();
  }
}
