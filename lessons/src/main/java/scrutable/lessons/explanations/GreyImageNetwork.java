package scrutable.lessons.explanations;

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

/// The networks of this chapter, for grey images of 28 x 28 pixels and ten classes, and how they learn.
public enum GreyImageNetwork {
  /// One hidden layer of 200 rectified units.
  MLP("MLP"),
  /// Two convolutions with stride 2, then a linear layer.
  CNN("CNN");

  private static final int BATCH = 64;
  private static final double RATE = 1e-3;

  private final String label;

  GreyImageNetwork(String label) {
    this.label = label;
  }

  /// How figures and tables call it.
  public String label() {
    return label;
  }

  /// A network of this kind with fresh random weights.
  public Module fresh(Rng rng) {
    return switch (this) {
      case MLP -> new Sequential(
          new Flatten(), new Linear(784, 200, rng), new Relu(), new Linear(200, 10, rng));
      case CNN -> new Sequential(
          new Conv2d(1, 8, Window.square(5, 2, 0), rng), new Relu(),                // (N, 8, 12, 12)
          new Conv2d(8, 16, Window.square(3, 2, 0), rng), new Relu(),               // (N, 16, 5, 5)
          new Flatten(), new Linear(16 * 5 * 5, 10, rng));
    };
  }

  /// A fresh network, trained with Adam.
  ///
  /// @param what is trained, for the progress line
  public Module train(Dataset data, int epochs, Objective objective, Rng rng, String what, Progress progress) {
    Module network = fresh(rng.split("initialise"));
    ClassifierTraining.minimizing(objective, network, new Adam(network.parameters(), RATE),
        TrainingSettings.of(epochs, BATCH).withProgress(progress, "training " + what), rng.split("shuffle")).run(data);
    return network;
  }
}
