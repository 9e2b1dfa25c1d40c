package scrutable.lessons.adversarial.szegedy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.MinimalNormAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.Perturbations;
import scrutable.attacks.poisoning.ManyErrors;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// Four networks, each trained twice on halves of the data that share no image. Those of the first half are attacked;
/// those of the second half are shown what came out.
///
/// Szegedy, Zaremba, Sutskever, Bruna, Erhan, Goodfellow and Fergus, "Intriguing properties of neural networks", ICLR
/// 2014, section 4.
///
/// @param measured what each network of the first half showed
/// @param transfer the share of errors on changes stretched to a root-mean-square of [#DISTORTION]. The rows: changes
///     made for each network of the first half, and noise. The columns: the networks of the first half, then those of
///     the second
/// @param attacked the images before the attack
/// @param own the networks of the first half
/// @param results of the attacks on them
/// @param shared   how many images two of the three data sets have in common: the halves, and the test set
record SzegedyExperiment(Map<Victim, Measurement> measured, double[][] transfer, Dataset attacked,
    Map<Victim, Classifier> own, Map<Victim, AttackResult> results, int shared) {
  static final double DISTORTION = 0.1;
  private static final int BATCH = 64;

  /// Named as in the paper: FC10(lambda) is a linear softmax model with the weight decay `lambda sum(w^2) / 10`,
  /// FC100-100-10 has two hidden layers. The paper's hidden units are sigmoids, ours are rectified.
  enum Victim {
    FC10_WEAK("FC10(1e-4)", 2e-5), FC10_MIDDLE("FC10(1e-2)", 2e-3), FC10_STRONG("FC10(1)", 0.2),
    FC100("FC100-100-10", 1e-5);

    private final String label;
    private final double decay;

    /// The optimiser's `decay` is the factor of w in the gradient: `2 lambda / 10`.
    Victim(String label, double decay) {
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
  }

  /// What one network showed.
  ///
  /// @param clean      its accuracy on the whole test set
  /// @param found      the share of the targets that were reached
  /// @param distortion the median over the images of the root-mean-square change of a pixel
  /// @param noise      what Gaussian noise, as large as each image's change, adds to the share of errors
  /// @param shuffled   the share of the images still at their targets when the pixels of the change are shuffled
  /// @param noiseLength how far the noise moved an image, in lengths of the attack and after clipping; likewise the
  ///     next
  record Measurement(double clean, double found, double distortion, double noise, double shuffled,
      double noiseLength, double shuffledLength) {}

  /// Trains and attacks all of them.
  ///
  /// @param count how many test images are attacked
  /// @param steps of training of the linear models
  /// @param controls how long the noise and the shuffled changes are, in lengths of the attack's changes
  static SzegedyExperiment of(Dataset firstHalf, Dataset secondHalf, Dataset test, int count, int steps,
      MinimalNormAttack<WhiteBox> attack, double controls, Rng rng, Progress progress) {
    Dataset attacked = test.take(count);
    Map<Victim, Measurement> measured = new EnumMap<>(Victim.class);
    Map<Victim, Classifier> own = new EnumMap<>(Victim.class);
    Map<Victim, Classifier> others = new EnumMap<>(Victim.class);
    Map<Victim, AttackResult> results = new EnumMap<>(Victim.class);
    for (Victim victim : Victim.values()) {
      Rng random = rng.split(victim.label);
      Module network = train(victim, firstHalf, steps, random.split("first"), progress);
      own.put(victim, Classifier.of(network));
      others.put(victim, Classifier.of(train(victim, secondHalf, steps, random.split("second"), progress)));
      results.put(victim, attack(own.get(victim), attacked, attack, rng.split("attack")));
      measured.put(victim, measure(Metrics.accuracy(network, test, 500), own.get(victim), attacked,
          results.get(victim), controls, rng.split("noise")));
    }
    return new SzegedyExperiment(measured, transfer(attacked, results, own, others, rng.split("transfer")), attacked,
        own, results,
        firstHalf.countSharedWith(secondHalf) + test.countSharedWith(firstHalf) + test.countSharedWith(secondHalf));
  }

  /// A network with hidden layers learns faster and gets half as many steps, and never more than 1500.
  private static Module train(Victim victim, Dataset data, int linearSteps, Rng rng, Progress progress) {
    Module network = victim.build(rng.split("initialise"));
    double learningRate = victim == Victim.FC100 ? 0.05 : 0.01;
    int steps = victim == Victim.FC100 ? Math.min(linearSteps / 2, 1_500) : linearSteps;
    TrainingSettings settings = TrainingSettings.ofSteps(steps, BATCH)
        .withRate(step -> learningRate * (steps - step.number()) / steps)
        .withProgress(progress, "training " + victim.label);
    new ClassifierTraining(network, new Sgd(network.parameters(), learningRate, 0.9, false, victim.decay), settings,
        rng.split("shuffle")).run(data);
    return network;
  }

  //: code attack
  /// Targets drawn at random among the wrong classes.
  private static AttackResult attack(Classifier victim, Dataset attacked, MinimalNormAttack<WhiteBox> attack,
      Rng rng) {
    Rng draw = rng.split("targets");
    int[] targets = Arrays.stream(attacked.labels().toIntArray()).map(label -> (label + 1 + draw.nextInt(9)) % 10)
        .toArray();
    return attack.run(victim, Examples.of(attacked.inputs(), Targeted.of(targets), rng), Norm.L2, Box.UNIT);
  }
  //: end

  //: code controls
  /// Noise and shuffled changes are made as long as each image's change, after whatever the box takes from them.
  private static Measurement measure(double clean, Classifier victim, Dataset attacked, AttackResult result,
      double controls, Rng rng) {
    Tensor images = attacked.inputs();
    Tensor change = result.adversarial().sub(images);
    double[] lengths = Arrays.stream(Norm.L2.of(change)).map(length -> controls * length).toArray();
    Tensor noisy = Perturbations.reaching(images, rng.normal(images.shape()), Box.UNIT, lengths);
    Tensor shuffled = Perturbations.reaching(images, Perturbations.shuffled(change, rng.split("shuffle")), Box.UNIT,
        lengths);
    int[] answers = victim.labels(shuffled);
    int[] open = IntStream.range(0, answers.length).filter(i -> !result.atGoalBefore()[i] && result.success()[i])
        .toArray();
    long still = Arrays.stream(open).filter(i -> answers[i] == result.labels()[i]).count();
    double length = Perturbations.meanSize(Norm.L2, images, result.adversarial());
    return new Measurement(clean, result.successRate(), result.medianDistance() / Math.sqrt(784),
        error(victim, attacked, noisy) - new ManyErrors(attacked).success(victim), still / (double) open.length,
        Perturbations.meanSize(Norm.L2, images, noisy) / length,
        Perturbations.meanSize(Norm.L2, images, shuffled) / length);
  }
  //: end

  //: code transfer
  /// An image that is only just across one network's boundary says little about another's; so all changes are stretched
  /// to one length, as in the last tables of the paper.
  private static double[][] transfer(Dataset attacked, Map<Victim, AttackResult> results, Map<Victim, Classifier> own,
      Map<Victim, Classifier> others, Rng rng) {
    Tensor images = attacked.inputs();
    double[] lengths = new double[attacked.size()];
    Arrays.fill(lengths, DISTORTION * Math.sqrt(784));
    List<Tensor> changes = new ArrayList<>();
    results.values().forEach(result -> changes.add(result.adversarial().sub(images)));
    changes.add(rng.normal(images.shape()));
    List<Classifier> judges = Stream.concat(own.values().stream(), others.values().stream()).toList();
    return changes.stream().map(change -> Perturbations.reaching(images, change, Box.UNIT, lengths))
        .map(moved -> judges.stream().mapToDouble(judge -> error(judge, attacked, moved)).toArray())
        .toArray(double[][]::new);
  }
  //: end

  private static double error(Classifier victim, Dataset attacked, Tensor moved) {
    return new ManyErrors(attacked.withInputs(moved)).success(victim);
  }
}
