package scrutable.lessons.adversarial.guacamole;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Norm;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evaluation.Perturbations;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.attacks.physical.AffineTransform;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.attacks.physical.ExpectationOverTransformation;
import scrutable.attacks.physical.RandomTransform;
import scrutable.lessons.adversarial.ColourCnn;
import scrutable.lessons.adversarial.ViewDiary;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Icons;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Softmaxes;
import scrutable.tensor.Sorting;
import scrutable.tensor.Tensor;

/// Cats that a network takes for cats, moved towards "guacamole" twice: for the picture as it is, and for the average
/// over what may happen to it on the way to the camera. Both are judged in views that neither has seen, and so is a
/// random change.
///
/// Athalye, Engstrom, Ilyas and Kwok, "Synthesizing robust adversarial examples", ICML 2018.
record GuacamoleExperiment(Measurement measured, Cats cats) {
  static final double EPS = 0.11;
  static final double[] ANGLES = IntStream.rangeClosed(-9, 9).mapToDouble(i -> 5 * i).toArray();
  private static final double DEGREES = 45;
  /// Photographs are mostly upright, and so are the pictures that the network learns from.
  private static final Icons.Options UPRIGHT = new Icons.Options(32, 4, 0.85, 0.9, 0.03, 0.04);
  private static final int STEPS = 60;
  private static final int SAMPLES = 16;
  private static final int UNSEEN = 100;

  /// What a picture may go through on the way to the camera.
  private static final RandomTransform WORLD =
      RandomTransform.pose(DEGREES, 0.85, 1.15, 0.05, Outside.EDGE).then(RandomTransform.brightness(0.1));

  /// One convolution, a coarse pooling and two linear layers.
  private static Module network(Rng rng) {
    return new Sequential(new Conv2d(3, 16, 4, rng), new Relu(), new MaxPool2d(4),          // (N, 16, 7, 7)
        new Flatten(), new Linear(16 * 7 * 7, 64, rng), new Relu(), new Linear(64, 10, rng));
  }

  /// What one trained network showed about its cats.
  ///
  /// @param accuracy on all test pictures
  /// @param catConfidence the median probability of "tabby cat" for the unchanged cats
  /// @param targetConfidence the median probability of "guacamole" for the plain examples, seen straight
  /// @param plain the share of unseen views in which the plain examples are guacamole; likewise the others
  /// @param stillCat the share of the same views in which the unchanged cats are tabby cats
  /// @param plainByAngle the same for pure turns by [#ANGLES]
  /// @param noiseLength how far the random signs moved a cat, in lengths of the attack on the expectation and after
  ///     clipping; likewise the next
  /// @param sharedViews how many views the cats are judged in were used to make them
  /// @param shared how many test pictures were learned from
  record Measurement(double accuracy, double catConfidence, double targetConfidence, double plain, double eot,
      double noise, double stillCat, double[] plainByAngle, double[] eotByAngle, double noiseLength,
      double plainLength, int sharedViews, int shared) {}

  /// What is done wrong on purpose.
  ///
  /// @param shuffles true for a sabotage: what either attack finds is added to the wrong pixels
  /// @param controls the size of the random signs, and of the attack without the expectation, in units of eps
  record Fault(boolean shuffles, double controls) {
    private Tensor of(Tensor cats, Tensor found, Rng rng) {
      return shuffles
          ? Box.UNIT.clip(cats.add(Perturbations.shuffled(found.sub(cats), rng.split("order")))) : found;
    }
  }

  /// Pictures of one seed: cats as they are, and after either attack.
  ///
  /// @param views those that the attack on the expectation was made with
  record Cats(Classifier victim, List<String> names, Tensor before, Tensor plain, Tensor eot, ViewDiary views) {}

  /// Trains a network and attacks its cats.
  ///
  /// @param count how many cats
  static GuacamoleExperiment of(int train, int test, int count, Fault fault, Rng rng, Progress progress) {
    Dataset seen = Icons.generate(train, UPRIGHT, rng.split("train"));
    Module network = ColourCnn.fit(network(rng.split("initialise")), seen, 5, rng, progress);
    Dataset unseen = Icons.generate(test, UPRIGHT, rng.split("test"));
    Cats cats = attack(Classifier.of(network), firstCats(unseen, count), unseen.classNames(), fault, rng);
    return new GuacamoleExperiment(measure(cats, Metrics.accuracy(network, unseen, 250), unseen.countSharedWith(seen),
        fault, rng), cats);
  }

  /// The first cats of the test set, whatever becomes of them.
  private static Tensor firstCats(Dataset test, int count) {
    int[] labels = test.labels().toIntArray();
    return test.select(IntStream.range(0, labels.length).filter(i -> labels[i] == Icons.TABBY).limit(count)
        .toArray()).inputs();
  }

  private static Targeted guacamole(Tensor cats) {
    return all(cats, Icons.GUACAMOLE);
  }

  private static Targeted all(Tensor cats, int label) {
    int[] targets = new int[cats.size(0)];
    Arrays.fill(targets, label);
    return Targeted.of(targets);
  }

  //: code attack
  private static Cats attack(Classifier victim, Tensor cats, List<String> names, Fault fault, Rng rng) {
    FixedBudgetAttack<WhiteBox> descent = new ProjectedGradientDescent(STEPS, 2.5 * EPS / STEPS);
    Examples examples = Examples.of(cats, guacamole(cats), rng.split("attack"));
    ViewDiary views = diary();
    WhiteBox everyView =
        ExpectationOverTransformation.of(victim, views.watching(WORLD), SAMPLES, rng.split("views"));
    return new Cats(victim, names, cats,
        fault.of(cats, descent.perturb(victim, examples, Ball.linf(fault.controls * EPS)), rng),
        fault.of(cats, descent.perturb(everyView, examples, Ball.linf(EPS)), rng), views);
  }
  //: end

  private static ViewDiary diary() {
    return new ViewDiary(Rng.seed(0).uniform(1, 1, 8, 8));
  }

  private static Measurement measure(Cats cats, double accuracy, int shared, Fault fault, Rng rng) {
    Targeted goal = guacamole(cats.before);
    Tensor noisy = RandomNoise.signs().perturb(cats.victim, Examples.of(cats.before, goal, rng.split("noise")),
        Ball.linf(fault.controls * EPS));
    double length = Perturbations.meanSize(Norm.L2, cats.before, cats.eot);
    ViewDiary unseen = diary();
    return new Measurement(accuracy,
        median(probabilities(cats.victim, cats.before), Icons.TABBY),
        median(probabilities(cats.victim, cats.plain), Icons.GUACAMOLE),
        inUnseenViews(cats.victim, cats.plain, goal, unseen, rng),
        inUnseenViews(cats.victim, cats.eot, goal, unseen, rng), inUnseenViews(cats.victim, noisy, goal, unseen, rng),
        inUnseenViews(cats.victim, cats.before, all(cats.before, Icons.TABBY), unseen, rng),
        byAngle(cats.victim, cats.plain), byAngle(cats.victim, cats.eot),
        Perturbations.meanSize(Norm.L2, cats.before, noisy) / length,
        Perturbations.meanSize(Norm.L2, cats.before, cats.plain) / length, unseen.countSharedWith(cats.views), shared);
  }

  private static Tensor probabilities(Classifier victim, Tensor pictures) {
    return Softmaxes.softmax(victim.logits(pictures));
  }

  private static double median(Tensor probabilities, int label) {
    double[] ofLabel = probabilities.select(1, label).contiguous().toDoubleArray();
    return Sorting.median(Tensor.wrap(ofLabel, ofLabel.length), 0).item();
  }

  private static double inUnseenViews(Classifier victim, Tensor pictures, Targeted goal, ViewDiary diary, Rng rng) {
    return Arrays.stream(ExpectationOverTransformation.shareAtGoal(victim, pictures, goal, diary.watching(WORLD),
        UNSEEN, rng.split("unseen views"))).average().orElseThrow();
  }

  private static double[] byAngle(Classifier victim, Tensor pictures) {
    return Arrays.stream(ANGLES).map(angle -> {
      RandomTransform turn = none -> new AffineTransform(angle, 1, 0, 0, Outside.EDGE);
      return Arrays.stream(ExpectationOverTransformation.shareAtGoal(victim, pictures, guacamole(pictures), turn,
          1, Rng.seed(0))).average().orElseThrow();
    }).toArray();
  }
}
