package scrutable.lessons.defences;

import scrutable.attacks.Ball;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.defence.AdversarialTraining;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.ProjectedGradientDescent.Keep;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.AveragePool2d;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;
import scrutable.tensor.Window;

/// The three ways of training that the lesson compares; the network, its start and the order of the images are
/// the same in all.
enum Regime {
  /// On the images as they are.
  STANDARD("standard"),
  /// On images after one step of the fast gradient sign method (Goodfellow, Shlens and Szegedy 2015).
  FGSM("FGSM-trained"),
  /// On images after a few steps of projected gradient descent (Madry et al. 2018).
  PGD("PGD-trained");

  private static final int BATCH = 64;
  private static final int STEPS = 5;

  private final String label;

  Regime(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /// What is trained: the shape of the network, and the learning rate that suits it.
  enum Network {
    /// The network of lesson L26: small enough to be trained nine times in a minute.
    SMALL(0.004),
    /// Two convolutions on the image at half its size, then two linear layers. The shrinking is a layer, so eps is in
    /// units of the pixels that everybody sees.
    CNN(0.002);

    private final double learningRate;

    Network(double learningRate) {
      this.learningRate = learningRate;
    }

    private Module build(Rng rng) {
      return switch (this) {
        case SMALL -> SmallNetwork.fresh(1, rng);
        case CNN -> new Sequential(
            new AveragePool2d(2),                                                         // (N, 1, 14, 14)
            new Conv2d(1, 16, Window.square(3, 1, 1), rng), new Relu(), new MaxPool2d(2), // (N, 16, 7, 7)
            new Conv2d(16, 32, 3, rng), new Relu(), new Flatten(),                        // (N, 800)
            new Linear(32 * 5 * 5, 64, rng), new Relu(), new Linear(64, 10, rng));
      };
    }
  }

  /// A network trained under this regime. In the first third of the steps the ball grows from 0 to its size: a
  /// small network that meets the full attack at once may learn nothing but to guess, and a network that guesses
  /// cannot deceive an attack either.
  Module train(Network kind, Dataset data, int epochs, Ball ball, Rng rng, Progress progress) {
    Module network = kind.build(rng.split("initialise"));
    Adam optimizer = new Adam(network.parameters(), kind.learningRate);
    Rng shuffle = rng.split("shuffle");
    long total = (long) epochs * data.size();
    long seen = 0;
    long step = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (Batch batch : data.batches(BATCH, shuffle)) {
        double done = seen / (double) total;
        optimizer.setLearningRate(kind.learningRate * Math.min(1, 2 * (1 - done)));
        Variable loss = loss(network, batch, ball, done, rng.split("attack").split(step++));
        optimizer.step(Gradients.of(loss, network.parameters()));
        seen += batch.size();
        progress.update("training the " + label + " network", seen, total);
      }
    }
    return network;
  }

  private Variable loss(Module network, Batch batch, Ball ball, double done, Rng rng) {
    if (this == STANDARD || ball.eps() == 0 || done == 0) {
      return Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
    }
    double eps = ball.eps() * Math.min(1, 3 * done);
    FixedBudgetAttack<WhiteBox> attack = this == FGSM ? new FastGradientSign()
        : new ProjectedGradientDescent(STEPS, 2.5 * eps / STEPS).keeping(Keep.LAST);
    return new AdversarialTraining(attack, ball.withEps(eps), 0, rng).of(network, batch, 0).loss();
  }
}
