package scrutable.lessons.adversarial;

import scrutable.attacks.Classifier;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.SupportVectorVictim;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;

/// The three classifiers that are evaded: class 0 passes, class 1 is stopped.
enum EvadedVictim {
  /// A support vector machine whose boundary is a plane.
  LINEAR("linear machine", 3e7),
  /// A support vector machine with Gaussian kernels.
  KERNEL("kernel machine", 4e6),
  /// A network with one hidden layer.
  NETWORK("network", 3e7);

  private static final double C = 1;
  private static final double GAMMA = 0.01;
  private static final int EPOCHS = 20;

  private final String label;
  private final double density;

  EvadedVictim(String label, double density) {
    this.label = label;
    this.density = density;
  }

  /// The weight of the density term: scores have other units than densities, and each classifier its own.
  double density() {
    return density;
  }

  String label() {
    return label;
  }

  WhiteBox train(Dataset data, Rng rng, Progress progress) {
    progress.update("training the " + label, 0, 1);
    return switch (this) {
      case LINEAR -> machine(data, Kernel.linear());
      case KERNEL -> machine(data, Kernel.rbf(GAMMA));
      case NETWORK -> network(data, rng);
    };
  }

  private static WhiteBox machine(Dataset data, Kernel kernel) {
    return new SupportVectorVictim(SupportVectorMachine.fit(data.inputs(), data.labels(), kernel, C, 1e-3));
  }

  private static WhiteBox network(Dataset data, Rng rng) {
    int pixels = data.inputs().elementCount() / data.size();
    Rng initial = rng.split("initialise");
    Module network = new Sequential(new Flatten(), new Linear(pixels, 32, initial), new Relu(),
        new Linear(32, 2, initial));
    Adam optimizer = new Adam(network.parameters(), 1e-3);
    Rng shuffle = rng.split("shuffle");
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (Batch batch : data.batches(32, shuffle)) {
        Variable loss = Losses.crossEntropy(network.forward(batch.inputs()), batch.labels());
        optimizer.step(Gradients.of(loss, network.parameters()));
      }
    }
    return Classifier.of(network);
  }
}
