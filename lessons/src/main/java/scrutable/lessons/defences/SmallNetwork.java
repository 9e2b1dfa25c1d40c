package scrutable.lessons.defences;

import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Objective;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;

/// The network that all defences of lesson L26 are built around: two strided convolutions and a linear layer,
/// for images of 28 x 28 pixels and ten classes.
final class SmallNetwork {
  static final Objective CROSS_ENTROPY = Objective.ofLogits(Losses::crossEntropy);
  static final double RATE = 2e-3;
  private static final int BATCH = 64;

  private SmallNetwork() {}

  static Module fresh(int channels, Rng rng) {
    return new Sequential(
        new Conv2d(channels, 8, Window.square(5, 2, 0), rng), new Relu(),           // (N, 8, 12, 12)
        new Conv2d(8, 16, Window.square(3, 2, 0), rng), new Relu(),                 // (N, 16, 5, 5)
        new Flatten(), new Linear(16 * 5 * 5, 10, rng));
  }

  /// Trains a network with Adam and returns it.
  static Module train(Module network, Objective objective, double rate, Dataset data, int epochs, Rng shuffle,
      String what, Progress progress) {
    ClassifierTraining.minimizing(objective, network, new Adam(network.parameters(), rate),
        TrainingSettings.of(epochs, BATCH).withProgress(progress, "training for " + what), shuffle).run(data);
    return network;
  }
}
