package scrutable.lessons.adversarial;

import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.lessons.contract.Progress;
import scrutable.nn.Losses;
import scrutable.nn.Module;
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

/// The three victims of the lesson: from a linear model to a small convolutional network.
///
/// All take 28 x 28 grey images in [0, 1] as they are: an input that is standardised outside the model would
/// change what eps means.
enum Victim {
  /// Logistic regression with ten classes.
  SOFTMAX("softmax"),
  /// One hidden layer of 200 rectified units.
  MLP("MLP"),
  /// Two convolutions with max pooling, then a linear layer.
  CNN("CNN");

  private static final int BATCH = 64;

  private final String label;

  Victim(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  private Module build(Rng rng) {
    return switch (this) {
      case SOFTMAX -> new Sequential(new Flatten(), new Linear(784, 10, rng));
      case MLP -> new Sequential(new Flatten(), new Linear(784, 200, rng), new Relu(), new Linear(200, 10, rng));
      case CNN -> new Sequential(
          new Conv2d(1, 16, 3, rng), new Relu(), new MaxPool2d(2),                  // (N, 16, 13, 13)
          new Conv2d(16, 32, 3, rng), new Relu(), new MaxPool2d(2),                 // (N, 32, 5, 5)
          new Flatten(), new Linear(32 * 5 * 5, 10, rng));
    };
  }

  /// A network of this kind, trained by Adam on the cross-entropy.
  Module train(Dataset data, int epochs, Rng rng, Progress progress) {
    Module network = build(rng.split("initialise"));
    Adam optimizer = new Adam(network.parameters(), 1e-3);
    Rng shuffle = rng.split("shuffle");
    long total = (long) epochs * data.size();
    long seen = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      optimizer.setLearningRate(1e-3 * (epochs - epoch) / epochs);
      for (Batch batch : data.batches(BATCH, shuffle)) {
        Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
        optimizer.step(Gradients.of(loss, network.parameters()));
        progress.update("training the " + label, seen += batch.size(), total);
      }
    }
    return network;
  }
}
