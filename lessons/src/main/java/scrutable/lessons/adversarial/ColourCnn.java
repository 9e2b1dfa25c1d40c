package scrutable.lessons.adversarial;

import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;

/// The victim of the lessons on procedural pictures of 32 x 32 pixels: a small convolutional network.
public final class ColourCnn {
  private static final int BATCH = 32;
  private static final double RATE = 2e-3;

  private ColourCnn() {}

  /// A network for pictures `(N, channels, 32, 32)`, trained as [#fit] says.
  public static Module train(Dataset data, int epochs, Rng rng, Progress progress) {
    Rng initial = rng.split("initialise");
    Module network = new Sequential(
        new Conv2d(data.inputShape()[0], 12, 3, initial), new Relu(), new MaxPool2d(2),    // (N, 12, 15, 15)
        new Conv2d(12, 24, 3, initial), new Relu(), new MaxPool2d(2),                      // (N, 24, 6, 6)
        new Flatten(), new Linear(24 * 6 * 6, 48, initial), new Relu(),
        new Linear(48, data.classCount(), initial));
    return fit(network, data, epochs, rng, progress);
  }

  /// Trains on the cross-entropy with Adam and a learning rate that falls linearly to zero.
  public static Module fit(Module network, Dataset data, int epochs, Rng rng, Progress progress) {
    TrainingSettings settings = TrainingSettings.of(epochs, BATCH)
        .withRate(step -> RATE * (step.total() - step.seen()) / step.total())
        .withProgress(progress, "training");
    new ClassifierTraining(network, new Adam(network.parameters(), RATE), settings, rng.split("shuffle")).run(data);
    return network;
  }
}
