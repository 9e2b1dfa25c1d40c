package scrutable.lessons.adversarial;

import scrutable.autograd.Gradients;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.tensor.Rng;

/// The networks of [SzegedyLesson], named as in the paper: FC10(lambda) is a linear softmax model with the
/// weight decay `lambda sum(w^2) / 10`, FC100-100-10 has two hidden layers.
///
/// The paper's hidden units are sigmoids, ours are rectified.
enum LbfgsVictim {
  FC10_WEAK("FC10(1e-4)", 2e-5),
  FC10_MIDDLE("FC10(1e-2)", 2e-3),
  FC10_STRONG("FC10(1)", 0.2),
  FC100("FC100-100-10", 1e-5);

  private static final int BATCH = 64;

  private final String label;
  private final double decay;

  /// The optimiser's `decay` is the factor of w in the gradient: `2 lambda / 10`.
  LbfgsVictim(String label, double decay) {
    this.label = label;
    this.decay = decay;
  }

  String label() {
    return label;
  }

  private Module build(Rng rng) {
    return this == FC100
        ? new Sequential(new Flatten(), new Linear(784, 100, rng), new Relu(), new Linear(100, 100, rng), new Relu(),
            new Linear(100, 10, rng))
        : new Sequential(new Flatten(), new Linear(784, 10, rng));
  }

  /// A network of this kind, trained by stochastic gradient descent with momentum; a network with hidden layers
  /// learns faster and gets half as many steps, and never more than 1500.
  Module train(Dataset data, int linearSteps, Rng rng, Progress progress) {
    Module network = build(rng.split("initialise"));
    double learningRate = this == FC100 ? 0.05 : 0.01;
    int steps = this == FC100 ? Math.min(linearSteps / 2, 1_500) : linearSteps;
    Sgd optimizer = new Sgd(network.parameters(), learningRate, 0.9, false, decay);
    Rng shuffle = rng.split("shuffle");
    int step = 0;
    while (step < steps) {
      for (Batch batch : data.batches(BATCH, shuffle)) {
        if (step == steps) {
          break;
        }
        optimizer.setLearningRate(learningRate * (steps - step) / steps);
        optimizer.step(Gradients.of(Losses.crossEntropy(network.forward(batch.inputs()), batch.labels()),
            network.parameters()));
        step++;
        progress.update("training " + label, step, steps);
      }
    }
    return network;
  }
}
