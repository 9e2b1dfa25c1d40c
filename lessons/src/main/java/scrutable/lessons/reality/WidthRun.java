package scrutable.lessons.reality;

import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.LeakyRelu;
import scrutable.nn.layer.Linear;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;

/// One network of one width, trained for all epochs without any regularisation and looked at on the way.
///
/// @param parameters how many it has
/// @param trainError on the training labels, wrong ones included, after the last epoch
/// @param testErrors on true labels, at each checkpoint
/// @param validationErrors on labels as noisy as the training labels, at each checkpoint
record WidthRun(int parameters, double trainError, double[] testErrors, double[] validationErrors) {
  private static final int BATCHES = 5;
  private static final double LEARNING_RATE = 8e-3;

  /// What a run learns from and is judged by; only the labels of `test` are all right.
  record Data(Dataset train, Dataset validation, Dataset test) {}

  /// Trains a network with one hidden layer of `width` units.
  ///
  /// @param checkpoints the epochs after which it is judged, ascending; it is trained up to the last
  static WidthRun of(int width, Data data, int[] checkpoints, Rng rng) {
    Module network = network(width, data.train, rng.split("weights"));
    Adam optimizer = new Adam(network.parameters(), LEARNING_RATE);
    Rng shuffle = rng.split("shuffle");
    double[] testErrors = new double[checkpoints.length];
    double[] validationErrors = new double[checkpoints.length];
    int epoch = 0;
    for (int i = 0; i < checkpoints.length; i++) {
      for (; epoch < checkpoints[i]; epoch++) {
        for (Batch batch : data.train.batches(data.train.size() / BATCHES, shuffle)) {
          Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
          optimizer.step(Gradients.of(loss, network.parameters()));
        }
      }
      testErrors[i] = error(network, data.test);
      validationErrors[i] = error(network, data.validation);
    }
    return new WidthRun(network.parameterCount(), error(network, data.train), testErrors, validationErrors);
  }

  /// Leaky rectifiers: of four plain ones, two may die at the start, and what is left is a matter of luck.
  private static Module network(int width, Dataset train, Rng rng) {
    int pixels = train.inputs().elementCount() / train.size();
    return new Sequential(new Flatten(), new Linear(pixels, width, rng), new LeakyRelu(0.1),
        new Linear(width, train.classCount(), rng));
  }

  private static double error(Module network, Dataset examples) {
    return 1 - Metrics.accuracy(network, examples, 1_000);
  }

  /// The test error after the last epoch.
  double testError() {
    return testErrors[testErrors.length - 1];
  }

  /// The test error at the checkpoint where the validation error is least: what a careful user would keep.
  double earlyStopped() {
    int best = 0;
    for (int i = 1; i < validationErrors.length; i++) {
      best = validationErrors[i] < validationErrors[best] ? i : best;
    }
    return testErrors[best];
  }
}
