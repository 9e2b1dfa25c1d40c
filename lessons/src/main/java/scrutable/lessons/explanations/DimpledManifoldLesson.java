package scrutable.lessons.explanations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scrutable.attacks.AttackLoss;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Box;
import scrutable.attacks.Classifier;
import scrutable.attacks.Examples;
import scrutable.attacks.Norm;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.DecoupledDirectionNorm;
import scrutable.attacks.evasion.FastAdaptiveBoundary;
import scrutable.autograd.Gradients;
import scrutable.lessons.contract.Card;
import scrutable.lessons.contract.Comparison;
import scrutable.lessons.contract.Criterion;
import scrutable.lessons.contract.Finding;
import scrutable.lessons.contract.Lesson;
import scrutable.lessons.contract.LessonContext;
import scrutable.lessons.contract.LessonResult;
import scrutable.lessons.contract.Planted;
import scrutable.lessons.contract.Spread;
import scrutable.lessons.contract.ThreatModel;
import scrutable.nn.Losses;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Sgd;
import scrutable.nn.train.Metrics;
import scrutable.tensor.Rng;
import scrutable.tensor.Tensor;

/// L31: adversarial examples are near because they leave the manifold of the data.
///
/// Shamir, Melamed and BenShmuel, "The dimpled manifold model of adversarial examples in machine learning",
/// 2021.
public final class DimpledManifoldLesson implements Lesson {
  static final int[] DIMENSIONS = {10, 50, 200, 784};
  static final int[] PICTURED = {0, 20, 100};                      // and the end
  private static final int HIDDEN = 128;
  private static final int STEPS = 300;
  private static final int BATCH = 50;
  private static final double LEARNING_RATE = 0.005;
  private static final int SEEDS = 3;
  /// Walls that no boundary is behind; without them, a point without slope would be sent off to infinity.
  private static final Box FAR = new Box(-10, 10);
  private static final int LARGEST = DIMENSIONS[DIMENSIONS.length - 1];

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
  record Measurement(double clean, double on, double off, double noise) {
    double ratio() {
      return off / on;
    }
  }

  @Override
  public LessonResult run(LessonContext context) {
    Map<Integer, List<Measurement>> byDimension = new LinkedHashMap<>();
    Map<Setup, List<Measurement>> byTraining = new LinkedHashMap<>();
    TrainingFilm film = null;
    int nets = DIMENSIONS.length + Setup.values().length - 1;
    long[] seeds = context.seeds(context.choose(1, SEEDS));
    int made = 0;
    for (long seed : seeds) {
      Rng rng = Rng.seed(seed);
      for (int dimensions : DIMENSIONS) {
        SlabsInAPlane slabs = SlabsInAPlane.generate(dimensions, 1_000, 400, rng.split("data").split(dimensions));
        for (Setup training : Setup.values()) {
          if (training != Setup.USUAL && dimensions != LARGEST) {
            continue;
          }
          Setup used = context.sabotage() ? Setup.SMALL : training;
          TrainingFilm shot = new TrainingFilm(slabs);
          boolean filmed = film == null && dimensions == LARGEST;
          Sequential network = train(slabs, used, rng.split("network").split(dimensions),
              filmed ? shot : null);
          film = filmed ? shot : film;
          Measurement measured = measure(network, slabs, context.choose(20, 100), rng.split("attack"));
          if (training == Setup.USUAL) {
            byDimension.computeIfAbsent(dimensions, none -> new ArrayList<>()).add(measured);
          }
          if (dimensions == LARGEST) {
            byTraining.computeIfAbsent(training, none -> new ArrayList<>()).add(measured);
          }
          context.progress().update("networks", ++made, (long) nets * seeds.length);
        }
      }
    }
    return judge(byDimension, byTraining, film);
  }

  private static Sequential train(SlabsInAPlane slabs, Setup training, Rng rng, TrainingFilm film) {
    int dimensions = slabs.basis().size(0);
    Rng initial = rng.split("initialise");
    double deviation = training.scale * Math.sqrt(2.0 / dimensions);
    Linear first = Linear.of(initial.split("first").normalAround(0, deviation, HIDDEN, dimensions),
        Tensor.zeros(HIDDEN));
    Sequential network = new Sequential(first, new Relu(), new Linear(HIDDEN, 2, initial.split("second")));
    // Plain steps along the gradient, which lies in the plane as the data do. Adam, which scales each number by
    // itself, would leave it.
    Sgd optimizer = new Sgd(network.parameters(), LEARNING_RATE, 0, false, training.decay);
    Rng shuffle = rng.split("shuffle");
    int step = 0;
    while (step < STEPS) {
      for (Batch batch : slabs.train().batches(BATCH, shuffle)) {
        if (step == STEPS) {
          break;
        }
        if (film != null) {
          film.look(network, step);
        }
        optimizer.step(Gradients.of(Losses.crossEntropy(network.forward(batch.inputs()), batch.labels()),
            network.parameters()));
        step++;
      }
    }
    if (film != null) {
      film.end(network, STEPS);
    }
    return network;
  }

  private static Measurement measure(Sequential network, SlabsInAPlane slabs, int attacked, Rng rng) {
    Dataset test = slabs.test();
    Classifier victim = Classifier.of(network);
    Dataset points = test.take(attacked);
    Examples examples = Examples.of(points.inputs(), new Untargeted(points.labels()), rng);
    Confined staying = new Confined(victim, slabs.basis(), true);
    Confined leaving = new Confined(victim, slabs.basis(), false);
    double on = nearest(staying, examples, slabs.scale()).medianDistance();
    double off = nearest(leaving, examples, slabs.scale()).medianDistance();
    return new Measurement(Metrics.accuracy(network, test, 400), on, off,
        Double.isInfinite(off) ? 0 : turnedOver(victim, points, leaving, off, rng.split("noise")));
  }

  /// The nearer of what two attacks find for each point. One takes the network for linear, the other walks; where
  /// the slope is gentle and the boundary far, the first alone would now and then say that there is none.
  private static AttackResult nearest(Confined victim, Examples examples, double scale) {
    AttackResult jumping = FastAdaptiveBoundary.toAnyClass(30).run(victim, examples, Norm.L2, FAR);
    AttackResult walking = new DecoupledDirectionNorm(60, scale / 2, 0.05, AttackLoss.CROSS_ENTROPY)
        .run(victim, examples, Norm.L2, FAR);
    return jumping.best(walking);
  }

  /// The share of points, of those answered right, that noise of this length turns over.
  private static double turnedOver(Classifier victim, Dataset points, Confined leaving, double length, Rng rng) {
    Tensor inputs = points.inputs();
    Tensor noise = leaving.project(rng.normal(inputs.shape()));
    Tensor moved = inputs.add(Norm.L2.steepest(noise).mul(length));
    int[] labels = points.labels().toIntArray();
    int[] before = victim.labels(inputs);
    int[] after = victim.labels(moved);
    int right = 0;
    int turned = 0;
    for (int i = 0; i < labels.length; i++) {
      right += before[i] == labels[i] ? 1 : 0;
      turned += before[i] == labels[i] && after[i] != labels[i] ? 1 : 0;
    }
    return turned / (double) right;
  }

  private static LessonResult judge(Map<Integer, List<Measurement>> byDimension,
      Map<Setup, List<Measurement>> byTraining, TrainingFilm film) {
    double[] ratios = Arrays.stream(DIMENSIONS)
        .mapToDouble(dimensions -> median(byDimension.get(dimensions), Measurement::ratio)).toArray();
    double leastFall = Double.POSITIVE_INFINITY;
    for (int i = 1; i < ratios.length; i++) {
      leastFall = Math.min(leastFall, ratios[i - 1] - ratios[i]);
    }
    double worstClean = byDimension.values().stream().mapToDouble(runs -> median(runs, Measurement::clean))
        .min().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    findings.add(Criterion.gate("least clean accuracy of all dimensions", worstClean, Comparison.AT_LEAST, 0.99,
        ""));
    findings.add(Criterion.gate("clean accuracy with small initial weights",
        median(byTraining.get(Setup.SMALL), Measurement::clean), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.gate("clean accuracy with weight decay",
        median(byTraining.get(Setup.DECAYED), Measurement::clean), Comparison.AT_LEAST, 0.99, ""));
    findings.add(Criterion.effect("distance off the plane over distance within it, 784 dimensions",
        ratios[ratios.length - 1], Comparison.AT_MOST, 0.75, ""));
    findings.add(Criterion.effect("the same ratio in 10 dimensions", ratios[0], Comparison.AT_LEAST, 1.2, ""));
    findings.add(Criterion.effect("least fall of the ratio from one number of dimensions to the next", leastFall,
        Comparison.AT_LEAST, 0.02, ""));
    findings.add(Criterion.control("points turned over by noise as long as the median distance off the plane",
        median(byDimension.get(LARGEST), Measurement::noise), Comparison.AT_MOST, 0.05, ""));
    findings.add(Criterion.ablation("the ratio in 784 dimensions with small initial weights",
        median(byTraining.get(Setup.SMALL), Measurement::ratio), Comparison.AT_LEAST, 1, ""));
    findings.add(Criterion.ablation("the ratio in 784 dimensions with weight decay",
        median(byTraining.get(Setup.DECAYED), Measurement::ratio), Comparison.AT_LEAST, 1, ""));
    findings.add(new Planted("everything: two slabs that lie exactly in a plane, with a wide gap between them. Real"
        + " data lie near no plane; this shows a mechanism, not that it is the one at work in photographs"));
    findings.addAll(DimpledManifoldFigures.of(byDimension, byTraining, film));
    return LessonResult.of(findings);
  }

  static double median(List<Measurement> runs, ToDoubleFunction<Measurement> of) {
    return Spread.of(runs.stream().mapToDouble(of).toArray()).median();
  }

  @Override
  public Card card() {
    return Card.of(31, "dimpled-manifold", "Off the manifold it is not far")
        .withClaim("Of a network that has learned a plane in a space of 784 dimensions, the boundary is nearer at"
            + " right angles to the plane, where there are no data, than within it; in 10 dimensions it is not, and"
            + " neither if the weights begin small or decay.")
        .withSlides("The Dimpled Manifold Model of Adversarial Examples in Machine Learning")
        .withData("slabs")
        .withThreatModel(new ThreatModel("each test point", "as little as possible, measured by its Euclidean length;"
            + " within the plane, or at right angles to it", "everything: the gradients of the logits", "the other"
            + " class"))
        .withSabotage("all networks begin with first weights of three tenths of the usual size")
        .withSeconds(25);
  }
}
