package scrutable.autograd;

import scrutable.tensor.Pooling2d;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// Pooling over windows of `(N, C, H, W)`.
public sealed interface PoolOp extends Op {

  /// The largest number of each window; the gradient goes back to where it stood.
  record MaxPool2d(Window window) implements PoolOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return Pooling2d.largest(x[0], window);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      int[] in = x[0].shape();
      int outputs = y.size(2) * y.size(3);
      Tensor winners = Pooling2d.max(x[0].value(), window).indices().reshape(in[0], in[1], outputs);
      int[] planes = {in[0], in[1], in[2] * in[3]};
      return Graph.apply(new IndexOp.ScatterAdd(planes, 2, winners), g.reshape(in[0], in[1], outputs))
          .reshape(in);
    }

    /// Finds the winners again while it hands out the gradient: their indices are never written down.
    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      return Pooling2d.maxGradient(x[0], g, window);
    }
  }

  /// The average of each window; padding counts as zeros.
  record AveragePool2d(Window window) implements PoolOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Pooling2d.average(x[0], window);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new AveragePool2dGradient(x[0].shape(), window), g);
    }
  }

  /// The transpose of [AveragePool2d]: spreads each number evenly over its window.
  record AveragePool2dGradient(int[] inShape, Window window) implements PoolOp {
    public AveragePool2dGradient {
      inShape = inShape.clone();
    }

    @Override
    public Tensor forward(Tensor... x) {
      return Pooling2d.averageGradient(x[0], inShape, window);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      return Graph.apply(new AveragePool2d(window), g);
    }
  }
}
