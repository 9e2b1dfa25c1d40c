package scrutable.autograd;

import java.util.Arrays;
import scrutable.tensor.ChannelStandardization;
import scrutable.tensor.RowStandardization;
import scrutable.tensor.Tensor;

/// Standardisation, the common core of layer, group and batch normalisation, and the first and last of these as one
/// operation: equal, bit for bit, to the core followed by a product and a sum, which [Functions#layerNorm] spells out.
public sealed interface NormalizeOp extends Op {

  //: hide 3.1
  //: instead /// `y = (x - mean) / sqrt(variance + eps)` along the last axis.
  /// `y = (x - mean) / sqrt(variance + eps)` along the last axis.
  ///
  /// `dL/dx = r (g - mean(g) - y mean(g y))` with `r = 1 / sqrt(variance + eps)`: the mean and the component
  /// along `y` are removed, since neither can change a standardised row.
  //: end
  record Standardize(double eps) implements NormalizeOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return RowStandardization.standardize(x[0], eps).values();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      //: task 3.1
      Variable r = x[0].variance(true, -1).add(eps).pow(-0.5);
      Variable alongOutput = g.mul(y).mean(true, -1);
      return g.sub(g.mean(true, -1)).sub(y.mul(alongOutput)).mul(r);
      //: end
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      //: leak 3.1
      //: instead Variable[] inputs = {Variable.constant(x[0])};
      //: instead return vjp(i, Variable.constant(g), inputs, Variable.constant(forward(x))).value();
      return RowStandardization.standardizeGradient(g, RowStandardization.standardize(x[0], eps));
      //: end
    }
  }

  /// The same over each channel, axis 1 of `(N, C, ...)`.
  record StandardizeChannels(double eps) implements NormalizeOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return ChannelStandardization.standardize(x[0], eps).values();
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      //: leak 3.1
      //: instead int channels = x[0].size(1);
      //: instead Variable turned = x[0].transpose(0, 1);
      //: instead Variable rows = g.transpose(0, 1).reshape(channels, -1);
      //: instead Variable[] inputs = {turned.reshape(channels, -1)};
      //: instead Variable output = y.transpose(0, 1).reshape(channels, -1);
      //: instead return new Standardize(eps).vjp(0, rows, inputs, output).reshape(turned.shape()).transpose(0, 1);
      int[] axes = ChannelStandardization.otherAxes(x[0].value());
      Variable r = x[0].variance(true, axes).add(eps).pow(-0.5);
      Variable alongOutput = g.mul(y).mean(true, axes);
      return g.sub(g.mean(true, axes)).sub(y.mul(alongOutput)).mul(r);
      //: end
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      //: leak 3.1
      //: instead Variable[] inputs = {Variable.constant(x[0])};
      //: instead return vjp(i, Variable.constant(g), inputs, Variable.constant(forward(x))).value();
      return ChannelStandardization.standardizeGradient(g, ChannelStandardization.standardize(x[0], eps));
      //: end
    }
  }

  /// Layer normalisation in one pass: `y = xhat weight + bias`, where `xhat` is [Standardize] of x `(..., D)` and
  /// weight and bias are `(D,)`.
  ///
  /// The gradient is that of the three in turn. `xhat` is not kept for it but computed again: that takes less time than
  /// to write it and read it back.
  record LayerNorm(double eps) implements NormalizeOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return RowStandardization.standardizeAndScale(x[0], eps, x[1], x[2]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      Standardize core = new Standardize(eps);
      return switch (i) {
        case 0 -> core.vjp(0, g.mul(x[1]), x, Graph.apply(core, x[0]));
        case 1 -> sumOfRows(g.mul(Graph.apply(core, x[0])));
        default -> sumOfRows(g);
      };
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      Standardize core = new Standardize(eps);
      return switch (i) {
        case 0 -> core.shortcut(0, g.mul(x[1]), x, null);
        case 1 -> sumOfRows(g.mul(core.forward(x)));
        default -> sumOfRows(g);
      };
    }

    /// What all rows give to a weight or a bias; a single row `(D,)` has no axis to sum over.
    private static Variable sumOfRows(Variable rows) {
      return rows.rank() == 1 ? rows : rows.sum(false, leadingAxes(rows.rank()));
    }

    private static Tensor sumOfRows(Tensor rows) {
      return rows.rank() == 1 ? rows : rows.sum(false, leadingAxes(rows.rank()));
    }

    /// All axes but the last.
    private static int[] leadingAxes(int rank) {
      int[] axes = new int[rank - 1];
      Arrays.setAll(axes, axis -> axis);
      return axes;
    }
  }

  /// Batch normalisation in one pass: `y = xhat weight + bias`, where `xhat` is [StandardizeChannels] of x
  /// `(N, C, ...)` and weight and bias are `(C,)`.
  record BatchNorm(double eps) implements NormalizeOp, Shortcut {
    @Override
    public Tensor forward(Tensor... x) {
      return ChannelStandardization.standardizeAndScale(x[0], eps, x[1], x[2]);
    }

    @Override
    public Variable vjp(int i, Variable g, Variable[] x, Variable y) {
      StandardizeChannels core = new StandardizeChannels(eps);
      int[] others = ChannelStandardization.otherAxes(g.value());
      return switch (i) {
        case 0 -> core.vjp(0, g.mul(x[1].reshape(alongChannels(g.shape()))), x, Graph.apply(core, x[0]));
        case 1 -> g.mul(Graph.apply(core, x[0])).sum(false, others);
        default -> g.sum(false, others);
      };
    }

    @Override
    public Tensor shortcut(int i, Tensor g, Tensor[] x, Tensor y) {
      StandardizeChannels core = new StandardizeChannels(eps);
      int[] others = ChannelStandardization.otherAxes(g);
      return switch (i) {
        case 0 -> core.shortcut(0, g.mul(x[1].reshape(alongChannels(g.shape()))), x, null);
        case 1 -> g.mul(core.forward(x)).sum(false, others);
        default -> g.sum(false, others);
      };
    }

    /// `(C, 1, ...)`, the shape in which `(C,)` broadcasts along the channels of `(N, C, ...)`.
    private static int[] alongChannels(int[] shape) {
      int[] channels = new int[shape.length - 1];
      Arrays.fill(channels, 1);
      channels[0] = shape[1];
      return channels;
    }
  }
}
