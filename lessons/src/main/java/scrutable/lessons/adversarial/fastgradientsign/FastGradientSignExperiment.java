package scrutable.lessons.adversarial.fastgradientsign;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.SecurityCurve;
import scrutable.attacks.evasion.FastGradientSign;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.lessons.data.Digits;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three networks, from a linear one to a small convolutional one, attacked with one step of growing length: along the
/// sign of the gradient, along random signs, and the opposite way.
///
/// Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015, section 4.
///
/// @param networks as they were trained
/// @param measured what each of them showed
record FastGradientSignExperiment(Map<Victim, Module> networks, Map<Victim, Measurement> measured) {
  static final double EPS = 0.25;
  static final double[] RADII = {0, 0.05, 0.1, 0.15, 0.2, EPS, 0.3};
  private static final int BATCH = 64;
  private static final int SOFTMAX_STEPS = 3_000;
  private static final double WEIGHT_DECAY = 1e-3;

  /// Who is attacked. All take 28 x 28 grey images in [0, 1] as they are: an input that is standardised outside the
  /// model would change what eps means.
  enum Victim {
    /// Logistic regression with ten classes.
    SOFTMAX("softmax", 0.01),
    /// One hidden layer of 200 rectified units.
    MLP("MLP", 0.05),
    /// Two convolutions with max pooling, then a linear layer.
    CNN("CNN", 0.05);

    final String label;
    private final double learningRate;

    Victim(String label, double learningRate) {
      this.label = label;
      this.learningRate = learningRate;
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

    /// A linear model is cheap, and sure of itself only after many steps; too many, and it relies on pixels that
    /// are rarely inked. So its steps are counted, whatever the size of the data set.
    private int epochs(int ofTheOthers, int examples) {
      return this == SOFTMAX ? Math.max(1, SOFTMAX_STEPS * BATCH / examples) : ofTheOthers;
    }
  }

  /// What one network showed.
  ///
  /// @param clean accuracy on the whole test set
  record Measurement(double clean, SecurityCurve attacked, SecurityCurve random, SecurityCurve downhill) {
    double errorAt(SecurityCurve curve, double eps) {
      return 1 - point(curve, eps).robustAccuracy();
    }

    static SecurityCurve.Point point(SecurityCurve curve, double eps) {
      return curve.points().get(Arrays.binarySearch(RADII, eps));
    }
  }

  /// Trains and attacks all three.
  ///
  /// @param epochs   of the MLP and the CNN
  /// @param attacked how many test images are attacked
  /// @param strength 1, or 0 for attacks that do nothing
  static FastGradientSignExperiment of(Digits digits, int epochs, int attacked, double strength, Rng rng,
      Progress progress) {
    Map<Victim, Module> networks = new EnumMap<>(Victim.class);
    Map<Victim, Measurement> measured = new EnumMap<>(Victim.class);
    for (Victim victim : Victim.values()) {
      Rng own = rng.split(victim.label);
      Module network = train(victim, digits.train(), epochs, own, progress);
      networks.put(victim, network);
      measured.put(victim, measure(network, digits.test(), attacked, strength, own));
    }
    return new FastGradientSignExperiment(networks, measured);
  }

  /// Stochastic gradient descent with momentum on the cross-entropy; the rate falls with each epoch, along a line.
  private static Module train(Victim victim, Dataset data, int epochsOfTheOthers, Rng rng, Progress progress) {
    int epochs = victim.epochs(epochsOfTheOthers, data.size());
    Module network = victim.build(rng.split("initialise"));
    Sgd optimizer = new Sgd(network.parameters(), victim.learningRate, 0.9, false, WEIGHT_DECAY);
    TrainingSettings settings = TrainingSettings.of(epochs, BATCH)
        .withRate(step -> victim.learningRate * (epochs - step.epoch()) / epochs)
        .withProgress(progress, "training the " + victim.label);
    new ClassifierTraining(network, optimizer, settings, rng.split("shuffle")).run(data);
    return network;
  }

  //: code measure
  private static Measurement measure(Module network, Dataset test, int attacked, double strength, Rng rng) {
    Classifier victim = Classifier.of(network);
    Dataset first = test.take(Math.min(attacked, test.size()));
    Examples examples = Examples.of(first.inputs(), new Untargeted(first.labels()), rng.split("attack"));
    double[] radii = Arrays.stream(RADII).map(eps -> eps * strength).toArray();
    Ball ball = Ball.linf(EPS);
    return new Measurement(Metrics.accuracy(network, test, 500),
        SecurityCurve.of((FixedBudgetAttack<WhiteBox>) new FastGradientSign(), victim, examples, ball, radii),
        SecurityCurve.of(RandomNoise.signs(), victim, examples, ball, radii),
        SecurityCurve.of(new OppositeStep(), victim, examples, ball, radii));
  }

  /// The ablation: the same step in the direction that lowers the loss. It costs the same gradient and moves every
  /// pixel just as far; if it also broke the model, the direction would not be what matters.
  private record OppositeStep() implements FixedBudgetAttack<WhiteBox> {
    @Override
    public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
      examples.countGradient();
      Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, examples.images(), examples.goal()).gradient();
      return ball.climb(examples.images(), examples.images(), gradient.neg(), ball.eps());
    }
  }
  //: end
}
