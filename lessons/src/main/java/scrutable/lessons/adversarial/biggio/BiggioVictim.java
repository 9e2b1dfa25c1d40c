package scrutable.lessons.adversarial.biggio;

import scrutable.attacks.Classifier;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.SupportVectorVictim;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.classical.Kernel;
import scrutable.nn.classical.SupportVectorMachine;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;

/// The three classifiers that are evaded: class 0 passes, class 1 is stopped.
enum BiggioVictim {
  /// A support vector machine whose boundary is a plane.
  LINEAR("linear machine", 3e7),
  /// A support vector machine with Gaussian kernels.
  KERNEL("kernel machine", 4e6),
  /// A network with one hidden layer.
  NETWORK("network", 6e7);

  private static final double C = 1;
  private static final double GAMMA = 0.01;
  private static final int EPOCHS = 20;

  private final String label;
  private final double lambda;

  BiggioVictim(String label, double lambda) {
    this.label = label;
    this.lambda = lambda;
  }

  String label() {
    return label;
  }

  /// The weight of the density term: scores have other units than densities, and each classifier its own.
  double lambda() {
    return lambda;
  }

  WhiteBox train(Dataset data, Rng rng) {
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
    new ClassifierTraining(network, new Adam(network.parameters(), 1e-3), TrainingSettings.of(EPOCHS, 32),
        rng.split("shuffle")).run(data);
    return Classifier.of(network);
  }
}
