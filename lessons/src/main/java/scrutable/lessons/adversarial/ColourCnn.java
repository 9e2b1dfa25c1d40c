package scrutable.lessons.adversarial;

import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;

/// The victim of the lessons on procedural pictures of 32 x 32 pixels: a small convolutional network.
final class ColourCnn {
  private static final int BATCH = 32;

  private ColourCnn() {}

  /// A network for pictures `(N, channels, 32, 32)`, trained as [#fit] says.
  static Module train(Dataset data, int epochs, Rng rng, Progress progress) {
    Rng initial = rng.split("initialise");
    Module network = new Sequential(
        new Conv2d(data.inputShape()[0], 12, 3, initial), new Relu(), new MaxPool2d(2),    // (N, 12, 15, 15)
        new Conv2d(12, 24, 3, initial), new Relu(), new MaxPool2d(2),                      // (N, 24, 6, 6)
        new Flatten(), new Linear(24 * 6 * 6, 48, initial), new Relu(),
        new Linear(48, data.classCount(), initial));
    return fit(network, data, epochs, rng, progress);
  }

  /// Trains on the cross-entropy with Adam and a learning rate that falls linearly to zero.
  static Module fit(Module network, Dataset data, int epochs, Rng rng, Progress progress) {
    Adam optimizer = new Adam(network.parameters(), 2e-3);
    Rng shuffle = rng.split("shuffle");
    long total = (long) epochs * data.size();
    long seen = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (Batch batch : data.batches(BATCH, shuffle)) {
        optimizer.setLearningRate(2e-3 * (total - seen) / total);
        Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
        optimizer.step(Gradients.of(loss, network.parameters()));
        progress.update("training", seen += batch.size(), total);
      }
    }
    return network;
  }
}
