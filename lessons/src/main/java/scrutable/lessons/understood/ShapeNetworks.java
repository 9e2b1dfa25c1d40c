package scrutable.lessons.understood;

import scrutable.autograd.Gradients;
import scrutable.autograd.Graph;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.GlobalAveragePool2d;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;

/// The two learners beside the rule: told what is a triangle, never how to see one.
final class ShapeNetworks {
  private ShapeNetworks() {}

  /// One weight per pixel and class.
  static Module logistic(Rng rng) {
    return new Sequential(new Flatten(), new Linear(256, 2, rng));
  }

  /// Two convolutions, the average of each channel, and a linear layer: 1,282 parameters.
  ///
  /// The average does not know where in the picture something was seen. With a weight for each place instead,
  /// the network never learns about heights at which it saw no shape, and fails on shifted ones as the rule does.
  static Module convolutional(Rng rng) {
    return new Sequential(
        new Conv2d(1, 8, 3, rng), new Relu(), new MaxPool2d(2),                     // (N, 8, 7, 7)
        new Conv2d(8, 16, 3, rng), new Relu(),                                      // (N, 16, 5, 5)
        new GlobalAveragePool2d(), new Linear(16, 2, rng));
  }

  static Module train(Module network, Dataset data, int epochs, Rng shuffle) {
    Adam optimizer = new Adam(network.parameters(), 1e-2);
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (Batch batch : data.batches(50, shuffle)) {
        Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
        optimizer.step(Gradients.of(loss, network.parameters()));
      }
    }
    return network;
  }

  static int[] classify(Module network, Dataset data) {
    return Graph.withoutRecording(() -> network.evaluating(
        () -> network.forward(data.inputs()).value().argmax(1).toIntArray()));
  }
}
