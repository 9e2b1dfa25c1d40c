package scrutable.autograd;

import java.util.Arrays;
import java.util.stream.IntStream;
import scrutable.tensor.ChannelStandardization;
import scrutable.tensor.RowStandardization;
import scrutable.tensor.Tensor;

/// Standardisation, the common core of layer, group and batch normalisation, and the first and last of these as one
/// operation: equal, bit for bit, to the core followed by a product and a sum, which [Functions#layerNorm] spells out.
public sealed interface NormalizeOp extends Op {

  /// `y = (x - mean) / sqrt(variance + eps)` along the last axis.
  ///
  /// `dL/dx = r (g - mean(g) - y mean(g y))` with `r = 1 / sqrt(variance + eps)`: the mean and the component
  /// along `y` are removed, since neither can change a standardised row.
  record Standardize(double eps) implements NormalizeOp {
    @Override
    public Tensor forward(Tensor... x) {
      return RowStandardization.standardize(x[0], eps).values();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      if (!Graph.isRecording()) {
        return Variable.constant(RowStandardization.standardizeGradient(g.value(), RowStandardization.standardize(x[0].value(), eps)));
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
      return ChannelStandardization.standardize(x[0], eps).values();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      if (!Graph.isRecording()) {
        return Variable.constant(ChannelStandardization.standardizeGradient(g.value(), ChannelStandardization.standardize(x[0].value(), eps)));
      }
      int[] axes = ChannelStandardization.otherAxes(x[0].value());
      Variable r = x[0].variance(true, axes).add(eps).pow(-0.5);
      Variable alongOutput = g.mul(y).mean(true, axes);
      return g.sub(g.mean(true, axes)).sub(y.mul(alongOutput)).mul(r);
    }
  }

  /// Layer normalisation in one pass: `y = xhat weight + bias`, where `xhat` is [Standardize] of x `(..., D)` and
  /// weight and bias are `(D,)`.
  ///
  /// `xhat` is not kept for the gradient but computed again: that takes less time than to write it and read it back.
  record LayerNorm(double eps) implements NormalizeOp {
    @Override
    public Tensor forward(Tensor... x) {
      return RowStandardization.standardizeAndScale(x[0], eps, x[1], x[2]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Standardize core = new Standardize(eps);
      int[] others = IntStream.range(0, g.rank() - 1).toArray();
      return switch (i) {
        case 0 -> core.vjp(0, g.mul(x[1]), x, Graph.isRecording() ? Graph.apply(core, x[0]) : null);
        case 1 -> g.mul(Graph.apply(core, x[0])).sum(false, others);
        default -> g.sum(false, others);
      };
    }
  }

  /// Batch normalisation in one pass: `y = xhat weight + bias`, where `xhat` is [StandardizeChannels] of x
  /// `(N, C, ...)` and weight and bias are `(C,)`.
  record BatchNorm(double eps) implements NormalizeOp {
    @Override
    public Tensor forward(Tensor... x) {
      return ChannelStandardization.standardizeAndScale(x[0], eps, x[1], x[2]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      StandardizeChannels core = new StandardizeChannels(eps);
      int[] others = ChannelStandardization.otherAxes(g.value());
      return switch (i) {
        case 0 -> core.vjp(0, g.mul(alongChannels(x[1], g.rank())), x,
            Graph.isRecording() ? Graph.apply(core, x[0]) : null);
        case 1 -> g.mul(Graph.apply(core, x[0])).sum(false, others);
        default -> g.sum(false, others);
      };
    }

    /// `(C,)` as `(C, 1, ...)`, so that it broadcasts along the channels.
    private static Variable alongChannels(Variable perChannel, int rank) {
      int[] shape = new int[rank - 1];
      Arrays.fill(shape, 1);
      shape[0] = perChannel.size(0);
      return perChannel.reshape(shape);
    }
  }
}
