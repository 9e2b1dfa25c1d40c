package scrutable.lessons.explanations.dimpledmanifold;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.Confined;
import scrutable.attacks.evasion.DecoupledDirectionNorm;
import scrutable.attacks.evasion.FastAdaptiveBoundary;
import scrutable.nn.Module;
import scrutable.nn.Progress;
import scrutable.nn.Sequential;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.SlabsInAPlane;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.ClassifierTraining;
import scrutable.nn.train.Metrics;
import scrutable.nn.train.TrainingSettings;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// A network learns to tell two slabs apart that lie in a plane in a space of 10 to 784 dimensions. How far is its
/// boundary within the plane, where the data are, and how far at right angles to it, where there are none?
///
/// Shamir, Melamed and BenShmuel, "The dimpled manifold model of adversarial examples in machine learning", 2021.
///
/// @param byDimension what the usual networks showed
/// @param bySetup what the networks in the largest space showed
record DimpledManifoldExperiment(Map<Integer, Measurement> byDimension, Map<Setup, Measurement> bySetup) {
  static final int[] DIMENSIONS = {10, 50, 200, 784};
  static final int LARGEST = DIMENSIONS[DIMENSIONS.length - 1];
  static final int STEPS = 300;
  private static final int HIDDEN = 128;
  private static final int BATCH = 50;
  private static final double LEARNING_RATE = 0.005;
  /// Walls that no boundary is behind; without them, a point without slope would be sent off to infinity.
  private static final Box FAR = new Box(-10, 10);

  /// How a network begins and is held back: the scale of the first layer's weights, relative to the usual
  /// `N(0, 2/D)`, and the weight decay.
  enum Setup {
    USUAL(1, 0), SMALL(0.3, 0), HALF_DECAYED(1, 0.6), DECAYED(1, 1.2);

    private final double scale;
    private final double decay;

    Setup(double scale, double decay) {
      this.scale = scale;
      this.decay = decay;
    }
  }

  /// What one trained network showed.
  ///
  /// @param clean accuracy on fresh points of the plane
  /// @param on    the median distance of the boundary within the plane
  /// @param off   the median distance at right angles to it; infinite if for most points nothing was found there
  /// @param noise the share of points that random changes of the length `off`, at right angles too, turn over
  /// @param noiseLength how long these changes are, in that length
  /// @param shared how many test points were learned from
  /// @param first  the length of the first layer's weights before training
  /// @param last   the same after training
  record Measurement(double clean, double on, double off, double noise, double noiseLength, int shared, double first,
      double last) {
    double ratio() {
      return off / on;
    }
  }

  /// Looks on while a network learns.
  interface Onlooker {
    /// Before each step, and after the last.
    void look(SlabsInAPlane slabs, Module network, long step);
  }

  /// @param attacked how many test points
  /// @param shrinks to disarm it: all networks begin with small weights
  /// @param noise   how long the noise is that is compared, in distances off the plane
  /// @param onlooker of the usual network in the largest space
  static DimpledManifoldExperiment of(int attacked, boolean shrinks, double noise, Onlooker onlooker, Rng rng,
      Progress progress) {
    Map<Integer, Measurement> byDimension = new LinkedHashMap<>();
    Map<Setup, Measurement> bySetup = new EnumMap<>(Setup.class);
    for (int dimensions : DIMENSIONS) {
      SlabsInAPlane slabs = SlabsInAPlane.generate(dimensions, 1_000, 400, rng.split("data").split(dimensions));
      for (Setup setup : dimensions == LARGEST ? Setup.values() : new Setup[] {Setup.USUAL}) {
        progress.update("training in " + dimensions + " dimensions", bySetup.size(), Setup.values().length);
        boolean isWatched = setup == Setup.USUAL && dimensions == LARGEST;
        Trained trained = train(slabs, shrinks ? Setup.SMALL : setup, rng.split("network").split(dimensions),
            isWatched ? onlooker : (data, learning, step) -> {});
        bySetup.put(setup, measure(trained, slabs, attacked, noise, rng.split("attack")));
      }
      byDimension.put(dimensions, bySetup.get(Setup.USUAL));
    }
    return new DimpledManifoldExperiment(byDimension, bySetup);
  }

  /// Plain steps along the gradient, which lies in the plane as the data do. Adam, which scales each number by itself,
  /// would leave it.
  private static Trained train(SlabsInAPlane slabs, Setup setup, Rng rng, Onlooker onlooker) {
    int dimensions = slabs.basis().size(0);
    Rng initial = rng.split("initialise");
    double deviation = setup.scale * Math.sqrt(2.0 / dimensions);
    Linear first = Linear.of(initial.split("first").normalAround(0, deviation, HIDDEN, dimensions),
        Tensor.zeros(HIDDEN));
    Sequential network = new Sequential(first, new Relu(), new Linear(HIDDEN, 2, initial.split("second")));
    double start = length(first);
    Sgd optimizer = new Sgd(network.parameters(), LEARNING_RATE, 0, false, setup.decay);
    TrainingSettings settings = TrainingSettings.ofSteps(STEPS, BATCH)
        .beforeEachStep(step -> onlooker.look(slabs, network, step.number()));
    new ClassifierTraining(network, optimizer, settings, rng.split("shuffle")).run(slabs.train());
    onlooker.look(slabs, network, STEPS);
    return new Trained(network, start, length(first));
  }

  /// A network, and how long the weights of its first layer were and are.
  private record Trained(Sequential network, double first, double last) {}

  private static double length(Linear layer) {
    return Math.sqrt(layer.weight().value().square().sum().item());
  }

  //: code measure
  private static Measurement measure(Trained trained, SlabsInAPlane slabs, int attacked, double noise, Rng rng) {
    Dataset test = slabs.test();
    Classifier victim = Classifier.of(trained.network);
    Dataset points = test.take(attacked);
    Examples examples = Examples.of(points.inputs(), new Untargeted(points.labels()), rng);
    Confined staying = new Confined(victim, slabs.basis(), true);
    Confined leaving = new Confined(victim, slabs.basis(), false);
    double on = nearest(staying, examples, slabs.scale()).medianDistance();
    double off = nearest(leaving, examples, slabs.scale()).medianDistance();
    Tensor moved = moved(points.inputs(), leaving, noise * off, rng.split("noise"));
    return new Measurement(Metrics.accuracy(trained.network, test, 400), on, off, turnedOver(victim, points, moved),
        Arrays.stream(Norm.L2.of(leaving.project(moved.sub(points.inputs())))).min().orElseThrow() / off,
        test.countSharedWith(slabs.train()), trained.first, trained.last);
  }

  /// The nearer of what two attacks find for each point. One takes the network for linear, the other walks; where
  /// the slope is gentle and the boundary far, the first alone would now and then say that there is none.
  private static AttackResult nearest(Confined victim, Examples examples, double scale) {
    AttackResult jumping = FastAdaptiveBoundary.toAnyClass(30).run(victim, examples, Norm.L2, FAR);
    AttackResult walking = new DecoupledDirectionNorm(60, scale / 2, 0.05, AttackLoss.CROSS_ENTROPY)
        .run(victim, examples, Norm.L2, FAR);
    return jumping.best(walking);
  }
  //: end

  /// The points after noise of this length; where there is no such length, as they were.
  private static Tensor moved(Tensor inputs, Confined leaving, double length, Rng rng) {
    Tensor noise = leaving.project(rng.normal(inputs.shape()));
    return Double.isInfinite(length) ? inputs : inputs.add(Norm.L2.steepest(noise).mul(length));
  }

  /// The share of points, of those answered right, that are no longer.
  private static double turnedOver(Classifier victim, Dataset points, Tensor moved) {
    int[] labels = points.labels().toIntArray();
    int[] before = victim.labels(points.inputs());
    int[] after = victim.labels(moved);
    int[] right = IntStream.range(0, labels.length).filter(i -> before[i] == labels[i]).toArray();
    return Arrays.stream(right).filter(i -> after[i] != labels[i]).count() / (double) right.length;
  }
}
