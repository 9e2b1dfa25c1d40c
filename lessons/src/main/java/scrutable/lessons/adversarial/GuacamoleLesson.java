package scrutable.lessons.adversarial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.FixedBudgetAttack;
import scrutable.attacks.Targeted;
import scrutable.attacks.WhiteBox;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.attacks.evasion.RandomNoise;
import scrutable.attacks.physical.AffineTransform;
import scrutable.attacks.physical.AffineTransform.Outside;
import scrutable.attacks.physical.ExpectationOverTransformation;
import scrutable.attacks.physical.RandomTransform;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Profile;
import scrutable.lessons.contract.Runs;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.nn.Module;
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
import scrutable.tensor.Tensor;

/// L16: a cat that is guacamole from every side.
///
/// Athalye, Engstrom, Ilyas and Kwok, "Synthesizing robust adversarial examples", ICML 2018.
public final class GuacamoleLesson implements Lesson {
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
  /// @param plainByAngle the same for pure turns by [#ANGLES]
  record Measurement(double accuracy, double catConfidence, double targetConfidence, double plain, double eot,
      double noise, double[] plainByAngle, double[] eotByAngle) {}

  /// Pictures of one seed: cats as they are, and after either attack.
  record Cats(Classifier victim, List<String> names, Tensor before, Tensor plain, Tensor eot) {}

  @Override
  public LessonResult run(LessonContext context) {
    List<Measurement> measured = new ArrayList<>();
    Cats shown = null;
    double eps = context.sabotage() ? 0 : EPS;
    for (long seed : context.seeds(context.choose(1, 3))) {
      Rng rng = Rng.seed(seed);
      Dataset train = Icons.generate(context.choose(800, 1_500), UPRIGHT, rng.split("train"));
      Dataset test = Icons.generate(context.choose(200, 500), UPRIGHT, rng.split("test"));
      Module network = ColourCnn.fit(network(rng.split("initialise")), train, 5, rng,
          context.progress());
      Cats cats = attack(Classifier.of(network), firstCats(test, context.choose(4, 10)), test.classNames(), eps,
          rng);
      measured.add(measure(cats, Metrics.accuracy(network, test, 250), eps, rng));
      shown = shown == null ? cats : shown;
    }
    return judge(new Runs<>(measured), shown);
  }

  /// The first cats of the test set, whatever becomes of them.
  private static Tensor firstCats(Dataset test, int count) {
    int[] labels = test.labels().toIntArray();
    return test.select(IntStream.range(0, labels.length).filter(i -> labels[i] == Icons.TABBY).limit(count)
        .toArray()).inputs();
  }

  private static Targeted guacamole(Tensor cats) {
    int[] targets = new int[cats.size(0)];
    Arrays.fill(targets, Icons.GUACAMOLE);
    return Targeted.of(targets);
  }

  private static Cats attack(Classifier victim, Tensor cats, List<String> names, double eps, Rng rng) {
    FixedBudgetAttack<WhiteBox> descent = new ProjectedGradientDescent(STEPS, 2.5 * EPS / STEPS);
    Examples examples = Examples.of(cats, guacamole(cats), rng.split("attack"));
    WhiteBox everyView = ExpectationOverTransformation.of(victim, WORLD, SAMPLES, rng.split("views"));
    return new Cats(victim, names, cats,
        descent.run(victim, examples, Ball.linf(eps)).adversarial(),
        descent.run(everyView, examples, Ball.linf(eps)).adversarial());
  }

  private static Measurement measure(Cats cats, double accuracy, double eps, Rng rng) {
    Targeted goal = guacamole(cats.before);
    Tensor noisy = RandomNoise.signs().perturb(cats.victim, Examples.of(cats.before, goal, rng.split("noise")),
        Ball.linf(eps));
    return new Measurement(accuracy,
        median(probabilities(cats.victim, cats.before), Icons.TABBY),
        median(probabilities(cats.victim, cats.plain), Icons.GUACAMOLE),
        inUnseenViews(cats.victim, cats.plain, rng), inUnseenViews(cats.victim, cats.eot, rng),
        inUnseenViews(cats.victim, noisy, rng),
        byAngle(cats.victim, cats.plain), byAngle(cats.victim, cats.eot));
  }

  private static Tensor probabilities(Classifier victim, Tensor pictures) {
    return Softmaxes.softmax(victim.logits(pictures));
  }

  private static double median(Tensor probabilities, int label) {
    return Spread.of(probabilities.select(1, label).contiguous().toDoubleArray()).median();
  }

  private static double inUnseenViews(Classifier victim, Tensor pictures, Rng rng) {
    return Arrays.stream(ExpectationOverTransformation.shareAtGoal(victim, pictures, guacamole(pictures), WORLD,
        UNSEEN, rng.split("unseen views"))).average().orElseThrow();
  }

  private static double[] byAngle(Classifier victim, Tensor pictures) {
    return Arrays.stream(ANGLES).map(angle -> {
      RandomTransform turn = none -> new AffineTransform(angle, 1, 0, 0, Outside.EDGE);
      return Arrays.stream(ExpectationOverTransformation.shareAtGoal(victim, pictures, guacamole(pictures), turn,
          1, Rng.seed(0))).average().orElseThrow();
    }).toArray();
  }

  private static LessonResult judge(Runs<Measurement> runs, Cats shown) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("accuracy on pictures not learned from", runs.median(Measurement::accuracy),
        Comparison.AT_LEAST, 0.97, ""));
    findings.add(Criterion.gate("probability of \"tabby cat\" before the attack",
        runs.median(Measurement::catConfidence), Comparison.AT_LEAST, 0.7, ""));
    findings.add(Criterion.effect("probability of \"guacamole\" after the plain attack, seen straight",
        runs.median(Measurement::targetConfidence), Comparison.AT_LEAST, 0.9, ""));
    findings.add(Criterion.effect("share of unseen views that are guacamole, attack on the expectation",
        runs.median(Measurement::eot), Comparison.AT_LEAST, 0.75, ""));
    findings.add(Criterion.control("share of unseen views that are guacamole, random signs of the same eps",
        runs.median(Measurement::noise), Comparison.AT_MOST, 0.01, ""));
    findings.add(Criterion.ablation("share of unseen views that are guacamole, without the expectation",
        runs.median(Measurement::plain), Comparison.AT_MOST, 0.6, ""));
    findings.add(new Planted("the kind of each icon, chosen before it is drawn, and that kinds have colours of"
        + " their own; nothing that would help the attack"));
    findings.addAll(GuacamoleFigures.of(runs, shown));
    return LessonResult.of(findings);
  }

  @Override
  public Card card() {
    return Card.of(16, "guacamole", "A cat that is guacamole from every side")
        .withClaim("Moving every pixel of a tabby cat by at most 0.11 makes a network at least 90 % sure that it is"
            + " guacamole. In at least 40 % of the views in which the cat is turned, resized and relit, that is gone;"
            + " a change made for the average over such views is still guacamole in at least 75 % of views it was not"
            + " made for.")
        .withSlides("88% tabby cat", "99% guacamole")
        .withData("icons")
        .withThreatModel(new ThreatModel("each picture of a cat, pixel by pixel, before it is shown to the camera",
            "every pixel by at most eps = 0.11 of the range from black to white", "everything: the gradient of the"
            + " loss, and how views are distributed, but not which will be taken", "one particular class: guacamole"))
        .withSabotage("eps = 0, so that nothing is moved")
        .withSeconds(30)
        .provenBy(Profile.FULL);
  }
}
