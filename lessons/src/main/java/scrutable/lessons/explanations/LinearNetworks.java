package scrutable.lessons.explanations;

import java.util.Arrays;
import scrutable.attacks.Norm;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three ways to tell ten classes apart: with units that are linear piece by piece, with units that answer to
/// one neighbourhood each, and with units that are waves.
final class LinearNetworks {
  private static final int CENTRES = 400;
  private static final int WAVES = 800;

  private LinearNetworks() {}

  /// 200 rectified units.
  static Module rectified(Dataset data, int epochs, Rng rng) {
    Rng initial = rng.split("initialise");
    Module network = new Sequential(new Flatten(), new Linear(784, 200, initial), new Relu(),
        new Linear(200, 10, initial));
    Sgd optimizer = new Sgd(network.parameters(), 0.05, 0.9, false, 1e-3);
    Rng shuffle = rng.split("shuffle");
    for (int epoch = 0; epoch < epochs; epoch++) {
      optimizer.setLearningRate(0.05 * (epochs - epoch) / epochs);
      for (Batch batch : data.batches(64, shuffle)) {
        optimizer.step(Gradients.of(Losses.crossEntropy(network.forward(batch.inputs()), batch.labels()),
            network.parameters()));
      }
    }
    return network;
  }

  /// `exp(-|x - c|^2 / (2 h^2))` for 400 training images `c`, and a linear layer without bias: far from all of
  /// them every logit is zero, and the network says that it does not know (Goodfellow et al. 2015, section 7).
  static Module radial(Dataset data, double width, int epochs, Rng rng) {
    Tensor centres = data.inputs().slice(0, 0, CENTRES).reshape(CENTRES, -1);
    Variable transposed = Variable.constant(centres.t().contiguous());           // (784, 400)
    Variable lengths = Variable.constant(centres.square().sum(true, 1).t());       // (1, 400)
    Module features = x -> {
      Variable flat = x.reshape(x.size(0), -1);
      Variable squares = flat.square().sum(true, 1).add(lengths).sub(flat.matmul(transposed).mul(2));
      return squares.div(-2 * width * width).exp();
    };
    return withReadout(features, CENTRES, data, epochs, rng);
  }

  /// `sin(<w, x> + b)` for 800 random waves and a linear layer: the same smoothness as [#radial], for the
  /// products of such waves are Gaussians of width h on average (Rahimi and Recht 2007).
  static Module waves(Dataset data, double width, int epochs, Rng rng) {
    Variable directions = Variable.constant(rng.split("waves").normalAround(0, 1 / width, 784, WAVES));
    Variable phases = Variable.constant(rng.split("phases").uniformBetween(0, 2 * Math.PI, WAVES));
    Module features = x -> x.reshape(x.size(0), -1).matmul(directions).add(phases).sin();
    return withReadout(features, WAVES, data, epochs, rng);
  }

  /// Only the last layer learns, so the features of the training data are computed once.
  private static Module withReadout(Module features, int count, Dataset data, int epochs, Rng rng) {
    Linear readout = Linear.withoutBias(count, 10, rng.split("initialise"));
    Tensor known = features.forward(Variable.constant(data.inputs())).value();
    Dataset seen = new Dataset("features", known, data.labels(), data.classNames());
    Adam optimizer = new Adam(readout.parameters(), 0.02);
    Rng shuffle = rng.split("shuffle");
    for (int epoch = 0; epoch < epochs; epoch++) {
      optimizer.setLearningRate(0.02 * (epochs - epoch) / epochs);
      for (Batch batch : seen.batches(100, shuffle)) {
        optimizer.step(Gradients.of(Losses.crossEntropy(readout.forward(batch.inputs()), batch.labels()),
            readout.parameters()));
      }
    }
    return new Sequential(features, readout);
  }

  /// A width for the Gaussians: `h^2` is a sixth of the median squared distance between two images.
  static double width(Dataset data) {
    Tensor some = data.inputs().slice(0, 0, 100);
    double[] squares = Norm.L2.of(some.sub(data.inputs().slice(0, 100, 200)));
    Arrays.sort(squares);
    double median = squares[squares.length / 2];
    return median / Math.sqrt(6);
  }
}
