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
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;

/// The three victims of the lesson: from a linear model to a small convolutional network.
///
/// All take 28 x 28 grey images in [0, 1] as they are: an input that is standardised outside the model would
/// change what eps means.
enum Victim {
  /// Logistic regression with ten classes.
  SOFTMAX("softmax", 0.01),
  /// One hidden layer of 200 rectified units.
  MLP("MLP", 0.05),
  /// Two convolutions with max pooling, then a linear layer.
  CNN("CNN", 0.05);

  private static final int BATCH = 64;
  private static final int SOFTMAX_STEPS = 3_000;
  private static final double WEIGHT_DECAY = 1e-3;

  private final String label;
  private final double learningRate;

  Victim(String label, double learningRate) {
    this.label = label;
    this.learningRate = learningRate;
  }

  String label() {
    return label;
  }

  /// A linear model is cheap, and sure of itself only after many steps; too many, and it relies on pixels that
  /// are rarely inked. So its steps are counted, whatever the size of the data set.
  private int epochs(int ofTheOthers, int examples) {
    return this == SOFTMAX ? Math.max(1, SOFTMAX_STEPS * BATCH / examples) : ofTheOthers;
  }

  private Module build(Rng rng) {
    return switch (this) {
      case SOFTMAX -> new Sequential(new Flatten(), new Linear(784, 10, rng));
      case MLP -> new Sequential(new Flatten(), new Linear(784, 200, rng), new Relu(), new Linear(200, 10, rng));
      case CNN -> new Sequential(
          new Conv2d(1, 8, 3, rng), new Relu(), new MaxPool2d(2),                   // (N, 8, 13, 13)
          new Conv2d(8, 24, 3, rng), new Relu(), new MaxPool2d(2),                  // (N, 24, 5, 5)
          new Flatten(), new Linear(24 * 5 * 5, 10, rng));
    };
  }

  /// A network of this kind, trained on the cross-entropy by stochastic gradient descent with momentum.
  Module train(Dataset data, int epochsOfTheOthers, Rng rng, Progress progress) {
    int epochs = epochs(epochsOfTheOthers, data.size());
    Module network = build(rng.split("initialise"));
    Sgd optimizer = new Sgd(network.parameters(), learningRate, 0.9, false, WEIGHT_DECAY);
    Rng shuffle = rng.split("shuffle");
    long total = (long) epochs * data.size();
    long seen = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      optimizer.setLearningRate(learningRate * (epochs - epoch) / epochs);
      for (Batch batch : data.batches(BATCH, shuffle)) {
        Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
        optimizer.step(Gradients.of(loss, network.parameters()));
        progress.update("training the " + label, seen += batch.size(), total);
      }
    }
    return network;
  }
}
