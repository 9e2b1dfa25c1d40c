package scrutable.autograd;

import java.util.Arrays;
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
public sealed class Variable permits Parameter {
  private static final Variable[] NO_INPUTS = {};
  private static final int[] NO_VERSIONS = {};

  private final Tensor value;
  private final boolean tracked;
  private final Op op;
  private final Variable[] inputs;
  private final int[] inputVersions;
  private final Variable owner;
  private Tensor gradient;

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
    this.inputVersions = new int[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      inputVersions[i] = inputs[i].version();
    }
    this.owner = ownerOf(value, inputs);
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

  final Variable[] inputs() {
    return inputs;
  }

  /// How often the value has been replaced; only a [Parameter], and with it a view of one, ever changes.
  int version() {
    return owner == null ? 0 : owner.version();
  }

  final void requireUnchangedInputs() {
    for (int i = 0; i < inputs.length; i++) {
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
  public final void backward() {
    Gradients.accumulate(this);
  }

  /// What [#backward] has accumulated in this leaf; null before the first call.
  public final Tensor gradient() {
    return gradient;
  }

  /// Forgets the accumulated gradient.
  public final void clearGradient() {
    gradient = null;
  }

  final void accumulate(Tensor more) {
    gradient = (gradient == null ? more : gradient.add(more)).keep();
  }

  // Arithmetic with broadcasting: an explicit Expand, then the operation on equal shapes

  public final Variable add(Variable other) {
    return binary(new ArithmeticOp.Add(), other);
  }

  public final Variable sub(Variable other) {
    return binary(new ArithmeticOp.Sub(), other);
  }

  public final Variable mul(Variable other) {
    return binary(new ArithmeticOp.Mul(), other);
  }

  public final Variable div(Variable other) {
    return binary(new ArithmeticOp.Div(), other);
  }

  public final Variable maximum(Variable other) {
    return binary(new ArithmeticOp.Maximum(), other);
  }

  public final Variable minimum(Variable other) {
    return binary(new ArithmeticOp.Minimum(), other);
  }

  /// This variable where `condition` is not 0, `otherwise` elsewhere; no gradient reaches the condition.
  public final Variable where(Tensor condition, Variable otherwise) {
    int[] shape = Shape.broadcast(condition.shape(), Shape.broadcast(shape(), otherwise.shape()));
    return Graph.apply(new ArithmeticOp.Where(condition.expand(shape)), expand(shape), otherwise.expand(shape));
  }

  private Variable binary(Op operation, Variable other) {
    if (value().sameShape(other.value())) {
      return Graph.apply(operation, this, other);
    }
    int[] shape = Shape.broadcast(shape(), other.shape());
    return Graph.apply(operation, expand(shape), other.expand(shape));
  }

  public final Variable add(double amount) {
    return Graph.apply(new ArithmeticOp.Shift(amount), this);
  }

  public final Variable sub(double amount) {
    return add(-amount);
  }

  public final Variable mul(double factor) {
    return Graph.apply(new ArithmeticOp.Scale(factor), this);
  }

  public final Variable div(double divisor) {
    return div(constant(Tensor.full(divisor, dtype())));
  }

  public final Variable pow(double exponent) {
    return Graph.apply(new ArithmeticOp.Power(exponent), this);
  }

  // Functions of every element

  public final Variable neg() {
    return Graph.apply(new ElementOp.Neg(), this);
  }

  public final Variable exp() {
    return Graph.apply(new ElementOp.Exp(), this);
  }

  public final Variable log() {
    return Graph.apply(new ElementOp.Log(), this);
  }

  public final Variable sqrt() {
    return Graph.apply(new ElementOp.Sqrt(), this);
  }

  public final Variable square() {
    return Graph.apply(new ElementOp.Square(), this);
  }

  public final Variable abs() {
    return Graph.apply(new ElementOp.Abs(), this);
  }

  public final Variable sin() {
    return Graph.apply(new ElementOp.Sin(), this);
  }

  public final Variable cos() {
    return Graph.apply(new ElementOp.Cos(), this);
  }

  public final Variable tanh() {
    return Graph.apply(new ElementOp.Tanh(), this);
  }

  public final Variable sigmoid() {
    return Graph.apply(new ElementOp.Sigmoid(), this);
  }

  public final Variable erf() {
    return Graph.apply(new ElementOp.Erf(), this);
  }

  public final Variable softplus() {
    return Graph.apply(new ElementOp.Softplus(), this);
  }

  public final Variable relu() {
    return Graph.apply(new ElementOp.Relu(), this);
  }

  public final Variable leakyRelu(double slope) {
    return Graph.apply(new ElementOp.LeakyRelu(slope), this);
  }

  /// Limits every element to `[low, high]`; see [Tensor#clamp].
  public final Variable clamp(double low, double high) {
    return Graph.apply(new ElementOp.Clamp(low, high), this);
  }

  // Views; the axes and sizes are those of the methods of Tensor

  /// The same elements in another shape; one size may be -1.
  public final Variable reshape(int... shape) {
    return value().hasShape(shape) ? this : Graph.apply(new ViewOp.Reshape(shape), this);
  }

  public final Variable permute(int... axes) {
    return Graph.apply(new ViewOp.Permute(axes), this);
  }

  public final Variable transpose(int axisA, int axisB) {
    return permute(Shape.swapped(axisA, axisB, shape()));
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

  // Products and indices

  /// The matrix product `(..., m, k) x (..., k, n) -> (..., m, n)`; leading axes broadcast.
  public final Variable matmul(Variable other) {
    if (rank() < 2 || other.rank() < 2 || sameBatch(other)) {
      return Graph.apply(new MatMulOp(), this, other);
    }
    int[] batch = Shape.broadcast(batchOf(this), batchOf(other));
    return Graph.apply(new MatMulOp(), expandBatch(batch), other.expandBatch(batch));
  }

  private boolean sameBatch(Variable other) {
    boolean same = rank() == other.rank();
    for (int axis = 0; axis < rank() - 2 && same; axis++) {
      same = size(axis) == other.size(axis);
    }
    return same;
  }

  private static int[] batchOf(Variable matrix) {
    return Arrays.copyOf(matrix.shape(), Math.max(matrix.rank() - 2, 0));
  }

  private Variable expandBatch(int[] batch) {
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    System.arraycopy(shape(), Math.max(rank() - 2, 0), shape, batch.length, Math.min(rank(), 2));
    return expand(shape);
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
