package scrutable.autograd;

import scrutable.tensor.Indexing;
import scrutable.tensor.Tensor;

/// Picking elements by (constant) index, and adding them back.
///
/// [Select] and [SelectAdd] are each other's transposes, and so are [Gather] and [ScatterAdd]; an element
/// picked twice receives both gradients.
public sealed interface IndexOp extends Op {

  /// Slice `i` of the output is slice `index[i]` of the input, along one axis.
  record Select(int axis, Tensor index) implements IndexOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Indexing.select(x[0], axis, index);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new SelectAdd(x[0].shape(), axis, index), g);
    }
  }

  /// Zeros of `shape` to whose slice `index[i]` slice `i` of the input is added.
  record SelectAdd(int[] shape, int axis, Tensor index) implements IndexOp {
    public SelectAdd {
      shape = shape.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Indexing.selectAdd(x[0], shape, axis, index);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new Select(axis, index), g);
    }
  }

  /// `y[i][j] = x[i][index[i][j]]` for axis 1 of a matrix.
  record Gather(int axis, Tensor index) implements IndexOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Indexing.gather(x[0], axis, index);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new ScatterAdd(x[0].shape(), axis, index), g);
    }
  }

  /// Zeros of `shape` to whose element `index[i][j]` in row `i` the input's `[i][j]` is added.
  record ScatterAdd(int[] shape, int axis, Tensor index) implements IndexOp {
    public ScatterAdd {
      shape = shape.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Indexing.scatterAdd(x[0], shape, axis, index);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new Gather(axis, index), g);
    }
  }
}
