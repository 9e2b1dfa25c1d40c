package scrutable.lessons.poisoning.networks;

import scrutable.autograd.Variable;
import scrutable.lessons.poisoning.SmallDigits;
import scrutable.nn.Module;
import scrutable.nn.Parts;
import scrutable.nn.Sequential;
import scrutable.nn.classical.NearestNeighbors;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;
import scrutable.tensor.Window;

/// The networks that are tried: for pictures of 14 x 14 grey pixels and three classes.
final class Networks {
  private static final int CLASSES = 3;
  private static final int UNITS = 256;
  private static final int CHANNELS = 8;
  private static final int QUARTER = SmallDigits.SIDE / 4;
  private static final int COMPARED = 200;

  private Networks() {}

  /// Two hidden layers.
  static Module dense(Rng rng) {
    return new Sequential(new Flatten(), new Linear(SmallDigits.SIDE * SmallDigits.SIDE, UNITS, rng), new Relu(),
        new Linear(UNITS, UNITS, rng), new Relu(), new Linear(UNITS, CLASSES, rng));
  }

  /// Two convolutions, and a hidden layer behind them.
  static Module convolutional(Rng rng) {
    return new Sequential(same(1, CHANNELS, rng), new Relu(), new MaxPool2d(2),        // (N, 8, 7, 7)
        same(CHANNELS, 2 * CHANNELS, rng), new Relu(), new MaxPool2d(2),               // (N, 16, 3, 3)
        new Flatten(), new Linear(2 * CHANNELS * QUARTER * QUARTER, UNITS, rng), new Relu(),
        new Linear(UNITS, CLASSES, rng));
  }

  /// The same with a [Residual] block after each convolution.
  static Module residual(Rng rng) {
    return new Sequential(same(1, CHANNELS, rng), Residual.of(CHANNELS, rng), new Relu(), new MaxPool2d(2),
        same(CHANNELS, 2 * CHANNELS, rng), Residual.of(2 * CHANNELS, rng), new Relu(), new MaxPool2d(2),
        new Flatten(), new Linear(2 * CHANNELS * QUARTER * QUARTER, CLASSES, rng));
  }

  private static Conv2d same(int from, int to, Rng rng) {
    return new Conv2d(from, to, Window.square(3, 1, 1), rng);
  }

  /// `x + f(x)` with two convolutions in f (He et al. 2016, "Identity mappings in deep residual networks", figure 4e,
  /// without normalisation).
  record Residual(Module inner) implements Module {
    static Residual of(int channels, Rng rng) {
      return new Residual(new Sequential(new Relu(), same(channels, channels, rng), new Relu(),
          same(channels, channels, rng)));
    }

    @Override
    public Variable forward(Variable x) {
      return x.add(inner.forward(x));
    }

    @Override
    public void describe(Parts parts) {
      parts.child("inner", inner);
    }
  }

  /// A unit `exp(-|x - c|^2 / (2 h^2))` for each picture `c` that has no label, and a linear layer, which alone learns,
  /// from zeros: far from all pictures such a network is not sure of anything.
  ///
  /// @param share the width h in the mean distance of a picture from its nearest neighbour
  static Module radial(Tensor pictures, double share) {
    Tensor centres = pictures.reshape(pictures.size(0), -1);                        // (M, 196)
    double width = share * meanNearest(centres);
    Variable transposed = Variable.constant(centres.t().contiguous().keep());
    Variable lengths = Variable.constant(centres.square().sum(true, 1).t().contiguous().keep());
    Module units = x -> {
      Variable flat = x.reshape(x.size(0), -1);
      Variable squares = flat.square().sum(true, 1).add(lengths).sub(flat.matmul(transposed).mul(2));
      return squares.div(-2 * width * width).exp();
    };
    return new Sequential(units, Linear.of(Tensor.zeros(CLASSES, centres.size(0)), Tensor.zeros(CLASSES)));
  }

  /// The mean distance of a picture, one of the first few, from the nearest other one.
  static double meanNearest(Tensor rows) {
    int count = Math.min(COMPARED, rows.size(0));
    return NearestNeighbors.among(rows).find(rows.slice(0, 0, count), 2).distances().select(1, 1).mean().item();
  }
}
