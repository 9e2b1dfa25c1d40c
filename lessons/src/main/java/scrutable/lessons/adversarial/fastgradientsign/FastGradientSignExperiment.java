package scrutable.lessons.adversarial.fastgradientsign;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.SecurityCurve;
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
import scrutable.tensor.Joining;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Three networks, from a linear one to a small convolutional one, attacked with one step of growing length: along the
/// sign of the gradient, along random signs, and the opposite way.
///
/// Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", ICLR 2015, section 4.
///
/// @param networks as they were trained
/// @param measured what each of them showed
/// @param shared   how many of the images they were judged on are among those they were trained on
record FastGradientSignExperiment(Map<Victim, Module> networks, Map<Victim, Measurement> measured, int shared) {
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
  /// @param randomLength how far the random signs moved an image at [#EPS], in lengths of the step and after clipping;
  ///     likewise the next
  /// @param opposite of the pixels that both steps moved, the share that the opposite one moved the other way
  record Measurement(double clean, SecurityCurve attacked, SecurityCurve random, SecurityCurve downhill,
      double randomLength, double downhillLength, double opposite) {
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
  /// @param step     the attack
  /// @param controls how far random signs and the opposite step go, in lengths of the attack
  static FastGradientSignExperiment of(Digits digits, int epochs, int attacked, FixedBudgetAttack<WhiteBox> step,
      double controls, Rng rng, Progress progress) {
    Map<Victim, Module> networks = new EnumMap<>(Victim.class);
    Map<Victim, Measurement> measured = new EnumMap<>(Victim.class);
    Dataset train = digits.train();
    Dataset test = digits.test();
    for (Victim victim : Victim.values()) {
      Rng own = rng.split(victim.label);
      Module network = train(victim, train, epochs, own, progress);
      networks.put(victim, network);
      measured.put(victim, measure(network, test.take(attacked), step, controls,
          Metrics.accuracy(network, test, 500), own));
    }
    return new FastGradientSignExperiment(networks, measured, test.countSharedWith(train));
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
  private static Measurement measure(Module network, Dataset attacked, FixedBudgetAttack<WhiteBox> step,
      double controls, double clean, Rng rng) {
    Classifier victim = Classifier.of(network);
    Examples examples = Examples.of(attacked.inputs(), new Untargeted(attacked.labels()), rng.split("attack"));
    double[] radii = Arrays.stream(RADII).map(eps -> eps * controls).toArray();
    Ball ball = Ball.linf(EPS);
    Ball ofControls = Ball.linf(EPS * controls);
    Tensor images = examples.images();
    Tensor up = step.perturb(victim, examples, ball).sub(images);
    Tensor down = new OppositeStep().perturb(victim, examples, ofControls).sub(images);
    Tensor noise = RandomNoise.signs().perturb(victim, examples, ofControls).sub(images);
    Tensor both = up.sign().mul(down.sign());
    return new Measurement(clean,
        SecurityCurve.of(step, victim, examples, ball, RADII),
        SecurityCurve.of(RandomNoise.signs(), victim, examples, ball, radii),
        SecurityCurve.of(new OppositeStep(), victim, examples, ball, radii),
        length(noise) / length(up), length(down) / length(up),
        (1 - both.sum().item() / both.abs().sum().item()) / 2);
  }

  private static double length(Tensor changes) {
    return Arrays.stream(Norm.L2.of(changes)).average().orElseThrow();
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

  /// For a sabotage: each image gets the step that was made for the image before it.
  record ForeignStep() implements FixedBudgetAttack<WhiteBox> {
    @Override
    public Tensor perturb(WhiteBox victim, Examples examples, Ball ball) {
      examples.countGradient();
      Tensor gradient = victim.lossGradient(AttackLoss.CROSS_ENTROPY, examples.images(), examples.goal()).gradient();
      int last = examples.count() - 1;
      Tensor ofAnother = Joining.concat(0, gradient.slice(0, last, last + 1), gradient.slice(0, 0, last));
      return ball.climb(examples.images(), examples.images(), ofAnother, ball.eps());
    }
  }
}
