package scrutable.lessons.explanations.errorinnoise;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.Ball;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.DecisionAccess;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.defence.AdversarialTraining;
import scrutable.attacks.evaluation.NoiseErrorRate;
import scrutable.attacks.evaluation.ThinErrors;
import scrutable.attacks.evasion.DecoupledDirectionNorm;
import scrutable.autograd.Variable;
import scrutable.lessons.data.Digits;
import scrutable.lessons.explanations.errorinnoise.ErrorInNoiseMeasurement.Doses;
import scrutable.lessons.explanations.GreyImageNetwork;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.data.Dataset;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.Objective;
import scrutable.tensor.DType;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// The same MLP, trained in three ways. For each test image: how often it errs in noise, and how far the nearest error
/// is that an attack finds, or that lies in a random direction. The same for a classifier whose errors are thin slabs.
///
/// Ford, Gilmer, Carlini and Cubuk, "Adversarial examples are a natural consequence of test error in noise", ICML 2019,
/// section 4.
final class ErrorInNoiseExperiment {
  private static final double SIGMA = 0.6;
  private static final double EPS = 1.5;
  private static final int STEPS = 4;
  private static final double RAY_STEP = 0.25;
  private static final int RAY_STEPS = 160;
  private static final int PLANE_IMAGES = 12;
  private static final int PLANE_NOISE = 6_000;

  private ErrorInNoiseExperiment() {}

  /// How the MLP is trained.
  enum Regime {
    /// On the images as they are.
    USUAL("trained as usual"),
    /// On images with normal noise of standard deviation 0.6, which is not clipped.
    NOISE("trained on noise"),
    /// On images attacked in L2, at most 1.5 away (projected gradient descent, 4 steps).
    ATTACKED("trained on attacks");

    private final String label;

    Regime(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    private Objective objective(Rng rng) {
      return switch (this) {
        case USUAL -> Objective.ofLogits(Losses::crossEntropy);
        case NOISE -> (network, batch, step) -> {
          Tensor noise = rng.split(step).normalAround(0, SIGMA, batch.inputs().shape());
          Variable logits = network.forward(batch.inputs().add(noise));
          return new Objective.Outcome(logits, Losses.crossEntropy(logits, batch.labels()));
        };
        case ATTACKED -> AdversarialTraining.pgd(Ball.l2(EPS).within(Box.unbounded()), STEPS, EPS / 2, rng);
      };
    }
  }

  /// @param images how many are looked at
  /// @param searches false to disarm it: the nearest error is looked for along a random direction
  /// @param stride   of the random directions; 1 unless for a sham
  static Map<Regime, ErrorInNoiseMeasurement> of(Digits digits, int epochs, int images, NoiseErrorRate.Noise noise,
      boolean searches, double stride, Rng rng, Progress progress) {
    Map<Regime, ErrorInNoiseMeasurement> measured = new EnumMap<>(Regime.class);
    for (Regime regime : Regime.values()) {
      Rng own = rng.split(regime.label);
      Module network = GreyImageNetwork.MLP.train(digits.train(), epochs, regime.objective(own.split(regime.label)),
          own, "the MLP " + regime.label, progress);
      measured.put(regime, measure(network, digits, images, noise, searches, stride, own));
    }
    return measured;
  }

  //: code measure
  private static ErrorInNoiseMeasurement measure(Module network, Digits digits, int images, NoiseErrorRate.Noise noise,
      boolean searches, double stride, Rng rng) {
    Dataset test = digits.test();
    Classifier victim = Classifier.of(network);
    Dataset right = firstRight(victim, test, images);
    Rays rays = alongRandomRays(victim, right, stride, rng.split("rays"));
    double[] far = rays.distances;
    double[] near = searches ? nearestError(victim, right, rng.split("search")) : far;
    ThinErrors slabs = ThinErrors.inFrontOf(victim, test.classCount(), rng.split("slabs"), test.inputShape());
    Dataset inSlabs = firstRight(slabs, test, images);
    return new ErrorInNoiseMeasurement(Metrics.accuracy(network, test, 500), rates(victim, right, noise), near, far,
        rates(slabs, inSlabs, noise), slabs.distances(inSlabs.inputs()),
        new Doses(rays.step, rays.found, right.countSharedWith(digits.train())));
  }

  private static NoiseErrorRate[] rates(DecisionAccess victim, Dataset images, NoiseErrorRate.Noise noise) {
    return NoiseErrorRate.of(victim, images.inputs(), images.labels().toIntArray(), noise);
  }

  /// By an attack that looks for the smallest change in L2; NaN where it found none. It is an upper bound: a better
  /// search might find a nearer one.
  private static double[] nearestError(Classifier victim, Dataset images, Rng rng) {
    double[] distances = new DecoupledDirectionNorm(100).run(victim, images.inputs(),
        new Untargeted(images.labels()), Norm.L2, Box.unbounded(), rng).distances();
    return Arrays.stream(distances).map(distance -> Double.isFinite(distance) ? distance : Double.NaN).toArray();
  }
  //: end

  /// The first test images that are classified rightly: nothing else decides which are looked at.
  private static Dataset firstRight(DecisionAccess victim, Dataset test, int count) {
    int[] answers = victim.labels(test.inputs());
    int[] labels = test.labels().toIntArray();
    return test.select(IntStream.range(0, labels.length).filter(i -> answers[i] == labels[i]).limit(count).toArray());
  }

  /// What was found along random directions, and [ErrorInNoiseMeasurement.Doses].
  private record Rays(double[] distances, double step, double found) {}

  /// The first error on the way in a random direction, looked for in steps of a quarter up to 40; 40 where there is
  /// none.
  private static Rays alongRandomRays(DecisionAccess victim, Dataset images, double stride, Rng rng) {
    int[] labels = images.labels().toIntArray();
    double[] lengths = IntStream.rangeClosed(1, RAY_STEPS).mapToDouble(step -> RAY_STEP * step).toArray();
    Tensor ray = Tensor.wrap(lengths, RAY_STEPS, 1, 1, 1).to(DType.FLOAT32);
    double[] distances = new double[labels.length];
    double stepLength = Double.POSITIVE_INFINITY;
    int found = 0;
    for (int i = 0; i < distances.length; i++) {
      Tensor image = images.inputs().slice(0, i, i + 1);
      Tensor direction = Norm.L2.steepest(rng.split(i).normal(image.shape())).mul(stride);
      Tensor places = image.add(direction.mul(ray));
      stepLength = Math.min(stepLength, Norm.L2.of(places.sub(image))[RAY_STEPS - 1] / lengths[RAY_STEPS - 1]);
      int[] answers = victim.labels(places);
      int label = labels[i];
      distances[i] = IntStream.range(0, RAY_STEPS).filter(step -> answers[step] != label)
          .mapToDouble(step -> lengths[step]).findFirst().orElse(lengths[RAY_STEPS - 1]);
      found += Arrays.stream(answers).anyMatch(answer -> answer != label) ? 1 : 0;
    }
    return new Rays(distances, stepLength, (double) found / distances.length);
  }

  /// The instruments tried on a classifier whose errors are the far side of a plane, at distances that are known.
  ///
  /// The median over images of measured by implied distance: 1 if both instruments are right. The search can
  /// only overestimate, and the rate is an unbiased estimate.
  static double ratioForAKnownPlane(Rng rng) {
    Tensor normal = Norm.L2.steepest(rng.split("normal").normal(1, 1, 28, 28));
    Variable column = Variable.constant(normal.reshape(784, 1));
    Classifier plane = Classifier.of(x -> {
      Variable score = x.reshape(x.size(0), 784).matmul(column);
      return Variable.concat(1, score.neg(), score);
    });
    double[] distances = new double[PLANE_IMAGES];
    Arrays.setAll(distances, i -> 0.5 + 0.1 * i);
    Tensor images = normal.mul(Tensor.wrap(distances, PLANE_IMAGES, 1, 1, 1).to(normal.dtype()));
    int[] ones = new int[PLANE_IMAGES];
    Arrays.fill(ones, 1);
    Dataset data = new Dataset("plane", images, Tensor.wrap(ones, PLANE_IMAGES), List.of("far side", "near side"));
    var noise = NoiseErrorRate.Noise.draw(200, PLANE_NOISE, 784, rng.split("noise"));
    double[] implied = Arrays.stream(rates(plane, data, noise)).mapToDouble(NoiseErrorRate::impliedDistance).toArray();
    return ErrorInNoiseMeasurement.medianRatio(nearestError(plane, data, rng.split("search")), implied);
  }
}
