package scrutable.autograd;

import scrutable.tensor.Channels;
import scrutable.tensor.Rows;
import scrutable.tensor.Tensor;

/// Standardisation, the common core of layer, group and batch normalisation.
public sealed interface NormalizeOp extends Op {

  /// `y = (x - mean) / sqrt(variance + eps)` along the last axis.
  ///
  /// `dL/dx = r (g - mean(g) - y mean(g y))` with `r = 1 / sqrt(variance + eps)`: the mean and the component
  /// along `y` are removed, since neither can change a standardised row.
  record Standardize(double eps) implements NormalizeOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Rows.standardize(x[0], eps).values();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      if (!Graph.isRecording()) {
        return Variable.constant(Rows.standardizeGradient(g.value(), Rows.standardize(x[0].value(), eps)));
      }
      Variable r = x[0].variance(true, -1).add(eps).pow(-0.5);
      Variable alongOutput = g.mul(y).mean(true, -1);
      return g.sub(g.mean(true, -1)).sub(y.mul(alongOutput)).mul(r);
    }
  }

  /// The same over each channel, axis 1 of `(N, C, ...)`.
  record StandardizeChannels(double eps) implements NormalizeOp {
    @Override
    public Tensor forward(Tensor... x) {
      return Channels.standardize(x[0], eps).values();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      if (!Graph.isRecording()) {
        return Variable.constant(Channels.standardizeGradient(g.value(), Channels.standardize(x[0].value(), eps)));
      }
      int[] axes = Channels.otherAxes(x[0].value());
      Variable r = x[0].variance(true, axes).add(eps).pow(-0.5);
      Variable alongOutput = g.mul(y).mean(true, axes);
      return g.sub(g.mean(true, axes)).sub(y.mul(alongOutput)).mul(r);
    }
  }
}
